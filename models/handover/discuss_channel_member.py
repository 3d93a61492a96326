from odoo import models


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    def unlink(self):
        """What agents were told ends as they leave: Odoo goes on with the same history of theirs
        when they come back."""
        # sudo: im_livechat.channel.member.history - their own, whoever lets them leave
        self.sudo().livechat_member_history_ids._livechat_end_brief()
        return super().unlink()
