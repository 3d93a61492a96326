import threading

from psycopg2 import OperationalError

from odoo import fields
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.connection import ConnectionCase


@tagged("post_install", "-at_install", "database_breaking")
class TestConcurrency(ConnectionCase):
    """Two agents at the same moment, each on a connection of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent_ids = cls.create_users("Racer 1", "Racer 2", "Racer 3")

    def setUp(self):
        super().setUp()
        with self.connection() as env:
            for agent in env["res.users"].browse(self.agent_ids):
                env["mail.presence"]._update_presence(agent)
            channel = env["discuss.channel"].create(
                {
                    "name": "Race",
                    "channel_type": "livechat",
                    "livechat_operator_id": env.user.partner_id.id,
                }
            )
            self.channel_id = channel.id
        self.addCleanup(self.delete_what_was_committed)

    def delete_what_was_committed(self):
        with self.connection() as env:
            env["discuss.channel"].browse(self.channel_id).unlink()
            env["im_livechat.conversation.tag"].search([("name", "=ilike", "race tag")]).unlink()
            env["im_livechat.channel"].search([("name", "=", "Race")]).unlink()
            env["mail.guest"].search([("name", "=", "Racing guest")]).unlink()
            env["mail.message"].sudo().search([("body", "like", "Race")]).unlink()

    def race(self, first, second):
        """Call two functions at once: the second when the first has written and not yet committed.

        The second fails then, and is called again, as Odoo does with every request that fails so.

        :param first, second: take the conversation
        :return: what each returned
        """
        result = {}

        def call_second():
            try:
                second(other_channel)
                other_channel.env.flush_all()
            except (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY) as error:
                result["error"] = error

        with mute_logger("odoo.sql_db"), self.connection() as other_env:
            other_channel = other_env["discuss.channel"].browse(self.channel_id)
            other_channel.read(["livechat_note"])  # since then it sees the world as it was
            thread = threading.Thread(target=call_second)
            with self.connection() as env:
                result["first"] = first(env["discuss.channel"].browse(self.channel_id))
                env.flush_all()
                thread.start()
                self.wait_until_it_waits(thread, other_env)
            thread.join(10)
            self.assertTrue(result["error"])
            other_env.cr.rollback()
            other_env.invalidate_all()
            result["second"] = second(other_channel)
        return result["first"], result["second"]

    def test_one_of_two_notes_is_shown_to_the_other_agent(self):
        first, second = self.race(
            lambda channel: channel.livechat_set_note("first", base=""),
            lambda channel: channel.livechat_set_note("second", base=""),
        )
        self.assertEqual((first["is_saved"], first["text"]), (True, "first"))
        self.assertEqual((second["is_saved"], second["text"]), (False, "first"))

    def test_a_tag_that_two_agents_create_is_one(self):
        first, second = self.race(
            lambda channel: channel.livechat_add_tag("Race tag"),
            lambda channel: channel.livechat_add_tag("race TAG"),
        )
        self.assertEqual(first, second)
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            self.assertEqual(channel.livechat_conversation_tag_ids.mapped("name"), ["Race tag"])

    def test_one_of_two_joins_and_the_other_is_told_who(self):
        with self.connection() as env:
            env["discuss.channel"].browse(self.channel_id).livechat_status = "need_help"
        first, second = self.race(
            lambda channel: channel.with_user(self.agent_ids[0]).livechat_join(True),
            lambda channel: channel.with_user(self.agent_ids[1]).livechat_join(True),
        )
        self.assertTrue(first["is_joined"])
        self.assertFalse(second["is_joined"])
        self.assertEqual(second["helper"], "Racer 1")
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            self.assertEqual(channel.livechat_handover_ids.to_user_id.ids, self.agent_ids[:1])
            self.assertNotIn(
                env["res.users"].browse(self.agent_ids[1]).partner_id, channel.channel_partner_ids
            )

    def test_of_two_statuses_the_last_one_holds_and_both_are_kept(self):
        self.race(
            lambda channel: channel.with_user(self.agent_ids[0]).livechat_set_status("waiting"),
            lambda channel: channel.with_user(self.agent_ids[1]).livechat_set_status("need_help"),
        )
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            self.assertEqual(channel.livechat_status, "need_help")
            periods = channel.livechat_status_period_ids.sorted("id")
            self.assertEqual(
                [(p.status, p.user_id.id, bool(p.end_dt)) for p in periods[-2:]],
                [
                    ("waiting", self.agent_ids[0], True),
                    ("need_help", self.agent_ids[1], False),
                ],
            )

    def test_one_of_two_reassigns_and_the_other_is_told_to_whom(self):
        def reassign_first(channel):
            channel.with_user(self.agent_ids[0]).livechat_reassign(self.agent_ids[1], base=0)

        def reassign_second(channel):
            try:
                channel.with_user(self.agent_ids[0]).livechat_reassign(self.agent_ids[2], base=0)
            except UserError as error:
                return str(error)

        _first, second = self.race(reassign_first, reassign_second)
        self.assertIn("Racer 2 has it now", second)
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            self.assertEqual(channel.livechat_handover_ids.to_user_id.ids, [self.agent_ids[1]])

    def test_who_knows_of_no_earlier_handover_is_refused_at_the_same_moment(self):
        with mute_logger("odoo.sql_db"), self.connection() as other_env:
            other_channel = other_env["discuss.channel"].browse(self.channel_id)
            other_channel.read(["name"])  # since then it sees the world as it was
            other_channel = other_channel.with_user(self.agent_ids[0])
            with self.connection() as env:
                channel = env["discuss.channel"].browse(self.channel_id)
                channel.with_user(self.agent_ids[0]).livechat_reassign(self.agent_ids[1])
                with self.assertRaisesRegex(UserError, "Somebody else"):
                    other_channel.livechat_reassign(self.agent_ids[2])
            with self.assertRaisesRegex(UserError, "Somebody else"):
                other_channel.livechat_reassign(self.agent_ids[2])
            other_env.cr.rollback()

    def test_calls_for_help_are_told_once_by_two_jobs(self):
        with self.connection() as env:
            env["discuss.channel"].browse(self.channel_id).livechat_ask_help("Race")
            call = env["livechat.status.period"].search(
                [("channel_id", "=", self.channel_id), ("status", "=", "need_help")]
            )
            call_id = call.id
        with self.connection() as other_env:
            other_calls = other_env["livechat.status.period"].sudo().browse(call_id)
            other_calls.read(["status"])  # since then it sees the world as it was
            with self.connection() as env:
                env["livechat.status.period"].sudo().browse(call_id)._notify_overdue_help()
                env.flush_all()
                other_calls._notify_overdue_help()  # the other one holds it: nothing to do
            other_env.cr.rollback()
        with self.connection() as env:
            messages = env["mail.message"].sudo().search([("body", "like", "Race")])
            self.assertEqual(len(messages), 1)

    def test_late_conversation_that_an_agent_answers_at_that_moment(self):
        """Whoever was there first: it is locked, or it is late no more."""
        with self.connection() as env:
            livechat_channel = env["im_livechat.channel"].create(
                {"name": "Race", "late_looks_for_help": True}
            )
            channel = env["discuss.channel"].sudo().browse(self.channel_id)
            channel.write(
                {"livechat_channel_id": livechat_channel.id, "livechat_status": "in_progress"}
            )
            channel.livechat_customer_waiting_since_dt = "2026-01-01"
        with self.connection() as job_env, self.connection() as other_job_env:
            late = job_env["discuss.channel"].sudo()._search_late_without_help()
            other_late = other_job_env["discuss.channel"].sudo()._search_late_without_help()
            self.assertIn(self.channel_id, late.ids)
            late = late.browse(self.channel_id)
            with self.connection() as env:
                answered = env["discuss.channel"].sudo().browse(self.channel_id)
                answered.livechat_customer_waiting_since_dt = False
                env.flush_all()
                late._look_for_help_when_late()  # the agent holds it: nothing to do
            with mute_logger("odoo.sql_db"), self.assertRaises(OperationalError):
                other_late.browse(self.channel_id)._look_for_help_when_late()
            other_job_env.cr.rollback()
        with self.connection() as env:
            channel = env["discuss.channel"].sudo().browse(self.channel_id)
            channel._look_for_help_when_late()
            self.assertEqual(channel.livechat_status, "in_progress")

    def let_a_guest_take_part(self):
        """Let a guest be the customer, and an agent be in it, and return what lets them write."""
        with self.connection() as env:
            guest = env["mail.guest"].create({"name": "Racing guest"})
            channel = env["discuss.channel"].browse(self.channel_id).sudo()
            is_visitor = {"livechat_member_type": "visitor"}
            channel._add_members(guests=guest, create_member_params=is_visitor)
            channel._add_members(users=env["res.users"].browse(self.agent_ids[0]))

        def write(channel):
            env = channel.env(user=channel.env.ref("base.public_user").id)
            as_guest = channel.with_env(env).with_context(guest=env["mail.guest"].browse(guest.id))
            return as_guest.sudo().message_post(
                body="Race on", message_type="comment", subtype_xmlid="mail.mt_comment"
            )

        return write

    def test_a_customer_who_writes_while_an_agent_closes_keeps_it_open(self):
        write = self.let_a_guest_take_part()
        _message, reason = self.race(
            write, lambda channel: channel.with_user(self.agent_ids[0]).livechat_close(0, 0)
        )
        self.assertEqual(reason, "customer_wrote")
        with self.connection() as env:
            self.assertFalse(env["discuss.channel"].browse(self.channel_id).livechat_end_dt)

    def test_of_two_who_close_one_does(self):
        def close(channel):
            return channel.with_user(self.agent_ids[0]).livechat_close(0, 0)

        self.let_a_guest_take_part()
        self.assertEqual(self.race(close, close), (None, "closed_already"))

    def test_of_two_who_reopen_one_does(self):
        self.let_a_guest_take_part()
        with self.connection() as env:
            env["discuss.channel"].browse(self.channel_id).livechat_end_dt = fields.Datetime.now()

        def reopen(channel, agent_id):
            try:
                channel.with_user(agent_id).livechat_reopen()
            except UserError as error:
                return str(error)

        first, second = self.race(
            lambda channel: reopen(channel, self.agent_ids[0]),
            lambda channel: reopen(channel, self.agent_ids[1]),
        )
        self.assertEqual((first, second), (None, "This conversation is open."))
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            statuses = channel.livechat_status_period_ids.mapped("status")
            self.assertEqual(statuses.count("closed"), 1)

    def test_a_customer_who_leaves_while_an_agent_reopens(self):
        self.let_a_guest_take_part()
        with self.connection() as env:
            env["discuss.channel"].browse(self.channel_id).livechat_end_dt = fields.Datetime.now()

        def reopen(channel):
            try:
                channel.with_user(self.agent_ids[0]).livechat_reopen()
            except UserError as error:
                return str(error)

        _left, refusal = self.race(lambda channel: channel._close_livechat_session(), reopen)
        self.assertIn("has left", refusal)
        with self.connection() as env:
            self.assertTrue(env["discuss.channel"].browse(self.channel_id).livechat_end_dt)

    def test_visitor_who_logs_in_in_two_tabs_goes_on_once(self):
        with self.connection() as env:
            guest = env["mail.guest"].create({"name": "Racing guest"})
            env["discuss.channel"].browse(self.channel_id)._add_members(guests=guest)
            guest_id = guest.id
        [user_id] = self.create_users("Racing visitor", group="base.group_portal")

        def go_on(channel):
            guest = channel.env["mail.guest"].browse(guest_id)
            return channel.with_user(user_id).with_context(guest=guest)._continue_after_login().ids

        first, second = self.race(go_on, go_on)
        self.assertEqual(first, [self.channel_id])
        self.assertEqual(second, [])
        with self.connection() as env:
            members = env["discuss.channel"].browse(self.channel_id).channel_member_ids
            member = members.filtered(lambda m: m.partner_id.user_ids.id == user_id)
            self.assertEqual(member.livechat_member_type, "visitor")
            self.assertFalse(members.guest_id)
