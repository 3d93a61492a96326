from datetime import datetime, timedelta

from lxml import etree

from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..actions.test_session_lists import SessionListCase


@tagged("post_install", "-at_install")
class TestStatusReport(SessionListCase):
    """Live Chat, Reporting, Waiting Times."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls.env.ref("livechat_info_panel.livechat_status_period_action")

    def minutes_pass(self, channel, minutes):
        """Let the present status of a conversation have begun so much earlier."""
        self.env.cr.execute(
            "UPDATE livechat_status_period SET start_dt = start_dt - %s"
            " WHERE channel_id = %s AND end_dt IS NULL",
            [timedelta(minutes=minutes), channel.id],
        )
        self.env.invalidate_all()

    def average_minutes(self, user, group_by):
        """Return what the report says of this test's live chat channel, in minutes."""
        groups = self.rpc(
            user,
            "livechat.status.period",
            "formatted_read_group",
            [
                *safe_eval(self.action.domain),
                ("livechat_channel_id", "=", self.livechat_channel.id),
            ],
            groupby=[group_by],
            aggregates=["duration_hour:avg", "__count"],
        )
        return {
            group[group_by][0] if isinstance(group[group_by], (list, tuple)) else group[group_by]: (
                group["__count"],
                round(group["duration_hour:avg"] * 60),
            )
            for group in groups
        }

    def test_who_waited_how_long(self):
        """Customers for an agent, agents for a customer, calls for help for an answer."""
        for minutes in 10, 30:
            channel = self.open_conversation()
            self.minutes_pass(channel, minutes)
            self.call(self.agent, channel, "livechat_set_status", "waiting")
            self.minutes_pass(channel, minutes * 2)
            self.call(self.agent, channel, "livechat_ask_help", "Which form?")
            self.minutes_pass(channel, minutes * 3)
            self.call(self.other_agent, channel, "livechat_join")
            self.minutes_pass(channel, 1000)  # goes on, so it does not count yet
        self.assertEqual(
            self.average_minutes(self.manager, "status"),
            {"in_progress": (2, 20), "waiting": (2, 40), "need_help": (2, 60)},
        )
        self.assertEqual(
            self.average_minutes(self.manager, "user_id"),
            {self.agent.id: (4, 50), False: (2, 20)},
        )
        self.assertEqual(
            self.average_minutes(self.manager, "livechat_channel_id"),
            {self.livechat_channel.id: (6, 40)},
        )
        for interval in "day", "week", "month":
            averages = self.average_minutes(self.manager, f"start_dt:{interval}")
            self.assertEqual(sum(count for count, _average in averages.values()), 6)
        self.env.cr.execute(
            """SELECT status, COUNT(*), ROUND(AVG(EXTRACT(EPOCH FROM end_dt - start_dt)) / 60)
                 FROM livechat_status_period
                WHERE end_dt IS NOT NULL AND livechat_channel_id = %s
             GROUP BY status""",
            [self.livechat_channel.id],
        )
        self.assertEqual(
            {status: (count, minutes) for status, count, minutes in self.env.cr.fetchall()},
            self.average_minutes(self.manager, "status"),
        )

    def test_every_filter_and_group(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_close")
        arch = etree.fromstring(
            self.views_of(self.manager, "livechat_info_panel.livechat_status_period_action")[
                "search"
            ]["arch"]
        )
        used = {"domain": [], "group_by": []}
        for item in arch.iter("filter"):
            with self.subTest(item.get("name")):
                if domain := safe_eval(item.get("domain") or "[]"):
                    used["domain"].append(domain)
                    self.rpc(self.manager, "livechat.status.period", "search_count", domain)
                if group_by := safe_eval(item.get("context") or "{}").get("group_by"):
                    used["group_by"].append(group_by)
                    self.assertTrue(self.average_minutes(self.manager, group_by))
        self.assertTrue(used["domain"] and used["group_by"], used)
        [name] = [
            name.removeprefix("search_default_")
            for name in safe_eval(self.action.context)
            if name.startswith("search_default_")
        ]
        self.assertIsNotNone(arch.find(f".//filter[@name='{name}']"))

    def test_line_opens_the_conversation(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_close")
        views = self.views_of(self.manager, "livechat_info_panel.livechat_status_period_action")
        arch = etree.fromstring(views["list"]["arch"])
        self.assertEqual(arch.get("type"), "object")
        period = self.env["livechat.status.period"].search([("channel_id", "=", channel.id)])
        action = self.rpc(self.manager, "livechat.status.period", arch.get("action"), period.ids)
        self.assertEqual((action["res_model"], action["res_id"]), ("discuss.channel", channel.id))
        self.assertEqual([view_type for _id, view_type in action["views"]], ["form"])

    def test_menu_is_for_administrators(self):
        menu = self.env.ref("livechat_info_panel.livechat_status_period_menu")
        for user, is_shown in ((self.manager, True), (self.agent, False), (self.employee, False)):
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            self.assertEqual(menu.id in visible, is_shown, user.login)

    def test_nobody_changes_it(self):
        channel = self.open_conversation()
        period = self.env["livechat.status.period"].search([("channel_id", "=", channel.id)])
        for user, method, args in (
            (self.employee, "read", [period.ids, ["status"]]),
            (self.manager, "write", [period.ids, {"start_dt": str(datetime.min)}]),
            (self.manager, "unlink", [period.ids]),
        ):
            with (
                self.subTest(method, user=user.login),
                mute_logger("odoo.http"),
                self.assertRaisesRegex(JsonRpcException, "AccessError"),
            ):
                self.rpc(user, "livechat.status.period", method, *args)
