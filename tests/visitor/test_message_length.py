from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from ...models.visitor import message_length
from ..support.common import PanelCase

TOO_LONG = "odoo.addons.livechat_info_panel.models.visitor.message_length.MessageTooLong"


@tagged("post_install", "-at_install")
class TestMessageLength(PanelCase):
    """What visitors write at once is limited, before Odoo reads it."""

    def setUp(self):
        super().setUp()
        self.long = "x" * message_length.MAX_LENGTH
        self.too_long = self.long + "x"

    def bodies(self, channel):
        self.env.invalidate_all()
        return [str(body) for body in channel.message_ids.mapped("body")]

    def test_message_of_a_guest(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, self.long)
        before = self.bodies(channel)
        self.assertIn(f"<p>{self.long}</p>", before)
        for body in (self.too_long, "<a href='" * 50_000, " " * 20_000):
            with self.subTest(body=body[:10]), self.assertRefused(TOO_LONG):
                self.visitor_writes(channel, body)
        self.assertEqual(self.bodies(channel), before)

    def update(self, channel, message, body):
        return self.as_visitor(
            channel,
            "/mail/message/update_content",
            {"message_id": message.id, "update_data": {"body": body}},
        )

    def test_message_that_is_changed(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Hello")
        message = channel.message_ids[:1]
        for body in (self.too_long, "<a href='" * 50_000):
            with self.assertRefused(TOO_LONG):
                self.update(channel, message, body)
        self.assertEqual(self.bodies(channel)[0], "<p>Hello</p>")
        self.update(channel, message, "Hello again")
        self.assertIn("Hello again", self.bodies(channel)[0])

    def test_from_another_site(self):
        channel = self.open_conversation()
        guest = channel.livechat_customer_guest_ids
        token = guest._format_auth_cookie()
        self.authenticate(None, None)
        with self.assertRefused(TOO_LONG):
            self.make_jsonrpc_request(
                "/im_livechat/cors/message/post",
                {"guest_token": token, **self.post_params(channel, self.too_long)},
            )
        self.visitor_writes(channel, "Hello")
        message = channel.message_ids[:1]
        self.authenticate(None, None)
        with self.assertRefused(TOO_LONG):
            self.make_jsonrpc_request(
                "/im_livechat/cors/message/update_content",
                {
                    "guest_token": token,
                    "message_id": message.id,
                    "update_data": {"body": self.too_long},
                },
            )

    def test_message_of_a_customer_who_logged_in(self):
        channel = self.open_conversation(self.customer)
        with self.assertRefused(TOO_LONG):
            self.user_writes(self.customer, channel, self.too_long)
        self.assertFalse(self.bodies(channel))
        params = {"kwargs": {"body": self.too_long, "message_type": "comment"}}
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self.as_user(
                self.customer,
                "/web/dataset/call_kw/discuss.channel/message_post",
                {
                    "model": "discuss.channel",
                    "method": "message_post",
                    "args": channel.ids,
                    **params,
                },
            )
        self.assertEqual(str(caught.exception), TOO_LONG)
        vals = {
            "model": "discuss.channel",
            "res_id": channel.id,
            "author_id": self.customer.partner_id.id,
            "message_type": "comment",
        }
        messages = self.env["mail.message"].with_user(self.customer)
        with self.assertRaises(message_length.MessageTooLong):
            messages.create({**vals, "body": self.too_long})
        self.user_writes(self.customer, channel, "Hello")
        with self.assertRaises(message_length.MessageTooLong):
            channel.message_ids[:1].with_user(self.customer).body = self.too_long

    def test_agents_and_chatbots_write_what_they_like(self):
        chatbot = self.make_chatbot(
            ("text", self.too_long), ("free_input_single", "What?"), ("text", self.too_long)
        )
        channel = self.open_conversation(chatbot=chatbot)
        self.visitor_writes(channel, "Hello")
        self.trigger_step(channel)
        self.assertIn(self.too_long, self.bodies(channel)[0])
        self.user_writes(self.agent, self.open_conversation(), self.too_long)

    def test_limit_can_be_set(self):
        parameters = self.env["ir.config_parameter"]
        channel = self.open_conversation()
        parameters.set_param(message_length.MAX_LENGTH_PARAMETER, "2000")
        with self.assertRefused(TOO_LONG):
            self.visitor_writes(channel, "x" * 2_001)
        self.visitor_writes(channel, "x" * 2_000)
        for value in ("", "many", "-1", "0", "7", "1e9", "\u0663" * 4, "9" * 5_000):
            parameters.set_param(message_length.MAX_LENGTH_PARAMETER, value)
            expected = 3_333 if value == "\u0663" * 4 else message_length.MAX_LENGTH
            with self.subTest(value=value[:10]):
                self.assertEqual(self.env["discuss.channel"]._get_max_message_length(), expected)

    def test_reaction_is_short(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Hello")
        message = channel.message_ids[:1]
        params = {"message_id": message.id, "action": "add"}
        with self.assertRefused("odoo.exceptions.UserError"):
            self.as_visitor(channel, "/mail/message/reaction", {**params, "content": "x" * 101})
        self.as_visitor(channel, "/mail/message/reaction", {**params, "content": "👩‍👩‍👧‍👦"})
        self.assertEqual(message.reaction_ids.content, "👩‍👩‍👧‍👦")
