from odoo import models
from odoo.fields import Domain

from .server_context import with_server_context


class DiscussChannel(models.Model):
    """What of a conversation is the customer's to see, for all that leaves for a customer."""

    _inherit = "discuss.channel"

    def _get_messages_for_customer(self):
        """Return what was written in this conversation (``mail.message``), oldest first.

        Transcripts, files, tickets, leads and whatever else leaves for a customer take the messages
        from here, and from nowhere else: without notices and internal comments. What was deleted is
        an empty message.
        """
        # sudo: mail.message - who can read a conversation can read its messages
        messages_sudo = self.env["mail.message"].sudo()
        return messages_sudo.search(
            Domain("model", "=", "discuss.channel")
            & Domain("res_id", "=", self.id)
            & Domain("message_type", "not in", ("notification", "user_notification"))
            # As Odoo does for all who are no employees.
            & messages_sudo._get_search_domain_share(),
            order="date, id",
        )

    def _get_channel_history(self):
        """As Odoo's, which tickets and leads hold, without what is for employees only."""
        shown_ids = self._get_messages_for_customer().ids
        channel = with_server_context(self, livechat_shown_message_ids=shown_ids)
        return super(DiscussChannel, channel)._get_channel_history()
