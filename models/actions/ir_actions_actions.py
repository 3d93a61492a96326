from odoo import api, models

CREATE_TICKETS = "livechat_info_panel.action_livechat_create_tickets"


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.model
    def get_bindings(self, model_name):
        """Offer no tickets where there are none that the user may create."""
        bindings = super().get_bindings(model_name)
        if model_name != "discuss.channel" or not bindings.get("action"):
            return bindings
        if self.env["livechat.confirm.wizard"]._get_ticket_providers():
            return bindings
        action = self.env.ref(CREATE_TICKETS, raise_if_not_found=False)
        others = [
            binding for binding in bindings["action"] if not action or binding["id"] != action.id
        ]
        return {**bindings, "action": others}
