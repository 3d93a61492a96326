from odoo.tests import tagged

from ..support.customer import CustomerCase


@tagged("post_install", "-at_install")
class TestPreview(CustomerCase):
    """What was said in another conversation."""

    def test_preview(self):
        channel = self.open_guest_conversation(phone="+3222903490")
        channel.with_user(self.agent).message_post(
            body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        attachment = self.env["ir.attachment"].create(
            {"name": "photo.png", "res_model": "discuss.channel", "res_id": channel.id}
        )
        channel.with_user(self.agent).message_post(
            body="",
            attachment_ids=attachment.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        channel.with_user(self.agent).livechat_set_note("<p>One</p><p><br></p><p>Two</p>")
        self.visitor_writes(
            channel, "Broken:<br>- two<br><br><a href='https://example.com/'>Look</a>"
        )
        preview = self.call(self.other_agent, channel, "livechat_get_preview")
        self.assertEqual(preview["note"], "One\n\nTwo")
        self.assertFalse(preview["is_partial"])
        guest = channel.livechat_customer_guest_ids.name
        self.assertEqual(
            [
                (line["author"], line["type"], line["text"], line["attachments"])
                for line in preview["messages"]
            ],
            [
                ("Bot", "bot", "Your e-mail?", []),
                (guest, "customer", "mia@example.com", []),
                ("Bot", "bot", "Your phone?", []),
                (guest, "customer", "+3222903490", []),
                ("Bot", "bot", "I call somebody.", []),
                ("Ada Agent", "agent", "Hello", []),
                ("Ada Agent", "agent", "", ["photo.png"]),
                (guest, "customer", "Broken:\n- two\n\nLook", []),
            ],
        )
        for number in range(40):
            channel.with_user(self.agent).message_post(
                body=f"Line {number}", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        preview = self.call(self.agent, channel, "livechat_get_preview")
        self.assertTrue(preview["is_partial"])
        self.assertEqual(
            [line["text"] for line in preview["messages"]], [f"Line {n}" for n in range(10, 40)]
        )
