"""Odoo's own live chat tests with this addon: what their log says, and what it may say."""

import re
from dataclasses import dataclass, field

from . import paths

# The suites of the three modules, and their part of the web client's unit tests, in two parts that
# take as long as each other.
PARTS = (
    "/website_livechat",
    (
        "/im_livechat,/crm_livechat,"
        "/web:WebSuite.test_unit_desktop[@im_livechat,@website_livechat,@crm_livechat],"
        "/web:MobileWebSuite.test_unit_mobile[@im_livechat,@website_livechat,@crm_livechat]"
    ),
)
CHANGED_ON_PURPOSE = paths.ROOT / "dev" / "odoo_tests_changed_on_purpose.txt"

RECORD = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+): "
)
STARTED = re.compile(r"Starting (\w+\.\w+) \.\.\.")
FAILED = re.compile(r"(?:FAIL|ERROR): (?:Subtest )?(\w+\.\w+|.*)")
SKIPPED = re.compile(r"skipped (\w+\.\w+) : ")
ENDED = re.compile(r"\d+ failed, \d+ error\(s\) of \d+ tests ")
UNIT_TEST = re.compile(r'\[HOOT\] Test "(.+)" (passed|failed)')
UNIT_TESTS_ENDED = re.compile(r"\[HOOT\] (?:Passed|Failed) \d+ tests")


@dataclass
class Results:
    """By the names of tests: `im_livechat:TestClass.test_method` or `@im_livechat/suite/test`."""

    passed: set = field(default_factory=set)
    skipped: set = field(default_factory=set)
    failed: dict = field(default_factory=dict)  # with what the log says about each
    complete: bool = False


def read(logs):
    """Return the results that several Odoos wrote into their log files."""
    results = [_read(log) for log in logs]
    return Results(
        set().union(*(result.passed for result in results)),
        set().union(*(result.skipped for result in results)),
        {name: text for result in results for name, text in result.failed.items()},
        all(result.complete for result in results),
    )


def _read(log):
    results, started = Results(), set()
    unit_tests = set()  # those that failed in the browser of the test that runs
    all_unit_tests_ran = False
    for logger, message in _records(log):
        module = logger.split(".")[2] if logger.startswith("odoo.addons.") else "odoo"
        if found := STARTED.match(message):
            started.add(f"{module}:{found[1]}")
            unit_tests, all_unit_tests_ran = set(), False
        elif found := SKIPPED.match(message):
            results.skipped.add(f"{module}:{found[1]}")
        elif found := UNIT_TEST.match(message):
            started.add(found[1])
            if found[2] == "failed":
                unit_tests.add(found[1])
                results.failed[found[1]] = message
        elif ENDED.match(message):
            results.complete = True
        elif UNIT_TESTS_ENDED.match(message):
            all_unit_tests_ran = True
        elif found := FAILED.match(message):
            name = f"{module}:{found[1]}"
            if unit_tests and all_unit_tests_ran:
                started.discard(name)  # those tests say it better, each by its name
            else:
                results.failed[name] = message
    results.passed = started - results.skipped - set(results.failed)
    return results


def _records(log):
    """Yield the logger's name and the message of each record of a log file."""
    logger, message = "", []
    with log.open(errors="replace") as lines:
        for line in lines:
            if found := RECORD.match(line):
                if message:
                    yield logger, "".join(message)
                logger, message = found["logger"], [line[found.end() :]]
            else:
                message.append(line)
    if message:
        yield logger, "".join(message)


def changed_on_purpose():
    """Return the names of the tests that a change of ours breaks on purpose, with the reasons."""
    lines = CHANGED_ON_PURPOSE.read_text().splitlines()
    entries = (line.partition(" — ") for line in lines if line.strip() and line[0] != "#")
    return {name.strip(): reason.strip() for name, _, reason in entries}


def judge(results, expected):
    """Return what is wrong, by the name of the test, when these failures were expected."""
    wrong = {name: text for name, text in results.failed.items() if name not in expected}
    for name in expected:
        if name in results.passed:
            wrong[name] = f"It passes again: remove it from {CHANGED_ON_PURPOSE.name}."
        elif name not in results.failed:
            wrong[name] = f"No such test ran: correct or remove it in {CHANGED_ON_PURPOSE.name}."
        elif not expected[name]:
            wrong[name] = f"{CHANGED_ON_PURPOSE.name} gives no reason for it."
    return wrong
