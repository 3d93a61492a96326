from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from .clean import check_ids, join_names
from .constants import AGENTS
from .server_context import with_server_context
from .text import html_to_text


class DiscussChannel(models.Model):
    """What all concerns ask of a conversation: who is in it, and who may do and learn what.

    The methods named ``livechat_…`` are meant for RPC, server actions and other addons: each
    checks the user's rights by itself, and all agents who see the conversation are told.
    """

    _inherit = "discuss.channel"

    # ------------------------------------------------------------
    # Who may do what
    # ------------------------------------------------------------

    def _livechat_protected_fields(self):
        """Return the fields that nobody may write: they follow from what happens.

        Each concern names its own; the methods for it write them as superuser.

        :rtype: set[str]
        """
        return {
            "livechat_agent_history_ids",
            "livechat_agent_partner_ids",
            "livechat_bot_history_ids",
            "livechat_bot_partner_ids",
            "livechat_channel_member_history_ids",
            "livechat_customer_guest_ids",
            "livechat_customer_history_ids",
            "livechat_customer_partner_ids",
            "livechat_start_hour",
            "livechat_week_day",
            "rating_ids",
            "rating_last_text",
            "rating_last_value",
        }

    def _livechat_fields_of_the_start(self):
        """Return the fields that say how a conversation began, and are protected from then on.

        :rtype: set[str]
        """
        return {"livechat_channel_id", "livechat_operator_id"}

    def _livechat_fields_of_posting(self):
        """Return the fields of the start that Odoo writes again when somebody posts a message.

        :rtype: set[str]
        """
        return set()

    def _check_livechat_agent(self):
        """Raise unless the user may work, as an agent, on these conversations.

        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is no live chat
        """
        check_ids(self)
        # As superuser runs what an automation rule does when a visitor writes.
        if not self.env.su and not self.env.user.has_group(AGENTS):
            raise AccessError(self.env._("This is for users with Live Chat rights only."))
        self.check_access("read")
        # sudo: discuss.channel - nobody is the agent of their own conversation
        if not self.env.su and self.env.user.partner_id in self.sudo()._get_livechat_customers():
            raise AccessError(self.env._("You are the customer of this conversation."))
        if other := self.filtered(lambda channel: not is_livechat_channel(channel)):
            raise UserError(
                self.env._(
                    "This is for live chats only, not for %(names)s.",
                    names=join_names(other),
                )
            )

    def _filter_for_livechat_agent(self):
        """Return those of these conversations, which the user can read, that they may work on.

        As ``_check_livechat_agent``, for what is shown only.
        """
        if not self.env.user.has_group(AGENTS):
            return self.browse()
        histories = self.env["im_livechat.channel.member.history"]
        partner_id = self.env["res.users"]._get_livechat_partner_id()
        own_ids = histories._get_livechat_ids_of_customer(partner_id)
        return self.filtered(
            lambda channel: is_livechat_channel(channel) and channel.id not in own_ids
        )

    def _get_livechat_customers(self):
        """Return the contacts who take, or took, part as customers (``res.partner``)."""
        return self.livechat_customer_history_ids.partner_id

    def _check_livechat_open(self):
        """Raise unless these conversations are open."""
        if closed := self.filtered("livechat_end_dt"):
            raise UserError(
                self.env._(
                    "This needs an open conversation; closed already: %(names)s.",
                    names=join_names(closed),
                )
            )

    def _get_livechat_names(self):
        """Return the names of these conversations for the user, who is an agent.

        :rtype: list[str]
        """
        return self.mapped("display_name")

    # ------------------------------------------------------------
    # Who is in it
    # ------------------------------------------------------------

    def _get_present_agents(self):
        """Return the agents who are in these conversations now.

        Who can no longer log in is none of them.

        :rtype: res.partner
        """
        # sudo: im_livechat.channel.member.history - who takes part is known to all who take part
        return (
            self.sudo()
            .livechat_channel_member_history_ids.filtered(
                lambda history: history.livechat_member_type == "agent" and history.member_id
            )
            .partner_id.filtered("user_ids")
        )

    def _is_livechat_customer(self):
        """Whether the current user or guest is in this conversation, and not as its agent."""
        member = self.self_member_id
        # An older Odoo did not keep what somebody is.
        member_type = member.livechat_member_type or (
            "agent" if member.partner_id == self.livechat_operator_id else "visitor"
        )
        return bool(member) and member_type == "visitor"

    def _is_of_customer(self, message):
        if not message.author_guest_id and not message.author_id:
            # sudo: im_livechat.channel.member.history - who they were who are deleted
            names = self.sudo().livechat_customer_history_ids.mapped("livechat_guest_name")
            return bool(message.email_from) and message.email_from in names
        return bool(message.author_guest_id or message.author_id & self._get_livechat_customers())

    def _is_of_deleted_agent(self, message):
        """Whether who wrote a message can only be an agent, or a chatbot, who was deleted: all
        customers of this conversation are known, if only by their names."""
        if message.author_id or message.author_guest_id or self._is_of_customer(message):
            return False
        # sudo: im_livechat.channel.member.history - who takes part is known to all who take part
        unknown = self.sudo().livechat_channel_member_history_ids.filtered(
            lambda h: not (h.partner_id or h.guest_id or h.livechat_guest_name)
        )
        kinds = set(unknown.mapped("livechat_member_type"))
        return bool(kinds) and kinds <= {"agent", "bot"}

    @staticmethod
    def _to_plain_text(html):
        return html_to_text(html, with_addresses=False).strip()

    # ------------------------------------------------------------
    # Who is told
    # ------------------------------------------------------------

    def _to_store_defaults(self, target):
        store_fields = super()._to_store_defaults(target)
        if not self._is_for_livechat_users(target):
            return store_fields
        return store_fields + self._get_livechat_users_store_fields(target)

    def _get_livechat_users_store_fields(self, target):
        """Return what Live Chat users receive together with a conversation, and nobody else.

        :param Store.Target target: the target of the store
        :rtype: list
        """
        return []

    def _is_for_livechat_users(self, target):
        """Whether all who will receive what a store holds are Live Chat users.

        :param Store.Target target: the target of that store
        """
        agents = self._get_livechat_group()
        if user := target.get_user(self.env):
            return target.subchannel is None and user.has_group(AGENTS)
        return target.channel == agents or target.subchannel == "livechat_users"

    @api.model
    def _get_livechat_group(self):
        """Return the group of Live Chat users, without asking the database whether it is there."""
        group_id = self.env["ir.model.data"]._xmlid_to_res_id(AGENTS, raise_if_not_found=True)
        return self.env["res.groups"].browse(group_id)

    def _split_by_livechat_audience(self):
        """Yield these conversations by which Live Chat users must not be told of them.

        What is sent to a group is not sent to those (see ``res.groups``).
        """
        # sudo: discuss.channel, res.users - who must not be told, whoever tells
        hidden_from = {
            channel: tuple(
                channel.sudo()
                # As in _check_livechat_agent, which has read them already.
                ._get_livechat_customers()
                .filtered(lambda partner: any(user.has_group(AGENTS) for user in partner.user_ids))
                .ids
            )
            for channel in self
        }
        for partner_ids, channels in self.grouped(hidden_from.get).items():
            yield with_server_context(channels, livechat_hidden_from=partner_ids)

    def _send_to_livechat_agents(self, values):
        """Send the agents who have this conversation open what is new of it.

        :param dict values: as its panel receives them
        """
        Store(bus_channel=self, bus_subchannel="livechat_users").add(self, values).bus_send()

    def _outdate_livechat_session_data(self):
        """Have the open panels ask again for what they show of these conversations.

        For whatever they show that depends on the user's rights, and is not sent itself therefore.
        """
        for channel in self:
            channel._bus_send(
                "livechat_info_panel/session_data_outdated",
                {"channel_ids": channel.ids},
                subchannel="livechat_users",
            )
