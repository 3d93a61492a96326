from odoo import models

# What somebody is who was several: nobody is the agent of their own conversation.
MEMBER_TYPES = ("visitor", "agent", "bot")


class Im_LivechatChannelMemberHistory(models.Model):
    """What somebody did in a conversation who was several contacts there until now."""

    _inherit = "im_livechat.channel.member.history"

    def _get_united_vals(self):
        """Return the values of the one that is left of these, the first.

        :rtype: dict
        """
        member_types = set(self.mapped("livechat_member_type"))
        return {
            "chatbot_script_id": self.chatbot_script_id[:1].id,
            "livechat_member_type": next(filter(member_types.__contains__, MEMBER_TYPES), False),
            "member_id": self.member_id[:1].id,
            "message_count": sum(self.mapped("message_count")),
            "rating_id": self.rating_id[:1].id,
            "response_time_hour": self.filtered("response_time_hour")[:1].response_time_hour,
        }
