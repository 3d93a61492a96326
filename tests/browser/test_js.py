import json
import logging
import os
import re
import warnings
from collections import Counter
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from odoo.tests.common import ChromeBrowser, HttpCase, no_retry, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker

SUITE = "@livechat_info_panel"
TESTS = Path(__file__).parents[2] / "static" / "tests"
# The names of the files to run, where `dev/test` was given some; all otherwise.
WANTED = list(filter(None, os.environ.get("LIVECHAT_HOOT_FILES", "").split(",")))
REPORT = "[livechat_info_panel] "
FAILED = re.compile(r'Test (".+") failed:')
SOME_FAILED = "Some tests failed: see above for details"  # how Hoot ends then
RUNNER = 'odoo.loader.modules.get("@web/../lib/hoot/main_runner")'
MARKUP = 'odoo.loader.modules.get("@web/../lib/hoot/hoot_utils").Markup'

# At its end, Hoot says what became of each test that our files define. Headless, it would forget
# those that are skipped. It starts by hand, so that it cannot end before it is told to say so.
# And where lists differ, it would end in an error of its own before it says in what.
# After each file, it would wait until the browser has cleaned all of its memory.
START = """
(() => {
    window.gc = undefined;
    %(markup)s.prototype[Symbol.iterator] = function* () {
        yield* ["", this];
    };
    const runner = %(runner)s.getRunner();
    const becameOf = ({ tags, status }) => {
        const mark = tags.find(({ key }) => ["debug", "only", "skip", "todo"].includes(key));
        if (mark) {
            return mark.key;
        }
        if (tags.some(({ key }) => key === "%(other_preset)s")) {
            return "elsewhere";
        }
        return ["not run", "passed", "failed", "aborted"][status];
    };
    runner.afterAll(() => {
        const suites = {};
        for (const test of runner.tests.values()) {
            if (test.fullName.startsWith("%(suite)s/")) {
                const counts = (suites[test.parent.fullName] ||= {});
                const result = becameOf(test);
                counts[result] = (counts[result] || 0) + 1;
            }
        }
        console.log("%(report)s" + JSON.stringify(suites));
    });
    runner.manualStart();
})()
"""


class HootBrowser(ChromeBrowser):
    """A browser that ends without cleaning its memory, only for Odoo to log how much is left."""

    def _websocket_send(self, method, *, params=None, with_future=False):
        if method != "HeapProfiler.collectGarbage":
            return super()._websocket_send(method, params=params, with_future=with_future)
        done = Future()
        done.set_result({})
        return done


class HootCase(HttpCase):
    """Runs our tests in `static/tests`, of which none may be missing, left out or put off."""

    # On a slow machine, making the scripts of the page takes longer than others wait by default.
    test_cursor_lock_timeout = 120
    # The tests of the visitor's widget have a page of their own.
    page = "/web/tests"
    preset = "desktop"
    other_preset = "mobile"

    def run_hoot(self, files, part=0, parts=1):
        """Run the tests of every n-th file, so that several processes can share the work.

        :param set files: the test files on the disk, whatever the bundle has of them
        """
        names = sorted(map(self._suite_name, files))
        chosen = names[part::parts]
        if WANTED:
            chosen = [name for name in chosen if f"{name.rpartition('/')[2]}.test.js" in WANTED]
            if not chosen:
                self.skipTest("Another part has the files that are wanted.")
        suites, failures = self._run(chosen)
        if failures:
            # Odoo's `contains` waits for three seconds, which a busy machine may need once. What it
            # hides stands among the warnings.
            warnings.warn("Run once more:\n" + "\n\n".join(failures.values()), stacklevel=2)
            again, failures = self._run(failures)
            if failures:
                raise self.failureException("\n\n".join(failures.values()))
            for suite, counts in again.items():
                if passed := counts.get("passed"):
                    suites[suite] = Counter(suites[suite]) - Counter(failed=passed)
        self._check(suites, names, chosen)

    def _run(self, names):
        """Run these suites or tests.

        :return: for each suite, how many tests came to what; and why tests failed, by their names
        :rtype: tuple[dict, dict]
        """
        ids = "".join(f"&id={self._hoot_id(name)}" for name in names)
        script = START % {
            "markup": MARKUP,
            "other_preset": self.other_preset,
            "report": REPORT,
            "runner": RUNNER,
            "suite": SUITE,
        }
        with self._browser_log() as lines, patch("odoo.tests.common.ChromeBrowser", HootBrowser):
            try:
                self.browser_js(
                    f"{self.page}?manual&loglevel=1&preset={self.preset}&timeout=15000{ids}",
                    script,
                    f"Boolean({RUNNER})",
                    login="admin",
                    timeout=400,  # where Hoot stops in the middle
                    success_signal="[HOOT] Test suite succeeded",
                    error_checker=unit_test_error_checker,
                )
            except AssertionError as error:
                # It quotes the script and not which tests failed. What else went wrong is raised.
                if SOME_FAILED not in str(error) or not any(map(FAILED.search, lines)):
                    raise
        matches = filter(None, map(FAILED.search, lines))
        failures = {json.loads(match[1]): match.string for match in matches}
        report = next((line for line in lines if line.startswith(REPORT)), None)
        self.assertTrue(report, "Hoot came to its end.")
        return json.loads(report.removeprefix(REPORT)), failures

    def _check(self, suites, names, chosen):
        """Fail unless all files are loaded, and the tests of those that are chosen have passed.

        :param dict suites: for each suite, how many tests came to what
        """
        files = {suite: self._file_of(suite, names) for suite in suites}
        self.assertEqual(
            sorted(set(files.values())), names, "Each test file is loaded, and has a test."
        )
        results = Counter()
        for suite, counts in suites.items():
            if files[suite] in chosen:
                self.assertLessEqual(counts.keys(), {"passed", "elsewhere"}, suite)
                results.update(counts)
        passed = results["passed"]
        # A single file may have no test for phones, or for them alone.
        self.assertTrue(passed or WANTED, "No test was run.")
        self._logger.info("%s Hoot tests passed", passed)

    @staticmethod
    def _file_of(suite, names):
        """Return by which of these names a suite goes, which may be within one; or the suite."""
        return next((name for name in names if f"{suite}/".startswith(f"{name}/")), suite)

    @staticmethod
    def _suite_name(file):
        return f"{SUITE}/{file.relative_to(TESTS)}".removesuffix(".test.js")

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


@tagged("post_install", "-at_install", "long")
class TestPanelOnDesktop(HootCase):
    @no_retry
    def test_first_third(self):
        self.run_hoot(panel_files(), 0, 3)


@tagged("post_install", "-at_install", "long")
class TestPanelOnDesktopGoesOn(HootCase):
    @no_retry
    def test_second_third(self):
        self.run_hoot(panel_files(), 1, 3)


@tagged("post_install", "-at_install", "long")
class TestPanelOnDesktopEnds(HootCase):
    @no_retry
    def test_last_third(self):
        self.run_hoot(panel_files(), 2, 3)


@tagged("post_install", "-at_install", "long")
class TestPanelOnPhone(HootCase):
    browser_size = "375x667"
    touch_enabled = True
    preset = "mobile"
    other_preset = "desktop"

    @no_retry
    def test_panel_on_phone(self):
        self.run_hoot(panel_files())


@tagged("post_install", "-at_install", "long")
class TestWidget(HootCase):
    page = "/web/tests/livechat"

    @no_retry
    def test_widget(self):
        self.run_hoot(widget_files())


def widget_files():
    return set((TESTS / "embed").rglob("*.test.js"))


def panel_files():
    return set(TESTS.rglob("*.test.js")) - widget_files()
