from odoo.tests import tagged

from odoo.addons.http_routing.tests.common import MockRequest
from odoo.addons.mail.controllers.discuss.channel import ChannelController

from ..support.common import PanelCase
from ..support.panel_statements import MESSAGES, READ

MANY = 20


@tagged("post_install", "-at_install")
class TestMoveStatements(PanelCase):
    """What it costs to move to another chat: its messages, and the mark that they were read."""

    def setUp(self):
        super().setUp()
        self.channel = self.open_conversation()

    def write_messages(self, count):
        for number in range(count):
            self.visitor_writes(self.channel, f"Message {number}")

    def ask(self, route, *args):
        """Return what a route answers the agent."""
        # In this thread, whose statements are recorded.
        with MockRequest(self.env(user=self.agent), routing=False):
            return route(ChannelController(), self.channel.id, *args)

    def get_messages(self):
        return self.ask(ChannelController.discuss_channel_messages, {"limit": 60})

    def record_move(self):
        """Return the statements of both requests, each by itself."""
        last_id = self.channel.message_ids[:1].id
        mark_as_read = ChannelController.discuss_channel_mark_as_read
        return [
            self.record(self.get_messages),
            self.record(lambda: self.ask(mark_as_read, last_id)),
        ]

    def test_as_expected(self):
        self.write_messages(1)
        for statements, expected in zip(self.record_move(), (MESSAGES, READ), strict=True):
            self.assert_statements(statements, expected)

    def test_the_same_of_many(self):
        self.write_messages(1)
        few = self.record_move()
        self.write_messages(MANY)
        for statements, of_many in zip(few, self.record_move(), strict=True):
            self.assert_same_statements(statements, of_many)

    def test_what_a_message_has_is_sent(self):
        """Where one has something, it is there, and the others' nothing is there as well."""
        self.write_messages(3)
        first, second, third = self.channel.message_ids.sorted("id")[-3:]
        attachment = self.env["ir.attachment"].create({"name": "receipt.txt", "raw": b"1"})
        first.attachment_ids = attachment
        second.with_user(self.agent).toggle_message_starred()
        self.env["mail.message.reaction"].create(
            {"message_id": third.id, "partner_id": self.agent.partner_id.id, "content": "👍"}
        )
        self.env.invalidate_all()
        found = self.as_user(
            self.agent, "/discuss/channel/messages", {"channel_id": self.channel.id}
        )["data"]["mail.message"]
        sent = {values["id"]: values for values in found}
        self.assertEqual(
            [sent[message.id]["attachment_ids"] for message in (first, second, third)],
            [attachment.ids, [], []],
        )
        self.assertEqual(
            [sent[message.id]["starred"] for message in (first, second, third)],
            [False, True, False],
        )
        self.assertEqual(
            [len(sent[message.id]["reactions"]) for message in (first, second, third)], [0, 0, 1]
        )
