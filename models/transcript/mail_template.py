from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ..core.server_context import with_server_context

# What the values of an email may do to other records: nothing but refer to them.
REFERRING = (Command.UNLINK, Command.LINK, Command.CLEAR, Command.SET)


class MailTemplate(models.Model):
    """What Odoo does with an email template as superuser, for whoever asks for it over RPC.

    Of live chats users send what ``livechat_send_transcript`` sends, as often as it allows.
    """

    _inherit = "mail.template"

    def send_mail_batch(
        self,
        res_ids,
        force_send=False,
        raise_exception=False,
        email_values=None,
        email_layout_xmlid=False,
    ):
        if not self.env.su:
            self._check_mails_no_livechat(res_ids, email_values or {})
            for name, value in (email_values or {}).items():
                self._check_email_value(name, value)
            for name, value in self.env.context.items():
                if name.startswith("default_"):
                    self._check_email_value(name.removeprefix("default_"), value)
        return super().send_mail_batch(
            res_ids,
            force_send=force_send,
            raise_exception=raise_exception,
            email_values=email_values,
            email_layout_xmlid=email_layout_xmlid,
        )

    def _check_can_be_rendered(self, fnames=None, render_options=None):
        """Let administrators change the template: Odoo tries it out, and sends nothing."""
        trying = with_server_context(self, livechat_rendering_transcript=True)
        return super(MailTemplate, trying)._check_can_be_rendered(fnames, render_options)

    def _check_mails_no_livechat(self, res_ids, values):
        """Raise if an email would be one of a live chat, and so a message in it.

        :param list res_ids: ids of the records that it is about
        :param dict values: what is given beside the template
        :raises AccessError: if so
        """
        if values.get("res_id"):
            res_ids = [int(values["res_id"])]
        if (values.get("model") or self.model) == "discuss.channel":
            self.env["discuss.channel"]._check_mailed_by_its_methods(res_ids)

    def _check_email_value(self, name, value):
        """Raise if a value of an email would change another record, as a message, rating or file.

        :raises AccessError: if so
        """
        field = self.env["mail.mail"]._fields.get(name)
        if not field or not value:
            return
        # A file that is given with the email is a new one.
        allowed = (*REFERRING, Command.CREATE) if name == "attachment_ids" else REFERRING
        if name == "mail_message_id" or (
            field.type in ("one2many", "many2many")
            and any(isinstance(c, list | tuple) and c[0] not in allowed for c in value)
        ):
            raise AccessError(self.env._("An email cannot change other records."))


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        if not self.env.su and self.model == "discuss.channel":
            self.env["discuss.channel"]._check_mailed_by_its_methods(res_ids)
        return super()._action_send_mail_mass_mail(res_ids, auto_commit=auto_commit)


class MailTemplatePreview(models.TransientModel):
    _inherit = "mail.template.preview"

    def _compute_mail_template_fields(self):
        """Show a conversation, which is not sent."""
        previews = with_server_context(self, livechat_rendering_transcript=True)
        return super(MailTemplatePreview, previews)._compute_mail_template_fields()
