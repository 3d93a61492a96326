import json
import smtplib
from datetime import timedelta
from itertools import count

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.transcript import mail_mail
from ...models.transcript.mail_mail import MailMail
from ..support.transcript import TranscriptCase

MAIL = "odoo.addons.mail.models.mail_mail"


@tagged("post_install", "-at_install")
class TestTranscriptMailServer(TranscriptCase):
    """What becomes of conversations that are sent, whatever the mail server does."""

    def queue(self, channel, *args):
        """Send a conversation, which waits in the queue: nobody has asked the mail server yet."""
        sending = self.send(channel, *args)
        self.assertEqual(sending.state, "queued")
        if self.server:
            self.assertFalse(self.server.mailbox.is_asked)
        return sending

    def assert_failed(self, sending, *reasons):
        self.assertEqual(sending.state, "failed")
        for reason in reasons:
            self.assertIn(reason, sending.failure_reason)

    def retry(self, sending, user=None):
        sending.with_user(user or self.agent).livechat_retry()
        self.env.invalidate_all()
        return sending

    def test_sent_and_kept_when_the_mail_is_gone(self):
        mailbox = self.start_mail_server()
        sending = self.queue(self.open_conversation(self.customer))
        self.assertFalse(mailbox.mails)
        mail = sending.mail_mail_ids
        self.run_mail_queue()
        self.assertEqual(mailbox.recipients, ["carla@example.com"])
        self.assertFalse(mail.exists())
        self.assertEqual(sending.state, "sent")
        self.assertEqual(sending.user_id, self.agent)
        self.assertEqual(sending.email_to, "carla@example.com")
        self.run_mail_queue()
        self.assertEqual(len(mailbox.mails), 1)

    def test_down_then_up_again(self):
        sending = self.queue(self.open_conversation(self.customer))
        self.run_mail_queue()
        self.assert_failed(sending, "The mail server cannot be reached.")
        self.assertEqual(self.retry(sending, self.other_agent).state, "queued")
        self.run_mail_queue()
        self.assert_failed(sending, "The mail server cannot be reached.")
        mailbox = self.start_mail_server()
        self.retry(sending)
        self.run_mail_queue()
        self.assertEqual(sending.state, "sent")
        self.assertFalse(sending.failure_reason)
        self.assertEqual(sending.retry_count, 2)
        self.assertEqual(mailbox.recipients, ["carla@example.com"])
        self.retry(sending)
        self.run_mail_queue()
        self.assertEqual(len(mailbox.mails), 1)

    def test_cancelled_before_it_is_sent(self):
        mailbox = self.start_mail_server()
        sending = self.queue(self.open_conversation(self.customer))
        sending.with_user(self.other_agent).livechat_cancel()
        self.run_mail_queue()
        self.assertFalse(mailbox.mails)
        self.assertEqual(sending.state, "cancelled")
        self.assertEqual(sending.failure_reason, "Cancelled by Otto Agent.")
        [item] = self.panel_data(self.agent, sending.channel_id)["livechat_transcripts"]["items"]
        self.assertEqual(item["state"], "cancelled")
        self.retry(sending)
        self.run_mail_queue()
        self.assertEqual(sending.state, "sent")
        sending.with_user(self.agent).livechat_cancel()
        self.assertEqual(sending.state, "sent")
        self.assertEqual(mailbox.recipients, ["carla@example.com"])

    def failures_told(self):
        """Return what is told of sendings that failed: to whom, of which conversations."""
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].search([("message", "ilike", "sending_failed")])
        told = [(json.loads(row.channel), json.loads(row.message)["payload"]) for row in rows]
        rows.unlink()
        return [(channel[2], payload["channel_id"], payload["kind"]) for channel, payload in told]

    def test_who_sent_it_is_told_that_it_failed(self):
        sending = self.queue(self.open_conversation(self.customer))
        self.run_mail_queue()
        of_agent = (self.agent.partner_id.id, sending.channel_id.id, "conversation")
        self.assertEqual(self.failures_told(), [of_agent])
        self.retry(sending, self.other_agent)
        self.assertFalse(self.failures_told())
        sending.with_user(self.other_agent).livechat_cancel()
        self.assertFalse(self.failures_told())
        self.retry(sending)
        self.agent.group_ids -= self.env.ref("im_livechat.im_livechat_group_user")
        self.run_mail_queue()
        self.assertEqual(sending.state, "failed")
        self.assertFalse(self.failures_told())

    @mute_logger(MAIL)
    def test_refused(self):
        mailbox = self.start_mail_server()
        mailbox.mood = "refusing"
        sending = self.queue(self.open_conversation(self.customer))
        self.run_mail_queue()
        self.assertEqual(sending.state, "failed")
        self.assertEqual(sending.failure_reason, "550 5.1.1 No such mailbox here")
        mailbox.mood = "normal"
        self.retry(sending)
        self.run_mail_queue()
        self.assertEqual(sending.state, "sent")
        self.assertEqual(mailbox.recipients, ["carla@example.com"])

    @mute_logger(MAIL)
    def test_retried_as_what_it_is_by_then(self):
        mailbox = self.start_mail_server()
        mailbox.mood = "refusing"
        channel = self.open_conversation(self.customer)
        sending = self.queue(channel)
        self.run_mail_queue()
        self.assertTrue(sending.is_unfinished)
        self.env.company.email = "corrected@example.com"
        channel.with_user(self.agent).livechat_close()
        mailbox.mood = "normal"
        self.retry(sending)
        self.run_mail_queue()
        [(_recipients, message)] = mailbox.mails
        self.assertIn("corrected@example.com", message["From"])
        self.assertNotIn("not finished yet", self.text_of(message))
        self.assertFalse(sending.is_unfinished)

    @mute_logger(MAIL)
    def test_one_of_several_addresses_is_refused(self):
        mailbox = self.start_mail_server()
        mailbox.mood, mailbox.refused = "refusing", "mia@"
        channel = self.open_conversation(self.customer)
        sending = self.queue(channel, "carla@example.com, mia@example.com, z@example.com")
        self.run_mail_queue()
        self.assert_failed(sending, "No such mailbox here")
        self.assertEqual(sending.email_failed, "mia@example.com")
        self.assertEqual(sorted(mailbox.recipients), ["carla@example.com", "z@example.com"])
        [item] = self.panel_data(self.agent, channel)["livechat_transcripts"]["items"]
        self.assertEqual([f["email"] for f in item["failures"]], ["mia@example.com"])
        mailbox.mood = "normal"
        self.retry(sending)
        self.run_mail_queue()
        self.assertEqual(sending.state, "sent")
        self.assertEqual(sorted(mailbox.recipients), sorted(sending.email_to.split(", ")))

    @mute_logger(MAIL)
    def test_connection_dropped_in_the_middle(self):
        mailbox = self.start_mail_server()
        mailbox.mood = "dropping"
        first = self.queue(self.open_conversation(self.customer))
        second = self.queue(self.open_conversation(self.customer))
        for _run in range(2):
            self.run_mail_queue()
        for sending in (first, second):
            self.assert_failed(sending, "closed the connection", "may have arrived")
        mailbox.mood = "normal"
        self.run_mail_queue()
        self.assertFalse(mailbox.mails)
        self.retry(first | second)
        self.run_mail_queue()
        self.assertEqual((first | second).mapped("state"), ["sent", "sent"])
        self.assertEqual(len(mailbox.mails), 2)

    def test_a_connection_that_is_lost_is_no_server_that_cannot_be_reached(self):
        """As where it has the mail, and does not answer: it may have arrived."""
        sending = self.queue(self.open_conversation(self.customer))
        error = smtplib.SMTPServerDisconnected("Connection unexpectedly closed: timed out")
        sending.mail_mail_ids._fail_of_lost_connection(error)
        self.assert_failed(sending, "closed the connection", "may have arrived")

    def test_what_was_refused_before_is_not_cancelled(self):
        channel = self.open_conversation(self.customer)
        sending = self.queue(channel, "carla@example.com, mia@example.com")
        refused = sending.mail_mail_ids.filtered(lambda m: m.email_to == "mia@example.com")
        refused.write({"state": "exception", "failure_reason": "550 No such mailbox"})
        sending.with_user(self.agent).livechat_cancel()
        self.assert_failed(sending, "550 No such mailbox", "Cancelled by Ada Agent.")
        other = self.queue(channel)
        other.livechat_cancel()
        self.assertEqual((other.state, other.failure_reason), ("cancelled", "Cancelled"))

    def test_nothing_is_sent_to_an_erased_customer(self):
        channel = self.open_conversation(self.customer)
        sending = self.queue(channel)
        self.run_mail_queue()
        self.assertEqual(sending.state, "failed")
        channel.with_user(self.agent).livechat_close()
        channel.with_user(self.manager).livechat_erase()
        self.retry(sending)
        self.assertEqual(sending.state, "failed")

    @mute_logger(MAIL)
    def test_as_many_mails_are_received_as_are_reported_as_sent(self):
        mailbox = self.start_mail_server()
        channel = self.open_conversation(self.customer)
        sendings = self.env["livechat.transcript"]
        for number, mood in enumerate(
            ["normal", "refusing", "dropping", "normal", "refusing", "normal", "dropping"]
        ):
            mailbox.mood = mood
            sendings |= self.send(channel, f"a{number}@example.com")
            self.run_mail_queue()
        sent = sendings.filtered(lambda sending: sending.state == "sent")
        self.assertEqual(len(sent), 3)
        self.assertEqual(mailbox.recipients, sent[::-1].mapped("email_to")[::-1])

    @mute_logger(MAIL)
    def test_a_mail_of_which_a_file_is_gone_fails_no_other(self):
        mailbox = self.start_mail_server()
        first = self.send(self.open_conversation(self.customer))
        self.env["mail.mail"].create(
            {"email_to": "x@example.com", "subject": "Another one", "body_html": "<p>x</p>"}
        )
        first.mail_mail_ids.email_from = "nobody"
        second = self.send(self.open_conversation(self.customer))
        self.run_mail_queue()
        self.assertEqual(first.state, "failed")
        self.assertTrue(first.failure_reason)
        self.assertEqual(second.state, "sent")
        self.assertEqual(len(mailbox.mails), 2)

    def test_what_administrators_do_with_the_mails_is_followed(self):
        mailbox = self.start_mail_server()
        sending = self.queue(self.open_conversation(self.customer))
        sending.mail_mail_ids.cancel()
        self.assert_failed(sending, "Cancelled")
        sending.mail_mail_ids.mark_outgoing()
        self.assertEqual(sending.state, "queued")
        self.assertFalse(sending.failure_reason)
        sending.mail_mail_ids.unlink()
        self.assert_failed(sending, "deleted")
        self.retry(sending)
        self.assertEqual(sending.state, "queued")
        self.run_mail_queue()
        self.assertEqual(sending.state, "sent")
        self.assertEqual(mailbox.recipients, ["carla@example.com"])

    @mute_logger(MAIL)
    def test_agents_who_see_the_conversation_are_told(self):
        self.start_mail_server()
        channel = self.open_conversation(self.customer)
        sending = self.send(channel)
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()
        self.run_mail_queue()
        self.env.cr.precommit.run()
        told = self.env["bus.bus"].search([("message", "like", "livechat_transcripts")])
        self.assertTrue(told)
        for notification in told:
            self.assertIn("livechat_users", notification.channel)
            self.assertIn("discuss.channel", notification.channel)
        self.assertIn('"state":"sent"', told[-1].message.replace(" ", ""))
        self.assertIn(f'"id":{sending.id}', told[-1].message.replace(" ", ""))

    def test_a_mail_that_was_begun_and_not_ended_is_not_sent_again(self):
        mailbox = self.start_mail_server()
        sending = self.queue(self.open_conversation(self.customer))
        # Nothing may be committed here.
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kw: 0)
        mail = sending.mail_mail_ids
        self.assertTrue(mail._begin_to_send())
        self.assertFalse(mail._begin_to_send())
        self.assertEqual(sending.state, "queued")  # somebody may be sending it
        mail.livechat_sending_dt -= timedelta(minutes=1)
        self.assertFalse(mail._begin_to_send())
        self.assert_failed(sending, "stopped", "may have arrived")
        self.run_mail_queue()
        self.assertFalse(mailbox.mails)
        self.retry(sending)
        self.assertTrue(sending.mail_mail_ids._begin_to_send())
        self.run_mail_queue()
        self.assertEqual(sending.state, "sent")
        self.assertEqual(len(mailbox.mails), 1)

    def begin_to_send(self, lock):
        """Begin to send a mail.

        :param lock: gets the number of the time that the mail is to be locked, from 0, and returns
            whether nobody else has it
        :return: the mail, and whether it may be sent
        """
        # Nothing may be committed here.
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kw: 0)
        numbers = count()
        self.patch(MailMail, "_lock_to_send", lambda _mail: lock(next(numbers)))
        self.patch(mail_mail, "PAUSE", 0)
        mail = self.queue(self.open_conversation(self.customer)).mail_mail_ids
        return mail, mail._begin_to_send()

    def test_somebody_has_the_mail_for_a_moment(self):
        mail, may_be_sent = self.begin_to_send(lambda number: number not in (1, 2))
        self.assertTrue(may_be_sent)
        self.assertTrue(mail.livechat_sending_dt)

    def test_somebody_has_the_mail_for_long(self):
        mail, may_be_sent = self.begin_to_send(lambda number: number == 0)
        self.assertFalse(may_be_sent)
        # It was not begun, and is no failure: the queue tries again.
        self.assertFalse(mail.livechat_sending_dt)
        self.assertEqual(mail.livechat_transcript_id.state, "queued")

    def test_somebody_cancels_the_mail_meanwhile(self):
        def cancel(number):
            if number == 1:
                self.env["mail.mail"].search([("state", "=", "outgoing")]).cancel()
            return True

        mail, may_be_sent = self.begin_to_send(cancel)
        self.assertFalse(may_be_sent)
        self.assertEqual(mail.livechat_transcript_id.state, "failed")

    def test_a_conversation_that_is_deleted_is_sent_no_more(self):
        mailbox = self.start_mail_server()
        channel = self.open_conversation(self.customer)
        sending = self.queue(channel)
        channel.unlink()
        self.run_mail_queue()
        self.assertFalse(sending.exists())
        self.assertFalse(mailbox.mails)

    def test_retry_of_others(self):
        sending = self.send(self.open_conversation(self.customer))
        self.assertEqual(self.retry(sending).retry_count, 0)
        with self.assertRaises(UserError):
            sending.channel_id.with_user(self.agent).livechat_send_transcript("no address")
