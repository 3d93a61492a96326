from odoo import api, fields, models

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel

from ..core.constants import AGENTS
from ..core.server_context import get_server_context, with_server_context


class DiscussChannel(models.Model):
    """Whether an agent attends to a conversation, and what happens when none does any more."""

    _inherit = "discuss.channel"

    livechat_is_unattended = fields.Boolean(
        "Has No Agent",
        compute="_compute_livechat_is_unattended",
        groups=AGENTS,
        help="The conversation is looking for help, and there is no agent in it.",
    )

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"livechat_is_unattended"}

    @api.depends("livechat_status", "livechat_channel_member_history_ids.member_id")
    def _compute_livechat_is_unattended(self):
        for channel in self:
            channel.livechat_is_unattended = (
                channel.livechat_status == "need_help" and not channel._get_attending_agents()
            )

    def _get_attending_agents(self):
        """Return the Live Chat users who are in these conversations now, and not as customers.

        Other employees may be in it as well, of whom Odoo says that they are agents. Those whom it
        gives conversations, as operators of the live chat channel, are.

        :rtype: res.partner
        """
        present = self._get_present_agents()
        others = present.filtered(lambda partner: not self._is_livechat_user(partner))
        if not others:
            return present
        # sudo: im_livechat.channel - who may get a conversation is no secret in it
        operators = self.sudo().livechat_channel_id.user_ids.partner_id
        return present - (others - operators)

    def _filter_without_agent_for(self, status):
        """Return those of these conversations which the user cannot set to a status as nobody is in
        them: nobody waits for anybody there.

        :param str status: ``in_progress``, ``waiting`` or ``need_help``
        """
        if self.env.su or status == "need_help":
            return self.browse()
        # sudo: im_livechat.channel.member.history - that the user, a Live Chat user, is in it
        own = self.filtered(
            lambda channel: (
                channel.sudo().livechat_agent_history_ids.filtered("member_id").partner_id
                & self.env.user.partner_id
            )
        )
        return (self - own).filtered(lambda channel: not channel._get_attending_agents())

    @api.model
    def _is_livechat_user(self, partner):
        # sudo: res.partner - whether a colleague can help is no secret in the conversation
        return bool(partner.sudo().main_user_id._filter_livechat_agents())

    def _action_unfollow(self, partner=None, guest=None, post_leave_message=True):
        agents = self._get_present_agents()
        # Odoo may close the conversation only after the member is gone.
        leaving = with_server_context(
            self,
            livechat_leaving=True,
            livechat_stays_open=self.ids if self._stays_open_without(partner, guest) else [],
        )
        result = super(DiscussChannel, leaving)._action_unfollow(partner, guest, post_leave_message)
        if agents:
            self._look_for_help_if_unattended()
        return result

    def _stays_open_without(self, partner, guest):
        """Whether this conversation goes on when somebody leaves it alone with its customer.

        It ends then, as in Odoo, but not where the customer waits for an agent: the last one
        stopped the chatbot by joining and wrote nothing, or it is looking for help without any.

        :param partner: who leaves (``res.partner``), or nobody
        :param guest: who leaves (``mail.guest``), if it is no partner
        """
        # sudo: discuss.channel - it is not for those who leave to know all who take part
        channel_sudo = self.sudo()
        if not is_livechat_channel(self) or channel_sudo.livechat_end_dt:
            return False
        customers = channel_sudo.livechat_customer_history_ids.filtered(
            lambda history: (
                history.member_id
                and not (history.partner_id & partner if partner else history.guest_id == guest)
            )
        )
        agents = self._get_attending_agents()
        if not customers or (partner and agents - partner) or (agents and not partner):
            return False
        if agents:
            return self._is_unanswered_since_chatbot_stopped()
        return channel_sudo.livechat_status == "need_help"

    def _livechat_split_vals(self, vals):
        """Leave those open that do not end when somebody leaves, whom Odoo would end."""
        staying = self.browse()
        if vals.get("livechat_end_dt"):
            ids = get_server_context(self.env, "livechat_stays_open") or ()
            staying = self.filtered(lambda channel: channel.id in ids)
        other_vals = {name: vals[name] for name in vals if name != "livechat_end_dt"}
        if staying and other_vals:
            yield from super(DiscussChannel, staying)._livechat_split_vals(other_vals)
        yield from super(DiscussChannel, self - staying)._livechat_split_vals(vals)

    @api.model
    def _look_for_help_without(self, partners):
        """Let the open conversations of agents look for help who can answer customers no longer.

        :param partners: who they are (``res.partner``)
        """
        if not partners:
            return
        # sudo: discuss.channel - all of theirs, whoever takes their rights away
        channels_sudo = self.sudo().search(
            [
                ("channel_type", "=", "livechat"),
                ("livechat_end_dt", "=", False),
                ("channel_member_ids.partner_id", "in", partners.ids),
            ]
        )
        channels_sudo.invalidate_recordset(["livechat_is_unattended"])
        channels_sudo._look_for_help_if_unattended()

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
