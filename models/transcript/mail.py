from contextlib import suppress

import pytz
from markupsafe import Markup

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_time, html_sanitize, is_html_empty

from ..core.server_context import get_server_context, with_server_context
from .fetched import without_fetched

TEMPLATE = "livechat_info_panel.mail_template_transcript"
REPORT = "livechat_info_panel.report_transcript"


class DiscussChannel(models.Model):
    """What is in the mail by which a conversation is sent, and in the file as which it is kept."""

    _inherit = "discuss.channel"

    def _get_transcript_mail_vals(self):
        """Return the values of a mail with this conversation, to nobody yet.

        :rtype: dict
        """
        return self._get_livechat_mail_vals(TEMPLATE, self._get_messages_for_customer())

    def _get_livechat_mail_vals(self, template, messages, **said):
        """Return the values of a mail to the customer of this conversation, to nobody yet.

        :param str template: XML id of the email template
        :param messages: those with the files that go with it (``mail.message``)
        :param said: what the template asks for, see ``with_server_context``
        :rtype: dict
        """
        self.ensure_one()
        # sudo: mail.template - whose text goes to customers, whoever sends it
        template_sudo = self.env.ref(template).sudo()
        template_sudo = template_sudo.with_context(tz=self._get_livechat_transcript_tz())
        said["livechat_rendering_transcript"] = True
        template_sudo = with_server_context(template_sudo, **said)
        names = ["attachment_ids", "auto_delete", "body_html", "email_from", "mail_server_id"]
        names += ["reply_to", "report_template_ids", "subject"]
        vals = template_sudo._generate_template(self.ids, names)[self.id]
        # No document: the mail would show among the messages of the conversation.
        files = messages.attachment_ids.ids
        files += vals.pop("attachment_ids", [])
        vals["attachment_ids"] = [(4, id_) for id_ in dict.fromkeys(files)]
        vals["attachment_ids"] += [
            (0, 0, {"name": name, "datas": datas, "res_model": "mail.message"})
            for name, datas in vals.pop("attachments", [])
        ]
        email_from = vals.get("email_from") or False
        return {
            **{name: value for name, value in vals.items() if value not in (False, "", None)},
            # Where these are missing, Odoo takes the agent's address and real name.
            "email_from": email_from,
            "reply_to": vals.get("reply_to") or email_from,
        }

    def _get_livechat_transcript_lang(self):
        """Return the code of the customer's language, for the email template.

        :rtype: str
        """
        # sudo: discuss.channel - the language is the customer's, whoever sends
        channel_sudo = self.sudo()
        known = channel_sudo.livechat_lang_id.filtered("active").code
        return known or self._get_logged_in_contact_sudo()._get_livechat_lang()

    def _get_livechat_transcript_direction(self):
        """Return how what is written in this language is read: ``ltr`` or ``rtl``.

        :rtype: str
        """
        return self.env["res.lang"]._get_data(code=self.env.lang or "en_US").direction or "ltr"

    def _get_livechat_transcript_tz(self):
        """Return the customer's time zone, for the email template.

        :rtype: str
        """
        tz = self._find_visitor_tz(self._get_logged_in_contact_sudo())
        tz = tz or self._get_livechat_guest().timezone
        return tz if tz in pytz.all_timezones_set else "UTC"

    def _get_livechat_transcript_agent_name(self):
        """Return the name by which the customer knows whom they chatted with, for the email
        template: an agent, or a chatbot.

        :rtype: str
        """
        # sudo: res.partner - what the customer saw in the chat
        operator_sudo = self.sudo().livechat_operator_id
        if operator_sudo == self.env.ref("base.partner_root"):
            return ""  # of what was left while nobody was there
        return operator_sudo.user_livechat_username or operator_sudo.name or ""

    def _render_livechat_transcript(self):
        """Return the messages of this conversation as HTML for mails, for the email template.

        :rtype: Markup
        :raises AccessError: unless ``livechat_send_transcript`` sends it, or it is a preview
        """
        if not get_server_context(self.env, "livechat_rendering_transcript"):
            raise AccessError(
                self.env._("This email template is for the method livechat_send_transcript only.")
            )
        return self._render_transcript_messages()

    def _render_transcript_messages(self):
        """Return the messages of this conversation as HTML.

        Without notices, without what is empty or was deleted, and with nothing unsafe, whoever
        wrote it. Files stand there by their name.

        :rtype: Markup
        """
        self.ensure_one()
        return self.env["ir.qweb"]._render(
            "livechat_info_panel.transcript_messages",
            {
                "days": self._get_transcript_days(),
                "direction": self._get_livechat_transcript_direction(),
                "tz": self._get_livechat_transcript_tz().replace("_", " "),
            },
            minimal_qcontext=True,
            lang=self.env.lang,
        )

    def _print_transcript(self):
        """Return this conversation as a PDF, or nothing where Odoo cannot print.

        :rtype: bytes or None
        """
        # sudo: ir.actions.report - as Odoo's own download does; on the company's kind of paper
        reports_sudo = (
            self.env["ir.actions.report"].sudo().with_company(self._get_livechat_company())
        )
        with suppress(UserError):  # no wkhtmltopdf, or it failed: Odoo's log says why
            return reports_sudo._render_qweb_pdf(REPORT, self.ids)[0]
        return None

    def _render_transcript_page(self):
        """Return this conversation as a page of its own, to be kept as a file.

        :rtype: Markup
        """
        return Markup("<!DOCTYPE html>\n") + self.env["ir.qweb"]._render(
            "livechat_info_panel.transcript_page",
            {"channel": self, "lang": (self.env.lang or "en").replace("_", "-")},
            minimal_qcontext=True,
        )

    def _get_transcript_days(self):
        """Return what was written, by day.

        :return: each ``{"date", "title", "messages"}`` and each message ``{"author",
            "is_customer", "time", "body", "files"}``, all of it to be shown
        :rtype: list[dict]
        """
        self.check_access("read")  # Odoo prints for everybody
        tz = self._get_livechat_transcript_tz()
        days = []
        for message in self._get_messages_for_customer():
            # sudo: discuss.channel - whose message it is, not who the customer is
            is_customer = self.sudo()._get_author_type(message) == "customer"
            body = self._get_transcript_body(message)
            if not body and not message.attachment_ids:  # deleted
                continue
            date = message.date.replace(tzinfo=pytz.utc).astimezone(pytz.timezone(tz)).date()
            if not days or days[-1]["date"] != date:
                title = format_date(self.env, date, date_format="full")
                days.append({"date": date, "title": title, "messages": []})
            days[-1]["messages"].append(
                {
                    "author": self._get_transcript_author(message),
                    "is_customer": is_customer,
                    "time": format_time(self.env, message.date, tz=tz, time_format="short"),
                    "body": body,
                    "files": message.attachment_ids.mapped("name"),
                }
            )
        return days

    def _get_transcript_author(self, message):
        author = message.author_id
        name = author.user_livechat_username or author.name or message.author_guest_id.name
        if not name and self.sudo()._is_of_customer(message):
            name = message.email_from  # of who was deleted
        elif not name and self._is_of_deleted_agent(message):
            # By which name the customer knew them is gone with them.
            name = self._get_livechat_company().name
        return name or self.env._("Visitor")

    def _get_transcript_body(self, message):
        """Return the text of a message as HTML that is safe in the mail of anybody, or nothing.

        Nothing of it is fetched from anywhere by who prints the conversation, or opens the mail.
        """
        body = html_sanitize(
            without_fetched(message.body),
            sanitize_attributes=True,
            strip_classes=True,
            strip_style=True,
        )
        body = Markup(without_fetched(body))  # whatever became of it
        if is_html_empty(body):
            return Markup()
        return body.replace(Markup("<p>"), Markup('<p style="margin: 0;">'))
