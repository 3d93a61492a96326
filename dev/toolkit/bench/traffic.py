"""What a browser's page and its workers send and receive."""

import json
from contextlib import suppress

# The script of the worker, of which the browser does not always tell that it came.
UNTOLD = "/bus/websocket_worker_bundle"


class Traffic:
    """The network traffic of a browser, as its events tell it."""

    def __init__(self, url):
        self._url = url
        self.under_way = {}  # the paths of what is not answered yet
        self._from_cache = set()
        self.subscription = None  # what the page asked its websocket for, last
        self.reset()

    def reset(self):
        """Count from now on."""
        self.requests = []  # their addresses, without what came from the browser's own cache
        self.bytes = 0  # of the answers as they came over the wire, and of notifications
        self.last_time = 0.0  # when something ended, in seconds of the monotonic clock

    def on_event(self, name, params, _session):
        handler = getattr(self, f"_on_{name.removeprefix('Network.')}", None)
        if name.startswith("Network.") and handler:
            handler(params)

    def _on_requestWillBeSent(self, params):
        request = params["request"]
        path = request["url"].removeprefix(self._url).split("?")[0]
        if request["url"].startswith(self._url) and path != UNTOLD:
            self.under_way[params["requestId"]] = path + _get_purpose(path, request)

    def _on_requestServedFromCache(self, params):
        self._from_cache.add(params["requestId"])

    def _on_responseReceived(self, params):
        if params["response"].get("fromDiskCache"):
            self._from_cache.add(params["requestId"])

    def _on_loadingFinished(self, params):
        self._end(params, params["encodedDataLength"])

    def _on_loadingFailed(self, params):
        self._end(params, 0)

    def _end(self, params, size):
        number = params["requestId"]
        path = self.under_way.pop(number, None)
        if path is None:
            return
        self.last_time = max(self.last_time, params["timestamp"])
        if number not in self._from_cache:
            self.requests.append(path)
            self.bytes += size

    def _on_webSocketFrameReceived(self, params):
        self.bytes += len(params["response"]["payloadData"])
        self.last_time = max(self.last_time, params["timestamp"])

    def _on_webSocketFrameSent(self, params):
        payload = params["response"]["payloadData"]
        if '"subscribe"' in payload:
            self.subscription = json.loads(payload)["data"]


def _get_purpose(path, request):
    """Return what the web client's store fetches with a request, as text."""
    if path != "/mail/data":
        return ""
    with suppress(ValueError, KeyError, TypeError):
        fetched = json.loads(request["postData"])["params"]["fetch_params"]
        return " " + ", ".join(each if isinstance(each, str) else each[0] for each in fetched)
    return ""
