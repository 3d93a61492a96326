from odoo import api, fields, models


class LivechatActionReport(models.TransientModel):
    """For which conversations an action could not be done, and why."""

    _name = "livechat.action.report"
    _inherit = "livechat.given.mixin"
    _description = "Report of an Action on Conversations"

    message = fields.Char(readonly=True)
    line_ids = fields.One2many("livechat.action.report.line", "report_id", readonly=True)

    @api.model
    def _open(self, message, refused):
        """Return the action that opens a report in a dialog.

        :param str message: what was done
        :param dict refused: by reason, the conversations for which it was not
        """
        readable = self.env["discuss.channel"].union(*refused.values())._filtered_access("read")
        report = self.create(
            {
                "message": message,
                "line_ids": [
                    fields.Command.create(
                        {
                            **self._get_conversation_values(channel, channel in readable),
                            "reason": reason,
                        }
                    )
                    for reason, channels in refused.items()
                    for channel in channels
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Not Done for All"),
            "res_model": self._name,
            "res_id": report.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _get_conversation_values(self, channel, is_readable):
        """Return by what a user tells a conversation from others of the same name."""
        if not is_readable:
            return {"name": self.env._("Conversation #%(id)s", id=channel.id)}
        return {
            "name": channel._get_livechat_names()[0],
            "date": channel.create_date,
            "res_id": channel.id,
        }

    def action_close(self):
        """Close the dialog, and show the conversations as they are now."""
        return {"type": "ir.actions.client", "tag": "soft_reload"}


class LivechatActionReportLine(models.TransientModel):
    _name = "livechat.action.report.line"
    _inherit = "livechat.given.mixin"
    _description = "Conversation for Which an Action Could Not Be Done"

    report_id = fields.Many2one("livechat.action.report", ondelete="cascade")
    name = fields.Char("Conversation", readonly=True)
    date = fields.Datetime(readonly=True)
    res_id = fields.Integer("Conversation ID", readonly=True)
    reason = fields.Char(readonly=True)

    def action_open_channel(self):
        """Open the conversation in a new tab, so that the report stays for the others.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/odoo/action-im_livechat.discuss_channel_action/{self.res_id}",
            "target": "new",
        }
