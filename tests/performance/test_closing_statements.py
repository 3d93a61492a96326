from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..support.action_statements import CHECKS
from ..support.common import PanelCase

MANY = 15
DECIDE = [
    # Nobody else changes it meanwhile
    "UPDATE discuss_channel",
    # Whether the customer wrote since
    "SELECT discuss_channel BY id",
]


@tagged("post_install", "-at_install")
class TestClosingStatements(PanelCase):
    """SQL statements of what decides whether a conversation is closed, and of reopening it."""

    def write_messages(self, channel, count):
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

    def act(self, channel, count, is_asked=True):
        """Return the statements of each action, which follow each other after some seconds.

        :param bool is_asked: whether it is closed only if nothing happened since
        """
        agent, last_id = channel.with_user(self.agent), self.write_messages(channel, count)
        seen = [last_id, 0] if is_asked else []
        result, now = {}, fields.Datetime.now()
        for name, action in [
            ("left open", lambda: agent.livechat_close(0, 0)),
            ("close", lambda: agent.livechat_close(*seen)),
            ("reopen", agent.livechat_reopen),
        ]:
            now += timedelta(seconds=3)
            with freeze_time(now):
                result[name] = self.record(action)
        self.assertFalse(channel.livechat_end_dt)
        return result

    def test_as_expected(self):
        statements = self.act(self.make_guest_conversations(1), 1)
        self.assert_statements(statements["left open"], [*CHECKS, *DECIDE])
        not_asked = self.act(self.make_guest_conversations(1), 1, is_asked=False)
        names = [statement.name for statement in not_asked["close"]]
        # ... and whether somebody else got it
        decide = [*DECIDE, "SELECT livechat_handover BY channel_id"]
        self.assert_statements(statements["close"], [*names, *decide])

    def test_the_same_of_many(self):
        """With many messages and conversations of the agent."""
        few = self.act(self.make_guest_conversations(1), 1)
        many = self.act(self.make_guest_conversations(MANY)[-1], MANY)
        for name, statements in few.items():
            with self.subTest(name):
                self.assert_same_statements(statements, many[name])
