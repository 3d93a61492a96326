from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import new_test_user, tagged

from ..support.action_statements import ACTIONS
from ..support.common import PanelCase

MANY = 50
AGENTS = 20


@tagged("post_install", "-at_install")
class TestActionStatements(PanelCase):
    """What the agents' actions cost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expertise = cls.env["im_livechat.expertise"].create({"name": "Test Expertise"})
        cls.expert = new_test_user(
            cls.env,
            login="expert",
            name="Eve Expert",
            groups="im_livechat.im_livechat_group_user",
        )
        cls.expert.livechat_expertise_ids = cls.expertise
        cls.livechat_channel.user_ids = [Command.link(cls.expert.id)]
        cls.env["mail.presence"]._update_presence(cls.expert)

    def make_agents(self, count):
        """Have more agents there, who could have the conversations."""
        users = self.env["res.users"].create(
            [
                {
                    "name": f"Agent {n}",
                    "login": f"agent_{n}",
                    "group_ids": [
                        Command.set(self.env.ref("im_livechat.im_livechat_group_user").ids)
                    ],
                }
                for n in range(count)
            ]
        )
        for user in users:
            self.env["mail.presence"]._update_presence(user)
        self.livechat_channel.user_ids = [Command.link(user.id) for user in users]

    def write_messages(self, channel, count):
        self.env["mail.message"].create(
            [
                {
                    "model": "discuss.channel",
                    "res_id": channel.id,
                    "body": f"Message {number}",
                    "message_type": "comment",
                    "author_id": self.agent.partner_id.id,
                }
                for number in range(count)
            ]
        )

    def get_actions(self, channel):
        """Yield all that agents can do with a conversation, from its beginning to its end."""
        agent, other = channel.with_user(self.agent), channel.with_user(self.other_agent)
        yield "set status", lambda: agent.livechat_set_status("waiting")
        yield "save note", lambda: agent.livechat_save_note("First", 0, "key")
        first = channel.livechat_note_version_id.id
        yield "save note again", lambda: agent.livechat_save_note("Second", first, "key")
        second = channel.livechat_note_version_id.id
        yield "save another's note", lambda: other.livechat_save_note("Third", second, "other")
        yield "ask for help", lambda: agent.livechat_ask_help("Refund")
        yield "join", lambda: other.livechat_join(True)
        yield "reassign", lambda: agent.livechat_reassign(comment="Yours")
        yield "close", other.livechat_close

    def act(self, channel):
        """Return the statements of each action, which follow each other after some seconds."""
        result, now = {}, fields.Datetime.now()
        for name, action in self.get_actions(channel):
            now += timedelta(seconds=3)
            with freeze_time(now):
                result[name] = self.record(action)
        return result

    def test_as_expected(self):
        channel = self.make_guest_conversations(1)
        self.write_messages(channel, 1)
        for name, statements in self.act(channel).items():
            with self.subTest(name):
                self.assert_statements(statements, ACTIONS[name])

    def test_the_same_of_many(self):
        """With many messages, conversations of the agent, and agents there."""
        few = self.make_guest_conversations(1)
        self.write_messages(few, 1)
        statements = self.act(few)
        many = self.make_guest_conversations(MANY)[-1]
        self.write_messages(many, MANY)
        self.make_agents(AGENTS)
        for name, of_many in self.act(many).items():
            with self.subTest(name):
                self.assert_same_statements(statements[name], of_many)

    def test_an_answer_that_a_customer_waits_for(self):
        """One statement keeps how long it was, two tell those who look at *Now*."""
        channel = self.make_guest_conversations(1)
        agent = channel.with_user(self.agent)

        def post():
            agent.message_post(
                body="Answer", message_type="comment", subtype_xmlid="mail.mt_comment"
            )

        statements = []
        for since in False, False, fields.Datetime.now() - timedelta(minutes=3):
            channel.livechat_customer_waiting_since_dt = since
            statements.append(self.record(post))
        _first, not_waiting, waiting = statements
        names = [statement.name for statement in not_waiting]
        self.assert_statements(
            waiting,
            [
                *names,
                "INSERT livechat_customer_wait",
                "SELECT discuss_channel BY id",
                "INSERT bus_bus",
            ],
        )
