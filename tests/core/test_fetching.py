from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.core.fetching import fetch_lines, note_empty
from ...models.core.mail_message import RARELY_FILLED
from ..support.common import PanelCase

HISTORIES = "im_livechat.channel.member.history"


@tagged("post_install", "-at_install")
class TestFetching(PanelCase):
    """What is fetched by fewer statements is what Odoo would fetch."""

    def test_lines_of_which_all_is_fetched(self):
        channel = self.open_conversation()
        statements = self.record(
            lambda: channel.livechat_channel_member_history_ids.mapped("livechat_member_type")
        )
        self.assert_statements(
            statements, ["SELECT im_livechat_channel_member_history BY channel_id"]
        )

    def test_what_is_asked_for_is_checked(self):
        histories = self.env[HISTORIES].with_user(self.agent)
        with self.assertRaises(ValueError):
            histories.search_fetch([], ["no_such_field"])
        with self.assertRaises(AccessError):
            self.env["mail.presence"].with_user(self.customer).search_fetch([], ["status"])

    def test_lines_that_are_there_stay(self):
        channels = self.open_conversation() | self.open_conversation()
        self.env.invalidate_all()
        expected = {channel: channel.channel_member_ids for channel in channels}
        self.env.invalidate_all()
        self.assertEqual(channels[0].channel_member_ids, expected[channels[0]])
        fetch_lines(channels, "channel_member_ids")
        self.assertEqual({c: c.channel_member_ids for c in channels}, expected)

    def test_what_is_not_written_yet_counts(self):
        channel = self.open_conversation()
        messages = self.visitor_writes_twice(channel)
        reaction = self.env["mail.message.reaction"].create(
            {
                "message_id": messages[0].id,
                "partner_id": self.agent.partner_id.id,
                "content": "👍",
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        reaction.message_id = messages[1]
        note_empty(messages, RARELY_FILLED)
        self.assertFalse(messages[0].reaction_ids)
        self.assertEqual(messages[1].reaction_ids, reaction)

    def test_nothing_that_is_known_is_asked_for(self):
        messages = self.visitor_writes_twice(self.open_conversation())
        asked = [len(self.record(lambda n=n: self.note_empty(messages, n))) for n in (1, 2)]
        self.assertEqual(asked, [1, 1])

    def note_empty(self, messages, times):
        for _time in range(times):
            note_empty(messages, RARELY_FILLED)

    def visitor_writes_twice(self, channel):
        for body in ("Hello", "Is anybody there?"):
            self.visitor_writes(channel, body)
        return channel.message_ids.sorted("id")[-2:]
