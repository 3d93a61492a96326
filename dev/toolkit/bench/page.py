"""A page of Odoo's web client, and how long and how much it works after something was done."""

import json
import time
from functools import partial

from toolkit import paths
from toolkit.console import Stop

PATIENCE = 120  # seconds
QUIET = 0.3  # seconds without traffic and changes after which a page rests
EVENTS = (
    "requestWillBeSent",
    "requestServedFromCache",
    "responseReceived",
    "loadingFinished",
    "loadingFailed",
)
# Remembers when the page changed last.
OBSERVER = """
    window.benchChanged = performance.now();
    new MutationObserver(() => { window.benchChanged = performance.now(); }).observe(
        document, { attributes: true, characterData: true, childList: true, subtree: true }
    );
"""
# The script of the worker, of which the browser does not always tell that it came.
UNTOLD = "/bus/websocket_worker_bundle"


class Page:
    def __init__(self, browser, url, session_id):
        self._url = url
        self.subscription = None  # what the page asked its websocket for, last
        self._requests, self._bytes = [], 0
        self._last_time = 0.0  # when something ended, in seconds of the monotonic clock
        self._under_way, self._from_cache = {}, set()
        context = browser.new_context(base_url=url, viewport={"width": 1600, "height": 900})
        context.set_default_timeout(PATIENCE * 1000)
        context.add_cookies([{"name": "session_id", "value": session_id, "url": url}])
        context.add_init_script(OBSERVER)
        self.tab = context.new_page()
        self._tools = context.new_cdp_session(self.tab)
        for name in EVENTS:
            self._tools.on(f"Network.{name}", partial(self._on_event, f"Network.{name}"))
        self._tools.send("Network.enable")
        # The websocket is in a worker that pages share.
        self._workers = browser.new_browser_cdp_session()
        self._workers.on("Target.targetCreated", self._on_worker)
        self._workers.on("Target.receivedMessageFromTarget", self._on_message)
        kinds = [{"type": "shared_worker"}]
        self._workers.send("Target.setDiscoverTargets", {"discover": True, "filter": kinds})

    def _on_worker(self, event):
        worker = event["targetInfo"]
        if worker["url"].startswith(self._url):
            target = {"targetId": worker["targetId"], "flatten": False}
            self._hear(self._workers.send("Target.attachToTarget", target)["sessionId"])

    def _hear(self, session):
        for number, method in enumerate(("Network.enable", "Runtime.runIfWaitingForDebugger")):
            message = json.dumps({"id": number, "method": method})
            target = {"sessionId": session, "message": message}
            self._workers.send("Target.sendMessageToTarget", target)

    def _on_message(self, event):
        message = json.loads(event["message"])
        if message.get("method") == "Inspector.targetReloadedAfterCrash":  # with a page
            self._hear(event["sessionId"])
        self._on_event(message.get("method", ""), message.get("params"))

    def _on_event(self, name, event):
        match name.removeprefix("Network."):
            case "requestWillBeSent":
                path = event["request"]["url"].removeprefix(self._url).split("?")[0]
                if path.startswith("/") and path != UNTOLD:
                    self._under_way[event["requestId"]] = path
            case "requestServedFromCache":
                self._from_cache.add(event["requestId"])
            case "responseReceived" if event["response"].get("fromDiskCache"):
                self._from_cache.add(event["requestId"])
            case "loadingFinished" | "loadingFailed" if event["requestId"] in self._under_way:
                path = self._under_way.pop(event["requestId"])
                self._last_time = max(self._last_time, event["timestamp"])
                if event["requestId"] not in self._from_cache:
                    self._requests.append(path)
                    self._bytes += event.get("encodedDataLength", 0)
            case "webSocketFrameReceived":
                self._bytes += len(event["response"]["payloadData"])
                self._last_time = max(self._last_time, event["timestamp"])
            case "webSocketFrameSent" if '"subscribe"' in event["response"]["payloadData"]:
                self.subscription = json.loads(event["response"]["payloadData"])["data"]

    def measure(self, action, *arguments):
        """Do something, and wait until the page rests.

        :return: the paths of what was requested, and not found in the browser's cache; the bytes of
            the answers as they came over the wire, and of notifications; the milliseconds it took
        """
        self.rest()
        self._requests, self._bytes = [], 0
        started = time.monotonic()
        action(*arguments)
        ended = max(started, self.rest())
        return self._requests, self._bytes, (ended - started) * 1000

    def get_memory(self):
        """Return how many bytes the page's objects take, without those that nothing holds."""
        for _ in range(2):  # what the first time sets free frees other things
            self._tools.send("HeapProfiler.collectGarbage")
        return self._tools.send("Runtime.getHeapUsage")["usedSize"]

    def rest(self):
        """Wait until nothing is under way and the page is still; return since when it has been."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.tab.wait_for_timeout(20)
            age = self.tab.evaluate("performance.now() - (window.benchChanged ?? 0)") / 1000
            since = max(self._last_time, time.monotonic() - age)
            if not self._under_way and time.monotonic() - since > QUIET:
                return since
        file = paths.DEV / "screenshots" / "bench.png"
        self.tab.screenshot(path=file)
        raise Stop(f"{self._url} does not come to rest, {self._under_way}: see {file}.")
