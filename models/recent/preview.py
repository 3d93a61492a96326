from odoo import fields, models

from ..core.text import html_to_text

PREVIEW_LIMIT = 30
PREVIEW_TEXT_MAX_LENGTH = 1_000


class DiscussChannel(models.Model):
    """What was said in a conversation, in short, to be read beside another one."""

    _inherit = "discuss.channel"

    def livechat_get_preview(self):
        """Return what was said in a conversation last, to read it beside another one.

        :return: ``{"note": str, "messages": list, "is_partial": bool}``, the note and the messages
            as plain text, the latter in their order and each ``{"id", "author", "type", "date",
            "text", "attachments"}``: type is ``customer``, ``agent`` or ``bot``, the date a text
            in UTC, the attachments a list of names; whether there are earlier ones
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat
        """
        self.ensure_one()
        self._check_livechat_agent()
        # sudo: discuss.channel, mail.message, ir.attachment - who can read a conversation can read
        # its messages, and the note is for agents
        channel_sudo = self.sudo()
        messages_sudo = channel_sudo.env["mail.message"].search(
            [
                ("model", "=", "discuss.channel"),
                ("res_id", "=", self.id),
                ("message_type", "not in", ("notification", "user_notification")),
            ],
            order="id DESC",
            limit=PREVIEW_LIMIT + 1,
        )
        return {
            "note": html_to_text(channel_sudo.livechat_note).strip(),
            "messages": [
                channel_sudo._to_preview(message_sudo)
                for message_sudo in reversed(messages_sudo[:PREVIEW_LIMIT])
            ],
            "is_partial": len(messages_sudo) > PREVIEW_LIMIT,
        }

    def _to_preview(self, message):
        return {
            "id": message.id,
            "author": message.author_id.name
            or message.author_guest_id.name
            or message.email_from
            or "",
            "type": self._get_author_type(message),
            "date": fields.Datetime.to_string(message.create_date),
            "text": self._to_plain_text(message.body)[:PREVIEW_TEXT_MAX_LENGTH],
            "attachments": message.attachment_ids.mapped("name"),
        }

    def _get_author_type(self, message):
        """Return as what somebody wrote in this conversation: customer, agent or bot.

        Who is unknown was the customer, unless it can only have been an agent.
        """
        is_known = message.author_id or message.author_guest_id
        if self._is_of_customer(message) or not (is_known or self._is_of_deleted_agent(message)):
            return "customer"
        bots = self.livechat_bot_history_ids.partner_id
        return "bot" if message.author_id in bots else "agent"
