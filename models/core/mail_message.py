from odoo import models

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel

from .fetching import note_empty
from .server_context import get_server_context

# What most messages of a live chat have nothing of, and Odoo sends together with them.
RARELY_FILLED = (
    "attachment_ids",
    "message_link_preview_ids",
    "notification_ids",
    "partner_ids",
    "rating_ids",
    "reaction_ids",
    "starred_partner_ids",
    "tracking_value_ids",
)


class MailMessage(models.Model):
    """What of the messages of live chats is asked for, and shown."""

    _inherit = "mail.message"

    def _to_store(self, store, fields, **kwargs):
        """Find out at once of what these messages have nothing: Odoo asks for each of it.

        Only where some are of live chats: messages of other records often have something.
        """
        # sudo: mail.message - that nothing is there; what is there is asked for as always
        messages_sudo = self.sudo()
        if "message_format" in fields and messages_sudo._filter_of_livechats():
            note_empty(messages_sudo, RARELY_FILLED)
        return super()._to_store(store, fields, **kwargs)

    def _filter_empty(self):
        """Leave out of a history, as if it were empty, what the customer may not see."""
        empty = super()._filter_empty()
        shown_ids = get_server_context(self.env, "livechat_shown_message_ids")
        return empty if shown_ids is None else empty | (self - self.browse(shown_ids))

    def _filter_of_livechats(self):
        """Return those of these messages that are of live chats.

        :return: as superuser, as these are
        """
        of_channels = self.filtered(lambda message: message.model == "discuss.channel")
        # Together, as they are fetched then by one statement.
        channels_sudo = self.env["discuss.channel"].browse(set(of_channels.mapped("res_id")))
        livechat_ids = set(channels_sudo.filtered(is_livechat_channel).ids)
        return of_channels.filtered(lambda message: message.res_id in livechat_ids)
