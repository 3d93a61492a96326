from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..support.closing_statements import CLOSE_IF_STILL_RIGHT, LEFT_OPEN, REOPEN
from ..support.common import PanelCase

MANY = 15


@tagged("post_install", "-at_install")
class TestClosingStatements(PanelCase):
    """SQL statements of what decides whether a conversation is closed, and of reopening it."""

    def write(self, channel, count):
        guest = channel.livechat_customer_guest_ids
        self.env["mail.message"].create(
            [
                {
                    "model": "discuss.channel",
                    "res_id": channel.id,
                    "body": f"Message {number}",
                    "message_type": "comment",
                    "author_guest_id": guest.id,
                    "author_id": False,
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                }
                for number in range(count)
            ]
        )
        return channel.message_ids[:1].id

    def act(self, channel, count):
        """Return the statements of each action, which follow each other after some seconds."""
        agent, last_id = channel.with_user(self.agent), self.write(channel, count)
        result, now = {}, fields.Datetime.now()
        for name, action in [
            ("left open", lambda: agent.livechat_close(0, 0)),
            ("close", lambda: agent.livechat_close(last_id, 0)),
            ("reopen", agent.livechat_reopen),
        ]:
            now += timedelta(seconds=3)
            with freeze_time(now):
                result[name] = self.record(action)
        self.assertFalse(channel.livechat_end_dt)
        return result

    def test_as_expected(self):
        statements = self.act(self.make_guest_conversations(1), 1)
        self.assert_statements(statements["left open"], LEFT_OPEN)
        self.assert_statements(statements["close"], CLOSE_IF_STILL_RIGHT)
        self.assert_statements(statements["reopen"], REOPEN)

    def test_the_same_of_many(self):
        """With many messages and conversations of the agent."""
        few = self.act(self.make_guest_conversations(1), 1)
        many = self.act(self.make_guest_conversations(MANY)[-1], MANY)
        for name, statements in few.items():
            with self.subTest(name):
                self.assert_same_statements(statements, many[name])
