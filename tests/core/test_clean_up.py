from odoo.tests import tagged

from ..support.common import PanelCase, need_module


class CleanUpCase(PanelCase):
    def clean_up(self, *channels):
        """Run Odoo's nightly job, two hours later."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE discuss_channel SET write_date = now() - interval '2 hours',"
            " create_date = now() - interval '2 hours' WHERE id = ANY(%s)",
            [[channel.id for channel in channels]],
        )
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref("base.autovacuum_job").method_direct_trigger()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestCleanUp(CleanUpCase):
    def work(self):
        """Yield by what a conversation is worked on, and the method of it."""
        tag = self.env["im_livechat.conversation.tag"].create({"name": "Late"})
        contact = self.env["res.partner"].create({"name": "Mia"})
        yield "note", ("livechat_set_note", "<p>Calls back at noon.</p>")
        yield "tag", ("livechat_add_tag", tag.name)
        yield "waiting", ("livechat_set_status", "waiting")
        yield "help", ("livechat_ask_help", "Who speaks Dutch?")
        yield "contact", ("livechat_link_contact", contact.id)
        yield "handover", ("livechat_reassign", self.other_agent.id)
        yield "transcript", ("livechat_send_transcript", ["mia@example.com"])

    def test_what_an_agent_typed_or_decided_keeps_a_conversation(self):
        self.env["mail.presence"]._update_presence(self.other_agent)
        kept = {}
        for name, call in self.work():
            kept[name] = self.open_conversation()
            self.call(self.agent, kept[name], *call)
            kept[name].message_ids.unlink()  # some leave a notice
        empty = self.open_conversation()
        self.clean_up(empty, *kept.values())
        self.assertFalse(empty.exists())
        self.assertEqual([name for name, channel in kept.items() if not channel.exists()], [])
        self.assertIn("Calls back at noon.", kept["note"].livechat_note)

    def test_what_was_taken_back_was_typed(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_set_note", "<p>Rude</p>")
        self.call(self.agent, channel, "livechat_set_note", "")
        self.clean_up(channel)
        self.assertTrue(channel.exists())

    def test_corrected_outcome_keeps_a_conversation(self):
        corrected, closed = self.open_conversation(), self.open_conversation()
        for channel in (corrected, closed):
            self.call(self.agent, channel, "livechat_close")
            channel.message_ids.unlink()
        self.call(self.agent, corrected, "livechat_correct_outcome", "no_failure", "By phone")
        self.clean_up(corrected, closed)
        self.assertTrue(corrected.exists())
        self.assertFalse(closed.exists())

    def test_who_may_delete_conversations_still_can(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_set_note", "<p>Test</p>")
        channel.unlink()
        self.assertFalse(channel.exists())


@tagged("post_install", "-at_install", "companions")
class TestCleanUpOnWebsite(CleanUpCase):
    """Chat requests: an agent begins, and the visitor has said nothing yet."""

    def setUp(self):
        need_module(self.env, "website_livechat")
        super().setUp()
        self.env["website"].search([], limit=1).channel_id = self.livechat_channel
        self.visitor = self.env["website.visitor"].create({"access_token": "f9d2" * 8})

    def request_chat(self):
        self.as_user(
            self.agent,
            "/web/dataset/call_kw/website.visitor/action_send_chat_request",
            {
                "model": "website.visitor",
                "method": "action_send_chat_request",
                "args": [self.visitor.ids],
                "kwargs": {},
            },
        )
        return self.visitor.discuss_channel_ids.sorted("id")[-1]

    def hide(self, channel):
        self.call(self.agent, channel, "channel_pin", False)
        self.env.invalidate_all()

    def test_note_keeps_a_chat_request_at_night(self):
        channel = self.request_chat()
        self.call(self.agent, channel, "livechat_set_note", "<p>Looks for a chair.</p>")
        self.clean_up(channel)
        self.assertTrue(channel.exists())

    def test_note_keeps_a_chat_request_that_is_hidden(self):
        channel = self.request_chat()
        self.hide(channel)
        self.assertFalse(channel.exists())
        channel = self.request_chat()
        self.call(self.agent, channel, "livechat_set_note", "<p>Looks for a chair.</p>")
        self.hide(channel)
        self.assertTrue(channel.exists())
        self.assertTrue(channel.livechat_end_dt)
        self.assertNotEqual(self.request_chat(), channel)
