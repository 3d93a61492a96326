from odoo import api, models


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    @api.model_create_multi
    def create(self, vals_list):
        """However an agent comes into a conversation, it has a status from then on."""
        members = super().create(vals_list)
        members.channel_id._start_livechat_status()
        return members

    def unlink(self):
        """However the last agent goes, the conversation does not stay alone."""
        channels = self.channel_id
        result = super().unlink()
        if not self.env.context.get("livechat_leaving"):
            channels.exists()._look_for_help_if_unattended()
        return result
