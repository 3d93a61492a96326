from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..support.common import PanelCase

LAYOUT = {"folded": ["tags"], "order": ["notes", "tags"]}


@tagged("post_install", "-at_install")
class TestPanelLayout(PanelCase):
    """How agents arrange their panel is kept with their settings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settings = cls.get_settings(cls.agent)

    @classmethod
    def get_settings(cls, user):
        return cls.env["res.users.settings"]._find_or_create_for_user(user).with_user(user)

    def test_the_own_one_is_sent_to_all_tabs(self):
        formatted = self.settings.set_res_users_settings({"livechat_panel_layout": LAYOUT})
        self.assertEqual(formatted["livechat_panel_layout"], LAYOUT)
        self.env.cr.precommit.run()  # sends it
        sent = self.env["bus.bus"].search([], order="id desc", limit=1)
        self.assertIn("livechat_panel_layout", sent.message)

    def test_an_administrator_arranges_it_for_others(self):
        administrator = self.get_settings(self.manager)
        administrator.livechat_panel_layout = LAYOUT
        administrator.livechat_share_panel_layout()
        formatted = self.settings._res_users_settings_format()
        self.assertEqual(formatted["livechat_panel_default_layout"], LAYOUT)
        self.assertFalse(formatted["livechat_panel_layout"])

    def test_nobody_else_does(self):
        for user in (self.agent, self.employee):
            with self.assertRaises(AccessError):
                self.get_settings(user).livechat_share_panel_layout()
        with self.assertRaises(AccessError):
            self.settings.with_user(self.manager).livechat_share_panel_layout()

    def test_odd_arrangements_are_refused(self):
        for layout in (
            [1],
            "notes",
            {"folded": []},
            {"folded": [], "order": [1]},
            {"folded": [], "order": ["x" * 101]},
            {"folded": [], "order": ["x"] * 101},
            {"folded": "tags", "order": []},
            {"folded": [], "more": [], "order": []},
        ):
            with self.subTest(layout), self.assertRaises(ValidationError):
                self.settings.livechat_panel_layout = layout
