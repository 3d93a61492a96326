from odoo import api, fields, models


class LivechatTicketLink(models.Model):
    """That an agent created a ticket, or a lead, from a conversation.

    It outlives the ticket, and the app of the ticket, and then leads nowhere.
    """

    _name = "livechat.ticket.link"
    _inherit = "livechat.record.mixin"
    _description = "Live Chat Ticket Link"
    _livechat_names = {"user_id": "user_name"}

    res_model = fields.Char("Ticket Model", readonly=True, required=True)
    res_id = fields.Many2oneReference(
        "Ticket", model_field="res_model", readonly=True, required=True
    )
    user_id = fields.Many2one("res.users", "Agent", index="btree_not_null", readonly=True)
    user_name = fields.Char("Agent (Name)", readonly=True)

    _ticket_uniq = models.UniqueIndex("(res_model, res_id, channel_id)")

    @api.model
    def _livechat_personal_fields(self):
        return super()._livechat_personal_fields() | {"res_id"}

    def _livechat_erase(self, names):
        """Lead to the customer's ticket no more."""
        if "res_id" in names:
            self.unlink()
        else:
            super()._livechat_erase(names)
