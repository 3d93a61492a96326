import json

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tools.discuss import Store

from ..support.common import PASSWORD, PanelCase


@tagged("post_install", "-at_install")
class TestHandover(PanelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.billing, cls.hosting, cls.legal = cls.env["im_livechat.expertise"].create(
            [{"name": "Test Billing"}, {"name": "Test Hosting"}, {"name": "Test Legal"}]
        )
        cls.env["res.lang"]._activate_lang("es_ES")
        cls.one, cls.two, cls.spanish = (
            cls.new_user(login, name, "im_livechat.im_livechat_group_user", **vals)
            for login, name, vals in [
                ("one", "Uno One", {}),
                ("two", "Zwei Two", {}),
                ("spanish", "Sara Spanish", {"lang": "es_ES"}),
            ]
        )
        cls.experts = cls.one | cls.two | cls.spanish
        cls.livechat_channel.user_ids = [Command.set((cls.agent | cls.experts).ids)]
        for user in cls.agent | cls.experts:
            cls.env["mail.presence"]._update_presence(user)

    def open_with_agent(self, **params):
        """Start a conversation with Ada."""
        self.livechat_channel.user_ids = [Command.set(self.agent.ids)]
        channel = self.open_conversation(**params)
        self.livechat_channel.user_ids = [Command.set((self.agent | self.experts).ids)]
        return channel

    def reassign(self, channel, user=None, **params):
        """Reassign over RPC, and return who has it then."""
        self.authenticate((user or self.agent).login, PASSWORD)
        result = self.make_jsonrpc_request(
            "/web/dataset/call_kw/discuss.channel/livechat_reassign",
            {
                "model": "discuss.channel",
                "method": "livechat_reassign",
                "args": [channel.ids],
                "kwargs": params,
            },
        )
        self.env.invalidate_all()
        return self.env["res.users"].browse(result["user_id"])

    # ------------------------------------------------------------
    # To a named agent
    # ------------------------------------------------------------

    def test_named_agent_gets_the_conversation_and_the_comment(self):
        channel = self.open_with_agent()
        self.assertEqual(self.reassign(channel, user_id=self.one.id, comment="Owes 12 €"), self.one)
        self.assertIn(self.one.partner_id, channel.channel_partner_ids)
        self.assertNotIn(self.agent.partner_id, channel.channel_partner_ids)
        self.assertEqual(channel.livechat_operator_id, self.one.partner_id)
        self.assertEqual(channel.name, "Visitor Uno One")
        self.assertEqual(channel.livechat_status, "in_progress")
        self.assertFalse(channel.livechat_end_dt)
        handover = self.panel_data(self.one, channel)["livechat_last_handover"]
        self.assertEqual(
            (handover["from_name"], handover["to_user_id"], handover["comment"]),
            ("Ada Agent", self.one.id, "Owes 12 €"),
        )
        self.assertEqual(handover["to_partner_id"], self.one.partner_id.id)

    def test_visitor_still_knows_who_greeted_them(self):
        channel = self.open_with_agent()

        def get_greeter():
            data = Store(bus_channel=channel).add(channel).get_result()
            (values,) = data["discuss.channel"]
            greeter_id = values.get("livechat_greeter_id")
            return [p for p in data["res.partner"] if p["id"] == greeter_id]

        self.assertFalse(get_greeter())
        self.agent.livechat_username = "Ada of Support"
        self.reassign(channel, user_id=self.one.id)
        self.reassign(channel, self.one, user_id=self.two.id)
        (greeter,) = get_greeter()
        self.assertEqual(greeter["user_livechat_username"], "Ada of Support")
        self.assertLessEqual(
            greeter.keys(),
            {"id", "avatar_128", "avatar_128_access_token", "user_livechat_username", "write_date"},
        )

    def test_receiver_is_notified_and_nobody_else(self):
        channel = self.open_with_agent()
        self.env["bus.bus"].sudo().search([("id", ">", 0)]).unlink()  # of other tests
        self.reassign(channel, user_id=self.one.id, comment="Owes 12 €")
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].sudo().search([("message", "like", "handed_over")])
        self.assertEqual(
            [json.loads(notice.channel)[1:] for notice in notices],
            [["res.partner", self.one.partner_id.id]],
        )
        self.assertEqual(
            json.loads(notices.message)["payload"],
            {
                "channel_id": channel.id,
                "customer": "Visitor",
                "from": "Ada Agent",
                "comment": "Owes 12 €",
            },
        )

    def test_agent_may_take_a_conversation_over(self):
        channel = self.open_with_agent()
        self.assertEqual(self.reassign(channel, self.one, user_id=self.one.id), self.one)
        self.assertIn(self.one.partner_id, channel.channel_partner_ids)

    def test_customer_does_not_get_his_own_conversation(self):
        channel = self.open_with_agent(user=self.one)
        with self.assertRaisesRegex(UserError, "already"):
            channel.with_user(self.agent).livechat_reassign(self.one.id)
        self.assertFalse(channel.livechat_end_dt)

    def test_customer_who_left_does_not_get_his_own_conversation(self):
        self.one.livechat_expertise_ids = self.billing
        channel = self.open_with_agent(user=self.one)
        self.user_writes(self.one, channel)
        self.user_writes(self.agent, channel)
        channel.livechat_expertise_ids = self.billing
        channel._add_members(users=self.customer)
        channel._action_unfollow(partner=self.one.partner_id)
        self.assertFalse(channel.livechat_end_dt)
        with self.assertRaisesRegex(UserError, "No other agent with this expertise"):
            channel.with_user(self.agent).livechat_reassign()
        with self.assertRaisesRegex(UserError, "was the customer"):
            channel.with_user(self.agent).livechat_reassign(self.one.id)

    def test_what_comes_in_by_rpc_is_checked(self):
        channel = self.open_with_agent().with_user(self.agent)
        for params in (
            {"user_id": "abc"},
            {"user_id": True},
            {"user_id": [1, 2]},
            {"expertise_ids": "abc"},
            {"expertise_ids": [[1]]},
            {"comment": 5},
            {"comment": "x" * 2001},
        ):
            with self.subTest(**params), self.assertRaises(UserError):
                channel.livechat_reassign(**params)
        with self.assertRaisesRegex(UserError, "No other agent"):
            self.experts.livechat_channel_ids = False
            channel.livechat_reassign(expertise_ids=[10**8])

    def test_dialog_finds_an_agent_where_no_expertise_is_asked_for(self):
        channel = self.open_with_agent()
        wizards = self.env["livechat.reassign.wizard"].with_user(self.agent)
        wizards.with_context(active_id=channel.id).create({}).action_reassign()
        self.assertIn(channel.livechat_handover_ids.to_user_id, self.experts)

    def test_who_hands_over_may_stay(self):
        channel = self.open_with_agent()
        self.reassign(channel, user_id=self.one.id, leave=False)
        self.assertIn(self.agent.partner_id, channel.channel_partner_ids)
        self.assertIn(self.one.partner_id, channel.channel_partner_ids)

    def test_supervisor_who_is_not_in_it_hands_over(self):
        channel = self.open_with_agent()
        self.reassign(channel, self.manager, user_id=self.one.id)
        self.assertIn(self.one.partner_id, channel.channel_partner_ids)
        self.assertNotIn(self.manager.partner_id, channel.channel_partner_ids)

    def test_waiting_for_the_customer_goes_on(self):
        channel = self.open_with_agent()
        self.call(self.agent, channel, "livechat_set_status", "waiting")
        self.reassign(channel, user_id=self.one.id)
        self.assertEqual(channel.livechat_status, "waiting")

    def test_agents_who_cannot_have_it(self):
        channel = self.open_with_agent()
        self.two.manual_im_status = "offline"
        for user, message in [
            (self.agent, "already"),
            (self.employee, "no Live Chat user"),
            (self.customer, "no Live Chat user"),
            (self.other_agent, "offline"),
            (self.two, "offline"),
        ]:
            with self.subTest(user=user.name), self.assertRaisesRegex(UserError, message):
                channel.with_user(self.agent).livechat_reassign(user.id)
        with self.assertRaises(UserError):
            channel.with_user(self.agent).livechat_reassign(10**8)
        self.assertFalse(channel.livechat_handover_ids)

    # ------------------------------------------------------------
    # To the best expert
    # ------------------------------------------------------------

    def best(self, **params):
        """Return to whom a new conversation is reassigned."""
        channel = self.open_with_agent(**params)
        channel.livechat_expertise_ids = self.billing | self.hosting
        return self.reassign(channel)

    def test_most_expertise_comes_first(self):
        self.one.livechat_expertise_ids = self.billing
        self.two.livechat_expertise_ids = self.billing | self.hosting
        self.spanish.livechat_expertise_ids = self.billing | self.legal
        self.assertEqual(self.best(visitor_lang="es-MX"), self.two)

    def test_then_the_language_then_the_fewest_conversations(self):
        self.experts.livechat_expertise_ids = self.billing
        self.assertEqual(self.best(visitor_lang="es-MX"), self.spanish)
        self.assertEqual(self.best(visitor_lang="es-MX"), self.spanish)  # though busier by now
        self.assertEqual(self.best(visitor_lang="fr-FR"), self.one)
        self.assertEqual(self.best(visitor_lang="fr-FR"), self.two)

    def test_expertise_may_be_asked_for_explicitly(self):
        self.one.livechat_expertise_ids = self.billing
        self.two.livechat_expertise_ids = self.legal
        channel = self.open_with_agent()
        channel.livechat_expertise_ids = self.billing
        self.assertEqual(self.reassign(channel, expertise_ids=self.legal.ids), self.two)

    def test_without_expertise_agents_of_the_channel(self):
        self.livechat_channel.user_ids = [Command.set((self.agent | self.two).ids)]
        channel = self.open_conversation()
        first = channel.livechat_agent_partner_ids
        self.livechat_channel.user_ids = [Command.set((self.agent | self.two).ids)]
        other = (self.agent | self.two).filtered(lambda user: user.partner_id not in first)
        self.assertEqual(self.reassign(channel, self.manager), other)

    def test_expert_who_is_in_it_already_is_not_chosen(self):
        self.one.livechat_expertise_ids = self.billing
        channel = self.open_with_agent()
        channel.livechat_expertise_ids = self.billing
        self.call(self.one, channel, "livechat_join")
        with self.assertRaisesRegex(UserError, "Test Billing"):
            channel.with_user(self.agent).livechat_reassign()

    def test_nobody_available_changes_nothing(self):
        self.one.livechat_expertise_ids = self.billing
        channel = self.open_with_agent()
        channel.livechat_expertise_ids = self.billing
        self.env["mail.presence"].search([("user_id", "=", self.one.id)]).status = "offline"
        members = channel.channel_partner_ids
        messages = channel.message_ids
        with self.assertRaisesRegex(UserError, "No other agent with this expertise"):
            channel.with_user(self.agent).livechat_reassign()
        self.assertEqual(channel.channel_partner_ids, members)
        self.assertEqual(channel.message_ids, messages)
        self.assertFalse(channel.livechat_handover_ids)

    def test_capacity_of_the_livechat_channel_counts(self):
        self.livechat_channel.write({"max_sessions_mode": "limited", "max_sessions": 1})
        self.one.livechat_expertise_ids = self.billing
        self.assertEqual(self.best(), self.one)
        with self.assertRaisesRegex(UserError, "No other agent"):
            self.livechat_channel.max_sessions_mode = "unlimited"
            channel = self.open_with_agent()
            self.livechat_channel.max_sessions_mode = "limited"
            channel.livechat_expertise_ids = self.billing
            channel.with_user(self.agent).livechat_reassign()

    # ------------------------------------------------------------
    # Two at once
    # ------------------------------------------------------------

    def test_who_knew_an_earlier_state_is_told(self):
        channel = self.open_with_agent()
        wizards = self.env["livechat.reassign.wizard"].with_context(active_id=channel.id)
        first = wizards.with_user(self.agent).create({"user_id": self.one.id})
        second = wizards.with_user(self.manager).create({"user_id": self.two.id})
        first.action_reassign()
        with self.assertRaisesRegex(UserError, "Uno One has it now"):
            second.action_reassign()
        self.assertEqual(channel.livechat_handover_ids.to_user_id, self.one)
        third = wizards.with_user(self.manager).create({"user_id": self.two.id})
        third.action_reassign()
        self.assertEqual(channel._get_last_handover().to_user_id, self.two)

    def test_employees_in_the_chat_are_told_nothing(self):
        channel = self.open_with_agent()
        channel.with_user(self.agent)._add_members(users=self.employee)
        channel.with_user(self.agent).livechat_reassign(self.one.id, comment="For us")
        self.assertTrue(channel.with_user(self.agent)._get_last_handover_values())
        self.assertIs(channel.with_user(self.employee)._get_last_handover_values(), False)
