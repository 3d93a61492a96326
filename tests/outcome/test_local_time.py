from odoo.tests import tagged

from ..support.common import PanelCase

LATE_ON_MONDAY = "2026-01-05 23:30:00"  # in UTC
# Hour and weekday of it, from Monday.
LOCAL = {"UTC": (23, 0), "Asia/Tokyo": (8, 1), "America/New_York": (18, 0), "Nowhere": (23, 0)}


@tagged("post_install", "-at_install")
class TestLocalTime(PanelCase):
    """Hours and weekdays are those of who looks at a report."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.visitor_writes(self.channel, "Hello")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE discuss_channel SET create_date = %s, livechat_start_hour = 23,"
            " livechat_week_day = '0' WHERE id = %s",
            [LATE_ON_MONDAY, self.channel.id],
        )
        self.env.invalidate_all()

    def groups(self, model, domain, tz, *names):
        """Return the groups of a report, which has one row, as an administrator sees them."""
        reports = self.env[model].with_user(self.manager).with_context(tz=tz)
        return [row[:-1] for row in reports._read_group(domain, names, ["__count"])]

    def test_each_report(self):
        for tz, (hour, day) in LOCAL.items():
            for model, domain, names, expected in [
                (
                    "discuss.channel",
                    [("id", "=", self.channel.id)],
                    ("livechat_start_hour", "livechat_week_day"),
                    (hour, str(day)),
                ),
                (
                    "im_livechat.channel.member.history",
                    [
                        ("channel_id", "=", self.channel.id),
                        ("livechat_member_type", "=", "agent"),
                    ],
                    ("session_start_hour", "session_week_day"),
                    (hour, str(day)),
                ),
                (
                    "im_livechat.report.channel",
                    [("channel_id", "=", self.channel.id)],
                    ("start_hour", "day_number"),
                    (f"{hour:02}", str((day + 1) % 7)),  # from Sunday
                ),
            ]:
                with self.subTest(model, tz=tz):
                    self.assertEqual(self.groups(model, domain, tz, *names), [expected])

    def test_it_is_found_by_it(self):
        channels = self.env["discuss.channel"].with_user(self.manager)
        domain = [("id", "=", self.channel.id), ("livechat_start_hour", "=", 8)]
        self.assertEqual(channels.with_context(tz="Asia/Tokyo").search_count(domain), 1)
        self.assertEqual(channels.with_context(tz="UTC").search_count(domain), 0)
