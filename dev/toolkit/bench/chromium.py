"""A Chromium without a window, spoken to over its DevTools protocol."""

import itertools
import json
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import websocket

from toolkit import process
from toolkit.console import Stop

PATIENCE = 60  # seconds
SWITCHES = (
    "--headless",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-renderer-backgrounding",
    "--enable-unsafe-swiftshader",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-sandbox",
    "--window-size=1600,900",
)


@contextmanager
def running(program):
    """Yield a browser, which ends afterwards and leaves nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="livechat-bench-"))
    command = [program, *SWITCHES, "--remote-debugging-port=0", f"--user-data-dir={folder}"]
    try:
        with (folder / "log").open("w") as log:
            options = {"stdout": log, "stderr": log, "env": process.environment()}
            with process.child([*command, "about:blank"], **options) as browser:
                connection = _connect(folder / "DevToolsActivePort", browser)
                yield Chromium(connection)
                connection.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _connect(file, browser):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and browser.poll() is None:
        lines = file.read_text().splitlines() if file.exists() else ()
        if len(lines) == 2:
            url = f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            return websocket.create_connection(
                url, timeout=PATIENCE, suppress_origin=True, http_no_proxy=["127.0.0.1"]
            )
        time.sleep(0.1)
    raise Stop("The browser does not start: see whether chromium runs on this machine.")


class Chromium:
    """The connection to a browser. What happens there goes to the listeners."""

    def __init__(self, connection):
        self._connection = connection
        self._numbers = itertools.count(1)
        self.listeners = []  # called with the name, the parameters and the session of each event

    def call(self, method, session=None, **params):
        """Call a method of the protocol; return its result."""
        number = self.post(method, session, **params)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = self._receive(deadline - time.monotonic())
            if answer and answer["id"] == number:
                if "error" in answer:
                    raise Stop(f"The browser refused {method}: {answer['error']['message']}")
                return answer["result"]
        raise Stop(f"The browser does not answer to {method}.")

    def post(self, method, session=None, **params):
        """Call a method without waiting; return the number of the call."""
        request = {"id": next(self._numbers), "method": method, "params": params}
        if session:
            request["sessionId"] = session
        self._connection.send(json.dumps(request))
        return request["id"]

    def listen(self, seconds):
        """Pass on what happens within a time."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._receive(left)

    def _receive(self, seconds):
        """Return the next answer within a time; events go to the listeners."""
        self._connection.settimeout(max(seconds, 0.001))
        try:
            message = json.loads(self._connection.recv())
        except websocket.WebSocketTimeoutException:
            return None
        if "id" in message:
            return message
        for listener in self.listeners:
            listener(message["method"], message["params"], message.get("sessionId"))
        return None
