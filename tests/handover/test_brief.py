import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tools.discuss import Store

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestBrief(PanelCase):
    """What an agent was told with a conversation stays in sight until they hide it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helper = cls.new_user("helper", "Hal Helper", "im_livechat.im_livechat_group_user")

    def setUp(self):
        super().setUp()
        self.channel = self.open_conversation()
        for user in self.agent | self.other_agent | self.helper:
            self.env["mail.presence"]._update_presence(user)

    def get_brief(self, user):
        return self.panel_data(user, self.channel)["livechat_brief"]

    def join_on_call(self, text="Invoice of May"):
        self.call(self.agent, self.channel, "livechat_ask_help", text)
        self.call(self.helper, self.channel, "livechat_join", True)

    def hand_over(self, user, giver=None, comment="A regular", leave=True):
        args = (user.id, None, comment, leave)
        self.call(giver or self.agent, self.channel, "livechat_reassign", *args)

    def take_sent(self):
        """Return what was sent of it, by the partners who receive it, and forget it."""
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].sudo().search([("message", "like", "livechat_brief")])
        sent = [
            (json.loads(notice.channel)[2], values["livechat_brief"])
            for notice in notices.sorted("id")
            for values in json.loads(notice.message)["payload"].get("discuss.channel", [])
            if "livechat_brief" in values
        ]
        notices.unlink()
        return sent

    def test_who_joined_on_a_call_knows_what_it_said(self):
        self.take_sent()
        self.join_on_call()
        brief = {"kind": "need_help", "name": "Ada Agent", "text": "Invoice of May"}
        self.assertEqual(self.get_brief(self.helper), brief)
        self.assertFalse(self.get_brief(self.agent))
        self.assertEqual(self.take_sent(), [(self.helper.partner_id.id, brief)])

    def test_call_that_said_nothing(self):
        self.join_on_call(text=None)
        self.assertFalse(self.get_brief(self.helper))

    def test_all_who_are_invited_on_a_call_know(self):
        self.call(self.agent, self.channel, "livechat_ask_help", "Invoice of May")
        self.channel.with_user(self.agent)._add_members(users=self.helper | self.other_agent)
        for user in self.helper | self.other_agent:
            self.assertEqual(self.get_brief(user)["text"], "Invoice of May")

    def test_who_joins_without_a_call_was_told_nothing(self):
        self.call(self.helper, self.channel, "livechat_join")
        self.assertFalse(self.get_brief(self.helper))

    def test_who_got_it_knows_what_was_said(self):
        self.take_sent()
        self.hand_over(self.helper)
        brief = {"kind": "reassigned", "name": "Ada Agent", "text": "A regular"}
        self.assertEqual(self.get_brief(self.helper), brief)
        self.assertEqual(self.take_sent(), [(self.helper.partner_id.id, brief)])

    def test_who_takes_it_over_is_not_told_that_they_did(self):
        self.hand_over(self.helper, giver=self.helper)
        self.assertEqual(
            self.get_brief(self.helper),
            {"kind": "reassigned", "name": False, "text": "A regular"},
        )

    def test_handed_over_while_it_looks_for_help(self):
        """What was said last counts; where nothing was, what the call said."""
        self.call(self.agent, self.channel, "livechat_ask_help", "Invoice of May")
        self.hand_over(self.helper, comment=None)
        self.assertEqual(self.get_brief(self.helper)["text"], "Invoice of May")
        self.call(self.helper, self.channel, "livechat_ask_help", "Invoice of June")
        self.hand_over(self.other_agent, giver=self.helper, comment="Yours")
        self.assertEqual(self.get_brief(self.other_agent)["text"], "Yours")

    def test_hidden_in_all_tabs_and_for_good(self):
        self.hand_over(self.helper, leave=False)
        self.take_sent()
        self.call(self.agent, self.channel, "livechat_hide_brief")
        self.assertTrue(self.get_brief(self.helper))
        self.call(self.helper, self.channel, "livechat_hide_brief")
        self.assertEqual(self.take_sent(), [(self.helper.partner_id.id, False)])
        self.assertFalse(self.get_brief(self.helper))
        self.call(self.helper, self.channel, "livechat_hide_brief")
        self.assertFalse(self.take_sent())

    def test_another_one_is_seen_again(self):
        self.join_on_call()
        self.call(self.helper, self.channel, "livechat_hide_brief")
        self.hand_over(self.other_agent, giver=self.helper, comment="Done")
        self.hand_over(self.helper, giver=self.other_agent, comment="Not done")
        self.assertEqual(self.get_brief(self.helper)["text"], "Not done")

    def test_handed_on(self):
        """Also for who stays in it."""
        self.join_on_call()
        self.take_sent()
        self.hand_over(self.other_agent, giver=self.helper, leave=False)
        self.assertFalse(self.get_brief(self.helper))
        self.assertEqual(
            self.take_sent(),
            [
                (self.helper.partner_id.id, False),
                (self.other_agent.partner_id.id, self.get_brief(self.other_agent)),
            ],
        )

    def test_gone_with_the_end_and_with_the_agent(self):
        self.hand_over(self.helper, leave=False)
        self.call(self.helper, self.channel, "livechat_close")
        self.assertFalse(self.get_brief(self.helper))

    def test_who_left_it_looks_on_without(self):
        self.join_on_call()
        self.call(self.helper, self.channel, "action_unfollow")
        self.assertFalse(self.channel.livechat_end_dt)
        self.assertFalse(self.get_brief(self.helper))

    def test_who_left_it_and_comes_back(self):
        """What they were told then is over, whether they are called again or not."""
        brief = {"kind": "need_help", "name": "Ada Agent", "text": "Invoice of May"}
        self.take_sent()
        self.join_on_call()
        self.call(self.helper, self.channel, "action_unfollow")
        partner_id = self.helper.partner_id.id
        self.assertEqual(self.take_sent(), [(partner_id, brief), (partner_id, False)])
        self.call(self.helper, self.channel, "livechat_join")
        self.assertFalse(self.get_brief(self.helper))
        self.call(self.helper, self.channel, "action_unfollow")
        self.join_on_call(text=None)
        self.assertFalse(self.get_brief(self.helper))
        self.assertFalse(self.take_sent())

    def test_called_again_as_the_database_lost_the_member(self):
        """A call that says nothing leaves nothing of the one before it."""
        self.join_on_call()
        member = self.channel.channel_member_ids.filtered(
            lambda member: member.partner_id == self.helper.partner_id
        )
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM discuss_channel_member WHERE id = %s", [member.id])
        self.env.invalidate_all()
        self.join_on_call(text=None)
        self.assertIn(self.helper.partner_id, self.channel.channel_member_ids.partner_id)
        self.assertFalse(self.get_brief(self.helper))

    def test_closed_and_reopened(self):
        self.hand_over(self.helper, leave=False)
        self.take_sent()
        self.call(self.helper, self.channel, "livechat_close")
        self.assertEqual(self.take_sent(), [(self.helper.partner_id.id, False)])
        self.call(self.helper, self.channel, "livechat_reopen")
        self.assertFalse(self.get_brief(self.helper))

    def test_erased(self):
        self.join_on_call()
        self.call(self.helper, self.channel, "livechat_close")
        self.channel.with_user(self.manager).livechat_erase()
        history = self.channel._get_own_history(self.helper.partner_id)
        self.assertTrue(history)
        self.assertFalse(history._get_livechat_brief())

    def test_nobody_asked_and_somebody_said_what_is_needed(self):
        """They asked, and not who left it alone."""
        self.channel._add_members(users=self.customer)
        self.call(self.agent, self.channel, "livechat_ask_help")
        self.call(self.agent, self.channel, "action_unfollow")
        self.channel.livechat_help_user_id = False
        self.call(self.other_agent, self.channel, "livechat_ask_help", "Invoice of May")
        self.call(self.helper, self.channel, "livechat_join", True)
        self.assertEqual(self.get_brief(self.helper)["name"], self.other_agent.name)

    def test_the_same_statements_for_many(self):
        channels = self.make_guest_conversations(20)
        for number, channel in enumerate(channels):
            channel.with_user(self.agent).livechat_ask_help("Invoice")
            if number % 2:
                channel.with_user(self.helper).livechat_join(True)
            else:
                channel.with_user(self.agent).livechat_reassign(self.helper.id, comment="Yours")
        few, many = (
            self.record(
                lambda shown=shown: shown.with_user(self.helper)._livechat_session_to_store(Store())
            )
            for shown in (channels[:4], channels)
        )
        self.assert_same_statements(few, many)

    def test_only_agents_hide_it(self):
        with self.assertRaises(AccessError):
            self.channel.with_user(self.customer).livechat_hide_brief()
