from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.transcript import TranscriptCase

TURNED = "Bill\u202egnp.exe\u202c \u2066x\u2069"
INVISIBLE = ("\u200b", "\u200d\ufe0f", "\u2060\ufeff", "\u00ad")
# Persian and Hindi need joiners, and emojis are several characters that are joined by one.
KEPT = ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\U0001f469\u200d\U0001f4bb", "C++")


@tagged("post_install", "-at_install")
class TestBadLooks(TranscriptCase):
    """Texts that break nothing, and look as what they are not."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()

    def test_names_and_lines_are_not_turned_around(self):
        channel = self.channel.with_user(self.agent)
        tags = self.env["im_livechat.conversation.tag"]
        tag = tags.browse(channel.livechat_add_tag(TURNED))
        self.assertEqual(tag.name, "Billgnp.exe x")
        channel.livechat_ask_help(TURNED)
        self.assertEqual(self.channel.livechat_help_text, "Billgnp.exe x")
        expertise = self.env["im_livechat.expertise"].create({"name": TURNED})
        self.assertEqual(expertise.name, "Billgnp.exe x")

    def test_nothing_to_see_is_no_name(self):
        channel = self.channel.with_user(self.agent)
        for text in INVISIBLE:
            with self.assertRaises(ValidationError):
                channel.livechat_add_tag(text)
            channel.livechat_ask_help(text)
            self.assertFalse(self.channel.livechat_help_text)

    def test_what_languages_need_is_kept(self):
        tags = self.env["im_livechat.conversation.tag"]
        for text in KEPT:
            self.assertEqual(tags.browse(tags.name_create(text)[0]).name, text)

    def test_addresses_are_what_they_look_like(self):
        channel = self.channel.with_user(self.agent)
        for address in (
            "carla@example.com\u202e",
            "car\u200bla@example.com",
            "\u202acarla@example.com\u202c",
        ):
            [sending_id] = channel.livechat_send_transcript([address])
            sending = self.env["livechat.transcript"].browse(sending_id)
            self.assertEqual(sending.email_to, "carla@example.com", ascii(address))
        for address in (
            "carla@example.com%0aBcc:x@evil.example",
            "carla@example.com\rBcc:x@evil.example",
            "carla@example.com\x0bBcc: <x@evil.example>",
        ):
            with self.assertRaises(UserError, msg=ascii(address)):
                channel.livechat_send_transcript([address])

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_no_header_of_a_mail_comes_from_a_name(self):
        """Names of agents, companies and files are no headers, whatever is in them."""
        hostile = "Ada\r\nBcc: spy@evil.example\nX-Evil: yes"
        self.agent.livechat_username = hostile
        self.env.company.name = hostile
        message = self.channel.with_user(self.agent).message_post(
            body="See", message_type="comment", attachments=[(f"a{hostile}.txt", b"x")]
        )
        self.assertTrue(message.attachment_ids)
        mailbox = self.start_mail_server()
        sending = self.send(self.channel, ["carla@example.com"])
        self.run_mail_queue()
        self.assertEqual(sending.state, "sent", sending.failure_reason)
        [(recipients, mail)] = mailbox.mails
        self.assertEqual(recipients, ["carla@example.com"])
        names = {name.lower() for part in mail.walk() for name in part}
        self.assertFalse({"bcc", "x-evil"} & names)
