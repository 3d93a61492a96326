from odoo import models
from odoo.fields import Domain
from odoo.tools import plaintext2html


class LivechatTicketProviderHelpdeskMgmt(models.AbstractModel):
    """Tickets of OCA's Helpdesk Management."""

    _name = "livechat.ticket.provider.helpdesk_mgmt"
    _inherit = "livechat.ticket.provider"
    _description = "Live Chat Tickets of Helpdesk Management"

    _ticket_model = "helpdesk.ticket"
    _ticket_model_signs = ("number", "partner_email")
    _number_field = "number"
    _customer_name_field = "partner_name"
    _email_field = "partner_email"
    _merged_by = ("helpdesk.ticket.merge", "merge_tickets")  # of helpdesk_mgmt_merge

    def _get_open_domain(self):
        return Domain("stage_id", "not any", [("closed", "=", True)])

    def _prepare_vals(self, channel, title, description, team):
        vals = super()._prepare_vals(channel, title, description, team)
        # Its form fills these in, and requires a description.
        if contact := channel.livechat_contact_id:
            vals.update(partner_name=contact.name, partner_email=contact.email)
        vals.setdefault("description", plaintext2html(title))
        if self.env.user not in team.user_ids:
            if not self.env.user.has_group("helpdesk_mgmt.group_helpdesk_user_team"):
                # Whoever sees only tickets of their own creates no others.
                vals["user_id"] = self.env.uid
            elif team:
                # As in the form: not the creator's own, if it is another team's.
                vals["user_id"] = False
        return vals

    def _get_merged(self, records):
        records = records.with_context(active_test=False)  # it archives them
        return records.dst_ticket_id, records.ticket_ids
