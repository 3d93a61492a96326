from odoo import fields, models

from .constants import AGENTS


class DiscussChannelMember(models.Model):
    """Who is what in a conversation: only employees are agents."""

    _inherit = "discuss.channel.member"

    livechat_history_asked_dt = fields.Datetime(
        "Asked for the Customer's Pages on", copy=False, groups=AGENTS, readonly=True
    )

    def _livechat_complete_new_vals(self, vals_list):
        """Say of new members what they are in a live chat.

        Odoo takes everybody for an agent of whom it is not said. Here a customer's colleague is a
        visitor, as is a customer who comes back; who came as a chatbot stays one. And it takes for
        the customer an agent who tested the widget in the same browser: here they are an agent.
        Nobody but the server itself makes something else of who was a visitor or a chatbot.
        """
        return [
            {**vals, "livechat_member_type": member_type}
            if (not vals.get("livechat_member_type") or not self.env.su)
            and (member_type := self._find_livechat_member_type(vals))
            else vals
            for vals in super()._livechat_complete_new_vals(vals_list)
        ]

    def _find_livechat_member_type(self, vals):
        """Return what a new member of a live chat is, of whom it is not said.

        :param dict vals: the values of the new member
        :return: ``agent``, ``visitor`` or ``bot``; false if it is no live chat
        """
        # sudo: discuss.channel, res.users, im_livechat.channel.member.history - what somebody is
        # in a conversation does not depend on who adds them
        channel_sudo = self.env["discuss.channel"].sudo().browse(vals.get("channel_id"))
        if channel_sudo.channel_type != "livechat":
            return False
        if vals.get("guest_id"):
            return "visitor"
        partner_sudo = self.env["res.partner"].sudo().browse(vals.get("partner_id"))
        earlier = channel_sudo.livechat_channel_member_history_ids.filtered(
            lambda history: history.partner_id == partner_sudo
        ).livechat_member_type
        if earlier in ("visitor", "bot"):
            return earlier
        if vals.get("livechat_member_type"):
            return vals["livechat_member_type"]
        users = partner_sudo.with_context(active_test=False).user_ids
        return "agent" if users.filtered(lambda user: not user.share) else "visitor"
