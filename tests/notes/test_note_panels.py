import json

from odoo.tests import tagged

from ...models.now.changes import SUBCHANNEL
from ..support.notes import NoteCase


@tagged("post_install", "-at_install")
class TestNotePanels(NoteCase):
    """What the panels receive of notes, and what that costs."""

    def sent(self, name, since):
        """Return subchannel and payload of each notification of a name."""
        notifications = self.env["bus.bus"].search([("id", ">", since), ("message", "like", name)])
        return [
            (json.loads(n.channel)[-1], json.loads(n.message)["payload"]) for n in notifications
        ]

    def last_sent(self):
        return self.env["bus.bus"].search([], order="id DESC", limit=1).id

    def test_panels_are_told_the_note_its_author_and_time(self):
        since = self.last_sent()
        saved = self.call(self.agent, self.channel, "livechat_save_note", "told\n\nall", 0)
        [(subchannel, payload)] = self.sent("livechat_note_state", since)
        self.assertEqual(subchannel, "livechat_users")
        [values] = payload["discuss.channel"]
        state = {key: saved[key] for key in ("id", "text", "author", "date")}
        self.assertEqual(values, {"id": self.channel.id, "livechat_note_state": state})
        self.assertEqual(state["author"], "Ada Agent")
        self.assertTrue(state["date"])
        data = self.panel_data(self.other_agent, self.channel)
        self.assertEqual(data["livechat_note_state"], state)

    def test_panels_are_told_who_is_editing(self):
        since = self.last_sent()
        self.call(self.agent, self.channel, "livechat_notify_note_editing", "key")
        self.call(self.agent, self.channel, "livechat_notify_note_editing", "key", False)
        self.assertEqual(
            self.sent("note_editing", since),
            [
                (
                    "livechat_users",
                    {
                        "channel_id": self.channel.id,
                        "editing_key": "key",
                        "is_editing": is_editing,
                        "name": "Ada Agent",
                        "user_id": self.agent.id,
                    },
                )
                for is_editing in (True, False)
            ],
        )
        self.assertFalse(self.channel.livechat_note_version_id)

    def test_who_saved_is_not_editing_any_more(self):
        since = self.last_sent()
        self.call(self.agent, self.channel, "livechat_save_note", "told", 0, "key")
        self.assertEqual(
            [
                (payload["editing_key"], payload["is_editing"])
                for _subchannel, payload in self.sent("note_editing", since)
            ],
            [("key", False)],
        )

    def test_bytes_of_a_save(self):
        """Those on the bus, which are all that other panels need."""
        saved = self.channel_as_agent.livechat_save_note("first", 0, editing_key="1")
        for name, agent, key in [("a pause", "agent", "1"), ("another one", "other_agent", "2")]:
            since = self.last_sent()
            channel = self.channel.with_user(getattr(self, agent))
            saved = channel.livechat_save_note("x" * 1000, saved["id"], editing_key=key)
            self.env.cr.precommit.run()
            sent = self.env["bus.bus"].search(
                [("id", ">", since), ("channel", "not like", SUBCHANNEL)]
            )
            with self.subTest(name):
                # The text, its HTML, and its first line for lists
                self.assertLess(sum(len(n.message) for n in sent), 2 * 1000 + 200 + 1000)
            saved = channel.livechat_save_note("y", saved["id"])
