from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.clean import browse_ids, clean_id, clean_text
from ..core.constants import AGENTS
from ..core.fields import One2manyForAgentsOnly
from ..core.locking import lock
from ..core.server_context import with_server_context
from .expert_choice import ExpertChoice

COMMENT_MAX_LENGTH = 2_000


class DiscussChannel(models.Model):
    """The handing over of a conversation to another agent."""

    _inherit = "discuss.channel"

    livechat_handover_ids = One2manyForAgentsOnly(
        "livechat.handover", "channel_id", "Handovers", groups=AGENTS, readonly=True
    )

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"livechat_handover_ids"}

    def livechat_reassign(
        self, user_id=None, expertise_ids=None, comment=None, leave=True, base=None
    ):
        """Hand an open conversation over to another agent.

        :param int user_id: the agent (``res.users``). ``None``: the best expert, who is available
            by Odoo's own rules, not in the conversation, and has most of the expertise that is
            asked for (some of it, if any is), then speaks the customer's language, then has the
            fewest open conversations
        :param list[int] expertise_ids: ids of ``im_livechat.expertise`` that are asked for.
            ``None``: those of the conversation
        :param str comment: for the agent who gets it
        :param bool leave: whether the user leaves the conversation, if they are in it
        :param int base: id of the last handover (``livechat.handover``) that the user knows of, 0
            for none. If there is another one by now, nothing changes. ``None``: hand over anyway,
            unless somebody is changing the conversation at this very moment
        :return: ``{"user_id": int, "name": str}``: the agent who has it now
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is closed or no live chat, nobody is available, the agent cannot
            have it, or another one handed it over meanwhile
        """
        self.ensure_one()
        self._check_livechat_agent()
        self._check_livechat_open()
        comment = clean_text(self.env, comment, COMMENT_MAX_LENGTH)
        self._lock_for_handover(base)
        if user_id:
            # sudo: res.users - whether a user is an agent, and there, is no secret to agents
            user_sudo = browse_ids(self.env["res.users"].sudo(), [user_id])
            self._check_can_get_livechat(user_sudo)
        else:
            user_sudo = self._choose_experts(expertise_ids).get(self)
            if not user_sudo:
                raise UserError(self._get_no_expert_message(expertise_ids))
        name = user_sudo.name
        self._hand_over(user_sudo, comment, leave)
        return {"user_id": user_sudo.id, "name": name}

    def _lock_for_handover(self, base):
        """Make sure that of two who hand over a conversation at once only one does."""
        busy = self.env._("Somebody else is just changing this conversation: look at it again.")
        if base is None:
            try:
                with self.env.cr.savepoint(flush=False):
                    self.lock_for_update(allow_referencing=True)
            except (LockError, SerializationFailure) as error:
                raise UserError(busy) from error
            return
        lock(self)
        # sudo: livechat.handover - comparing the last one of a conversation that can be read
        last = self.sudo()._get_last_handover()
        if last.id and last.id != base:
            raise UserError(
                self.env._(
                    "%(agent)s has it now: somebody else handed this conversation over meanwhile.",
                    agent=last.to_user_name,
                )
            )

    def _get_reason_to_stay_open(self, seen_message_id, seen_handover_id):
        reason = super()._get_reason_to_stay_open(seen_message_id, seen_handover_id)
        if reason or seen_handover_id is None:
            return reason
        # sudo: livechat.handover - comparing the last one of a conversation that can be read
        last = self.sudo()._get_last_handover()
        return last.id > clean_id(seen_handover_id) and "handed_over"

    def _check_can_get_livechat(self, user):
        """Raise unless this conversation can be handed over to a user.

        :param user: the user, as superuser
        """
        if not user:
            name = self.env._("This user")
            raise UserError(self.env._("%(name)s is no Live Chat user.", name=name))
        if reason := self._get_handover_refusals(user).get(user):
            raise UserError(reason)

    def _get_handover_refusals(self, users):
        """Return why users can have none of these conversations, of each of whom that is so.

        :param users: the users, as superuser
        :rtype: dict
        """
        # sudo: discuss.channel.member - who takes part is known to all who take part
        members = [channel.channel_member_ids.partner_id for channel in self.sudo()]
        # sudo: discuss.channel - nobody becomes the agent of their own conversation
        customers = [channel._get_livechat_customers() for channel in self.sudo()]
        agents = users._filter_livechat_agents()
        refusals = {}
        for user in users:
            name, partner = user.name, user.partner_id
            if user not in agents:
                refusals[user] = self.env._("%(name)s is no Live Chat user.", name=name)
            elif members and all(partner in partners for partners in members):
                refusals[user] = (
                    self.env._("%(name)s is in this conversation already.", name=name)
                    if len(self) == 1
                    else self.env._("%(name)s is in these conversations already.", name=name)
                )
            elif customers and all(partner in partners for partners in customers):
                refusals[user] = (
                    self.env._("%(name)s was the customer of this conversation.", name=name)
                    if len(self) == 1
                    else self.env._("%(name)s was the customer of these conversations.", name=name)
                )
            elif user._get_livechat_presence() == "offline":
                refusals[user] = self.env._("%(name)s is offline.", name=name)
        return refusals

    def _choose_experts(self, expertise_ids=None):
        """Choose for each of these conversations the best expert, if any is available.

        :param list[int] expertise_ids: as in ``livechat_reassign``
        :return: the experts as superuser (``res.users``), by their conversations
        :rtype: dict
        """
        # sudo: res.users, discuss.channel - how busy agents are counts, not who may see it
        choice = ExpertChoice(self.sudo())
        expertises = None
        if expertise_ids is not None:
            expertises = browse_ids(self.env["im_livechat.expertise"].sudo(), expertise_ids)
        return {
            channel: expert
            for channel in self
            if (expert := choice.choose(channel.sudo(), expertises))
        }

    def _get_no_expert_message(self, expertise_ids=None):
        expertises = self.livechat_expertise_ids
        if expertise_ids is not None:
            expertises = browse_ids(expertises, expertise_ids)
        if expertises:
            return self.env._(
                "No other agent with this expertise is available: %(names)s.",
                names=", ".join(expertises.mapped("name")),
            )
        return self.env._("No other agent is available.")

    def _hand_over(self, user, comment, leave):
        """Hand this conversation over to a user, who can have it.

        :param user: the user, as superuser
        """
        # sudo: discuss.channel, livechat.handover - agents may hand over what they can read
        channel_sudo = self.sudo()
        customer = channel_sudo._get_livechat_customer_name()
        name = self._get_livechat_customer_name_for(user)
        agent = self.env["res.users"]._get_livechat_agent()
        handover_sudo = (
            self.env["livechat.handover"]
            .sudo()
            .create(
                {
                    "channel_id": self.id,
                    "kind": "reassigned",
                    "from_user_id": agent.id,
                    "to_user_id": user.id,
                    "comment": comment,
                }
            )
        )
        help_text = channel_sudo.livechat_help_text
        if channel_sudo.livechat_status == "need_help":
            self._notify_asker_of_help(channel_sudo.livechat_help_user_id, user.partner_id)
            helped_sudo = with_server_context(channel_sudo, livechat_helper_id=user.partner_id.id)
            helped_sudo.livechat_status = "in_progress"
        # An automation rule may do it, which a customer's message triggers.
        inviting = agent.partner_id or self.env.ref("base.partner_root")
        self._add_members(users=user.sudo(False), inviting_partner=inviting)
        channel_sudo.write(
            {
                "livechat_operator_id": user.partner_id.id,
                "name": f"{customer} {user.livechat_username or user.name}",
            }
        )
        self._note_handover(handover_sudo, help_text)
        leaving = self.env.user.partner_id - user.partner_id
        if leave and leaving & self._get_present_agents():
            self._action_unfollow(partner=leaving)
        user._bus_send(
            "livechat_info_panel/handed_over",
            {
                "channel_id": self.id,
                "customer": name,
                "from": agent.name,
                "comment": comment,
            },
        )

    def _note_handover(self, handover, help_text):
        """Do what follows from a handover, before who made it leaves.

        :param handover: the handover (``livechat.handover``), as superuser
        :param str help_text: what the call for help said that it ended, if any
        """

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _get_livechat_session_fields_to_store(self):
        return super()._get_livechat_session_fields_to_store() + [
            Store.Attr(
                "livechat_last_handover",
                lambda channel: channel._get_last_handover_values(),
                predicate=is_livechat_channel,
            ),
        ]

    def _to_store_defaults(self, target):
        """Tell visitors who greeted them, whom they know as their agent: the widget shows it."""
        store_fields = super()._to_store_defaults(target)
        if self._is_for_livechat_users(target):
            return store_fields
        return [
            *store_fields,
            # sudo: res.partner - as Odoo sends livechat_operator_id
            Store.One(
                "livechat_greeter_id",
                self._store_livechat_operator_id_fields(),
                value=lambda channel: channel._get_livechat_greeter(),
                predicate=lambda channel: channel._has_other_greeter(),
                sudo=True,
            ),
        ]

    def _has_other_greeter(self):
        # sudo: discuss.channel - whether others have come, without a query where not
        return self.channel_type == "livechat" and self.sudo().livechat_is_escalated

    def _get_livechat_greeter(self):
        """Return the agent who had this conversation when it began (``res.partner``)."""
        # sudo: im_livechat.channel.member.history - who takes part is known to all who take part
        agents = self.sudo().livechat_agent_history_ids
        return agents.sorted("id")[:1].partner_id

    def _get_last_handover(self):
        """Return the last handover of this conversation, if there was one.

        :rtype: livechat.handover
        """
        handovers = self.livechat_handover_ids
        return handovers.sorted("id")[-1:].with_prefetch(handovers._prefetch_ids)

    def _get_last_handover_values(self):
        """Return what the panel shows of the last handover.

        :return: ``{"id", "kind", "from_name", "to_user_id", "to_partner_id", "to_name", "comment",
            "date"}``; false if there was none, or the user is no Live Chat user
        """
        # Without a query where there was none: every one makes the conversation an escalated one.
        if not self.env["livechat.handover"].has_access("read") or not self.livechat_is_escalated:
            return False
        # sudo: livechat.handover - the last one that the user may read
        last = self._get_last_handover().sudo()
        return bool(last) and {
            "id": last.id,
            "kind": last.kind,
            "from_name": last.from_user_name,
            "to_user_id": last.to_user_id.id,
            "to_partner_id": last.to_user_id.partner_id.id,
            "to_name": last.to_user_name,
            "comment": last.comment,
            "date": fields.Datetime.to_string(last.create_date),
        }
