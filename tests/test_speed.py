from odoo import Command
from odoo.tests import tagged

from odoo.addons.mail.tools.discuss import Store

from .common import PanelCase

# What the panel may cost beyond plain Odoo, in queries, when a conversation is opened; and what
# Odoo's own modules add to the panel's data, each of them.
PANEL_QUERIES = 12
ODOO_QUERIES = {"website_livechat": 1, "crm_livechat": 1}


@tagged("post_install", "-at_install")
class TestSpeed(PanelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.env["im_livechat.conversation.tag"].create({"name": "Parcel"})
        cls.chatbot = cls.make_chatbot(
            ("question_selection", "What about?", "Billing"), ("free_input_multi", "Tell me all.")
        )

    def make_conversations(self, count, message_count, guest=None, **vals):
        """Create conversations of a customer who passed the chatbot.

        :param guest: the customer (``mail.guest``), by default a known contact
        :return: the last of them
        """
        customer = {"guest_id": guest.id} if guest else {"partner_id": self.customer.partner_id.id}
        question, free_input = self.chatbot.script_step_ids
        channels = self.env["discuss.channel"].create(
            [
                {
                    "name": f"Conversation {number}",
                    "channel_type": "livechat",
                    "livechat_channel_id": self.livechat_channel.id,
                    "livechat_operator_id": self.agent.partner_id.id,
                    "livechat_visitor_lang": "es-MX",
                    "livechat_visitor_tz": "America/Mexico_City",
                    "livechat_conversation_tag_ids": self.tag.ids,
                    **vals,
                    "channel_member_ids": [
                        Command.create(
                            {
                                "partner_id": self.agent.partner_id.id,
                                "livechat_member_type": "agent",
                            }
                        ),
                        Command.create({**customer, "livechat_member_type": "visitor"}),
                    ],
                }
                for number in range(count)
            ]
        )
        channel = channels[-1]
        messages = self.env["mail.message"].create(
            [
                {
                    "model": "discuss.channel",
                    "res_id": channel.id,
                    "body": f"Message {number}",
                    "message_type": "comment",
                    "author_id": author.id,
                }
                for number in range(message_count)
                for author in (self.chatbot.operator_partner_id, self.customer.partner_id)
            ]
        )
        self.env["chatbot.message"].create(
            [
                {
                    "discuss_channel_id": channel.id,
                    "mail_message_id": message.id,
                    "script_step_id": (question if number < 2 else free_input).id,
                    "user_script_answer_id": not number and question.answer_ids.id,
                }
                for number, message in enumerate(messages)
            ]
        )
        return channel

    def get_limit(self):
        installed = self.env["ir.module.module"]._installed()
        return PANEL_QUERIES + sum(
            count for name, count in ODOO_QUERIES.items() if name in installed
        )

    def count_queries(self, channel):
        channel = channel.with_user(self.agent)
        self.env.flush_all()
        self.env.invalidate_all()
        channel.read(["name"])  # as Odoo did when it searched the conversation
        before = self.env.cr.sql_log_count
        Store().add(channel, channel._get_livechat_session_fields_to_store()).get_result()
        return self.env.cr.sql_log_count - before

    def test_panel_costs_few_queries_however_much_there_is(self):
        self.count_queries(self.make_conversations(1, 1))  # what is cached for good
        few = self.count_queries(self.make_conversations(10, 5))
        many = self.count_queries(self.make_conversations(2000, 500))
        self.assertEqual(few, many)
        self.assertLessEqual(many, self.get_limit())

    def test_panel_of_a_guest_costs_few_queries_however_much_there_is(self):
        given = {
            "livechat_visitor_email": "mia@example.com",
            "livechat_visitor_phone": "+32 470 12 34 56",
            "livechat_visitor_phone_sanitized": "+32470123456",
        }
        self.env["res.partner"].create(
            [
                {"name": f"Mia {number}", "email": "mia@example.com", "phone": "+32470123456"}
                for number in range(20)
            ]
        )
        linked_to = self.customer.partner_id
        linked_to.category_id = [Command.create({"name": "Gold"})]
        for is_linked in (False, True):
            guest = self.env["mail.guest"].create({"name": "Mia"})
            one = self.make_conversations(1, 1, guest, **given)
            if is_linked:
                one.with_user(self.agent).livechat_link_contact(linked_to.id)
            self.count_queries(one)  # what is cached for good
            few = self.count_queries(one)
            self.make_conversations(1000, 5, guest, **given)
            many = self.count_queries(one)
            self.assertEqual(few, many)
            self.assertLessEqual(many, self.get_limit())

    def test_panel_of_several_conversations_is_one_batch(self):
        channels = self.make_conversations(5, 2) | self.make_conversations(5, 2)
        self.count_queries(channels[0])
        self.assertEqual(self.count_queries(channels[0]), self.count_queries(channels))
