from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..support.common import PanelCase


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

    def test_agent_who_is_none_any_more_does_not_attend(self):
        group = self.env.ref("im_livechat.im_livechat_group_user")
        agent_of_another = self.other_agent
        for name, lose in [
            ("archived", lambda: self.agent.write({"active": False})),
            ("loses rights", lambda: self.agent.write({"group_ids": [Command.unlink(group.id)]})),
            ("leaves group", lambda: group.write({"user_ids": [Command.unlink(self.agent.id)]})),
            ("deleted", self.agent.unlink),
        ]:
            self.agent.write({"active": True, "group_ids": [Command.link(group.id)]})
            self.livechat_channel.user_ids = self.agent
            self.env["mail.presence"]._update_presence(self.agent)
            channel, attended = self.open_conversation(), self.open_conversation()
            self.assertEqual(channel.livechat_status, "in_progress")
            self.call(agent_of_another, attended, "livechat_join")
            with self.subTest(name):
                lose()
                self.assertUnattended(channel)
                self.assertEqual(attended.livechat_status, "in_progress")

    def test_agent_by_another_group_who_is_none_any_more_does_not_attend(self):
        agents = self.env.ref("im_livechat.im_livechat_group_user")
        self.agent.write({"group_ids": [Command.unlink(agents.id)]})
        for name, lose in [
            (
                "no longer implied",
                lambda team: agents.write({"implied_by_ids": [Command.unlink(team.id)]}),
            ),
            (
                "implies no longer",
                lambda team: team.write({"implied_ids": [Command.unlink(agents.id)]}),
            ),
            (
                "leaves group",
                lambda team: team.write({"user_ids": [Command.unlink(self.agent.id)]}),
            ),
            ("group deleted", lambda team: team.unlink()),
        ]:
            team = self.env["res.groups"].create(
                {"name": "Team", "implied_ids": agents.ids, "user_ids": self.agent.ids}
            )
            self.livechat_channel.user_ids = self.agent
            self.env["mail.presence"]._update_presence(self.agent)
            channel = self.open_conversation()
            with self.subTest(name):
                self.assertEqual(channel.livechat_status, "in_progress")
                lose(team)
                self.assertUnattended(channel)
            team.exists().unlink()

    def without_its_agent(self):
        """Return a conversation whose only agent has left, and which looks for help."""
        channel = self.open_conversation()
        self.call(self.agent, channel, "add_members", self.customer.partner_id.ids)
        self.call(self.agent, channel, "action_unfollow")
        self.assertUnattended(channel)
        return channel

    def test_return_of_its_only_agent_is_no_handover(self):
        channel = self.without_its_agent()
        self.call(self.agent, channel, "livechat_join", True)
        self.assertEqual(channel.livechat_status, "in_progress")
        self.assertFalse(channel.livechat_handover_ids)
        self.call(self.agent, channel, "livechat_close")
        self.assertNotEqual(channel.livechat_outcome, "escalated")

    def test_another_agent_who_comes_is_a_handover(self):
        channel = self.without_its_agent()
        self.call(self.other_agent, channel, "livechat_join", True)
        self.assertEqual(channel.livechat_handover_ids.to_user_id, self.other_agent)
        self.call(self.other_agent, channel, "livechat_close")
        self.assertEqual(channel.livechat_outcome, "escalated")

    def test_status_is_not_set_where_nobody_is_in_it(self):
        chatbot = self.make_chatbot(("free_input_single", "What is it?"))
        with_chatbot = self.open_conversation(chatbot=chatbot)
        for channel in (self.without_its_agent(), with_chatbot):
            status = channel.livechat_status
            for new_status in ("in_progress", "waiting"):
                with self.subTest(status=status, new_status=new_status):
                    as_manager = channel.with_user(self.manager)
                    with self.assertRaisesRegex(UserError, "Nobody is in it: join it"):
                        as_manager.livechat_set_status(new_status)
                    result = getattr(as_manager, f"action_livechat_{new_status}")()
                    report = self.env[result["res_model"]].browse(result["res_id"])
                    self.assertEqual(report.line_ids.reason, "Nobody is in it: join it")
                    self.assertEqual(channel.livechat_status, status)
            self.call(self.manager, channel, "livechat_set_status", "need_help")
            self.assertUnattended(channel)
            channel.with_user(self.manager).sudo().livechat_set_status("waiting")
            self.assertEqual(channel.livechat_status, "waiting")

    def test_who_asks_without_having_been_in_it_may_answer_himself(self):
        channel = self.open_conversation()
        self.call(self.manager, channel, "action_livechat_ask_help")
        self.assertEqual(channel.livechat_help_user_id, self.manager)
        self.call(self.manager, channel, "livechat_join", True)
        self.assertEqual(channel.livechat_status, "in_progress")
        handover = channel.livechat_handover_ids
        self.assertEqual(handover.to_user_id, self.manager)
        self.assertFalse(handover.from_user_id)
