from odoo import api, fields, models
from odoo.fields import Domain


class LivechatRecordMixin(models.AbstractModel):
    """What is kept beside a conversation, of something that happened there, and goes with it."""

    _name = "livechat.record.mixin"
    _description = "Live Chat Record Mixin"
    _order = "id DESC"
    _rec_name = "channel_id"

    channel_id = fields.Many2one(
        "discuss.channel",
        "Conversation",
        index=True,
        ondelete="cascade",
        readonly=True,
        required=True,
    )

    @api.model
    def _get_work_domain(self):
        """Return which of these records tell that somebody typed or decided something."""
        return Domain.TRUE
