from datetime import timedelta

from odoo.tests import tagged

from ..support.common import PanelCase

MINUTE = timedelta(minutes=1)


@tagged("post_install", "-at_install")
class TestHelpDue(PanelCase):
    """When a call for help has to be answered."""

    def asking(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_ask_help", "Which form?")
        return channel

    def assertDue(self, channel, minutes):
        self.env.invalidate_all()
        since = channel.livechat_looking_for_help_since_dt
        due, warning = channel.livechat_help_due_dt, channel.livechat_help_warn_dt
        if minutes is None:
            self.assertEqual((due, warning), (False, False))
        else:
            expected = (since + minutes * MINUTE, since + minutes * 0.75 * MINUTE)
            self.assertEqual((due, warning), expected)

    def test_from_the_call_to_its_end(self):
        channel = self.asking()
        self.assertDue(channel, 5)
        self.call(self.agent, channel, "livechat_ask_help", "Another form?")
        self.assertDue(channel, 5)
        self.call(self.other_agent, channel, "livechat_join")
        self.assertDue(channel, None)

    def test_agents_receive_it(self):
        channel = self.asking()
        data = self.as_user(
            self.other_agent, "/mail/data", {"fetch_params": ["/im_livechat/looking_for_help"]}
        )
        [record] = [r for r in data["discuss.channel"] if r["id"] == channel.id]
        self.assertEqual(record["livechat_help_due_dt"], str(channel.livechat_help_due_dt))
        self.assertEqual(record["livechat_help_warn_dt"], str(channel.livechat_help_warn_dt))

    def test_other_options(self):
        channel = self.asking()
        job = self.env.ref("livechat_info_panel.ir_cron_notify_overdue_help")
        for minutes in (10, 0, 2):
            self.livechat_channel.with_user(self.manager).help_overdue_minutes = minutes
            self.assertDue(channel, minutes or None)
            self.assertEqual(
                self.env["ir.cron.trigger"].search_count(
                    [("cron_id", "=", job.id), ("call_at", "=", channel.livechat_help_due_dt)]
                ),
                1 if minutes else 0,
            )

    def test_it_counts_in_working_hours(self):
        """Administrators are told of it by the same moment."""
        self.livechat_channel.resource_calendar_id = self.make_calendar_off()
        channel = self.asking()
        self.assertDue(channel, None)
        channel.livechat_looking_for_help_since_dt -= 60 * MINUTE
        self.assertFalse(self.overdue(channel))
        self.livechat_channel.resource_calendar_id = False
        self.assertDue(channel, 5)
        self.assertTrue(self.overdue(channel))

    def overdue(self, channel):
        return channel & self.env["livechat.status.period"]._search_overdue_help().channel_id

    def test_urgency(self):
        channel = self.asking()
        for minutes, urgency in [(0, False), (4, "soon"), (1, "late")]:
            channel.livechat_looking_for_help_since_dt -= minutes * MINUTE
            self.assertEqual(channel.livechat_help_urgency, urgency)
