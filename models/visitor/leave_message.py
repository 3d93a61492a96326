from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import plaintext2html

# What a visitor may leave while nobody is available. It is kept without anybody having agreed to
# it, so that all of it is limited.
LEFT_MESSAGE_MAX_LENGTH = 2_000
# Of each an hour. Who has one address leaves room for others; an office may share one.
LEFT_MESSAGES_PER_VISITOR = 10
LEFT_MESSAGES_PER_ADDRESS = 30
LEFT_MESSAGES_PER_CHANNEL = 500
# What is written within that time goes into the same conversation.
LEFT_CONVERSATION_PERIOD = timedelta(hours=1)


class DiscussChannel(models.Model):
    """What visitors write while nobody is available: closed conversations, found in the sessions.

    Of the methods, those which take a live chat channel (``im_livechat.channel``) take it as
    superuser, and the visitor is the current user, or the guest of the context.
    """

    _inherit = "discuss.channel"

    @api.model
    def _get_left_message_refusal(self, livechat_channel, text, address):
        """Return why a message cannot be left, if it cannot; count it for its address if it can.

        Nothing is locked for who may leave no more. Who may locks what is counted of their
        address, until the transaction ends.

        :param livechat_channel: the live chat channel
        :param str text: the message
        :param str address: from where it comes
        :return: ``empty``, ``too_long`` or ``too_many``; false if it can be left
        """
        if not text:
            return "empty"
        if len(text) > LEFT_MESSAGE_MAX_LENGTH:
            return "too_long"
        counts = self.env["livechat.left.count"]
        address_key = counts._get_address_key(livechat_channel, address)
        limits = {
            address_key: LEFT_MESSAGES_PER_ADDRESS,
            self._get_visitor_key(): LEFT_MESSAGES_PER_VISITOR,
        }
        if not counts._may_leave(limits) or (
            counts._count_left(livechat_channel) >= LEFT_MESSAGES_PER_CHANNEL
            and not self._find_left_conversation(livechat_channel)
        ):
            return "too_many"
        counts._add(address_key, livechat_channel)
        return False

    def _get_visitor_key(self):
        """Return as whose the messages of the visitor count; as nobody's while they are unknown."""
        partner, guest = self.env["res.partner"]._get_current_persona()
        return str(partner or guest)

    @api.model
    def _leave_message(self, livechat_channel, text, vals):
        """Keep a message of the visitor, in a closed conversation.

        :param livechat_channel: the live chat channel
        :param str text: the message
        :param dict vals: values for the conversation, if it is a new one
        :return: the conversation
        """
        self.env["livechat.left.count"]._add(self._get_visitor_key())
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
        partner, guest = self.env["res.partner"]._get_current_persona()
        if not partner and not guest:
            return self.browse()
        field, persona = ("partner_id", partner) if partner else ("guest_id", guest)
        # No limit: the database might look through all conversations for the last one.
        return self.search(
            self._get_left_domain()
            & Domain("livechat_channel_id", "=", livechat_channel.id)
            & Domain("channel_member_ids", "any", [(field, "=", persona.id)])
            & Domain("last_interest_dt", ">", fields.Datetime.now() - LEFT_CONVERSATION_PERIOD),
            order="id DESC",
        )[:1]

    def _get_left_domain(self):
        return Domain(
            [
                ("channel_type", "=", "livechat"),
                ("livechat_end_dt", "!=", False),
                ("livechat_failure", "=", "no_agent"),
                ("livechat_operator_id", "=", self.env.ref("base.partner_root").id),
            ]
        )
