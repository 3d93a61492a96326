from odoo.tests import BaseCase, tagged

from ..support.rights_finder import ROOT
from ..support.rights_of_odoo import OF_ODOO
from ..support.rights_page import get_names, make_page


@tagged("post_install", "-at_install")
class TestRightsPage(BaseCase):
    """The table of rights that people read."""

    def test_it_is_current(self):
        page = (ROOT / "docs/rights.md").read_text()
        self.assertEqual(page.splitlines(), make_page().splitlines(), "Run dev/rights.")

    def test_what_is_said_of_odoo_has_a_row(self):
        self.assertFalse(OF_ODOO.keys() - set(get_names()))
