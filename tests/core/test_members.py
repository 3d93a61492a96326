from odoo import Command
from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestMembers(PanelCase):
    """What is read off the members of a live chat says what Odoo would ask the database for."""

    def check(self, channel, count, own, invited=0):
        for user, guest in ((self.agent, None), (self.other_agent, None)):
            of_user = channel.with_user(user).with_context(guest=guest)
            self.assertEqual(of_user.member_count, count)
            self.assertEqual(of_user.self_member_id, own[user])
            self.assertEqual(of_user.is_member, bool(own[user]))
            self.assertEqual(len(of_user.invited_member_ids), invited)

    def test_who_comes_and_goes(self):
        channel = self.open_conversation()
        nobody = self.env["discuss.channel.member"]
        agent_member = channel.channel_member_ids.filtered("partner_id")
        self.check(channel, 2, {self.agent: agent_member, self.other_agent: nobody})
        other_member = channel._add_members(users=self.other_agent)
        self.check(channel, 3, {self.agent: agent_member, self.other_agent: other_member})
        channel.with_user(self.other_agent).action_unfollow()
        self.check(channel, 2, {self.agent: agent_member, self.other_agent: nobody})

    def test_who_is_called(self):
        channel = self.open_conversation()
        agent_member = channel.channel_member_ids.filtered("partner_id")
        visitor_member = channel.channel_member_ids - agent_member
        nobody = self.env["discuss.channel.member"]
        self.check(channel, 2, {self.agent: agent_member, self.other_agent: nobody})
        session = self.env["discuss.channel.rtc.session"].create(
            {"channel_member_id": agent_member.id}
        )
        visitor_member.rtc_inviting_session_id = session
        self.check(channel, 2, {self.agent: agent_member, self.other_agent: nobody}, invited=1)
        self.assertEqual(channel.with_user(self.agent).invited_member_ids, visitor_member)

    def test_beside_other_channels(self):
        livechat = self.open_conversation()
        channel = self.env["discuss.channel"].create(
            {
                "name": "General",
                "channel_type": "channel",
                "channel_member_ids": [Command.create({"partner_id": self.agent.partner_id.id})],
            }
        )
        both = (livechat | channel).with_user(self.agent)
        self.assertEqual(
            both.mapped("member_count"), [len(c.sudo().channel_member_ids) for c in both]
        )
        self.assertEqual([c.self_member_id.partner_id for c in both], [self.agent.partner_id] * 2)

    def test_the_visitor_themselves(self):
        channel = self.open_conversation()
        member = channel.channel_member_ids.filtered("guest_id")
        as_visitor = channel.with_user(self.env.ref("base.public_user"))
        as_visitor = as_visitor.with_context(guest=member.guest_id)
        self.assertEqual(as_visitor.self_member_id, member)
        self.assertEqual(as_visitor.member_count, 2)
