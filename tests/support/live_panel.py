"""Agents and visitors in browsers, on servers of their own."""

import resource
from contextlib import contextmanager

from playwright.sync_api import expect, sync_playwright

from odoo.tests import get_db_name
from odoo.tests.common import _find_executable, save_test_file

from .common import PASSWORD
from .live import PATIENCE, LiveCase

CHECKED_STATUS = ".o-livechat-LivechatStatusSelection button[aria-checked=true]"
STATUS = ".o-livechat-LivechatStatusSelection button"
SWITCHES = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no other machines
    "--no-first-run",
    "--no-proxy-server",
    "--no-sandbox",
)


@contextmanager
def as_much_memory_as_wanted():
    """Lift the limit that Odoo set for its process, for a browser that is started meanwhile."""
    limit, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))


class LivePanelCase(LiveCase):
    """Agents with the panel, and visitors, in windows of one browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with as_much_memory_as_wanted():
            driver = sync_playwright().start()
        cls.addClassCleanup(driver.stop)
        cls.browser = driver.chromium.launch(executable_path=_find_executable(), args=SWITCHES)
        cls.addClassCleanup(cls.browser.close)
        expect.set_options(timeout=PATIENCE * 1000)

    def open_window(self, server, login=None):
        """Return a page of a new window, with cookies of its own, of an agent or a visitor."""
        window = self.browser.new_context(
            base_url=server.url, viewport={"width": 1366, "height": 768}
        )
        self.addCleanup(window.close)
        window.set_default_timeout(PATIENCE * 1000)
        if login:
            params = {"db": get_db_name(), "login": login, "password": PASSWORD}
            window.request.post("/web/session/authenticate", data={"params": params})
        return window.new_page()

    def _callSetUp(self):
        with self.screenshots_if_it_fails():
            return super()._callSetUp()

    def _callTestMethod(self, method):
        with self.screenshots_if_it_fails():
            return super()._callTestMethod(method)

    @contextmanager
    def screenshots_if_it_fails(self):
        try:
            yield
        except Exception:
            for server in self.servers:
                save_test_file(self._testMethodName, server.read_log(), "live_", "log")
            for page in (page for window in self.browser.contexts for page in window.pages):
                save_test_file(self._testMethodName, page.screenshot(), "live_")
            raise

    def open_conversation(self, page):
        """Show the conversation and its panel in Discuss."""
        page.goto(f"/odoo/discuss?active_id=discuss.channel_{self.channel_id}")
        expect(page.locator(CHECKED_STATUS)).to_be_visible()
        return page
