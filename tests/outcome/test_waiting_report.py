from datetime import datetime

from lxml import etree

from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..actions.test_session_lists import SessionListCase

MODEL = "livechat.waiting.report"
ACTION = "livechat_info_panel.livechat_waiting_report_action"
AGGREGATES = [
    *("__count", "duration_hour:avg", "median_hour:median", "longest_hour:max", "total_hour:sum"),
    *("working_hour:avg", "median_working_hour:median", "within_target:avg"),
]
STARTED = datetime(2026, 1, 5, 23, 30)  # a Monday, in UTC


@tagged("post_install", "-at_install")
class TestWaitingReport(SessionListCase):
    """Live Chat, Reporting, Waiting Times."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls.env.ref(ACTION)
        cls.channel = cls.make_guest_conversations(1)
        cls.env["livechat.status.period"].search([]).unlink()
        cls.env["livechat.customer.wait"].search([]).unlink()
        cls.env["livechat.customer.wait"].create(
            [
                cls.wait(10, is_first=True, target=15, is_within_target=True),
                cls.wait(20, is_first=True, target=15, is_within_target=False),
                cls.wait(60, is_first=True),
                cls.wait(2, target=2, is_within_target=True),
                cls.wait(40, target=15, ended_by="closed", user_id=False),
                cls.wait(4, target=15, ended_by="closed", user_id=False),
            ]
        )
        cls.env["livechat.status.period"].create(
            [
                cls.period("in_progress", 500),
                cls.period("waiting", 100),
                cls.period("need_help", 6, helper_id=cls.other_agent.id, help_text="Which form?"),
                {**cls.period("need_help", 900), "end_dt": False},
            ]
        )
        cls.env.flush_all()

    @classmethod
    def wait(cls, minutes, target=0, **vals):
        return {
            "channel_id": cls.channel.id,
            "duration_hour": minutes / 60,
            "end_dt": datetime(2026, 1, 6),
            "ended_by": "answered",
            "livechat_channel_id": cls.livechat_channel.id,
            "start_dt": STARTED,
            "target_minutes": target,
            "user_id": cls.agent.id,
            "working_hour": minutes / 120,
            **vals,
        }

    @classmethod
    def period(cls, status, minutes, **vals):
        start, minute = datetime(2026, 1, 5, 8), datetime(2026, 1, 5, 9) - datetime(2026, 1, 5, 8)
        return {
            "channel_id": cls.channel.id,
            "status": status,
            "start_dt": start,
            "end_dt": start + minute / 60 * minutes,
            "user_id": cls.agent.id,
            **vals,
        }

    def groups(self, *group_by, domain=(), tz="UTC"):
        """Return the figures of a report by its groups, in minutes, as the web client asks."""
        rows = self.rpc(
            self.manager,
            MODEL,
            "formatted_read_group",
            list(domain),
            groupby=group_by,
            aggregates=AGGREGATES,
            context={"tz": tz},
        )

        def to_key(row):
            keys = [row[name] for name in group_by]
            keys = [key[0] if isinstance(key, (list, tuple)) else key for key in keys]
            return keys[0] if len(keys) == 1 else tuple(keys)

        def to_figures(row):
            minutes = [row[name] for name in AGGREGATES[1:-1]]
            minutes = [
                each is not None and each is not False and round(each * 60) for each in minutes
            ]
            return (row["__count"], *minutes, row[AGGREGATES[-1]])

        return {to_key(row): to_figures(row) for row in rows}

    def test_each_kind(self):
        """Number, average, median, longest, sum, working time, within the target."""
        self.assertEqual(
            self.groups("kind"),
            {
                "first_answer": (3, 30, 20, 60, 90, 15, 10, 0.5),
                "next_answer": (1, 2, 2, 2, 2, 1, 1, 1),
                # Who went away before the target did not wait in vain.
                "no_answer": (2, 22, 22, 40, 44, 11, 11, 0),
                "help": (1, 6, 6, 6, 6, 6, 6, False),
                "customer": (1, 100, 100, 100, 100, 100, 100, False),
            },
        )

    def test_no_figure_is_of_different_things(self):
        nothing = (False,) * 7
        self.assertEqual(self.total(), (8, *nothing))
        self.assertEqual(
            self.total([("kind", "in", ("first_answer", "next_answer", "no_answer"))])[:5],
            (6, 23, 15, 60, 136),
        )

    def total(self, domain=()):
        return self.groups(domain=domain)[()]

    def test_hours_and_days_of_the_reader(self):
        domain = [("kind", "=", "next_answer")]
        for tz, key in {"UTC": ("23", "0"), "Asia/Tokyo": ("08", "1")}.items():
            with self.subTest(tz):
                self.assertEqual(
                    list(self.groups("start_hour", "week_day", domain=domain, tz=tz)), [key]
                )

    def test_who_answered(self):
        figures = self.groups("user_name", "kind")
        self.assertEqual(
            {key: row[0] for key, row in figures.items()},
            {
                (self.agent.name, "first_answer"): 3,
                (self.agent.name, "next_answer"): 1,
                (False, "no_answer"): 2,
                (False, "customer"): 1,
                (self.other_agent.name, "help"): 1,
            },
        )

    def test_it_is_the_same_everywhere(self):
        """In a list and its export each row, in a pivot their figures."""
        rows = self.rpc(self.manager, MODEL, "search_read", [], ["kind", "duration_hour"])
        self.assertEqual(len(rows), 8)
        records = self.env[MODEL].browse(row["id"] for row in rows)
        exported = records.export_data(["duration_hour"])["datas"]
        self.assertEqual(
            [row["duration_hour"] for row in rows], [float(value) for [value] in exported]
        )
        pivot = self.rpc(
            self.manager,
            MODEL,
            "formatted_read_grouping_sets",
            [],
            [[], ["kind"]],
            aggregates=["__count", "median_hour:median"],
        )
        [total], kinds = pivot
        self.assertEqual((total["__count"], total["median_hour:median"]), (8, False))
        medians = {row["kind"]: round(row["median_hour:median"] * 60) for row in kinds}
        self.assertEqual(medians, {kind: row[2] for kind, row in self.groups("kind").items()})

    def test_every_filter_and_group(self):
        arch = etree.fromstring(self.views_of(self.manager, ACTION)["search"]["arch"])
        used = {"domain": [], "group_by": []}
        for item in arch.iter("filter"):
            with self.subTest(item.get("name")):
                if domain := safe_eval(item.get("domain") or "[]", {"uid": self.agent.id}):
                    used["domain"].append(domain)
                    self.rpc(self.manager, MODEL, "search_count", domain)
                if group_by := safe_eval(item.get("context") or "{}").get("group_by"):
                    used["group_by"].append(group_by)
                    self.assertTrue(self.groups(group_by))
        self.assertTrue(used["domain"] and used["group_by"], used)
        names = [name.removeprefix("search_default_") for name in safe_eval(self.action.context)]
        for name in names:
            self.assertIsNotNone(arch.find(f".//filter[@name='{name}']"))

    def test_each_line_opens_its_conversation(self):
        arch = etree.fromstring(self.views_of(self.manager, ACTION)["list"]["arch"])
        self.assertEqual(arch.get("type"), "object")
        for row in self.env[MODEL].search([]):
            action = self.rpc(self.manager, MODEL, arch.get("action"), row.ids)
            self.assertEqual(
                (action["res_model"], action["res_id"]), ("discuss.channel", self.channel.id)
            )
            self.assertEqual([view_type for _id, view_type in action["views"]], ["form"])

    def test_menu_is_for_administrators(self):
        menu = self.env.ref("livechat_info_panel.livechat_waiting_report_menu")
        for user, is_shown in ((self.manager, True), (self.agent, False), (self.employee, False)):
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            self.assertEqual(menu.id in visible, is_shown, user.login)

    def test_nobody_changes_it(self):
        wait = self.env["livechat.customer.wait"].search([], limit=1)
        for user, model, method, args in (
            (self.employee, wait._name, "read", [wait.ids, ["ended_by"]]),
            (self.manager, wait._name, "write", [wait.ids, {"start_dt": str(datetime.min)}]),
            (self.manager, wait._name, "unlink", [wait.ids]),
            (self.agent, MODEL, "search_read", [[], ["kind"]]),
        ):
            with (
                self.subTest(method, user=user.login),
                mute_logger("odoo.http"),
                self.assertRaisesRegex(JsonRpcException, "AccessError"),
            ):
                self.rpc(user, model, method, *args)
