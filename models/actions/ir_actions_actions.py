from odoo import models

CREATE_TICKETS = "livechat_info_panel.action_livechat_create_tickets"


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    def _get_bindings(self, model_name):
        """Offer to create tickets only where there are some."""
        bindings = super()._get_bindings(model_name)
        if model_name != "discuss.channel":
            return bindings
        providers = self.env["livechat.ticket.provider"]._get_installed_providers()
        if any(provider._kind == "ticket" for provider in providers):
            return bindings
        action = self.env.ref(CREATE_TICKETS, raise_if_not_found=False)
        return {
            kind: [binding for binding in actions if not action or binding["id"] != action.id]
            for kind, actions in bindings.items()
        }
