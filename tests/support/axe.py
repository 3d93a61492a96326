"""What axe, which checks the accessibility of a page, finds in what is ours of it."""

from axe_playwright_python.sync_playwright import Axe

# What is ours, or shows something of ours: the panel, what we add to lists, our page, dialogs.
OURS = '.o-mail-ActionPanel, .o_dialog, [class*="o-livechatInfoPanel"]'
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# Of Odoo's own components, which we use or stand in: the rule, which element, and why it stays.
OF_ODOO = (
    ("region", "*", "Discuss and dialogs have no landmarks around what they show"),
    ("heading-order", ".modal-title", "the title of each dialog is an h4, whatever is behind it"),
    ("aria-dialog-name", ".modal", "Dialog: its title does not name it"),
    ("landmark-main-is-top-level", "main", "Dialog: what it shows is another main"),
    ("landmark-no-duplicate-main", "main", "Dialog: what it shows is another main"),
    ("landmark-unique", "main", "Dialog: what it shows is another main"),
    ("aria-allowed-attr", ".o_tag", "TagsList: aria-selected on what is no option"),
    ("aria-allowed-attr", ".o-autocomplete--input", "AutoComplete: aria-selected on the field"),
    ("aria-required-attr", ".o-autocomplete--input", "AutoComplete: it does not name its list"),
    (
        "aria-required-children",
        ".o-autocomplete--dropdown-menu",
        "AutoComplete: its list is a menu",
    ),
    ("aria-required-parent", ".o-autocomplete--dropdown-menu *", "AutoComplete: a menu"),
    ("listitem", ".o-autocomplete--dropdown-item", "AutoComplete: a menu"),
)
FIND_OURS = """
([selector, ours, ofOdoo]) => {
    const el = document.querySelector(selector);
    return Boolean(el?.closest(ours)) && !ofOdoo.some((each) => el.matches(each));
}
"""


def find_violations(page):
    """Return a line of text for each of our elements that breaks a rule."""
    violations = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:300]}\n    {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
        if page.evaluate(
            FIND_OURS, [node["target"][-1], OURS, _get_selectors_of_odoo(violation["id"])]
        )
    ]


def _get_selectors_of_odoo(rule):
    return [selector for name, selector, _reason in OF_ODOO if name == rule]
