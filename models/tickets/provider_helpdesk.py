from odoo import models
from odoo.fields import Domain


class LivechatTicketProviderHelpdesk(models.AbstractModel):
    """Tickets of Odoo Enterprise's Helpdesk."""

    _name = "livechat.ticket.provider.helpdesk"
    _inherit = "livechat.ticket.provider"
    _description = "Live Chat Tickets of Odoo Helpdesk"

    _ticket_model = "helpdesk.ticket"
    _ticket_model_signs = ("ticket_ref", "partner_email")
    _number_field = "ticket_ref"
    _customer_name_field = "partner_name"
    _email_field = "partner_email"
    _phone_field = "partner_phone"

    def _get_open_domain(self):
        return Domain("stage_id", "not any", [("fold", "=", True)])

    def _prepare_guest_vals(self, channel):
        """Give a name or an address, not both: Helpdesk would take them for a contact, find or
        create it, and write to it; and the address is not verified."""
        vals = super()._prepare_guest_vals(channel)
        if vals[self._email_field]:
            del vals[self._customer_name_field]
        return vals
