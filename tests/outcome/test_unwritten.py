from datetime import timedelta

from odoo.tests import tagged

from ..support.outcome import OutcomeCase


@tagged("post_install", "-at_install")
class TestUnwritten(OutcomeCase):
    """What the customer does not see as an answer is none, whoever it is from."""

    def setUp(self):
        super().setUp()
        self.livechat_channel.is_waiting_after_reply = True

    def do_agent_comments(self, channel):
        """Write what only employees read."""
        self.user_writes(self.agent, channel, "Who is this?", subtype_xmlid="mail.mt_note")

    def do_agent_mails(self, channel):
        """Send an email from the conversation, as a server action does."""
        template = self.env["mail.template"].create(
            {
                "body_html": "<p>Hi</p>",
                "email_from": "ada@example.com",
                "model_id": self.env["ir.model"]._get_id("discuss.channel"),
            }
        )
        mail_id = template.send_mail(
            channel.id,
            email_values={"author_id": self.agent.partner_id.id, "email_to": "eve@example.com"},
        )
        mail = self.env["mail.mail"].browse(mail_id)
        self.assertEqual((mail.model, mail.res_id), ("discuss.channel", channel.id))

    def do_observer_comments(self, channel):
        self.user_writes(self.other_agent, channel, "I know", subtype_xmlid="mail.mt_note")

    def history_of(self, channel, user):
        return channel.livechat_channel_member_history_ids.filtered(
            lambda history: history.partner_id == user.partner_id
        )

    def test_the_outcome(self):
        for script, outcome in {
            "visitor agent_comments": "missed",
            "visitor agent_mails": "missed",
            "visitor agent agent_comments": "no_answer",
            "visitor agent visitor observer_invited observer_comments": "no_failure",
            "visitor agent visitor": "no_failure",
        }.items():
            channel = self.play(script)
            with self.subTest(script):
                self.assertEqual(channel.livechat_computed_outcome, outcome)

    def test_the_figures(self):
        channel = self.play("visitor agent_comments")
        history = self.history_of(channel, self.agent)
        self.assertEqual((history.message_count, history.response_time_hour), (0, 0))
        report = self.env["im_livechat.report.channel"].search([("channel_id", "=", channel.id)])
        self.assertFalse(report.time_to_answer)

    def test_the_status(self):
        channel = self.open_conversation()
        self.do_visitor(channel)
        for comment in (self.do_agent_comments, self.do_agent_mails):
            comment(channel)
            self.assertEqual(channel.livechat_status, "in_progress")
        self.user_writes(self.agent, channel)
        self.assertEqual(channel.livechat_status, "waiting")

    def test_attention(self):
        channel = self.open_conversation()
        self.do_visitor(channel)
        self.do_agent_comments(channel)
        channel.livechat_customer_waiting_since_dt -= timedelta(hours=1)
        self.assertEqual(channel.livechat_needs_attention, "customer_waits")

    def test_the_rating(self):
        channel = self.open_conversation()
        self.do_visitor(channel)
        self.user_writes(self.agent, channel)
        self.do_observer_invited(channel)
        self.do_observer_comments(channel)
        self.do_visitor_rates(channel)
        self.assertEqual(channel.rating_ids.rated_partner_id, self.agent.partner_id)
