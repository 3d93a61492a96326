from odoo import api, fields, models
from odoo.fields import Command


class LivechatReassignWizard(models.TransientModel):
    """To whom an agent hands a conversation over, and what they say."""

    _name = "livechat.reassign.wizard"
    _inherit = "livechat.dialog.mixin"
    _description = "Reassign a Conversation"

    base = fields.Integer()
    present_user_ids = fields.Many2many("res.users", compute="_compute_present_user_ids")
    user_id = fields.Many2one(
        "res.users",
        "Agent",
        help="Leave it empty to reassign to the best expert who is available.",
    )
    expertise_ids = fields.Many2many("im_livechat.expertise")
    comment = fields.Text()
    leave = fields.Boolean("Leave the conversation", default=True)

    @api.model
    def _get_dialog_defaults(self, channel):
        return {
            "base": channel._get_last_handover().id or 0,
            "expertise_ids": [Command.set(channel.livechat_expertise_ids.ids)],
        }

    @api.depends("channel_id")
    def _compute_present_user_ids(self):
        self.channel_id._check_livechat_agent()
        for wizard in self:
            # sudo: discuss.channel.member - who takes part is known to all who can read the chat
            members_sudo = wizard.channel_id.sudo().channel_member_ids
            users = members_sudo.partner_id.user_ids.sudo(self.env.su)
            wizard.present_user_ids = users._filtered_access("read")

    def action_reassign(self):
        """Hand the conversation over, as the dialog says, and say who has it now."""
        result = self.channel_id.livechat_reassign(
            user_id=self.user_id.id,
            expertise_ids=self.expertise_ids.ids,
            comment=self.comment,
            leave=self.leave,
            base=self.base,
        )
        return self._close_with_message(
            self.env._("%(name)s has the conversation now.", name=result["name"])
        )
