from odoo.tests import tagged

from ..support.outcome import OutcomeCase


@tagged("post_install", "-at_install")
class TestReport(OutcomeCase):
    """Odoo's report says what happened."""

    def report_of(self, channel):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["im_livechat.report.channel"].search([("channel_id", "=", channel.id)])

    def test_who_handled_it(self):
        for script, by_agent in {
            "visitor": 0,
            "visitor observer_comes": 0,
            "visitor agent": 1,
            "chatbot visitor": 0,
        }.items():
            with self.subTest(script):
                self.assertEqual(self.report_of(self.play(script)).handled_by_agent, by_agent)

    def test_nothing_lasts_less_than_no_time(self):
        channel = self.play("visitor")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE discuss_channel SET create_date = livechat_end_dt + INTERVAL '0.7 seconds'"
            " WHERE id = %s",
            [channel.id],
        )
        self.assertEqual(self.report_of(channel).duration, 0)
