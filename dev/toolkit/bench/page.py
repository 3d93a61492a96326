"""A page of Odoo's web client, and how long and how much it works after something was done."""

import base64
import json
import time
from dataclasses import dataclass

from toolkit import paths
from toolkit.bench.traffic import Traffic
from toolkit.console import Stop

PATIENCE = 120  # seconds
QUIET = 0.3  # seconds without traffic and changes after which a page rests
# Remembers when the page changed last, and tells how many milliseconds ago.
OBSERVER = """
    window.benchChanged = performance.now();
    new MutationObserver(() => { window.benchChanged = performance.now(); }).observe(
        document, { attributes: true, characterData: true, childList: true, subtree: true }
    );
"""


@dataclass
class Work:
    """What followed an action in the browser."""

    requests: list  # their paths
    bytes: int
    milliseconds: float  # until the page rested


class Page:
    def __init__(self, chromium, url, session_id):
        self._chromium = chromium
        self._url = url
        self.traffic = Traffic(url)
        chromium.listeners += [self.traffic.on_event, self._on_attached]
        target = chromium.call("Target.createTarget", url="about:blank")["targetId"]
        attached = chromium.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        # The websocket is in a worker that pages share.
        kinds = [{"type": "shared_worker", "exclude": False}]
        options = {"waitForDebuggerOnStart": False, "flatten": True, "filter": kinds}
        chromium.call("Target.setAutoAttach", autoAttach=True, **options)
        for domain in ("Network", "Page"):
            self._call(f"{domain}.enable")
        self._call("Emulation.setFocusEmulationEnabled", enabled=True)  # it is being looked at
        self._call("Page.addScriptToEvaluateOnNewDocument", source=OBSERVER)
        self._call("Network.setCookie", name="session_id", value=session_id, url=url)

    def _on_attached(self, name, params, session):
        """Hear of the traffic of a worker as soon as there is one."""
        if name == "Target.attachedToTarget" and params["targetInfo"]["type"] == "shared_worker":
            self._chromium.post("Network.enable", params["sessionId"])

    def _call(self, method, **params):
        return self._chromium.call(method, self._session, **params)

    def evaluate(self, code):
        """Return what JavaScript code returns."""
        answer = self._call("Runtime.evaluate", expression=code, returnByValue=True)
        if "exceptionDetails" in answer:
            raise Stop(f"In the browser: {answer['exceptionDetails']['exception']['description']}")
        return answer["result"].get("value")

    def open(self, path):
        self._call("Page.navigate", url=f"{self._url}{path}")

    def click(self, selector, text=""):
        """Click the first element with a text."""
        self.evaluate(f"{_find(selector, text)}.click()")

    def wait_for(self, selector, text=""):
        deadline = time.monotonic() + PATIENCE
        while not self.evaluate(f"Boolean({_find(selector, text)})"):
            if time.monotonic() > deadline:
                raise Stop(f"{self._url} never showed {selector} {text!r}: {self._picture()}")
            self._chromium.listen(0.05)

    def measure(self, action, *arguments, shows=()):
        """Do something, wait until the page rests, and return what that took.

        :param shows: the selector, and the text, of what it must show before
        """
        self.rest()
        self.traffic.reset()
        started = time.monotonic()
        action(*arguments)
        if shows:
            self.wait_for(*shows)
        ended = max(started, self.rest())
        return Work(self.traffic.requests, self.traffic.bytes, (ended - started) * 1000)

    def rest(self):
        """Wait until nothing is under way and the page is still; return since when it has been."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._chromium.listen(0.02)
            age = self.evaluate("performance.now() - (window.benchChanged ?? 0)") / 1000
            now = time.monotonic()
            since = max(self.traffic.last_time, now - age)
            if not self.traffic.under_way and now - since > QUIET:
                return since
        raise Stop(
            f"{self._url} does not come to rest, {self.traffic.under_way}, {age}: {self._picture()}"
        )

    def _picture(self):
        """Keep what the page shows; return where."""
        file = paths.DEV / "screenshots" / "bench.png"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(base64.b64decode(self._call("Page.captureScreenshot")["data"]))
        return f"see {file}."


def _find(selector, text):
    return f"""[...document.querySelectorAll({json.dumps(selector)})]
        .find((element) => element.textContent.includes({json.dumps(text)}))"""
