from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import plaintext2html

# What a visitor may leave while nobody is available. It is kept without anybody having agreed to
# it, so that all of it is limited.
LEFT_MESSAGE_MAX_LENGTH = 2_000
LEFT_MESSAGES_PER_VISITOR = 10
LEFT_CONVERSATIONS_PER_CHANNEL = 100
LEFT_LIMITS_PERIOD = timedelta(hours=1)
# What is written within that time goes into the same conversation.
LEFT_CONVERSATION_PERIOD = timedelta(hours=1)


class DiscussChannel(models.Model):
    """What visitors write while nobody is available: closed conversations, found in the sessions.

    Of the methods, those which take a live chat channel (``im_livechat.channel``) take it as
    superuser, and the visitor is the current user, or the guest of the context.
    """

    _inherit = "discuss.channel"

    @api.model
    def _clean_left_message(self, body):
        """Return the text of what a visitor's browser sent, empty if it is none.

        :rtype: str
        """
        if not isinstance(body, str):
            return ""
        return body.encode("utf-8", "ignore").decode().replace("\x00", "").strip()

    @api.model
    def _get_left_message_refusal(self, livechat_channel, text):
        """Return why a message cannot be left, if it cannot.

        Until the transaction ends, nobody else leaves a message on this live chat channel: of two
        who come at once, the second one starts anew, and counts what the first one left.

        :param livechat_channel: the live chat channel
        :param str text: the message
        :return: ``empty``, ``too_long`` or ``too_many``; false if it can be left
        """
        if not text:
            return "empty"
        if len(text) > LEFT_MESSAGE_MAX_LENGTH:
            return "too_long"
        self.env.cr.execute(
            "UPDATE im_livechat_channel SET write_date = write_date WHERE id = %s",
            [livechat_channel.id],
        )
        since = fields.Datetime.now() - LEFT_LIMITS_PERIOD
        if visitor := self._get_visitor_domain("author_id", "author_guest_id"):
            message_count = self.env["mail.message"].search_count(
                visitor
                & Domain("model", "=", "discuss.channel")
                & Domain("res_id", "in", self._find_left_conversations().ids)
                & Domain("create_date", ">", since)
            )
            if message_count >= LEFT_MESSAGES_PER_VISITOR:
                return "too_many"
        if self._find_left_conversation(livechat_channel):
            return False
        conversation_count = self.search_count(
            self._get_left_domain()
            & Domain("livechat_channel_id", "=", livechat_channel.id)
            & Domain("create_date", ">", since)
        )
        return conversation_count >= LEFT_CONVERSATIONS_PER_CHANNEL and "too_many"

    @api.model
    def _leave_message(self, livechat_channel, text, vals):
        """Keep a message of the visitor, in a closed conversation.

        :param livechat_channel: the live chat channel
        :param str text: the message
        :param dict vals: values for the conversation, if it is a new one
        :return: the conversation
        """
        conversation = self._find_left_conversation(livechat_channel) or self.create(
            {**vals, **self._get_left_conversation_vals(livechat_channel)}
        )
        conversation.message_post(
            body=plaintext2html(text), message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        return conversation

    def _get_left_conversation_vals(self, livechat_channel):
        """Return the values of Odoo's own for a new conversation, less its agent."""
        nobody = self.env.ref("base.user_root")
        vals = livechat_channel._get_livechat_discuss_channel_vals(
            agent=nobody,
            chatbot_script=self.env["chatbot.script"],
            operator_partner=nobody.partner_id,
            operator_model="res.users",
        )
        visitors = [
            values
            for _command, _id, values in vals["channel_member_ids"]
            if values["livechat_member_type"] == "visitor"
        ]
        partner, guest = self.env["res.partner"]._get_current_persona()
        return {
            **vals,
            "channel_member_ids": [Command.create(values) for values in visitors],
            "livechat_end_dt": fields.Datetime.now(),
            "livechat_failure": "no_agent",
            "livechat_status": False,
            "name": partner.display_name or guest.name,
        }

    def _find_left_conversation(self, livechat_channel):
        """Return the conversation to which the visitor adds what they write, if there is one."""
        since = fields.Datetime.now() - LEFT_CONVERSATION_PERIOD
        return self._find_left_conversations().filtered(
            lambda channel: (
                channel.livechat_channel_id == livechat_channel and channel.last_interest_dt > since
            )
        )[:1]

    def _find_left_conversations(self):
        """Return the conversations in which the visitor left something lately, newest first."""
        visitor = self._get_visitor_domain("partner_id", "guest_id")
        if not visitor:
            return self.browse()
        since = fields.Datetime.now() - max(LEFT_LIMITS_PERIOD, LEFT_CONVERSATION_PERIOD)
        return self.search(
            self._get_left_domain()
            & Domain("channel_member_ids", "any", visitor)
            & Domain("last_interest_dt", ">", since),
            order="id DESC",
        )

    def _get_left_domain(self):
        return Domain(
            [
                ("channel_type", "=", "livechat"),
                ("livechat_end_dt", "!=", False),
                ("livechat_failure", "=", "no_agent"),
                ("livechat_operator_id", "=", self.env.ref("base.partner_root").id),
            ]
        )

    def _get_visitor_domain(self, partner_field, guest_field):
        """Return the domain of what is the current visitor's; false as long as they are unknown."""
        partner, guest = self.env["res.partner"]._get_current_persona()
        if partner:
            return Domain(partner_field, "=", partner.id)
        return bool(guest) and Domain(guest_field, "=", guest.id)
