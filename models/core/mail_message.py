from odoo import models

from .server_context import get_server_context


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _filter_empty(self):
        """Leave out of a history, as if it were empty, what the customer may not see."""
        empty = super()._filter_empty()
        shown_ids = get_server_context(self.env, "livechat_shown_message_ids")
        return empty if shown_ids is None else empty | (self - self.browse(shown_ids))
