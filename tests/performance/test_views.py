from odoo.tests import tagged

from ..support.common import PanelCase

ADDON = "livechat_info_panel"


@tagged("post_install", "-at_install")
class TestViews(PanelCase):
    """What opening a view costs, whatever else the database has."""

    def test_no_view_reads_all_messages(self):
        """Odoo asks of each field whether it can be grouped by, and searches what it refers to: of
        messages, it reads all that there are."""
        self.env["discuss.channel"].search([], limit=1).message_post(body="One at least")
        env = self.env(user=self.manager)
        fields = [
            field
            for model in env.registry.models.values()
            if not model._abstract
            for field in model._fields.values()
            if field._module == ADDON
        ]
        self.assertTrue(fields)
        read = self.record(lambda: [field._description_groupable(env) for field in fields])
        self.assertFalse([statement for statement in read if "mail_message" in str(statement)])
