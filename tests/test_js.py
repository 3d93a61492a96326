import logging
import re
from contextlib import contextmanager

from odoo.tests.common import HttpCase, no_retry, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker

SUITE = "@livechat_info_panel"


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    """The tests of the panel's components, in `static/tests`."""

    @no_retry
    def test_hoot_desktop(self):
        files = self._test_files()
        self.assertTrue(files, "The tests are not in the bundle.")
        with self._browser_log() as lines:
            self.browser_js(
                f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
                f"&id={self._hoot_id(SUITE)}",
                "",
                "",
                login="admin",
                timeout=900,
                success_signal="[HOOT] Test suite succeeded",
                error_checker=unit_test_error_checker,
            )
        # An unknown suite would make Hoot run all others, and succeed.
        passed = re.search(rf'"{SUITE}" ended.*passed: (\d+)', "\n".join(lines))
        self.assertTrue(passed, f"No test of {SUITE} was run.")
        self.assertGreaterEqual(int(passed[1]), len(files))

    def _test_files(self):
        bundle, _external = self.env["ir.qweb"]._get_asset_content("web.assets_unit_tests")
        prefix = "/livechat_info_panel/static/tests/"
        return [
            file["url"]
            for file in bundle
            if file["url"].startswith(prefix) and file["url"].endswith(".test.js")
        ]

    @staticmethod
    def _hoot_id(name):
        """Return the id by which Hoot selects a suite."""
        number = 0
        for char in name:
            number = ((number << 5) - number + ord(char)) & 0xFFFFFFFF
        return f"{number:08x}"

    @contextmanager
    def _browser_log(self):
        """Collect what the browser says, and go on logging it."""
        lines = []
        handler = logging.Handler()
        handler.emit = lambda record: lines.append(record.getMessage())
        logger = self._logger.getChild("browser")
        level = logger.level
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        try:
            yield lines
        finally:
            logger.removeHandler(handler)
            logger.setLevel(level)
