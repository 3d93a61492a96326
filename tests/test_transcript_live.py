import threading
import time
from datetime import timedelta

import requests

from odoo import fields
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from .common import PASSWORD
from .live import LiveCase, Server
from .transcript_common import MailServer, find_free_port, use_only_mail_server

MAIL_QUEUE = "mail.ir_cron_mail_scheduler_action"
SLOW_SECONDS = 30  # of the mail server
QUICK_SECONDS = 2  # of what an agent waits for
PATIENCE = 90


@tagged("post_install", "-at_install", "database_breaking")
class TestTranscriptLive(LiveCase):
    """Conversations that are really in the database, sent by several at once."""

    def setUp(self):
        super().setUp()
        self.mail_server = MailServer(find_free_port())
        self.mail_server.start()
        self.addCleanup(self.mail_server.stop)
        self.mailbox = self.mail_server.mailbox
        with self.connection() as env:
            self.agent_id = new_test_user(
                env,
                login="live_sender",
                name="Lisa Sender",
                groups="im_livechat.im_livechat_group_user",
                password=PASSWORD,
            ).id
            self.channel_id = (
                env["discuss.channel"]
                .create(
                    {
                        "name": "Live sending",
                        "channel_type": "livechat",
                        "livechat_operator_id": env.user.partner_id.id,
                    }
                )
                .id
            )
            jobs = env["ir.cron"].sudo().search([("id", "!=", env.ref(MAIL_QUEUE).id)])
            self.job_ids = jobs.ids
            jobs.active = False
            self.other_servers = env["ir.mail_server"].sudo().search([]).ids
            self.mail_server_id = use_only_mail_server(env, self.mail_server.port).id
            env["mail.mail"].search([("state", "=", "outgoing")]).state = "cancel"
        self.addCleanup(self.leave_nothing_behind)

    def leave_nothing_behind(self):
        with self.connection() as env:
            env["ir.cron"].sudo().browse(self.job_ids).active = True
            env["discuss.channel"].browse(self.channel_id).unlink()
            env["mail.mail"].search([("livechat_transcript_id", "!=", False)]).unlink()
            env["ir.mail_server"].sudo().browse(self.mail_server_id).unlink()
            env["ir.mail_server"].sudo().browse(self.other_servers).active = True
            user = env["res.users"].browse(self.agent_id)
            user.write({"active": False, "login": f"gone_{user.id}"})

    # ------------------------------------------------------------
    # By a server
    # ------------------------------------------------------------

    def start(self):
        server = Server()
        self.start_servers(server)
        return server

    def log_in(self, server):
        """Return a function that calls a method over RPC, as the agent."""
        session = requests.Session()
        session.trust_env = False

        def ask(route, **params):
            answer = session.post(f"{server.url}{route}", json={"params": params}, timeout=PATIENCE)
            self.assertNotIn("error", answer.json())
            return answer.json().get("result")

        ask("/web/session/authenticate", db=get_db_name(), login="live_sender", password=PASSWORD)

        def call(model, method, *args):
            begin = time.monotonic()
            params = {"model": model, "method": method, "args": args, "kwargs": {}}
            result = ask(f"/web/dataset/call_kw/{model}/{method}", **params)
            self.assertLess(time.monotonic() - begin, QUICK_SECONDS)
            return result

        return call

    def wait_for_state(self, transcript_id, state):
        deadline = time.monotonic() + PATIENCE
        while True:
            with self.connection() as env:
                transcript = env["livechat.transcript"].browse(transcript_id)
                reason = transcript.failure_reason or ""
                if transcript.state == state or time.monotonic() > deadline:
                    self.assertEqual(transcript.state, state, reason)
                    return reason
            time.sleep(0.3)

    def test_nobody_waits_for_a_slow_mail_server(self):
        self.mailbox.mood, self.mailbox.seconds = "slow", SLOW_SECONDS
        call = self.log_in(self.start())
        [first] = call(
            "discuss.channel", "livechat_send_transcript", [self.channel_id], "a@example.com"
        )
        self.assertTrue(self.mailbox.is_receiving.wait(PATIENCE))
        self.mailbox.seconds = 0
        [second] = call(
            "discuss.channel", "livechat_send_transcript", [self.channel_id], "b@example.com"
        )
        states = call("livechat.transcript", "read", [first, second], ["state"])
        self.assertEqual({values["state"] for values in states}, {"queued"})
        self.wait_for_state(first, "sent")
        self.wait_for_state(second, "sent")
        self.assertEqual(self.mailbox.recipients, ["a@example.com", "b@example.com"])

    def test_of_a_server_that_is_killed_while_it_sends_nothing_is_sent_twice(self):
        self.mailbox.mood, self.mailbox.seconds = "slow", 5
        server = self.start()
        call = self.log_in(server)
        [sending] = call(
            "discuss.channel", "livechat_send_transcript", [self.channel_id], "a@example.com"
        )
        self.assertTrue(self.mailbox.is_receiving.wait(PATIENCE))
        server.kill()
        self.mailbox.mood = "normal"
        call = self.log_in(self.start())
        self.assertIn("may have arrived", self.wait_for_state(sending, "failed"))
        self.assertEqual(len(self.mailbox.mails), 1)
        call("livechat.transcript", "livechat_retry", [sending])
        self.wait_for_state(sending, "sent")
        self.assertEqual(len(self.mailbox.mails), 2)

    # ------------------------------------------------------------
    # At once
    # ------------------------------------------------------------

    def queue(self):
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            ids = channel.with_user(self.agent_id).livechat_send_transcript("a@example.com")
            return ids[0], env["livechat.transcript"].browse(ids).mail_mail_ids.ids

    def send_in_thread(self, mail_ids):
        """Send mails as the mail queue does."""

        def send():
            with mute_logger("odoo.sql_db"), self.connection() as env:
                env["mail.mail"].browse(mail_ids).send(auto_commit=True)

        thread = threading.Thread(target=send)
        thread.start()
        self.addCleanup(thread.join)
        return thread

    def allow_sending(self):
        with self.connection() as env:
            self.patch(type(env["ir.mail_server"]), "_disable_send", lambda _self: False)

    def test_two_who_send_at_once_send_once(self):
        self.allow_sending()
        self.mailbox.mood, self.mailbox.seconds = "slow", 2
        sending, mail_ids = self.queue()
        threads = [self.send_in_thread(mail_ids) for _number in range(3)]
        for thread in threads:
            thread.join(PATIENCE)
        self.wait_for_state(sending, "sent")
        self.assertEqual(len(self.mailbox.mails), 1)

    def test_who_changes_the_mail_meanwhile_waits(self):
        self.allow_sending()
        self.mailbox.mood, self.mailbox.seconds = "slow", 2
        sending, mail_ids = self.queue()
        thread = self.send_in_thread(mail_ids)
        self.assertTrue(self.mailbox.is_receiving.wait(PATIENCE))
        with mute_logger("odoo.sql_db"), self.connection() as env:
            try:
                env["mail.mail"].browse(mail_ids).write({"state": "cancel"})
                env.flush_all()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                env.cr.rollback()  # as Odoo does
        thread.join(PATIENCE)
        self.wait_for_state(sending, "sent")
        self.assertEqual(len(self.mailbox.mails), 1)

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
                thread.join(0.5)
                self.assertTrue(thread.is_alive(), "It did not wait for the other.")
            thread.join(10)
            self.assertTrue(results)
            other_env.cr.rollback()
            other_env.invalidate_all()
            with self.assertRaisesRegex(UserError, "20 conversations an hour"):
                send(other_env)
        with self.connection() as env:
            domain = [("user_id", "=", self.agent_id)]
            domain += [("create_date", ">", fields.Datetime.now() - timedelta(hours=1))]
            self.assertEqual(env["livechat.transcript"].sudo().search_count(domain), 20)
