from odoo import api, fields, models

from odoo.addons.mail.tools.discuss import Store

from ..core.constants import AGENTS

BRIEF = {"livechat_call_id", "livechat_handover_id"}


class Im_LivechatChannelMemberHistory(models.Model):
    """What brought an agent into a conversation, until they hide what it said."""

    _inherit = "im_livechat.channel.member.history"

    livechat_call_id = fields.Many2one(
        "livechat.status.period",
        "Answered Call for Help",
        copy=False,
        groups=AGENTS,
        help="What it said stays in sight of the agent: empty once they hid it.",
        index="btree_not_null",
        readonly=True,
    )
    livechat_handover_id = fields.Many2one(
        "livechat.handover",
        "Received Handover",
        copy=False,
        groups=AGENTS,
        help="What it said stays in sight of the agent: empty once they hid it.",
        index="btree_not_null",
        readonly=True,
    )

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | BRIEF

    def _get_united_vals(self):
        told = self.filtered(lambda history: any(history[name] for name in BRIEF))[:1]
        return {**super()._get_united_vals(), **{name: told[name].id for name in BRIEF}}

    def _get_livechat_brief(self):
        """Return what the agent was told with the conversation; false if nothing was said, or they
        hid it.

        :return: ``{"kind", "name", "text"}``: ``need_help`` or ``reassigned``, who said it, false
            if nobody else did, and what they said
        """
        handover, call = self.livechat_handover_id, self.livechat_call_id
        if handover.comment:
            kind, text = "reassigned", handover.comment
            user, name = handover.from_user_id, handover.from_user_name
        elif call.help_text:
            kind, text = "need_help", call.help_text
            user, name = call.user_id, call.user_name
        else:
            return False
        is_own = user.partner_id == self.partner_id
        return {"kind": kind, "name": not is_own and name, "text": text}

    def _livechat_end_brief(self):
        """Hide what these agents were told, as far as they were told something."""
        told = self.filtered(lambda history: any(history[name] for name in BRIEF))
        told.write(dict.fromkeys(BRIEF, False))
        told._livechat_send_brief()

    def _livechat_send_brief(self):
        """Send these agents, and nobody else, what they see in their panels."""
        for history in self:
            values = {"livechat_brief": history._get_livechat_brief()}
            Store(bus_channel=history.partner_id).add(history.channel_id, values).bus_send()
