import threading
from datetime import timedelta

from odoo import fields
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.live import PATIENCE, LiveCase
from ..support.transcript import Mailbox, MailServer, find_free_port, use_only_mail_server

MAIL_QUEUE = "mail.ir_cron_mail_scheduler_action"


class LiveTranscriptCase(LiveCase):
    """A conversation that is really in the database, and a mail server to send it to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mail_server = MailServer(find_free_port())
        cls.mail_server.start()
        cls.addClassCleanup(cls.mail_server.stop)
        with cls.connection() as env:
            cls.other_mail_servers = env["ir.mail_server"].sudo().search([]).ids
            cls.mail_server_id = use_only_mail_server(env, cls.mail_server.port).id
            env["mail.mail"].search([("state", "=", "outgoing")]).state = "cancel"
        cls.addClassCleanup(cls.restore_mail_servers)

    @classmethod
    def restore_mail_servers(cls):
        with cls.connection() as env:
            env["ir.mail_server"].sudo().browse(cls.mail_server_id).unlink()
            env["ir.mail_server"].sudo().browse(cls.other_mail_servers).active = True

    def setUp(self):
        super().setUp()
        self.mailbox = self.mail_server.handler = Mailbox()
        self.addCleanup(self.mailbox.may_answer.set)
        with self.connection() as env:
            operator = env["res.users"].browse(self.colleague_id).partner_id
            values = {"name": "Live sending", "channel_type": "livechat"}
            values |= {"livechat_channel_id": self.livechat_channel_id}
            values |= {"livechat_operator_id": operator.id}
            self.channel_id = env["discuss.channel"].sudo().create(values).id

    def hold_mail(self):
        """Have the mail server take mails, and not say so before it may answer."""
        self.mailbox.mood, self.mailbox.seconds = "slow", PATIENCE

    def is_receiving(self, _env):
        return self.mailbox.is_receiving.is_set()

    def wait_for_state(self, transcript_id, state):
        """Wait until a sending is no longer queued; return why it failed, if it did."""

        def get_transcript(env):
            return env["livechat.transcript"].browse(transcript_id)

        self.wait_for_jobs(lambda env: get_transcript(env).state != "queued")
        with self.connection() as env:
            transcript = get_transcript(env)
            self.assertEqual(transcript.state, state, transcript.failure_reason)
            return transcript.failure_reason or ""


@tagged("post_install", "-at_install", "database_breaking", "long")
class TestTranscriptLive(LiveTranscriptCase):
    """A server that sends conversations while agents work."""

    JOBS = (MAIL_QUEUE,)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session = staticmethod(cls.server.start_session("live_agent"))

    def ask(self, model, method, *args):
        """Call a method over RPC, as the agent."""
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        return self.session(f"/web/dataset/call_kw/{model}/{method}", **params)

    def send(self, email):
        method = "livechat_send_transcript"
        [sending] = self.ask("discuss.channel", method, [self.channel_id], email)
        return sending

    def test_nobody_waits_for_a_slow_mail_server(self):
        self.hold_mail()
        first = self.send("a@example.com")
        self.wait_for_jobs(self.is_receiving)
        second = self.send("b@example.com")
        states = self.ask("livechat.transcript", "read", [first, second], ["state"])
        self.assertEqual([values["state"] for values in states], ["queued", "queued"])
        self.assertEqual(self.mailbox.recipients, ["a@example.com"])
        self.mailbox.may_answer.set()  # only now
        self.wait_for_state(first, "sent")
        self.wait_for_state(second, "sent")
        self.assertEqual(self.mailbox.recipients, ["a@example.com", "b@example.com"])

    def test_of_a_server_that_is_killed_while_it_sends_nothing_is_sent_twice(self):
        self.hold_mail()
        sending = self.send("a@example.com")
        self.wait_for_jobs(self.is_receiving)
        self.server.kill()
        self.mailbox.may_answer.set()
        self.server.start_again()
        self.assertIn("may have arrived", self.wait_for_state(sending, "failed"))
        self.assertEqual(len(self.mailbox.mails), 1)
        self.ask("livechat.transcript", "livechat_retry", [sending])
        self.wait_for_state(sending, "sent")
        self.assertEqual(len(self.mailbox.mails), 2)


@tagged("post_install", "-at_install", "database_breaking")
class TestTranscriptsAtOnce(LiveTranscriptCase):
    """Several who send, on connections of their own."""

    SERVERS = 0

    def queue(self):
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            ids = channel.with_user(self.agent_id).livechat_send_transcript("a@example.com")
            return ids[0], env["livechat.transcript"].browse(ids).mail_mail_ids.ids

    def in_thread(self, do):
        """Let a function, which gets the environment, do something meanwhile."""

        def run():
            with mute_logger("odoo.sql_db"), self.connection() as env:
                try:
                    do(env)
                    env.flush_all()
                except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                    env.cr.rollback()  # as Odoo does

        thread = threading.Thread(target=run)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.mailbox.may_answer.set)
        return thread

    def send_in_thread(self, mail_ids):
        """Send mails as the mail queue does."""
        # Odoo sends nothing while tests run.
        with self.connection() as env:
            self.patch(type(env["ir.mail_server"]), "_disable_send", lambda _self: False)
        return self.in_thread(lambda env: env["mail.mail"].browse(mail_ids).send(auto_commit=True))

    def test_two_who_send_at_once_send_once(self):
        self.hold_mail()
        sending, mail_ids = self.queue()
        threads = [self.send_in_thread(mail_ids) for _number in range(3)]
        self.wait_until(lambda: sum(thread.is_alive() for thread in threads) == 1)
        self.assertTrue(self.mailbox.is_receiving.wait(PATIENCE))
        self.mailbox.may_answer.set()
        self.wait_for_state(sending, "sent")
        self.assertEqual(len(self.mailbox.mails), 1)

    def test_who_changes_the_mail_meanwhile_waits(self):
        self.hold_mail()
        sending, mail_ids = self.queue()
        self.send_in_thread(mail_ids)
        self.assertTrue(self.mailbox.is_receiving.wait(PATIENCE))
        thread = self.in_thread(
            lambda env: env["mail.mail"].browse(mail_ids).write({"state": "cancel"})
        )
        self.wait_until(lambda: self.count_waiting() or not thread.is_alive())
        self.assertTrue(thread.is_alive(), "It did not wait for the other.")
        self.mailbox.may_answer.set()
        thread.join(PATIENCE)
        self.wait_for_state(sending, "sent")
        self.assertEqual(len(self.mailbox.mails), 1)

    def test_what_is_being_sent_cannot_be_cancelled(self):
        self.hold_mail()
        sending, mail_ids = self.queue()
        self.send_in_thread(mail_ids)
        self.assertTrue(self.mailbox.is_receiving.wait(PATIENCE))
        with self.connection() as env, self.assertRaisesRegex(UserError, "just being sent"):
            transcript = env["livechat.transcript"].browse(sending)
            transcript.with_user(self.agent_id).livechat_cancel()
        self.mailbox.may_answer.set()
        self.wait_for_state(sending, "sent")

    def test_cancelled_by_one_while_another_begins_to_send(self):
        sending, mail_ids = self.queue()
        with self.connection() as env:
            transcript = env["livechat.transcript"].browse(sending)
            transcript.with_user(self.agent_id).livechat_cancel()
            env.flush_all()
            thread = self.send_in_thread(mail_ids)
            thread.join(1)
        thread.join(PATIENCE)
        self.wait_for_state(sending, "cancelled")
        self.assertFalse(self.mailbox.mails)

    def test_two_requests_at_once_do_not_pass_the_hourly_limit(self):
        with self.connection() as env:
            env["livechat.transcript"].sudo().create(
                [
                    {
                        "channel_id": self.channel_id,
                        "email_to": "a@example.com",
                        "state": "sent",
                        "user_id": self.agent_id,
                    }
                ]
                * 19
            )
        results = []

        def send(env):
            channel = env["discuss.channel"].with_user(self.agent_id).browse(self.channel_id)
            return channel.livechat_send_transcript("b@example.com")

        def send_second(env):
            try:
                send(env)
            except (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY) as error:
                results.append(error)

        with mute_logger("odoo.sql_db"), self.connection() as other_env:
            # Since then it sees the world as it was.
            other_env["discuss.channel"].browse(self.channel_id).read(["name"])
            thread = threading.Thread(target=send_second, args=[other_env])
            with self.connection() as env:
                self.assertTrue(send(env))
                env.flush_all()
                thread.start()
                self.wait_until(lambda: self.count_waiting() or not thread.is_alive())
                self.assertTrue(thread.is_alive(), "It did not wait for the other.")
            thread.join(PATIENCE)
            self.assertTrue(results)
            other_env.cr.rollback()
            other_env.invalidate_all()
            with self.assertRaisesRegex(UserError, "20 conversations an hour"):
                send(other_env)
        with self.connection() as env:
            domain = [("user_id", "=", self.agent_id)]
            domain += [("create_date", ">", fields.Datetime.now() - timedelta(hours=1))]
            self.assertEqual(env["livechat.transcript"].sudo().search_count(domain), 20)
