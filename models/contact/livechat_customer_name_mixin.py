from odoo import api, fields, models

from ..core.constants import AGENTS


class LivechatCustomerNameMixin(models.AbstractModel):
    """What is kept of a conversation, ``channel_id``, by the name of its customer."""

    _name = "livechat.customer.name.mixin"
    _description = "Live Chat Customer Name Mixin"

    # No related field: it would know the contacts that its user may not read.
    livechat_customer_name = fields.Char(
        "Customer",
        compute="_compute_livechat_customer_name",
        compute_sudo=False,
        groups=AGENTS,
        help="The name by which you know the customer of the conversation.",
    )

    @api.depends("channel_id.livechat_customer_name")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_livechat_customer_name(self):
        # The name is computed whoever may read the conversation.
        readable = self.channel_id._filtered_access("read")
        for record in self:
            channel = record.channel_id
            record.livechat_customer_name = channel in readable and channel.livechat_customer_name
