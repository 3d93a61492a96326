from odoo import api, fields, models

from ..models.core.clean import browse_id


class LivechatDialogMixin(models.AbstractModel):
    """A dialog about one conversation, which agents open from the conversation."""

    _name = "livechat.dialog.mixin"
    _description = "Live Chat Dialog Mixin"

    channel_id = fields.Many2one("discuss.channel", required=True)

    @api.model
    def default_get(self, fields):
        vals = super().default_get(fields)
        channel = browse_id(
            self.env["discuss.channel"],
            vals.get("channel_id") or self.env.context.get("active_id"),
        )
        channel._check_livechat_agent()
        return {**self._get_dialog_defaults(channel), **vals, "channel_id": channel.id}

    @api.model
    def _get_dialog_defaults(self, channel):
        """Return the values that a dialog takes from its conversation (``discuss.channel``)."""
        return {}

    def _close_with_message(self, message, **params):
        """Return the action that closes the dialog and says what was done."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
                **params,
            },
        }
