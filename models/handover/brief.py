from odoo import models

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from .im_livechat_channel_member_history import BRIEF


class DiscussChannel(models.Model):
    """What an agent was told with a conversation: the call for help that they answered, or the
    comment of who handed it over. It stays in sight until they hide it or leave, or it is handed on
    or closed."""

    _inherit = "discuss.channel"

    def livechat_hide_brief(self):
        """Hide what the user was told with these conversations, in all their panels and for good.

        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is no live chat
        """
        self._check_livechat_agent()
        self._get_own_history(self.env.user.partner_id)._livechat_end_brief()

    def _get_own_history(self, partner):
        """Return what is kept of an agent who is in these conversations, as superuser.

        :param partner: the agent (``res.partner``)
        :rtype: im_livechat.channel.member.history
        """
        # sudo: im_livechat.channel.member.history - who takes part is known to all who take part
        histories_sudo = self.sudo().livechat_channel_member_history_ids
        own_sudo = histories_sudo.filtered(
            lambda history: (
                history.livechat_member_type == "agent"
                and history.member_id
                and history.partner_id == partner
            )
        )
        return own_sudo.with_prefetch(histories_sudo._prefetch_ids)

    def _note_brief(self, partner, vals):
        """Keep what an agent is told with this conversation, and tell them if they have it open.

        :param partner: the agent (``res.partner``), who is in it
        :param dict vals: the call for help, or the handover
        """
        history_sudo = self._get_own_history(partner)
        if history_sudo:
            history_sudo.write({**dict.fromkeys(BRIEF, False), **vals})
            history_sudo._livechat_send_brief()

    def _note_help(self, asker, helpers, had_it):
        # sudo: discuss.channel - what it looks for help for, which ends
        help_text = self.sudo().livechat_help_text
        super()._note_help(asker, helpers, had_it)
        if help_text:
            # sudo: livechat.status.period - what the agents who came are told
            call_sudo = self.sudo()._get_last_call()
            for helper in helpers:
                self._note_brief(helper, {"livechat_call_id": call_sudo.id})
        else:
            for helper in helpers:
                self._get_own_history(helper)._livechat_end_brief()

    def _note_handover(self, handover, help_text):
        super()._note_handover(handover, help_text)
        # sudo: im_livechat.channel.member.history - what the former agents were told
        self.sudo().livechat_channel_member_history_ids._livechat_end_brief()
        partner = handover.to_user_id.partner_id
        if handover.comment:
            self._note_brief(partner, {"livechat_handover_id": handover.id})
        elif help_text:
            # sudo: livechat.status.period - what the agent who gets it is told
            call_sudo = self.sudo()._get_last_call()
            self._note_brief(partner, {"livechat_call_id": call_sudo.id})

    def _livechat_after_write(self, vals, before):
        super()._livechat_after_write(vals, before)
        if vals.get("livechat_end_dt"):
            # sudo: im_livechat.channel.member.history - what the agents were told ends with it
            self.sudo().livechat_channel_member_history_ids._livechat_end_brief()

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _get_livechat_session_fields_to_store(self):
        users, partners = self.env["res.users"], self.env["res.partner"]
        partner = partners.browse(users._get_livechat_partner_id())
        return super()._get_livechat_session_fields_to_store() + [
            Store.Attr(
                "livechat_brief",
                lambda channel: (
                    not channel.livechat_end_dt
                    and channel._get_own_history(partner)._get_livechat_brief()
                ),
                predicate=is_livechat_channel,
            ),
        ]
