from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestAgentChoices(PanelCase):
    """What the dialogs say of the agents to whom conversations can be handed over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.billing, cls.hosting = cls.env["im_livechat.expertise"].create(
            [{"name": "Test Billing"}, {"name": "Test Hosting"}]
        )
        cls.env["res.lang"]._activate_lang("es_ES")
        group = "im_livechat.im_livechat_group_user"
        cls.experts = cls.one, cls.two, cls.away, cls.gone = cls.new_users(
            *(
                {"login": login, "name": name, "group": group, "lang": lang}
                for login, name, lang in [
                    ("one", "Uno One", "en_US"),
                    ("two", "Zwei Two", "es_ES"),
                    ("away", "Ana Away", "en_US"),
                    ("gone", "Gus Gone", "en_US"),
                ]
            )
        )
        cls.away.livechat_expertise_ids = cls.billing | cls.hosting
        cls.gone.livechat_expertise_ids = cls.billing
        for user in (cls.one, cls.two, cls.away):
            cls.env["mail.presence"]._update_presence(user)
        cls.env["mail.presence"].search([("user_id", "=", cls.away.id)]).status = "away"
        cls.livechat_channel.user_ids = [Command.set((cls.agent | cls.experts).ids)]

    def setUp(self):
        super().setUp()
        self.channel = self.make_guest_conversations(1)

    def choices(self, channels=None, *expertise_ids):
        """Return what the dialog of an agent says, of those whom this test knows."""
        channels = channels or self.channel
        found = self.call(self.agent, channels, "livechat_get_agent_choices", *expertise_ids)
        known = (self.experts | self.agent | self.other_agent).ids
        return {values["name"]: values for values in found if values["id"] in known}

    def test_the_best_comes_first_and_who_cannot_have_it_last(self):
        self.one.livechat_expertise_ids = self.billing
        self.two.livechat_expertise_ids = self.billing
        self.make_guest_conversations(2)._add_members(users=self.one)
        self.channel.livechat_expertise_ids = self.billing
        choices = self.choices()
        self.assertEqual(
            list(choices),
            ["Zwei Two", "Uno One", "Ana Away", "Ada Agent", "Gus Gone", "Otto Agent"],
        )
        reasons = {name: values["reason"] for name, values in choices.items() if values["reason"]}
        self.assertEqual(
            reasons,
            {
                "Gus Gone": "Gus Gone is offline.",
                "Ada Agent": "Ada Agent is in this conversation already.",
                "Otto Agent": "Otto Agent is offline.",
            },
        )
        chosen = self.call(self.agent, self.channel, "livechat_reassign")
        self.assertEqual(chosen["name"], "Zwei Two")

    def test_what_is_said_of_each(self):
        self.two.livechat_expertise_ids = self.billing | self.hosting
        first, second, closed = self.make_guest_conversations(3)
        (first | second | closed)._add_members(users=self.two)
        now = fields.Datetime.now()
        first.livechat_customer_waiting_since_dt = now - timedelta(minutes=2)
        second.livechat_customer_waiting_since_dt = now - timedelta(minutes=7)
        closed.livechat_end_dt = now
        self.channel.livechat_visitor_lang = "es-MX"
        choices = self.choices(None, self.billing.ids)
        self.assertEqual(
            choices["Zwei Two"],
            {
                "id": self.two.id,
                "partner_id": self.two.partner_id.id,
                "name": "Zwei Two",
                "presence": "online",
                "expertises": ["Test Billing"],
                "languages": ["es"],
                "open": 2,
                "waiting": 2,
                "waiting_since": fields.Datetime.to_string(now - timedelta(minutes=7)),
                "reason": "",
            },
        )
        self.assertEqual(choices["Uno One"]["expertises"], [])
        self.assertEqual(choices["Uno One"]["waiting_since"], False)
        # Nothing is asked for: all that they know.
        known = self.choices(None, [])["Zwei Two"]["expertises"]
        self.assertEqual(known, ["Test Billing", "Test Hosting"])

    def test_the_language_of_the_customer_comes_first(self):
        settings = self.env["res.users.settings"]._find_or_create_for_user(self.one)
        settings.livechat_lang_ids = self.env["res.lang"]._lang_get("es_ES")
        self.channel.livechat_visitor_lang = "es-MX"
        self.assertEqual(self.choices()["Uno One"]["languages"], ["es", "en"])
        self.channel.livechat_visitor_lang = "en-US"
        self.assertEqual(self.choices()["Uno One"]["languages"], ["en", "es"])

    def test_of_many_who_can_have_one_can_be_chosen(self):
        other, another = self.make_guest_conversations(2)
        (self.channel | other)._add_members(users=self.one)
        reason = self.choices(self.channel | other)["Uno One"]["reason"]
        self.assertEqual(reason, "Uno One is in these conversations already.")
        self.assertEqual(self.choices(self.channel | other | another)["Uno One"]["reason"], "")

    def test_who_was_the_customer_cannot_have_it(self):
        self.livechat_channel.user_ids = [Command.set(self.agent.ids)]
        channel = self.open_conversation(self.two)
        self.user_writes(self.two, channel)
        self.user_writes(self.agent, channel)
        channel._add_members(users=self.customer)
        channel._action_unfollow(partner=self.two.partner_id)
        reason = self.choices(channel)["Zwei Two"]["reason"]
        self.assertEqual(reason, "Zwei Two was the customer of this conversation.")

    def test_who_has_lost_their_rights_is_no_choice(self):
        self.livechat_channel.user_ids = [Command.link(self.employee.id)]
        found = self.call(self.agent, self.channel, "livechat_get_agent_choices")
        [values] = [values for values in found if values["id"] == self.employee.id]
        self.assertEqual(values["reason"], "Emil Employee is no Live Chat user.")

    def test_as_many_statements_for_200_agents(self):
        self.channel.livechat_expertise_ids = self.billing
        channel = self.channel.with_user(self.agent)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            return self.record(channel.livechat_get_agent_choices)

        count()
        few = count()
        users = self.new_users(
            *(
                {
                    "login": f"choice_{n}",
                    "name": f"Choice {n}",
                    "group": "im_livechat.im_livechat_group_user",
                }
                for n in range(200)
            )
        )
        for user in users:
            self.env["mail.presence"]._update_presence(user)
        users.livechat_expertise_ids = self.billing
        self.livechat_channel.user_ids = [Command.link(user.id) for user in users]
        count()
        self.assert_same_statements(few, count())
