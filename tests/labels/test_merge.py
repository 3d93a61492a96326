from lxml import etree

from odoo import Command
from odoo.tests import tagged

from odoo.addons.bus.tests.common import BusCase

from ..actions.test_session_lists import SessionListCase

TAGS, EXPERTISES = "im_livechat.conversation.tag", "im_livechat.expertise"
FIELDS = {TAGS: "livechat_conversation_tag_ids", EXPERTISES: "livechat_expertise_ids"}


@tagged("post_install", "-at_install")
class TestMerge(SessionListCase, BusCase):
    """An administrator merges tags, or expertises, and what had one of them has the oldest."""

    def make(self, model, count=3):
        return self.env[model].create([{"name": f"Merge test {n}"} for n in range(count)])

    def merge(self, records, user=None):
        """Press the button of the list, as the web client does."""
        params = {"model": records._name, "method": "livechat_merge", "args": [records.ids]}
        result = self.as_user(
            user or self.manager, "/web/dataset/call_button", {**params, "kwargs": {}}
        )
        self.env.invalidate_all()
        return result

    def test_conversations_follow(self):
        """Those that are closed, too, and those that had several of them."""
        channels = self.make_guest_conversations(4)
        channels[3].with_user(self.agent).livechat_close()
        for model, field in FIELDS.items():
            with self.subTest(model):
                kept, *others = records = self.make(model)
                had_before = others, [kept, others[0]], [], [others[1]]
                for channel, had in zip(channels, had_before, strict=True):
                    channel[field] = records.browse([record.id for record in had])
                self.merge(records.sorted("id", reverse=True))
                self.assertEqual(records.exists(), kept)
                for channel in channels - channels[2]:
                    self.assertEqual(channel[field], kept)
                self.assertFalse(channels[2][field])

    def test_tags_in_statistics(self):
        channel = self.make_guest_conversations(1)
        kept, merged = self.make(TAGS, 2)
        channel.livechat_conversation_tag_ids = merged
        histories = channel.livechat_channel_member_history_ids
        self.assertEqual(histories.conversation_tag_ids, merged)
        self.merge(kept | merged)
        self.assertEqual(histories.conversation_tag_ids, kept)

    def test_agents_and_chatbots_follow(self):
        kept, merged = self.make(EXPERTISES, 2)
        self.agent.livechat_expertise_ids = merged
        self.other_agent.livechat_expertise_ids = kept | merged
        channel = self.make_guest_conversations(1)
        history = channel.livechat_agent_history_ids
        history.agent_expertise_ids = merged
        chatbot = self.env["chatbot.script"].create({"title": "Bot"})
        step = self.env["chatbot.script.step"].create(
            {
                "chatbot_script_id": chatbot.id,
                "message": "I call somebody.",
                "operator_expertise_ids": [Command.set(merged.ids)],
                "step_type": "forward_operator",
            }
        )
        self.merge(kept | merged)
        for user in (self.agent, self.other_agent):
            self.assertEqual(user.livechat_expertise_ids, kept)
        self.assertEqual(kept.user_ids, self.agent | self.other_agent)
        self.assertEqual(history.agent_expertise_ids, kept)
        self.assertEqual(step.operator_expertise_ids, kept)

    def test_external_ids_follow(self):
        kept, merged = self.make(TAGS, 2)
        external_id = self.env["ir.model.data"].create(
            {"module": "other", "name": "merge_test", "model": TAGS, "res_id": merged.id}
        )
        self.merge(kept | merged)
        self.assertEqual(external_id.res_id, kept.id)

    def test_open_panels_are_told(self):
        channel, closed = self.make_guest_conversations(2)
        closed.with_user(self.agent).livechat_close()
        for model, field in FIELDS.items():
            with self.subTest(model):
                kept, merged = self.make(model, 2)
                channel[field] = closed[field] = merged
                self.env.cr.precommit.run()
                self._reset_bus()
                self.merge(kept | merged)
                self.env.cr.precommit.run()
                told = self.env["bus.bus"].search([("message", "like", f'"{field}"')])
                self.assertTrue(told)
                for notification in told:
                    self.assertIn(f'"id":{channel.id},', notification.message.replace(" ", ""))
                channel[field] = closed[field] = False

    def test_one_is_not_enough(self):
        tag = self.make(TAGS, 1)
        gone = self.make(EXPERTISES, 2)
        gone[1].unlink()
        for records in (tag, gone):
            with self.assertRefused("odoo.exceptions.UserError"):
                self.merge(records)
            self.assertTrue(records.exists())

    def test_agents_cannot(self):
        for model in FIELDS:
            records = self.make(model)
            with self.subTest(model), self.assertRefused():
                self.merge(records, self.agent)
            self.assertEqual(records.exists(), records)

    def test_button(self):
        """It is in both lists, for administrators."""
        for model, action in (
            (TAGS, "im_livechat.livechat_conversation_tag_action"),
            (EXPERTISES, "im_livechat.expertise_action"),
        ):
            for user, is_there in ((self.agent, False), (self.manager, True)):
                views = self.rpc(
                    user,
                    model,
                    "get_views",
                    views=[[False, "list"]],
                    options={"action_id": self.env.ref(action).id},
                )["views"]
                button = etree.fromstring(views["list"]["arch"]).find("header/button")
                with self.subTest(model, user=user.login):
                    self.assertEqual(button is not None, is_there)
                    if is_there:
                        self.assertTrue(button.get("confirm"))
