from odoo import models

from ..core.server_context import get_server_context


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    def _livechat_after_create(self):
        """However an agent comes into a conversation, it has a status from then on."""
        super()._livechat_after_create()
        self.channel_id._start_livechat_status()

    def unlink(self):
        """However the last agent goes, the conversation does not stay alone."""
        channels = self.channel_id
        result = super().unlink()
        if not get_server_context(self.env, "livechat_leaving"):
            channels.exists()._look_for_help_if_unattended()
        return result
