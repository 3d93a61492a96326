from odoo import models
from odoo.fields import Domain


class LivechatTicketProviderCrmLead(models.AbstractModel):
    """Leads and opportunities of Odoo's CRM."""

    _name = "livechat.ticket.provider.crm_lead"
    _inherit = "livechat.ticket.provider"
    _description = "Live Chat Leads"

    _ticket_model = "crm.lead"
    _kind = "lead"
    _customer_name_field = "contact_name"
    _email_field = "email_from"
    _phone_field = "phone"
    _merged_by = ("crm.lead", "_merge_dependences")

    def _get_open_domain(self):
        return Domain("active", "=", True) & Domain("won_status", "!=", "won")

    def _prepare_vals(self, channel, title, description, team):
        """As the command /lead: nobody's, until somebody takes it or the CRM assigns it."""
        source = self.env.ref("crm_livechat.utm_source_livechat", raise_if_not_found=False)
        vals = {
            **super()._prepare_vals(channel, title, description, team),
            "user_id": False,
            "team_id": team.id,
            "referred": self.env["res.users"]._get_livechat_agent().name,
            "source_id": source and source.id,
        }
        if team:
            vals["type"] = "lead" if team.use_leads else "opportunity"
        return vals

    def _get_merged(self, records, merged):
        return records, merged
