from concurrent.futures import ThreadPoolExecutor

from odoo.sql_db import db_connect
from odoo.tests import get_db_name, tagged
from odoo.tools import SQL

from ..support.live import PATIENCE, LiveCase, RequestError


@tagged("post_install", "-at_install", "database_breaking", "long")
class TestRequestsAtOnce(LiveCase):
    """Two agents whose requests meet in the database: of one Odoo makes a second attempt.

    Neither sees an error of the database, and nothing is there twice.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        logins = ("live_agent", "live_colleague", "live_expert")
        cls.agent, cls.colleague, cls.expert = (
            staticmethod(cls.server.start_session(login)) for login in logins
        )

    def setUp(self):
        super().setUp()
        self.visitor = self.server.start_session()
        self.channel_id = self.start_conversation()
        with self.connection() as env:
            self.last_bus_id = env["bus.bus"].sudo()._bus_last_id()
            self.known_message_ids = self.channel(env).message_ids.ids

    def at_once(self, method, *arguments, by=None, locked=None):
        """Let two agents call a method at the same moment.

        Both wait for a row; who gets it second sees the database as it was before, and fails.

        :param arguments: those of the first, and those of the second if they are others
        :param by: whose sessions, if they are not the agent's and the colleague's
        :param locked: table and id of the row, if it is not the conversation's
        :return: what they were told, refusals last
        """
        sessions = by or (self.agent, self.colleague)
        arguments = arguments or ([],)
        calls = zip(sessions, (arguments[0], arguments[-1]), strict=True)
        table, record_id = locked or ("discuss_channel", self.channel_id)
        lock = SQL("SELECT FROM %s WHERE id = %s FOR UPDATE", SQL.identifier(table), record_id)
        with ThreadPoolExecutor(2) as pool, db_connect(get_db_name()).cursor() as cr:
            cr.execute(lock)
            answers = [pool.submit(self.ask, session, method, args) for session, args in calls]
            try:
                self.wait_until(
                    lambda: self.count_waiting() == 2 or any(answer.done() for answer in answers)
                )
                self.assertFalse([answer.result() for answer in answers if answer.done()])
            finally:
                cr.rollback()
            results = [answer.result(PATIENCE) for answer in answers]
        return sorted(results, key=lambda result: isinstance(result, RequestError))

    def ask(self, session, method, args):
        try:
            return self.call(session, method, *args)
        except RequestError as error:
            self.assertEqual(error.name, "odoo.exceptions.UserError", error)
            return error

    def channel(self, env):
        return env["discuss.channel"].browse(self.channel_id).sudo()

    def count(self, model, *domain):
        with self.connection() as env:
            return env[model].sudo().search_count([("channel_id", "=", self.channel_id), *domain])

    def new_messages(self):
        with self.connection() as env:
            messages = self.channel(env).message_ids
            return messages.filtered(lambda m: m.id not in self.known_message_ids).mapped("body")

    def told(self, name):
        """Return how many notifications there were of a type, or of a field."""
        with self.connection() as env:
            domain = [("id", ">", self.last_bus_id)]
            domain += [("message", "like", f'"{name}"')]
            return env["bus.bus"].sudo().search_count(domain)

    def test_status(self):
        self.at_once("livechat_set_status", ["waiting"], ["need_help"])
        self.assertEqual(self.count("livechat.status.period"), 3)
        self.assertEqual(self.count("livechat.status.period", ("end_dt", "=", False)), 1)

    def test_ask_for_help(self):
        self.at_once("livechat_ask_help", ["A refund"], ["A refund of last year"])
        self.assertEqual(self.count("livechat.status.period", ("status", "=", "need_help")), 1)
        self.assertEqual(self.told("livechat_info_panel/help_requested"), 1)
        self.assertEqual(self.told("im_livechat.looking_for_help/update"), 1)

    def test_join(self):
        self.call(self.agent, "livechat_ask_help", "A refund")
        answers = self.at_once("livechat_join", [True], by=(self.colleague, self.expert))
        self.assertEqual(sorted(answer["is_joined"] for answer in answers), [False, True])
        self.assertEqual(self.count("livechat.handover"), 1)
        self.assertEqual(len(self.new_messages()), 1)
        self.assertEqual(self.told("livechat_info_panel/help_ended"), 1)

    def test_join_in_two_tabs(self):
        self.call(self.agent, "livechat_ask_help", "A refund")
        answers = self.at_once("livechat_join", [True], by=(self.colleague, self.colleague))
        self.assertEqual([answer["is_joined"] for answer in answers], [True, True])
        self.assertEqual(self.count("livechat.handover"), 1)
        self.assertEqual(len(self.new_messages()), 1)
        self.assertEqual(self.count("discuss.channel.member", ("partner_id", "!=", False)), 2)

    def test_join_uncalled_in_eight_requests(self):
        """Where nothing else of the conversation changes: nobody sees a duplicate key."""
        with ThreadPoolExecutor(8) as pool:
            joined = list(
                pool.map(
                    lambda method: self.ask(self.expert, method, []),
                    ["livechat_join", "action_livechat_join"] * 4,
                )
            )
        self.assertFalse([answer for answer in joined if isinstance(answer, RequestError)])
        self.assertEqual(self.count("discuss.channel.member", ("partner_id", "!=", False)), 2)
        self.assertEqual(len(self.new_messages()), 1)

    def test_reassign(self):
        to_colleague, to_expert = (
            [user_id, None, "A regular", True, 0] for user_id in self.agent_ids[1:]
        )
        _done, refused = self.at_once(
            "livechat_reassign", to_colleague, to_expert, by=(self.agent, self.agent)
        )
        self.assertIn("somebody else handed this conversation over", str(refused))
        self.assertEqual(self.count("livechat.handover"), 1)
        self.assertEqual(self.told("livechat_info_panel/handed_over"), 1)

    def test_note(self):
        answers = self.at_once(
            "livechat_save_note", ["Of the one", 0, "a"], ["Of the other", 0, "b"]
        )
        self.assertEqual(sorted(answer["is_saved"] for answer in answers), [False, True])
        self.assertEqual(self.count("livechat.note.version"), 1)
        self.assertEqual(self.told("livechat_note_state"), 1)

    def test_new_tag(self):
        first, second = self.at_once("livechat_add_tag", ["Raced tag"], ["RACED tag"])
        self.assertEqual(first, second)
        with self.connection() as env:
            tags = env["im_livechat.conversation.tag"].search([("name", "=ilike", "raced tag")])
            self.assertEqual(tags, self.channel(env).livechat_conversation_tag_ids)
            tags.unlink()
        self.assertEqual(len(tags), 1)

    def test_link_contact(self):
        with self.connection() as env:
            contacts = env["res.partner"].create([{"name": "Raced 1"}, {"name": "Raced 2"}])
        _done, refused = self.at_once("livechat_link_contact", *([id_] for id_ in contacts.ids))
        self.assertIsInstance(refused, RequestError)
        self.assertEqual(self.count("livechat.contact.link"), 1)
        with self.connection() as env:
            self.channel(env).livechat_status = "in_progress"
            contacts.with_env(env).unlink()

    def test_close_and_correct_the_outcome(self):
        _done, refused = self.at_once("livechat_close")
        self.assertIsInstance(refused, RequestError)
        self.assertEqual(len(self.new_messages()), 1)
        self.at_once("livechat_correct_outcome", ["no_failure", "One"], ["no_agent", "Other"])
        with self.connection() as env:
            channel = self.channel(env)
            expected = {"One": "no_failure", "Other": "no_agent"}[channel.livechat_outcome_reason]
            self.assertEqual(channel.livechat_outcome, expected)

    def test_send(self):
        with self.connection() as env:
            values = {"channel_id": self.channel_id, "email_to": "a@example.com"}
            values |= {"state": "sent", "user_id": self.agent_id}
            env["livechat.transcript"].sudo().create([values] * 19)
        _done, refused = self.at_once(
            "livechat_send_transcript",
            ["b@example.com"],
            by=(self.agent, self.agent),
            locked=("res_users", self.agent_id),
        )
        self.assertIn("20 conversations an hour", str(refused))
        self.assertEqual(self.count("livechat.transcript"), 20)
        with self.connection() as env:
            domain = [("livechat_transcript_id.channel_id", "=", self.channel_id)]
            self.assertEqual(env["mail.mail"].sudo().search_count(domain), 1)
