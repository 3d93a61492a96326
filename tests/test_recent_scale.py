from contextlib import closing

from odoo.sql_db import db_connect
from odoo.tests import get_db_name, tagged
from odoo.tools import SQL

from . import scale_common
from .common import PanelCase

CONVERSATIONS = 1_000_000
LIMIT = 10  # milliseconds
# The best of some runs counts, since the machine may be busy with something else.
RUNS = 30
# What the counting below takes, in milliseconds, on a machine that is fast enough for the limit.
# On a slower one, which may be just busy, the limit is as much higher.
COUNTING = "SELECT count(*) FROM generate_series(1, 200000)"
COUNTING_TIME = 20
LARGE_TABLES = {"discuss_channel", "im_livechat_channel_member_history", "res_partner"}


@tagged("post_install", "-at_install")
class TestRecentScale(PanelCase):
    """What the recent conversations cost in a company that has had very many."""

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
        """Run a query; return how many milliseconds it took, and all the nodes of its plan."""
        self.env.cr.execute(SQL("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) %s", query))
        [plan] = self.env.cr.fetchone()[0]
        nodes, to_visit = [], [plan["Plan"]]
        while to_visit:
            nodes.append(to_visit.pop())
            to_visit += nodes[-1].get("Plans", [])
        return plan["Execution Time"], nodes

    def get_limit(self):
        """Return how many milliseconds the query may take on this machine, now."""
        counting = min(self.explain(SQL(COUNTING))[0] for _run in range(RUNS))
        return LIMIT * max(1, counting / COUNTING_TIME)

    def test_recent_conversations_are_found_in_milliseconds(self):
        earlier = scale_common.EARLIER
        for customer, by_company, count in [
            ("guest", False, earlier),
            ("contact", False, earlier),
            ("contact", True, earlier + 81),
            ("email", False, earlier),
            ("new", False, 0),
        ]:
            with self.subTest(customer=customer, by_company=by_company):
                channel = self.channels[customer].with_user(self.agent)
                recent = channel.livechat_get_recent_conversations(by_company)
                self.assertEqual(recent["count"], count)
                self.assertEqual(len(recent["items"]), min(count, 5))
                query = channel._get_recent_query(by_company)
                runs = [self.explain(query) for _run in range(RUNS)]
                scanned = {
                    node["Relation Name"]
                    for _time, nodes in runs
                    for node in nodes
                    if node["Node Type"] == "Seq Scan"
                }
                self.assertFalse(scanned & LARGE_TABLES)
                self.assertLess(min(time for time, _nodes in runs), self.get_limit())
