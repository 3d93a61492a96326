from odoo.exceptions import ValidationError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from ...models.core.emails import find_email, parse_email, to_mail_server
from ..support.customer import CustomerCase

BRACKETS = "(" * 5_000
# What somebody typed, the address that a customer may have meant, and that of who sends to it.
TYPED = [
    ("Mia@Example.com", "mia@example.com", "mia@example.com"),
    ("  mia@example.com\t", "mia@example.com", "mia@example.com"),
    ("Mia <mia@example.com>", "mia@example.com", "mia@example.com"),
    ('"Doe, Mia" <mia@example.com>', "mia@example.com", "mia@example.com"),
    ("My address is mia@example.com.", "mia@example.com", False),
    ("mia@example.com (at home)", "mia@example.com", False),
    ("mailto:mia@example.com", "mia@example.com", False),
    ("Mia@M\u00fcller.example", "mia@m\u00fcller.example", "mia@m\u00fcller.example"),
    (f"{BRACKETS} mia@example.com", "mia@example.com", "mia@example.com"),
    (BRACKETS, False, False),
    ("<" * 5_000, False, False),
    ("a@" * 5_000, False, False),
    ("", False, False),
    ("mia@example.com\r\nBcc: x@example.com", False, False),
    ("mia@example.com\nx@example.com", False, False),
    ("mia@example.com, x@example.com", False, False),
    ("mia @example.com", False, False),
    ("mia@example", False, False),
    ("mia@example..com", False, False),
    ("mia@-example.com", False, False),
    (f"{'m' * 250}@example.com", False, False),
]


@tagged("post_install", "-at_install")
class TestEmails(CustomerCase):
    """One parser reads every address that somebody typed."""

    def test_what_is_an_address(self):
        for text, meant, sent_to in TYPED:
            with self.subTest(text=text[:50]):
                self.assertEqual(find_email(text), meant)
                self.assertEqual(parse_email(text), sent_to)
        self.assertEqual(to_mail_server("a@m\u00fcller.example"), "a@xn--mller-kva.example")

    def test_the_chatbot_asks_again_for_what_is_no_address(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        for text in (BRACKETS, "mia@example.com<br>Bcc: x@example.com", "nobody"):
            with self.subTest(text=text[:50]):
                self.visitor_writes(channel, text)
                answer = self.as_visitor(
                    channel, "/chatbot/step/validate_email", {"channel_id": channel.id}
                )
                self.assertFalse(answer["success"])
                self.visitor_writes(channel, text)
                with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
                    self.trigger_step(channel)
                self.assertIn(ValidationError.__name__, str(caught.exception))
                self.assertFalse(channel.livechat_visitor_email)
        self.visitor_writes(channel, f"{BRACKETS} It is Mia@Example.com!")
        answer = self.as_visitor(
            channel, "/chatbot/step/validate_email", {"channel_id": channel.id}
        )
        self.assertTrue(answer["success"])
        self.trigger_step(channel)
        self.assertEqual(channel.livechat_visitor_email, "mia@example.com")
        self.assertEqual(channel.chatbot_current_step_id.step_type, "question_phone")
