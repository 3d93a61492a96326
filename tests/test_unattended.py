from odoo import Command
from odoo.tests import tagged

from .common import PanelCase


@tagged("post_install", "-at_install")
class TestUnattended(PanelCase):
    """No conversation stays without an agent unseen."""

    def assertUnattended(self, channel):
        channel.invalidate_recordset()
        self.assertFalse(channel.livechat_end_dt)
        self.assertEqual(channel.livechat_status, "need_help")
        self.assertTrue(channel.livechat_is_unattended)

    def test_employee_without_rights_does_not_attend(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "add_members", self.employee.partner_id.ids)
        self.assertEqual(channel.livechat_status, "in_progress")
        self.call(self.agent, channel, "action_unfollow")
        self.assertIn(self.employee.partner_id, channel.channel_partner_ids)
        self.assertUnattended(channel)
        self.call(self.other_agent, channel, "livechat_join", True)
        self.assertEqual(channel.livechat_status, "in_progress")
