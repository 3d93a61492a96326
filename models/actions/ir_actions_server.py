from odoo import models
from odoo.fields import Command

MODULE = "livechat_info_panel"


class IrActionsServer(models.Model):
    """The addon's actions in automation rules, and what webhooks may send of live chats."""

    _inherit = "ir.actions.server"

    def write(self, vals):
        """Where a rule, or another action, takes one of the addon's actions, it gets a copy.

        Odoo would give it the action itself: no other rule could have it, it would be deleted
        with the rule, and be refused to visitors, whose messages trigger it.
        """
        owner = {name: vals[name] for name in ("base_automation_id", "parent_id") if vals.get(name)}
        taken = self._filter_livechat_actions() if owner else self.browse()
        for action in taken:
            action.copy(
                {"binding_model_id": False, "group_ids": False, "name": action.name, **vals}
            )
        return super(IrActionsServer, self - taken).write(vals)

    def _filter_livechat_actions(self):
        """Return those of these actions that the addon brings."""
        xml_ids = self.get_external_id()
        return self.filtered(lambda action: xml_ids[action.id].startswith(f"{MODULE}."))

    def _get_warning_messages(self):
        """Let webhooks send what only agents read of a live chat.

        Who may set up a webhook may read all of it, and decides what is sent. Odoo's own fields
        were sent before the addon was there: refused, nobody could close a conversation any more.
        """
        self.ensure_one()
        action = self
        if self.state == "webhook" and self.model_id.model == "discuss.channel":
            names = self.env["discuss.channel"]._livechat_agents_only_fields()
            fields = self.webhook_field_ids.filtered(lambda field: field.name not in names)
            vals = {"webhook_field_ids": [Command.set(fields.ids)]}
            action = self.new(vals, origin=self)
        return super(IrActionsServer, action)._get_warning_messages()
