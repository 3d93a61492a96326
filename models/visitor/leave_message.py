from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import plaintext2html

from ..core.emails import parse_email

# What a visitor may leave while nobody is available. It is kept without anybody having agreed to
# it, so that all of it is limited.
LEFT_MESSAGE_MAX_LENGTH = 2_000
# Of each an hour. Who has one address leaves room for others; an office may share one.
LEFT_MESSAGES_PER_VISITOR = 10
LEFT_MESSAGES_PER_ADDRESS = 30
LEFT_MESSAGES_PER_CHANNEL = 500
# What is written within that time goes into the same conversation.
LEFT_CONVERSATION_PERIOD = timedelta(hours=1)
# Within that time, an address can be left for it.
LEFT_EMAIL_PERIOD = timedelta(days=1)


class DiscussChannel(models.Model):
    """What visitors write while nobody is available: closed conversations, found in the sessions.

    Of the methods, those which take a live chat channel (``im_livechat.channel``) take it as
    superuser, and the visitor is the current user, or the guest of the context.
    """

    _inherit = "discuss.channel"

    def _compute_duration(self):
        """What is left for later ends when it begins: in whole seconds, which may be before."""
        super()._compute_duration()
        for channel in self.filtered(lambda channel: channel.duration < 0):
            channel.duration = 0

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
        found = self._find_left_conversation(livechat_channel)
        conversation = found or self.create(
            {**vals, **self._get_left_conversation_vals(livechat_channel)}
        )
        conversation.message_post(
            body=plaintext2html(text), message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        if not found:
            conversation._notify_of_left_message()
        return conversation

    @api.model
    def _leave_email(self, livechat_channel, email):
        """Keep the address to which the visitor wants an answer, with what they left last.

        :param livechat_channel: the live chat channel
        :param str email: what the visitor typed
        :return: why it is not kept: ``not_asked``, ``invalid``, or ``gone`` if there is nothing
            that they left lately; false if it is
        """
        if not livechat_channel.ask_email_when_unavailable:
            return "not_asked"
        address = parse_email(email)
        if not address:
            return "invalid"
        conversation = self._find_left_conversation(livechat_channel, LEFT_EMAIL_PERIOD)
        if not conversation:
            return "gone"
        if conversation.livechat_visitor_email != address:
            conversation.livechat_visitor_email = address
            conversation._outdate_livechat_session_data()
        return False

    def _asks_left_email(self):
        """Whether the visitor is asked for an address, as none of theirs is known yet; asked as
        superuser."""
        return (
            self.livechat_channel_id.ask_email_when_unavailable and not self._get_livechat_emails()
        )

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

    def _find_left_conversation(self, livechat_channel, period=LEFT_CONVERSATION_PERIOD):
        """Return the last conversation in which the visitor left something, if there is one.

        :param timedelta period: how long ago at most
        """
        partner, guest = self.env["res.partner"]._get_current_persona()
        if not partner and not guest:
            return self.browse()
        field, persona = ("partner_id", partner) if partner else ("guest_id", guest)
        # No limit: the database might look through all conversations for the last one.
        return self.search(
            self._get_left_domain()
            & Domain("livechat_channel_id", "=", livechat_channel.id)
            & Domain("channel_member_ids", "any", [(field, "=", persona.id)])
            & Domain("last_interest_dt", ">", fields.Datetime.now() - period),
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
