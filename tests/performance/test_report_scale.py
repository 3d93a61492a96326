import threading
from contextlib import contextmanager

from odoo.tests import tagged
from odoo.tools import SQL

from ..support import scale as scale_common
from ..support.common import PanelCase
from ..support.reports_at_first import REPORTS, show
from . import test_scale
from .test_scale import CONVERSATIONS, LARGE_TABLES

# Those who are named in the groups are looked up among all, as Odoo does.
TABLES = (LARGE_TABLES | {"livechat_customer_wait", "mail_message"}) - {"res_partner"}
EACH = 3 * scale_common.MESSAGES


@tagged("post_install", "-at_install", "long")
class TestReportScale(PanelCase):
    """How PostgreSQL finds what reports show in a company that has had very many conversations."""

    explain = test_scale.TestScale.explain

    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(test_scale.TestScale.give_back_space)
        super().setUpClass()
        scale_common.fill(cls.livechat_channel, cls.agent, CONVERSATIONS)
        cls.env["livechat.customer.wait"].search([]).unlink()
        cls.env["livechat.customer.wait"]._find_former_waits()
        cls.env.flush_all()
        for table in TABLES | {"livechat_status_period"}:
            cls.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    @contextmanager
    def queries(self):
        """Yield a list of the queries that this thread runs meanwhile."""
        queries = []
        hooks = threading.current_thread().__dict__.setdefault("query_hooks", [])

        def hook(cr, query, params, *_times):
            queries.append(cr.mogrify(query, params).decode())

        hooks.append(hook)
        try:
            yield queries
        finally:
            hooks.remove(hook)

    def show(self, model):
        reports = self.env[model].with_user(self.manager)
        return show(reports.with_context(tz="Europe/Brussels"))

    def test_waits_of_an_existing_database(self):
        """Each customer writes, an agent answers, twice."""
        self.env.cr.execute(
            """SELECT COUNT(*), COUNT(*) FILTER (WHERE is_first), COUNT(*) FILTER (
                          WHERE ended_by = 'answered' AND duration_hour = 0.05
                      )
                 FROM livechat_customer_wait WHERE livechat_channel_id = %s""",
            [self.livechat_channel.id],
        )
        total = CONVERSATIONS + 3 * scale_common.EARLIER
        self.assertEqual(self.env.cr.fetchone(), (2 * total, total, 2 * total))

    def test_what_reports_show_at_first(self):
        """Only what is of the last month is read, not all of three years."""
        for model in REPORTS:
            with self.subTest(model):
                self.show(model)
                with self.queries() as queries:
                    [total], _groups = self.show(model)
                self.assertTrue(total["__count"])
                [query] = [query for query in queries if "GROUPING SETS" in query]
                nodes = self.explain(SQL(query.replace("%", "%%")))
                scans = [node for node in nodes if "Relation Name" in node]
                whole = {n["Relation Name"] for n in scans if n["Node Type"] == "Seq Scan"}
                self.assertFalse(whole & TABLES)
                read = sum(
                    node["Actual Rows"] * node["Actual Loops"]
                    for node in scans
                    if node["Relation Name"] in TABLES
                )
                self.assertLessEqual(read, EACH * total["__count"])

    def test_a_line_is_found_by_its_id(self):
        wait = self.env["livechat.customer.wait"].search([], limit=1)
        query = self.env["livechat.waiting.report"]._search([("id", "=", wait.id * 2)])
        scans = [node for node in self.explain(query.select("channel_id")) if "Index Name" in node]
        self.assertIn("livechat_customer_wait_in_report_idx", {n["Index Name"] for n in scans})
