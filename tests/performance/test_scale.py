from contextlib import closing

from odoo.sql_db import db_connect
from odoo.tests import get_db_name, tagged
from odoo.tools import SQL

from ...models.recent.recent_query import COUNT_LIMIT
from ..support import scale as scale_common
from ..support.common import IS_SLOW, PanelCase

CONVERSATIONS = 1_000_000 if IS_SLOW else 100_000
# How many rows may be read beside, and for each conversation that is found.
FEW, EACH = 100, 8
# How often rows are read of what was found in one place: there, whether they may be read, among
# all, and as those to show. PostgreSQL may read some more that lie beside them.
STEPS = 12
LARGE_TABLES = {"discuss_channel", "im_livechat_channel_member_history", "res_partner"}


@tagged("post_install", "-at_install", "long")
class TestScale(PanelCase):
    """How PostgreSQL finds conversations in a company that has had very many."""

    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(cls.give_back_space)  # when all else is cleaned up
        super().setUpClass()
        cls.channels = scale_common.fill(cls.livechat_channel, cls.agent, CONVERSATIONS, messages=0)
        cls.env.flush_all()

    @staticmethod
    def give_back_space():
        """Have the tables as small for the next tests as they were before this one."""
        with closing(db_connect(get_db_name()).cursor()) as cr:
            cr._cnx.autocommit = True
            for table in scale_common.TABLES:
                cr.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))

    def explain(self, query):
        """Run a query; return all the nodes of its plan."""
        self.env.cr.execute(SQL("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) %s", query))
        [plan] = self.env.cr.fetchone()[0]
        nodes, to_visit = [], [plan["Plan"]]
        while to_visit:
            nodes.append(to_visit.pop())
            to_visit += nodes[-1].get("Plans", [])
        return nodes

    def find_read_as_a_whole(self, nodes):
        """Return which of the large tables a plan reads as a whole."""
        scans = [node for node in nodes if node["Node Type"] == "Seq Scan"]
        return {node["Relation Name"] for node in scans} & LARGE_TABLES

    def check_plan(self, nodes, found, places=0):
        """Check that no large table is read as a whole, and few rows for what is found.

        :param int found: how many conversations
        :param int places: in how many more places as many are found
        """
        self.assertFalse(self.find_read_as_a_whole(nodes))
        read = sum(
            (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
            for node in nodes
            if "Scan" in node["Node Type"]
        )
        self.assertLessEqual(read, FEW + (EACH + STEPS * places) * found)

    def test_recent_conversations_of_one_customer(self):
        """Of a customer who had very many, no more are looked at than are counted."""
        for customer, by_company, sources in [
            ("guest", False, 1),
            ("contact", False, 4),  # and as many by the contact's address
            ("contact", True, 4 + 9),
            ("email", False, 1),
            ("new", False, 0),
        ]:
            with self.subTest(customer=customer, by_company=by_company):
                channel = self.channels[customer].with_user(self.agent)
                recent = channel.livechat_get_recent_conversations(by_company)
                self.assertEqual(recent["count"], COUNT_LIMIT if sources else 0)
                self.assertEqual(recent["has_more"], bool(sources))
                self.assertEqual(len(recent["items"]), 5 if sources else 0)
                nodes = self.explain(channel._get_recent_query(by_company, 5, True))
                self.check_plan(nodes, COUNT_LIMIT * bool(sources), sources)
                self.assertEqual(
                    recent["items"],
                    self.find_newest(channel, by_company, recent["items"]),
                )

    def test_recent_conversations_where_rules_leave_some_out(self):
        """Those that the user may read are looked for among the customer's alone."""
        self.env["ir.rule"].create(
            {
                "name": "Only those of one's own live chat channels",
                "model_id": self.env["ir.model"]._get_id("discuss.channel"),
                "domain_force": [("livechat_channel_id.user_ids", "in", self.agent.ids)],
            }
        )
        for customer in ("guest", "contact", "email"):
            with self.subTest(customer=customer):
                channel = self.channels[customer].with_user(self.agent)
                self.assertFalse(channel._get_livechat_restriction().is_true())
                recent = channel.livechat_get_recent_conversations()
                self.assertEqual((recent["count"], recent["has_more"]), (COUNT_LIMIT, True))
                nodes = self.explain(channel._get_recent_query(False, 5, True))
                self.assertFalse(self.find_read_as_a_whole(nodes))

    def test_recent_conversations_for_an_agent_who_was_a_customer(self):
        """Their own conversations, of whomever, are left out of those that are looked at."""
        guest = self.channels["guest"].livechat_customer_guest_ids
        histories = self.env["im_livechat.channel.member.history"].search(
            [("guest_id", "=", guest.id)], order="channel_id DESC"
        )
        own = histories.channel_id.filtered(
            lambda channel: self.agent.partner_id not in channel.livechat_agent_partner_ids
        )[:1]
        histories.create(
            {
                "channel_id": own.id,
                "livechat_member_type": "visitor",
                "partner_id": self.agent.partner_id.id,
            }
        )
        self.env.flush_all()
        for customer, sources in [("guest", 1), ("contact", 4), ("email", 1)]:
            with self.subTest(customer=customer):
                channel = self.channels[customer].with_user(self.agent)
                self.assertEqual(channel._get_own_livechat_ids(), own._ids)
                recent = channel.livechat_get_recent_conversations()
                self.assertEqual((recent["count"], recent["has_more"]), (COUNT_LIMIT, True))
                nodes = self.explain(channel._get_recent_query(False, 5, True))
                self.check_plan(nodes, COUNT_LIMIT, sources)

    def find_newest(self, channel, by_company, items):
        """Return those of some items that are of the newest that the list of all shows."""
        action = channel.action_livechat_open_recent(by_company)
        newest = channel.search(action["domain"], order="last_interest_dt DESC, id DESC", limit=5)
        return [item for item in items if item["id"] in newest.ids]

    def test_open_conversations_of_a_contact_who_changes(self):
        channels = self.env["discuss.channel"].with_context(active_test=False)
        contact = self.channels["contact"]._get_livechat_contact_sudo()
        for changed in (contact, contact.commercial_partner_id, self.agent.partner_id):
            for domain in changed._get_open_livechat_domains(changed.ids):
                with self.subTest(changed=changed.name, domain=domain):
                    nodes = self.explain(channels._search(domain).select())
                    self.assertFalse(self.find_read_as_a_whole(nodes))

    def test_those_who_look_for_help(self):
        channels = self.env["discuss.channel"]
        channels.search([("livechat_status", "=", "in_progress")], limit=30).write(
            {"livechat_status": "need_help"}
        )
        self.env.flush_all()
        self.env.cr.execute("ANALYZE discuss_channel")
        query = channels.with_user(self.agent)._search(
            [("livechat_status", "=", "need_help")],
            order="livechat_looking_for_help_since_dt, id",
            limit=100,
        )
        nodes = self.explain(query.select())
        self.assertIn(
            "discuss_channel_livechat_looking_for_help_idx",
            {node.get("Index Name") for node in nodes},
        )
        # Besides, those of which the agent is a member are read.
        self.check_plan(nodes, 30 + scale_common.JOINED // scale_common.AGENTS)
