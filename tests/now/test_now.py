from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

from ...controllers.now import LivechatNow
from ...models.core.constants import AGENTS
from ..support.common import BRUSSELS, PanelCase

NAME = "/livechat_info_panel/now"
# What Odoo looks up of whoever searches conversations ...
ACCESS = ["SELECT res_users BY id", "SELECT discuss_channel BY partner_id"]
# ... and what opening Now costs: the conversations, the agents, the expertise, the figures of the
# day, and of which changes these know.
STATEMENTS = [
    *ACCESS,
    "SELECT discuss_channel BY id",
    "SELECT res_users BY limits, partner_id",
    "SELECT im_livechat_expertise",
    "SELECT discuss_channel BY active, channel_type",
    "SELECT bus_bus",
]


@tagged("post_install", "-at_install")
class TestNow(PanelCase):
    """What Now shows when it is opened."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = fields.Datetime.now()
        cls.env["discuss.channel"].search([("channel_type", "=", "livechat")]).write(
            {"livechat_end_dt": now}
        )

    def load(self, user):
        """Return what a user's web client receives."""
        return self.as_user(user, "/mail/data", {"fetch_params": [NAME]})

    def rows(self, user):
        """Return what a user sees of each conversation, by its id, in order."""
        data = self.load(user)
        rows = {values["id"]: values for values in data.get("discuss.channel", [])}
        return {
            thread["id"]: rows[thread["id"]] for thread in data["Store"]["livechat_now_threads"]
        }

    def test_what_a_row_says(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        expertise = self.env["im_livechat.expertise"].create({"name": "Parcels"})
        self.call(self.agent, channel, "livechat_add_expertise", "Parcels")
        self.call(self.agent, channel, "livechat_ask_help", "Where is it?")
        self.call(
            self.agent, channel, "livechat_set_note", "<p><br></p><p>A <b>red</b> one</p><p>2</p>"
        )
        data = self.load(self.manager)
        [row] = [row for row in data["discuss.channel"] if row["id"] == channel.id]
        self.assertEqual(row["livechat_note_line"], "A red one")
        self.assertEqual(row["livechat_expertise_ids"], expertise.ids)
        self.assertIn({"id": expertise.id, "name": "Parcels"}, data["im_livechat.expertise"])
        self.assertEqual(row["livechat_status"], "need_help")
        self.assertEqual(row["livechat_help_text"], "Where is it?")
        self.assertEqual(row["livechat_present_agent_ids"], self.agent.partner_id.ids)
        self.assertEqual(
            row["livechat_customer_waiting_since_dt"],
            fields.Datetime.to_string(channel.livechat_customer_waiting_since_dt),
        )
        self.assertEqual(row["livechat_channel_id"], self.livechat_channel.id)
        self.assertIn({"id": self.livechat_channel.id, "name": "Help"}, data["im_livechat.channel"])
        self.assertFalse(row["livechat_helper_id"])

    def test_by_what_guests_of_one_name_are_told_apart(self):
        channel, belgium = self.open_conversation(), self.env.ref("base.be")
        channel.write({"country_id": belgium.id, "livechat_visitor_email": "gina@example.com"})
        row = self.rows(self.manager)[channel.id]
        told = (row["country_id"], row["livechat_visitor_email"])
        self.assertEqual(told, (belgium.id, "gina@example.com"))
        country = {"id": belgium.id, "code": "BE", "name": belgium.name}
        self.assertIn(country, self.load(self.manager)["res.country"])

    def test_names_are_those_of_everywhere(self):
        """A statement says who the customers and agents are as the methods for it do."""
        verified, contact, guest, deleted, left = (
            self.open_conversation(self.customer if n == 1 else None) for n in range(5)
        )
        partner = self.env["res.partner"].create({"name": "Vera Verified"})
        verified.write({"livechat_partner_id": partner.id, "livechat_partner_is_verified": True})
        deleted.livechat_customer_guest_ids.unlink()
        self.call(self.other_agent, guest, "livechat_join")
        self.call(self.other_agent, left, "livechat_join")
        left._action_unfollow(partner=self.agent.partner_id)
        rows = self.rows(self.manager)
        names = set()
        for channel in verified | contact | guest | deleted | left:
            row = rows[channel.id]
            names.add(row["livechat_customer_name"])
            self.assertEqual(row["livechat_customer_name"], channel._get_livechat_customer_name())
            self.assertEqual(
                set(row["livechat_present_agent_ids"]), set(channel._get_present_agents().ids)
            )
        self.assertLessEqual({"Vera Verified", "Carla Customer"}, names)
        self.assertEqual(
            rows[left.id]["livechat_present_agent_ids"], self.other_agent.partner_id.ids
        )

    def test_known_contact(self):
        """Each is told who it is, if they may read them; all know the name."""
        channel, contact = self.open_conversation(self.customer), self.customer.partner_id
        row = self.rows(self.manager)[channel.id]
        self.assertEqual(row["livechat_contact_id"], contact.id)
        self.env["ir.rule"].create(
            {
                "name": "Not this contact",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", contact.id)],
            }
        )
        row = self.rows(self.manager)[channel.id]
        self.assertIs(row["livechat_contact_id"], False)
        self.assertEqual(row["livechat_customer_name"], "Carla Customer")

    def test_known_contact_without_a_name(self):
        """What else the customer is called is not the contact's name."""
        contact = self.env["res.partner"].create(
            {"type": "invoice", "parent_id": self.customer.partner_id.id}
        )
        channel = self.make_guest_conversations(1, livechat_partner_id=contact.id)
        channel.livechat_partner_is_verified = True
        data = self.load(self.manager)
        [row] = [row for row in data["discuss.channel"] if row["id"] == channel.id]
        named = [values for values in data.get("res.partner", []) if values["id"] == contact.id]
        self.assertFalse(any(values.get("name") for values in named))
        self.assertEqual(row["livechat_contact_id"], contact.id)
        self.assertEqual(row["livechat_customer_name"], "Guest 0")

    def test_who_helps(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_ask_help", "Help")
        self.call(self.other_agent, channel, "livechat_join")
        row = self.rows(self.manager)[channel.id]
        self.assertEqual(row["livechat_helper_id"], self.other_agent.partner_id.id)
        self.assertEqual(row["livechat_last_handover_id"], channel._get_last_handover().id)

    def test_longest_wait_first(self):
        newest, help_, later, first = (
            channel.id for channel in reversed(self.make_guest_conversations(4))
        )
        browse = self.env["discuss.channel"].browse
        now = fields.Datetime.now()
        browse(first).livechat_customer_waiting_since_dt = now - timedelta(minutes=9)
        browse(later).livechat_customer_waiting_since_dt = now - timedelta(minutes=2)
        browse(help_).livechat_status = "need_help"
        self.assertEqual(list(self.rows(self.agent)), [first, later, help_, newest])

    def test_for_whom(self):
        of_agent = self.open_conversation(self.other_agent)
        of_guest = self.open_conversation()
        self.call(self.agent, self.open_conversation(), "livechat_close")
        both = {of_agent.id, of_guest.id}
        for user, expected in [
            (self.manager, both),
            (self.agent, both),
            (self.other_agent, {of_guest.id}),
        ]:
            with self.subTest(user.name):
                self.assertEqual(set(self.rows(user)), expected)
        for user in (self.employee, self.customer):
            with self.subTest(user.name):
                self.assertNotIn("Store", self.load(user))

    def test_agents(self):
        self.env["mail.presence"]._update_presence(self.other_agent)
        expertise = self.env["im_livechat.expertise"].create({"name": "Parcels"})
        self.agent.livechat_expertise_ids = expertise
        self.agent.livechat_lang_ids = self.env["res.lang"]._activate_lang("es_ES")
        self.livechat_channel.write({"max_sessions_mode": "limited", "max_sessions": 3})
        channel = self.open_conversation()
        self.call(self.other_agent, channel, "livechat_join")  # is no operator
        self.agent.manual_im_status = "busy"
        agents = {a["id"]: a for a in self.env["im_livechat.channel"]._get_livechat_agents()}
        agent, other = agents[self.agent.id], agents[self.other_agent.id]
        self.assertEqual(agent["im_status"], self.agent._get_livechat_presence())
        self.assertEqual(agent["im_status"], "busy")
        self.assertEqual(other["im_status"], "online")
        self.assertEqual(agent["livechat_expertise_ids"], expertise.ids)
        self.assertEqual(agent["livechat_languages"], ["English (US)", "Spanish / Español"])
        self.assertEqual(
            agent["livechat_limits"],
            [{"id": self.livechat_channel.id, "max_sessions": 3, "sessions": 1}],
        )
        self.assertEqual(other["livechat_limits"], [])
        self.assertNotIn(self.manager.id, agents)
        data = self.load(self.manager)
        self.assertIn(self.agent.id, data["Store"]["livechat_now_agents"])
        [sent] = [p for p in data["res.partner"] if p["id"] == self.agent.partner_id.id]
        written = fields.Datetime.to_string(self.agent.partner_id.write_date)
        self.assertEqual(sent["write_date"], written)  # the address of the picture has it

    def test_figures_are_what_their_lists_find(self):
        missed, rated, old = (self.open_conversation() for _number in range(3))
        self.visitor_writes(missed, "Is there anybody?")
        self.call(self.agent, missed, "livechat_close")
        self.as_visitor(rated, "/im_livechat/feedback", {"channel_id": rated.id, "rate": 5})
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE discuss_channel SET create_date = %s WHERE id = %s", "2020-02-02", old.id)
        )
        self.assertEqual(missed.livechat_outcome, "missed")
        totals = self.load(self.manager)["Store"]["livechat_now_totals"]
        sessions = self.env["discuss.channel"].with_user(self.manager)
        of_channel = [
            ("channel_type", "=", "livechat"),
            ("livechat_channel_id", "=", self.livechat_channel.id),
            ("create_date", ">=", totals["since"]),
        ]
        expected = {
            "livechat_channel_id": self.livechat_channel.id,
            "begun": sessions.search_count(of_channel),
            "missed": sessions.search_count([*of_channel, ("livechat_outcome", "=", "missed")]),
            "rated": sessions.search_count([*of_channel, ("rating_ids", "!=", False)]),
        }
        self.assertIn(expected, totals["counts"])
        self.assertEqual([expected[name] for name in ("begun", "missed", "rated")], [2, 1, 1])

    def test_what_an_agent_has_is_what_their_list_finds(self):
        """As ``now_agents.js`` asks for it: whoever has left is in it no more."""
        channels = self.make_guest_conversations(3)
        for channel in channels:
            self.call(self.other_agent, channel, "livechat_join")
        channels[1]._action_unfollow(partner=self.other_agent.partner_id)
        rows = self.rows(self.manager)
        partner = self.other_agent.partner_id
        shown = {i for i, row in rows.items() if partner.id in row["livechat_present_agent_ids"]}
        present = [
            ("partner_id", "=", partner.id),
            ("livechat_member_type", "=", "agent"),
            ("member_id", "!=", False),
        ]
        found = channels.with_user(self.manager).search(
            [
                ("channel_type", "=", "livechat"),
                ("livechat_end_dt", "=", False),
                ("livechat_channel_member_history_ids", "any", present),
            ]
        )
        self.assertEqual(set(found.ids), shown)
        self.assertEqual(shown, {channels[0].id, channels[2].id})

    def test_figures_do_not_tell_customers(self):
        """An agent does not learn the outcome of the conversation whose customer they are."""
        channel = self.open_conversation(self.other_agent)
        self.user_writes(self.other_agent, channel, "Is there anybody?")
        self.call(self.agent, channel, "livechat_close")
        self.assertEqual(channel.livechat_outcome, "missed")
        for user, expected in [(self.manager, 1), (self.other_agent, 0)]:
            [counts] = [
                counts
                for counts in self.load(user)["Store"]["livechat_now_totals"]["counts"]
                if counts["livechat_channel_id"] == self.livechat_channel.id
            ]
            self.assertEqual(counts["missed"], expected)

    def test_today_is_the_users(self):
        for tz in ("Pacific/Auckland", "America/Los_Angeles", "nowhere"):
            channels = self.env["discuss.channel"].with_context(tz=tz)
            since = channels._get_livechat_today()
            local = fields.Datetime.context_timestamp(channels, since) if "/" in tz else since
            self.assertEqual((local.hour, local.minute), (0, 0))
            self.assertLess(fields.Datetime.now() - since, timedelta(days=1))

    def test_today_when_clocks_change_at_midnight(self):
        for tz, now, since in (
            ("America/Havana", "2026-11-01 12:00", "2026-11-01 04:00"),  # from one back to midnight
            ("Atlantic/Azores", "2026-10-25 12:00", "2026-10-25 00:00"),
            ("America/Santiago", "2026-09-06 12:00", "2026-09-06 04:00"),  # from midnight to one
            ("America/Santiago", "2026-04-05 12:00", "2026-04-05 04:00"),  # back to eleven
        ):
            channels = self.env["discuss.channel"].with_context(tz=tz)
            with self.subTest(tz, now=now), freeze_time(now):
                self.assertEqual(f"{channels._get_livechat_today():%Y-%m-%d %H:%M}", since)

    def test_statements(self):
        """However many conversations and agents there are: five, beside what Odoo looks up."""
        few = self.record_load(1)
        self.assert_statements(few, STATEMENTS)
        self.assertEqual(len(few) - len(ACCESS), 5)
        agents = self.new_users(
            *({"login": f"now_{n}", "name": f"Now {n}", "group": AGENTS} for n in range(20))
        )
        self.livechat_channel.user_ids = [Command.link(user.id) for user in agents]
        for user in agents:
            self.env["mail.presence"]._update_presence(user)
        self.assert_same_statements(few, self.record_load(200, agents))

    def record_load(self, count, agents=None):
        channels = self.make_guest_conversations(count)
        for number, agent in enumerate(agents or ()):
            channels[number :: len(agents)]._add_members(users=agent)
        env = self.env(user=self.manager, context={"tz": BRUSSELS})

        def load():
            store = Store()
            LivechatNow._add_livechat_now(env, store)
            return store.get_result()

        return self.record(load)
