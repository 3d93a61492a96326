from odoo import api, fields, models

from ..models.core.clean import browse_id


class LivechatGivenMixin(models.AbstractModel):
    """A dialog whose user may read whatever it refers to.

    Odoo names what a dialog refers to, whoever asks: a name would be told to whoever gives an id.
    """

    _name = "livechat.given.mixin"
    _description = "Live Chat Given Records Mixin"

    @api.model_create_multi
    def create(self, vals_list):
        dialogs = super().create(vals_list)
        dialogs._check_given(self._fields)
        return dialogs

    def write(self, vals):
        result = super().write(vals)
        self._check_given(self._fields)
        return result

    @api.model
    def default_get(self, fields):
        vals = super().default_get(fields)
        self.new(vals)._check_given(vals)
        return vals

    def onchange(self, values, field_names, fields_spec):
        self.new(values, origin=self)._check_given(values)
        return super().onchange(values, field_names, fields_spec)

    def _check_given(self, names):
        """Raise unless the user may read what these dialogs refer to.

        :param names: of the fields that are checked
        :raises AccessError: if they may not
        """
        for name in names:
            field = self._fields.get(name)
            if field and field.relational and field.store:
                self[name]._origin.check_access("read")


class LivechatDialogMixin(models.AbstractModel):
    """A dialog about one conversation, which agents open from the conversation."""

    _name = "livechat.dialog.mixin"
    _inherit = "livechat.given.mixin"
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

    def _check_given(self, names):
        super()._check_given(names)
        if "channel_id" in names:
            self.channel_id._check_livechat_agent()

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
