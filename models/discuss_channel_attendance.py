from odoo import api, fields, models

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel


class DiscussChannel(models.Model):
    """Whether an agent attends to a conversation, and what happens when none does any more."""

    _inherit = "discuss.channel"

    livechat_is_unattended = fields.Boolean(
        "Has No Agent",
        compute="_compute_livechat_is_unattended",
        groups="im_livechat.im_livechat_group_user",
        help="The conversation is looking for help, and there is no agent in it.",
    )

    @api.depends("livechat_status", "livechat_channel_member_history_ids.member_id")
    def _compute_livechat_is_unattended(self):
        for channel in self:
            channel.livechat_is_unattended = (
                channel.livechat_status == "need_help" and not channel._get_attending_agents()
            )

    def _get_attending_agents(self):
        """Return the Live Chat users who are in these conversations now, and not as customers.

        Other employees may be in it as well, of whom Odoo says that they are agents.

        :rtype: res.partner
        """
        return self._get_present_agents().filtered(self._is_livechat_user)

    @api.model
    def _is_livechat_user(self, partner):
        # sudo: res.users - whether a colleague can help is no secret in the conversation
        user_sudo = partner.sudo().main_user_id
        return user_sudo.active and user_sudo.has_group("im_livechat.im_livechat_group_user")

    def _action_unfollow(self, partner=None, guest=None, post_leave_message=True):
        agents = self._get_present_agents()
        # Odoo may close the conversation only after the member is gone.
        leaving = self.with_context(livechat_leaving=True)
        result = super(DiscussChannel, leaving)._action_unfollow(partner, guest, post_leave_message)
        if agents:
            self._look_for_help_if_unattended()
        return result

    def _look_for_help_if_unattended(self):
        """Let open conversations look for help whose last agent is gone."""
        # sudo: discuss.channel - no conversation is left alone, whoever leaves it
        for channel_sudo in self.sudo():
            if (
                not is_livechat_channel(channel_sudo)
                or channel_sudo.livechat_end_dt
                or not channel_sudo.livechat_status
                or channel_sudo._get_attending_agents()
            ):
                continue
            if channel_sudo.livechat_status == "need_help":
                channel_sudo._send_to_looking_for_help(self._get_livechat_status_store_fields())
            else:
                channel_sudo.write({"livechat_status": "need_help", "livechat_help_user_id": False})
