"""Odoo servers of their own and browsers, for what needs several of them at once."""

import contextlib
import json
import logging
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psutil

from odoo import api
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name
from odoo.tests.common import HOST, ChromeBrowser
from odoo.tools import config

_logger = logging.getLogger(__name__)

ADMIN_ID = 2
PATIENCE = 60  # seconds
# A command that starts an Odoo; its options follow. Others may put a proxy in front of it.
ODOO = shlex.split(os.environ.get("LIVE_ODOO", "")) or [sys.executable, "-m", "odoo"]


class Server:
    """Another Odoo on the database of the tests, with cron threads and a websocket of its own."""

    def __init__(self):
        with socket.socket() as free:
            free.bind((HOST, 0))
            port = free.getsockname()[1]
        self.port = port
        self.url = f"http://{HOST}:{port}"
        self.process = None

    def start(self):
        command = [*ODOO, "--config", config["config"]]
        command += ["--database", get_db_name(), "--db-filter", f"^{get_db_name()}$"]
        command += ["--http-interface", HOST, "--http-port", str(self.port)]
        command += ["--max-cron-threads", "1"]
        self.process = subprocess.Popen(
            command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def wait_until_it_answers(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(urllib.error.URLError, OSError):
                urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                    f"{self.url}/web/login", timeout=PATIENCE
                )
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        raise AssertionError("The other Odoo does not answer.")

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)

    def kill(self):
        """End all of its processes at once, in the middle of whatever they do."""
        others = psutil.Process(self.process.pid).children(recursive=True)
        for process in (self.process, *others):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait(PATIENCE)
        psutil.wait_procs(others, timeout=PATIENCE)


class BrowserTab(ChromeBrowser):
    """Another tab of a browser that runs: of the same user, with the same storage."""

    def __init__(self, test, browser):
        self.opener = browser
        super().__init__(test)

    def _chrome_start(self, **_options):
        self.opener._websocket_request("Target.createTarget", params={"url": "about:blank"})
        return self.opener.chrome, self.opener.devtools_port

    def stop(self):
        """Leave the browser to who has started it."""
        self._result.cancel()
        self.ws.close()
        shutil.rmtree(self.user_data_dir, ignore_errors=True)


class Page:
    """A tab of a browser, driven by CSS selectors and texts."""

    def __init__(self, browser):
        self.browser = browser
        self.browser.error_checker = lambda message: False  # what matters is what shows

    def open(self, url):
        self.browser.navigate_to(url, wait_stop=True)
        return self

    def log_in(self, server, user, password, path="/odoo"):
        """Log in as a person would, and go to a page of the web client."""
        self.open(f"{server.url}/web/login?redirect={path}")
        self.wait("input[name=login]")
        self.evaluate(
            f"""
            document.querySelector("input[name=login]").value = {json.dumps(user)};
            document.querySelector("input[name=password]").value = {json.dumps(password)};
            document.querySelector("form.oe_login_form").submit();
            """
        )
        self.wait(".o_web_client .o_main_navbar")
        return self

    def evaluate(self, code):
        """Return what JavaScript code returns, a promise's value included."""
        result = self.browser._websocket_request(
            "Runtime.evaluate",
            params={"expression": code, "awaitPromise": True, "returnByValue": True},
            timeout=PATIENCE,
        )
        return result["result"].get("value")

    def find(self, selector, text=""):
        """Return a JavaScript expression of the first visible element, in the live chat's shadow
        root as well, which has a selector and contains a text."""
        return f"""(() => {{
            const roots = [document, ...[...document.querySelectorAll("*")]
                .map((el) => el.shadowRoot).filter(Boolean)];
            const text = {json.dumps(text)};
            return roots.flatMap((root) => [...root.querySelectorAll({json.dumps(selector)})])
                .find((el) => el.getClientRects().length && el.textContent.includes(text));
        }})()"""

    def shows(self, selector, text=""):
        return bool(self.evaluate(f"Boolean({self.find(selector, text)})"))

    def wait(self, selector, text="", gone=False):
        """Wait until an element shows, or shows no longer."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(TimeoutError):
                if self.shows(selector, text) != gone:
                    return
            time.sleep(0.2)
        self.browser.take_screenshot().result(10)
        state = self.evaluate("document.body?.innerText") or ""
        raise AssertionError(f"{selector} {text!r}: gone={gone} did not come true.\n{state}")

    def click(self, selector, text=""):
        self.wait(selector, text)
        self.evaluate(f"{self.find(selector, text)}.click()")

    def enter(self, selector, text):
        """Type a text into a field that shows, in place of what is there."""
        self.wait(selector)
        self.evaluate(
            f"""{{
                const field = {self.find(selector)};
                field.focus();
                field.value = {json.dumps(text)};
                field.dispatchEvent(new InputEvent("input", {{ bubbles: true }}));
                field.dispatchEvent(new Event("change", {{ bubbles: true }}));
            }}"""
        )

    def type(self, selector, text):
        """Type a text into a field that shows, and press Enter."""
        self.enter(selector, text)
        time.sleep(0.3)
        self.evaluate(
            f"""{self.find(selector)}.dispatchEvent(new KeyboardEvent(
                "keydown", {{ key: "Enter", bubbles: true, composed: true }}))"""
        )

    def text(self, selector):
        return self.evaluate(f"{self.find(selector)}?.textContent ?? ''")

    def value(self, selector):
        return self.evaluate(f"{self.find(selector)}?.value ?? ''")

    def go_offline(self, offline=True):
        """Cut the browser off the network, as it notices it itself."""
        self.browser._websocket_request("Network.enable")
        unlimited = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.browser._websocket_request(
            "Network.emulateNetworkConditions", params={"offline": offline, **unlimited}
        )

    def go_online(self):
        self.go_offline(False)


class LiveCase(BaseCase):
    """Tests with data that is really in the database, servers and browsers of their own."""

    # What a browser asks of its test.
    _logger = _logger
    browser_size = "1366x768"
    touch_enabled = False

    def fetch_proxy(self, _url):
        """Answer what a page asks of other machines: nothing."""
        return {"responseCode": 404, "responseHeaders": [], "body": ""}

    @staticmethod
    @contextlib.contextmanager
    def connection():
        """A connection to the database, for the administrator; committed at the end."""
        with db_connect(get_db_name()).cursor() as cr:
            yield api.Environment(cr, ADMIN_ID, {})

    def start_servers(self, *servers):
        """Start servers, whose addresses were known before."""
        for server in servers:
            server.start()
            self.addCleanup(server.stop)
        for server in servers:
            server.wait_until_it_answers()

    def start_page(self, beside=None):
        """Start a browser, or a tab beside a page that is there."""
        browser = BrowserTab(self, beside.browser) if beside else ChromeBrowser(self)
        self.addCleanup(browser.stop)
        return Page(browser)
