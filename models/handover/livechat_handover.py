from odoo import api, fields, models


class LivechatHandover(models.Model):
    """That a conversation went from one agent to another one."""

    _name = "livechat.handover"
    _inherit = [
        "livechat.customer.name.mixin",
        "livechat.record.mixin",
        "livechat.fetched.whole.mixin",
    ]
    _description = "Live Chat Handover"
    _livechat_names = {"from_user_id": "from_user_name", "to_user_id": "to_user_name"}

    kind = fields.Selection(
        [("reassigned", "Reassigned"), ("joined", "Joined for help")], readonly=True, required=True
    )
    from_user_id = fields.Many2one("res.users", "From", index="btree_not_null", readonly=True)
    to_user_id = fields.Many2one("res.users", "To", index="btree_not_null", readonly=True)
    from_user_name = fields.Char("From (Name)", readonly=True)
    to_user_name = fields.Char("To (Name)", readonly=True)
    comment = fields.Text(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the agents who have one of these conversations open."""
        handovers = super().create(vals_list)
        for channel in handovers.channel_id:
            channel._send_to_livechat_agents(
                {"livechat_last_handover": channel._get_last_handover_values()}
            )
        return handovers

    @api.model
    def _livechat_personal_fields(self):
        return super()._livechat_personal_fields() | {"comment"}
