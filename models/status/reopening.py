from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.constants import AGENTS
from ..core.locking import lock
from ..core.server_context import with_server_context

# For how long a conversation that was closed can be reopened.
PERIOD = timedelta(hours=24)


class DiscussChannel(models.Model):
    """The reopening of a closed conversation: as long as the customer's widget still shows it."""

    _inherit = "discuss.channel"

    livechat_customer_left_dt = fields.Datetime(
        "Customer Left on",
        copy=False,
        groups=AGENTS,
        help="Since when the customer no longer sees the conversation: they ended it, or left it"
        " after an agent had closed it.",
        readonly=True,
    )

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | {"livechat_customer_left_dt"}

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"livechat_customer_left_dt"}

    def livechat_reopen(self):
        """Reopen a conversation that was closed less than a day ago, and be in it again.

        The customer goes on in their widget, where it must still be. The outcome is computed anew
        at the next end; what was corrected of the former one is kept with the time while the
        conversation was closed (``livechat.status.period``).

        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is open or no live chat, it was closed more than a day ago, the
            customer has left it, or no Live Chat user runs this
        """
        self.ensure_one()
        self._check_livechat_agent()
        agent = self.env["res.users"]._get_livechat_agent()
        if not agent:
            raise UserError(self.env._("Only a Live Chat user can reopen a conversation."))
        # Whoever reopens it, or leaves it, at this very moment comes before or after.
        lock(self)
        if not self.livechat_end_dt:
            raise UserError(self.env._("This conversation is open."))
        # sudo: discuss.channel - agents may reopen every live chat they can read
        channel_sudo = self.sudo()
        if refusal := channel_sudo._get_livechat_reopening_refusals().get(channel_sudo):
            raise UserError(refusal)
        self.env["livechat.status.period"]._keep_closed(channel_sudo)
        if agent.partner_id not in self._get_present_agents():
            self._add_members(users=agent)
        reopening_sudo = with_server_context(channel_sudo, livechat_reopening=True)
        reopening_sudo.write(
            {
                # With it, the conversation stands again in the sidebars of those who are in it.
                "last_interest_dt": fields.Datetime.now(),
                "livechat_end_dt": False,
                "livechat_status": "in_progress",
                "active": True,
            }
        )
        self._take_over_from_chatbot(agent.partner_id)
        self._broadcast(self._get_present_agents().ids)
        Store(bus_channel=self).add(self, "livechat_end_dt").bus_send()
        self._post_livechat_notice(agent, self._in_customer_lang()._get_reopened_notice())
        self._outdate_livechat_session_data()

    def _get_reopened_notice(self):
        return self._format_livechat_notice(self.env._("reopened the conversation"))

    # ------------------------------------------------------------
    # Whether that is possible
    # ------------------------------------------------------------

    def _get_livechat_reopening_refusals(self):
        """Return why closed conversations cannot be reopened, as superuser.

        :return: the reasons, by those of these conversations that cannot
        :rtype: dict
        """
        too_old = self.env._("It was closed more than 24 hours ago.")
        has_left = self.env._("The customer has left it.")
        for_later = self.env._("It is a message for later.")
        refusals, since = {}, fields.Datetime.now() - PERIOD
        for channel in self.filtered("livechat_end_dt"):
            if channel.livechat_end_dt < since:
                refusals[channel] = too_old
            elif channel.livechat_customer_left_dt or not channel._has_livechat_customer():
                is_for_later = channel.filtered_domain(self._get_left_domain())
                refusals[channel] = for_later if is_for_later else has_left
        left = self.filtered("livechat_end_dt") - self.browse(c.id for c in refusals)
        began_anew = self.env._("The customer has begun another conversation.")
        for channel_id in left._find_livechat_begun_anew():
            refusals[self.browse(channel_id)] = began_anew
        return refusals

    def _get_livechat_customer_histories(self):
        """Return as what the customers of these conversations take part, as superuser: as guests,
        or as who logged in; not their colleagues."""
        histories = self.env["im_livechat.channel.member.history"]
        for channel in self:
            histories |= channel._get_customer_history_sudo()
            contact = channel._get_logged_in_contact_sudo()
            histories |= channel.livechat_customer_history_ids.filtered(
                lambda history, contact=contact: contact and history.partner_id == contact
            )
        return histories

    def _has_livechat_customer(self):
        """Whether the customer is still a member, as superuser: who was deleted is none."""
        return bool(self._get_livechat_customer_histories().member_id)

    def _find_livechat_begun_anew(self):
        """Return the ids of those of these conversations whose customers began another one since
        they ended."""
        if not self:
            return []
        histories = self.env["im_livechat.channel.member.history"]
        histories.flush_model(["channel_id", "guest_id", "livechat_member_type", "partner_id"])
        self.flush_recordset(["livechat_end_dt"])
        later = SQL(
            """SELECT FROM im_livechat_channel_member_history later
                WHERE later.livechat_member_type = 'visitor'
                  AND later.channel_id != channel.id
                  AND later.create_date > channel.livechat_end_dt"""
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT channel.id
                  FROM discuss_channel channel
                  JOIN im_livechat_channel_member_history own ON own.channel_id = channel.id
                 WHERE own.id = ANY(%(own_ids)s)
                   AND (EXISTS (%(later)s AND later.guest_id = own.guest_id)
                        OR EXISTS (%(later)s AND later.partner_id = own.partner_id))
                """,
                later=later,
                own_ids=self._get_livechat_customer_histories().ids,
            )
        )
        return [channel_id for [channel_id] in rows]

    # ------------------------------------------------------------
    # What customers and servers do
    # ------------------------------------------------------------

    def _close_livechat_session(self, **kwargs):
        """Note that the customer leaves, who ends it or saw that it is closed."""
        # sudo: discuss.channel - whoever the customer is
        channel_sudo = self.sudo()
        if not channel_sudo.livechat_customer_left_dt:
            channel_sudo.livechat_customer_left_dt = fields.Datetime.now()
            self._outdate_livechat_session_data()
        return super()._close_livechat_session(**kwargs)

    def _chatbot_restart(self, chatbot_script):
        """Let the customer go on, who sees the conversation, as Odoo does."""
        if self.livechat_end_dt:
            # sudo: discuss.channel - how it had ended, whoever the customer is
            self.env["livechat.status.period"]._keep_closed(self.sudo())
        restarting = with_server_context(self, livechat_reopening=True)
        return super(DiscussChannel, restarting)._chatbot_restart(chatbot_script)

    def _livechat_complete_new_vals(self, vals):
        """A conversation that begins closed is no longer seen by anybody: it was left for later."""
        vals = super()._livechat_complete_new_vals(vals)
        if vals.get("livechat_end_dt"):
            vals = {"livechat_customer_left_dt": vals["livechat_end_dt"], **vals}
        return vals

    def _livechat_complete_vals(self, vals):
        """In a conversation that goes on the customer is there again."""
        vals = super()._livechat_complete_vals(vals)
        if not vals.get("livechat_end_dt", True) and self._is_reopening_livechat():
            vals = {"livechat_customer_left_dt": False, **vals}
        return vals

    @api.model
    def _note_former_ends(self):
        """Let what was closed in an existing database stay so: nobody knows who has left."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE discuss_channel
                   SET livechat_customer_left_dt = livechat_end_dt
                 WHERE livechat_end_dt > %s AND livechat_customer_left_dt IS NULL
                """,
                fields.Datetime.now() - PERIOD,
            )
        )
        self.invalidate_model(["livechat_customer_left_dt"])

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _get_livechat_session_fields_to_store(self):
        store_fields = super()._get_livechat_session_fields_to_store()
        if not self.env.user.has_group(AGENTS):
            return store_fields
        # sudo: discuss.channel - why agents cannot reopen what they can read
        refusals = {c.id: why for c, why in self.sudo()._get_livechat_reopening_refusals().items()}
        store_fields.append(
            Store.Attr(
                "livechat_reopening_refusal",
                lambda channel: refusals.get(channel.id, False),
                predicate=is_livechat_channel,
            )
        )
        return store_fields
