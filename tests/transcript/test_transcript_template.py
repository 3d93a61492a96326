from functools import partial

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..support.common import PanelCase

TO = {"email_to": "eve@example.com"}


@tagged("post_install", "-at_install")
class TestTranscriptTemplate(PanelCase):
    """A conversation is sent by its own method, which counts and keeps what is sent, and emails
    write nothing into it."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.visitor_writes(self.channel, "Zebra")
        self.channel._add_members(users=self.employee)
        self.channel._add_members(
            users=self.other_agent, create_member_params={"livechat_member_type": "visitor"}
        )
        self.template = self.env.ref("livechat_info_panel.mail_template_transcript")
        self.users = self.agent | self.other_agent | self.manager | self.employee
        self.message = self.channel.message_ids.filtered("author_guest_id")
        self.before = self.count()

    def count(self):
        self.env.flush_all()
        return [
            self.env["mail.mail"].search_count([]),
            self.env["mail.message"].search_count([("res_id", "=", self.channel.id)]),
            self.env["rating.rating"].search_count([]),
        ]

    def assertNobody(self, *calls, error=AccessError):
        for call in calls:
            with self.subTest(call), self.assertRaises(error), self.env.cr.savepoint():
                call()
        self.assertEqual(self.count(), self.before)

    # ------------------------------------------------------------
    # Sent past the method
    # ------------------------------------------------------------

    def test_nobody_sends_it_by_the_template(self):
        copy = self.template.copy()
        plain = self.template.copy({"body_html": "<p>Hi</p>"})
        for user in self.users:
            for template in (self.template, copy, plain):
                mine = template.with_user(user)
                forged = mine.with_context(livechat_rendering_transcript=True)
                self.assertNobody(
                    partial(mine.send_mail, self.channel.id, email_values=TO),
                    partial(mine.send_mail, self.channel.id, force_send=True, email_values=TO),
                    partial(mine.send_mail_batch, self.channel.ids, email_values=TO),
                    partial(mine.send_mail_batch, self.channel.ids, False, False, TO),
                    partial(forged.send_mail, self.channel.id, email_values=TO),
                )

    def test_nobody_sends_it_by_the_composer(self):
        vals = {
            "composition_mode": "mass_mail",
            "body": "<p>Hi</p>",
            "model": "discuss.channel",
            "res_ids": str(self.channel.ids),
            "subject": "Hi",
        }
        for user in self.users:
            composer = self.env["mail.compose.message"].with_user(user).create(vals)
            self.assertNobody(
                composer.action_send_mail,
                partial(
                    self.channel.with_user(user).message_mail_with_source,
                    self.template.with_user(user),
                ),
            )

    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    def test_neither_does_the_server_past_the_method(self):
        template = self.template.with_context(livechat_rendering_transcript=True)
        self.assertNobody(
            partial(template.send_mail, self.channel.id, email_values=TO),
            partial(
                self.channel.with_user(self.agent).message_post_with_source,
                self.template.with_user(self.agent),
            ),
            error=UserError,
        )

    def test_the_method_sends_it(self):
        self.call(self.agent, self.channel, "livechat_send_transcript", ["eve@example.com"])
        mail = self.env["mail.mail"].search([], limit=1, order="id DESC")
        self.assertIn("Zebra", mail.body_html)
        self.assertEqual(self.channel.livechat_transcript_ids.user_id, self.agent)

    def test_administrators_see_a_preview(self):
        preview = self.env["mail.template.preview"].with_context(
            default_mail_template_id=self.template.id
        )
        form = Form(preview)
        form.resource_ref = f"discuss.channel,{self.channel.id}"
        self.assertFalse(form.error_msg)
        self.assertIn("Zebra", form.body_html)

    # ------------------------------------------------------------
    # Written into it
    # ------------------------------------------------------------

    def test_no_email_writes_into_it(self):
        """Odoo creates an email as superuser, with whatever a client says of it."""
        file = self.env["ir.attachment"].create(
            {"name": "a", "raw": b"a", "res_id": self.channel.id, "res_model": "discuss.channel"}
        )
        rating = {
            "consumed": True,
            "rating": 5,
            "res_id": self.channel.id,
            "res_model_id": self.env["ir.model"]._get_id("discuss.channel"),
        }
        said = {"body": "I promise", "model": "discuss.channel", "res_id": self.channel.id}
        contacts = self.env["mail.template"].create(
            {"body_html": "<p>Hi</p>", "model_id": self.env["ir.model"]._get_id("res.partner")}
        )
        for user in self.users:
            template = contacts.with_user(user)
            forged = template.with_context(default_rating_ids=[Command.create(rating)])
            send = partial(template.send_mail, user.partner_id.id)
            self.assertNobody(
                partial(send, email_values={**said, "message_type": "comment"}),
                partial(send, email_values={**said, "res_id": str(self.channel.id)}),
                partial(send, email_values={"mail_message_id": self.message.id, "body": "No"}),
                partial(send, email_values={"child_ids": [Command.create(said)]}),
                partial(send, email_values={"rating_ids": [Command.create(rating)]}),
                partial(send, email_values={"attachment_ids": [Command.delete(file.id)]}),
                partial(send, email_values={"attachment_ids": [[1, file.id, {"raw": "b"}]]}),
                partial(forged.send_mail, user.partner_id.id),
            )
        self.assertEqual(file.raw, b"a")
        self.assertIn("Zebra", self.message.body)

    def test_other_emails_are_sent(self):
        template = self.env["mail.template"].create(
            {"body_html": "<p>Hi</p>", "model_id": self.env["ir.model"]._get_id("res.partner")}
        )
        file = Command.create({"name": "a", "raw": b"a"})
        mail_id = template.with_user(self.agent).send_mail(
            self.agent.partner_id.id,
            email_values={
                **TO,
                "attachment_ids": [file],
                "recipient_ids": [Command.link(self.agent.partner_id.id)],
            },
        )
        mail = self.env["mail.mail"].browse(mail_id)
        self.assertEqual(mail.attachment_ids.name, "a")
