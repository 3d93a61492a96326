from odoo import models

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel

from .fetching import fetch_lines


class DiscussChannel(models.Model):
    """What Odoo asks of the members of a channel, by one statement each. Those of a live chat are
    few: here, what they are is asked once."""

    _inherit = "discuss.channel"

    def _compute_member_count(self):
        livechats = self._fetch_livechat_members()
        for channel in livechats:
            # sudo: discuss.channel.member - how many they are is no secret in it
            channel.member_count = len(channel.sudo().channel_member_ids)
        super(DiscussChannel, self - livechats)._compute_member_count()

    def _compute_self_member_id(self):
        livechats = self._fetch_livechat_members()
        for channel in livechats:
            # sudo: discuss.channel.member - which of them is the user themselves
            own_sudo = channel.sudo().channel_member_ids.filtered("is_self")
            channel.self_member_id = own_sudo.sorted("id")[-1:]
        super(DiscussChannel, self - livechats)._compute_self_member_id()

    def _compute_invited_member_ids(self):
        livechats = self._fetch_livechat_members()
        for channel in livechats:
            # sudo: discuss.channel.member - who is called is no secret in it
            members_sudo = channel.sudo().channel_member_ids
            channel.invited_member_ids = members_sudo.filtered("rtc_inviting_session_id")
        super(DiscussChannel, self - livechats)._compute_invited_member_ids()

    def _fetch_livechat_members(self):
        """Fetch the members of those of these channels that are live chats; return these."""
        livechats = self.filtered(is_livechat_channel)
        # sudo: discuss.channel.member - whoever asks; each method says what it tells of them
        fetch_lines(livechats.sudo(), "channel_member_ids")
        return livechats
