from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..support.common import PanelCase

ACTION = "livechat_info_panel.action_livechat_reopen"


@tagged("post_install", "-at_install")
class TestActionsReopen(PanelCase):
    """Closed conversations are reopened from lists and forms."""

    def setUp(self):
        super().setUp()
        self.channels = self.make_guest_conversations(3)

    def run_action(self, channels):
        """Run the server action, and return the action that it returns."""
        context = {"active_model": "discuss.channel", "active_ids": channels.ids}
        params = {
            "action_id": self.env.ref(ACTION).id,
            "context": {**context, "active_id": channels[:1].id},
        }
        result = self.as_user(self.agent, "/web/action/run", params)
        self.env.invalidate_all()
        return result

    def get_reasons(self, result):
        report = self.env[result["res_model"]].browse(result["res_id"])
        return {line.res_id: line.reason for line in report.line_ids}

    def test_one_is_reopened_at_once(self):
        channel = self.channels[0]
        self.call(self.agent, channel, "livechat_close")
        result = self.run_action(channel)
        self.assertEqual(result["params"]["message"], "Done for 1 of 1 conversations.")
        self.assertFalse(channel.livechat_end_dt)
        self.assertEqual(channel.livechat_status, "in_progress")

    def test_of_several_it_is_asked_once(self):
        self.channels.with_user(self.agent).livechat_close()
        action = self.run_action(self.channels)
        self.assertEqual(action["res_model"], "livechat.confirm.wizard")
        self.assertTrue(all(self.channels.mapped("livechat_end_dt")))
        dialogs = self.env["livechat.confirm.wizard"].with_user(self.agent)
        dialog = Form(dialogs.with_context(**action["context"])).save()
        result = dialog.action_confirm()
        self.assertEqual(result["params"]["message"], "Done for 3 of 3 conversations.")
        self.assertFalse(any(self.channels.mapped("livechat_end_dt")))

    def test_what_is_not_possible_is_said(self):
        is_open, is_old, is_gone = self.channels
        gone_and_old = (is_gone | is_old).with_user(self.agent)
        gone_and_old.livechat_close()
        self.env.cr.execute(
            "UPDATE discuss_channel SET livechat_end_dt = '2026-01-01' WHERE id = %s", [is_old.id]
        )
        is_gone.channel_member_ids.filtered("guest_id").unlink()
        self.env.invalidate_all()
        action = self.channels.with_user(self.agent).action_livechat_reopen()
        self.assertEqual(
            self.get_reasons(action),
            {
                is_open.id: "It is open already",
                is_old.id: "It was closed more than 24 hours ago.",
                is_gone.id: "The customer has left it.",
            },
        )

    def test_one_that_fails_stays_as_it_was(self):
        """Another addon may refuse it when half of it is done."""
        self.channels.with_user(self.agent).livechat_close()
        failing = self.channels[1]

        def refuse(channel, *args):
            if channel == failing:
                raise UserError("Not today")

        channels = type(self.channels)
        with patch.object(channels, "_take_over_from_chatbot", autospec=True, side_effect=refuse):
            action = self.channels.with_user(self.agent).action_livechat_reopen()
        self.env.invalidate_all()
        self.assertEqual(self.get_reasons(action), {failing.id: "Not today"})
        self.assertEqual(self.channels.filtered("livechat_end_dt"), failing)
        self.assertEqual(failing.livechat_status_period_ids.sorted("id")[-1].status, "in_progress")

    def test_in_the_order_in_which_others_lock_them(self):
        self.channels.with_user(self.agent).livechat_close()
        self.channels.sorted("id", reverse=True).with_user(self.agent).action_livechat_reopen()
        notices = self.channels.message_ids.filtered(lambda m: "reopened" in (m.body or ""))
        self.assertEqual(notices.sorted("id").mapped("res_id"), sorted(self.channels.ids))

    def test_a_rule_logs_what_it_could_not_do(self):
        """Nobody runs it who could be in it."""
        channel = self.channels[0]
        self.call(self.agent, channel, "livechat_close")
        channel.with_user(self.customer).sudo().action_livechat_confirm("reopen")
        self.assertTrue(channel.livechat_end_dt)
        self.assertTrue(self.env["ir.logging"].search([("func", "=", "action_livechat_reopen")]))
