"""A plugin for pytest: Odoo's own live chat tests, of which we change a few on purpose."""

from . import paths

MODULES = ("crm_livechat", "website_livechat")  # these bring im_livechat
TESTS = (
    "im_livechat/tests",
    "website_livechat/tests",
    "crm_livechat/tests",
    "web/tests/test_js.py::WebSuite::test_unit_desktop",
    "web/tests/test_js.py::MobileWebSuite::test_unit_mobile",
)
# Of the web client's unit tests, those of the three modules.
UNIT_TESTS = "@im_livechat,@website_livechat,@crm_livechat"
CHANGED_ON_PURPOSE = paths.ROOT / "dev" / "odoo_tests_changed_on_purpose.txt"


def places(odoo):
    """Return the arguments by which pytest finds the tests."""
    folder = next(each for each in odoo.addons if (each / "im_livechat").is_dir())
    return [str(folder / place) for place in TESTS]


def pytest_collection_modifyitems(items):
    """Expect the failures that are meant, each with its reason; one that passes again fails."""
    import pytest  # dev/test, which has none itself, takes names from this file

    lines = CHANGED_ON_PURPOSE.read_text().splitlines()
    entries = (line.split(" — ") for line in lines if line and not line.startswith("#"))
    reasons = dict(entries)
    for item in items:
        item.cls._test_params = [("+", UNIT_TESTS)]
        name = f"{item.cls.test_module}:{item.cls.__name__}.{item.name}"
        if name in reasons:
            item.add_marker(pytest.mark.xfail(reason=reasons.pop(name), strict=True))
    if reasons:
        raise pytest.UsageError(f"{CHANGED_ON_PURPOSE.name}: no such test: {', '.join(reasons)}")
