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
        for record in self:
            record.livechat_customer_name = record.channel_id.livechat_customer_name
