"""A plugin for pytest: which tests run, in which order, and what they find on the disk."""

import json
import os
import shutil
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from . import paths
from .databases import FILESTORES

LONG = 100  # how many usual tests take as long as one with the tag "long"


def pytest_addoption(parser):
    parser.addoption("--only-tagged", help="run only tests with this tag of Odoo's")
    parser.addoption("--result-file", help="where to write what the last line counts")


def pytest_configure(config):
    tag = config.getoption("--only-tagged")
    config.durations = Durations(paths.DEV / f"durations_{tag or 'all'}.json")
    config.pluginmanager.register(config.durations)


def pytest_collection_modifyitems(config, items):
    """Choose by tag; the longest classes first, so that none is left for one process at the end."""
    tag = config.getoption("--only-tagged")
    if tag:
        config.hook.pytest_deselected(items=[i for i in items if tag not in i.cls.test_tags])
        items[:] = [item for item in items if tag in item.cls.test_tags]
    known = config.durations.read()
    unknown = Counter()
    for item in items:
        unknown[class_of(item)] += LONG if "long" in item.cls.test_tags else 1
    items.sort(key=lambda item: -known.get(class_of(item), unknown[class_of(item)]))


def class_of(item):
    """Return the file and the class of a test, or of a report of one."""
    return item.nodeid.rpartition("::")[0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Have a test fail that Odoo skips because no browser started."""
    report = yield
    if report.skipped and "chrome" in str(report.longrepr):
        report.outcome = "failed"
    return report


def pytest_terminal_summary(terminalreporter, config):
    file = config.getoption("--result-file")
    if file:
        counts, _colour = terminalreporter.build_summary_stats_line()
        Path(file).write_text(", ".join(text for text, _markup in counts))


class Durations:
    """Remembers how many seconds each class took."""

    def __init__(self, file):
        self.file = file
        self.seconds = defaultdict(float)

    def read(self):
        return json.loads(self.file.read_text()) if self.file.exists() else {}

    def pytest_runtest_logreport(self, report):
        self.seconds[class_of(report)] += report.duration

    def pytest_sessionfinish(self, session):
        if not hasattr(session.config, "workerinput"):
            seconds = {**self.read(), **self.seconds}
            self.file.write_text(json.dumps(seconds, indent=1, sort_keys=True))


@pytest.fixture(scope="session", autouse=True)
def busy_machine(load_registry):
    """Wait longer for browsers to start; give the database of a parallel process its files.

    Where pytest-odoo makes a copy of a database, all copies use the files of the first one.
    """
    from odoo.tests import common
    from odoo.tools import config

    from odoo.addons.bus.models import bus

    # A browser that has just come gets what was sent in the last 50 seconds. What is sent in a
    # test is as old as the beginning of its class.
    bus.TIMEOUT = 3600
    common.CHECK_BROWSER_ITERATIONS = 600  # a minute
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        yield
        return
    # Of its own: in a common one, the end of a test removes files that another just needs.
    copy = FILESTORES / common.get_db_name()
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(FILESTORES / copy.name.removesuffix(f"-{worker}"), copy, copy_function=os.link)
    config.filestore.return_value = str(copy)
    yield
    shutil.rmtree(copy, ignore_errors=True)
