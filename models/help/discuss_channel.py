from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.clean import browse_ids, clean_line
from ..core.constants import AGENTS
from ..core.locking import lock
from ..core.server_context import get_server_context, with_server_context

HELP_TEXT_MAX_LENGTH = 200

# Only agents read these, and only the methods for it write them.
GUARDED = {
    "livechat_agent_providing_help_history",
    "livechat_agent_requesting_help_history",
    "livechat_help_text",
    "livechat_help_user_id",
    "livechat_is_escalated",
    "livechat_looking_for_help_since_dt",
}


class DiscussChannel(models.Model):
    """A conversation that looks for help: who asked for it and why, and who joins."""

    _inherit = "discuss.channel"

    livechat_agent_providing_help_history = fields.Many2one(groups=AGENTS)
    livechat_agent_requesting_help_history = fields.Many2one(groups=AGENTS)
    livechat_is_escalated = fields.Boolean(groups=AGENTS)
    livechat_looking_for_help_since_dt = fields.Datetime(
        "Looking for Help Since", copy=False, groups=AGENTS, readonly=True
    )
    livechat_help_text = fields.Char("Help Needed", copy=False, groups=AGENTS, readonly=True)
    livechat_help_user_id = fields.Many2one(
        "res.users",
        "Help Asked by",
        copy=False,
        groups=AGENTS,
        help="Empty where nobody asked: no agent was left in the conversation.",
        readonly=True,
    )

    _livechat_looking_for_help_idx = models.Index(
        "(livechat_looking_for_help_since_dt, id) WHERE livechat_status = 'need_help'"
    )

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | GUARDED

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | GUARDED

    @api.model
    def _livechat_personal_fields(self):
        return super()._livechat_personal_fields() | {"livechat_help_text"}

    # ------------------------------------------------------------
    # Ask and join
    # ------------------------------------------------------------

    def livechat_ask_help(self, text=None, expertise_ids=None):
        """Let open conversations look for help; or, if they do, say otherwise what is needed.

        :param str text: what is needed, in a line. ``None``: what was said already, if anything
        :param list[int] expertise_ids: ids of ``im_livechat.expertise`` that the conversations ask
            for from now on. ``None``: those they ask for already.
        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is closed or no live chat, or the text is none or too long
        """
        self._check_livechat_agent()
        self._check_livechat_open()
        vals = {"livechat_status": "need_help"}
        if text is not None:
            vals["livechat_help_text"] = clean_line(self.env, text, HELP_TEXT_MAX_LENGTH)
        if expertise_ids is not None:
            expertises = browse_ids(self.env["im_livechat.expertise"], expertise_ids)
            vals["livechat_expertise_ids"] = [Command.set(expertises.ids)]
        # sudo: discuss.channel - agents may ask for help on every live chat they can read
        channels_sudo = self.sudo()
        asked_before = channels_sudo.filtered(lambda c: c.livechat_status == "need_help")
        channels_sudo.write(vals)
        if asked_before:
            asked_before._say_otherwise_what_is_needed()

    def _say_otherwise_what_is_needed(self):
        """Follow a change of what is needed by these conversations, which look for help already."""
        agent = self.env["res.users"]._get_livechat_agent()
        unasked = self.filtered(lambda channel: not channel.livechat_help_user_id)
        unasked.livechat_help_user_id = agent
        for channel in self:
            period = channel._get_present_period()
            period.help_text = channel.livechat_help_text
            if channel in unasked:
                period.user_id = agent
        self._send_to_looking_for_help(self._get_help_store_fields())

    def livechat_join(self, only_if_needed=False):
        """Join an open conversation.

        :param bool only_if_needed: only as long as it is looking for help
        :return: ``{"is_joined": bool, "helper": str}``: whether the user is in it now; if not, the
            live chat name of who answered the last call for help, false if it ended otherwise
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is closed or no live chat, or no Live Chat user runs this
        """
        self.ensure_one()
        self._check_livechat_agent()
        self._check_livechat_open()
        if not self.env["res.users"]._get_livechat_agent():
            # As superuser, what nobody runs who could answer the customer.
            raise UserError(self.env._("Only a Live Chat user can join."))
        partner = self.env.user.partner_id
        # sudo: discuss.channel - reading the status of a live chat that the agent can read
        is_looking_for_help = self.sudo().livechat_status == "need_help"
        if is_looking_for_help or not only_if_needed:
            self._join_as_agent()
        is_joined = partner in self._get_present_agents()
        helper_sudo = self._get_last_helper()
        name = helper_sudo.user_livechat_username or helper_sudo.name or False
        return {"is_joined": is_joined, "helper": not is_joined and name}

    def _join_as_agent(self):
        """Let the user join these conversations, unless they are in them already: maybe by another
        request of theirs, at the same time.

        :return: those which they joined
        """
        partner = self.env.user.partner_id
        joined = self.filtered(lambda channel: partner not in channel._get_present_agents())
        lock(joined)
        if joined:
            joined._add_members(users=self.env.user)
        return joined

    def _get_last_helper(self):
        """Return who answered the last call for help, as superuser; nobody if it ended otherwise.

        :rtype: res.partner
        """
        # sudo: livechat.status.period - which agent came
        return self.sudo()._get_last_call().helper_id.partner_id

    def _get_last_call(self):
        """Return the last call for help of this conversation (``livechat.status.period``)."""
        calls = self.livechat_status_period_ids.filtered(lambda p: p.status == "need_help")
        return calls.sorted("id")[-1:]

    def livechat_join_channel_needing_help(self):
        """Odoo's own method, now with a check of rights. No super: it asks less."""
        self.ensure_one()
        self._check_livechat_agent()
        return not self.livechat_end_dt and self.livechat_join(only_if_needed=True)["is_joined"]

    # ------------------------------------------------------------
    # Who comes and goes
    # ------------------------------------------------------------

    def _add_members(self, **kwargs):
        """Let nobody but another agent end the need for help. Odoo lets everybody do it."""
        # sudo: discuss.channel - whether help came is for the server to know, whoever is added
        asked_by = {
            channel: channel.sudo().livechat_help_user_id
            for channel in self
            if channel.sudo().livechat_status == "need_help"
        }
        had_it = {c: c.sudo().livechat_agent_history_ids.partner_id for c in asked_by}
        keeping = with_server_context(self, livechat_keeps_status=[c.id for c in asked_by])
        new_members = super(DiscussChannel, keeping)._add_members(**kwargs)
        new_members = new_members.with_env(self.env)
        for channel, asker in asked_by.items():
            # Who asked from a list, without having been in it, may answer it, too.
            returning = asker.partner_id & had_it[channel]
            helpers = new_members.filtered(
                lambda member, channel=channel, returning=returning: (
                    member.channel_id == channel
                    and member.livechat_member_type == "agent"
                    and member.partner_id not in returning
                    and self._is_livechat_user(member.partner_id)
                )
            )
            if helpers:
                channel._note_help(asker, helpers.partner_id, had_it[channel])
            elif channel in new_members.channel_id:
                # sudo: discuss.channel - agents are told whether one of them is in it
                channel.sudo()._send_to_looking_for_help(["livechat_is_unattended"])
        return new_members

    def _note_help(self, asker, helpers, had_it):
        """End the need for help, which came. Where another agent had it, it was handed over.

        :param asker: who asked for it (``res.users``), if anybody did
        :param helpers: who joined (``res.partner``)
        :param had_it: the agents who were in it before (``res.partner``)
        """
        # sudo: discuss.channel, livechat.handover - kept whoever invited the helper
        self.env["livechat.handover"].sudo().create(
            [
                {
                    "channel_id": self.id,
                    "kind": "joined",
                    "from_user_id": asker.partner_id != helper and asker.id,
                    "to_user_id": helper.main_user_id.id,
                }
                for helper in helpers
                if had_it - helper
            ]
        )
        helped_sudo = with_server_context(self.sudo(), livechat_helper_id=helpers[:1].id)
        helped_sudo.livechat_status = "in_progress"
        self._notify_asker_of_help(asker, helpers[:1])

    def _livechat_before_unlink(self):
        """Let conversations that are deleted leave everybody's list, too."""
        # sudo: discuss.channel - as for any other end of a call for help
        asking = self.filtered(lambda channel: channel.sudo().livechat_status == "need_help")
        for channels in asking._split_by_livechat_audience():
            channels._notify_agents_of_end()
            channels._get_livechat_group()._bus_send(
                "im_livechat.looking_for_help/update",
                {"added_channel_ids": [], "removed_channel_ids": channels.ids},
                subchannel="LOOKING_FOR_HELP",
            )
            channels._send_to_looking_for_help({"livechat_status": False})
        super()._livechat_before_unlink()

    # ------------------------------------------------------------
    # Its values
    # ------------------------------------------------------------

    def _livechat_split_vals(self, vals):
        """Keep the status where Odoo writes another whoever was added, or whatever was posted."""
        keeping = self.browse()
        if vals.get("livechat_status") == "in_progress":
            ids = get_server_context(self.env, "livechat_keeps_status") or ()
            keeping = self.filtered(lambda channel: channel.id in ids)
        other_vals = {name: vals[name] for name in vals if name != "livechat_status"}
        if keeping and other_vals:
            yield from super(DiscussChannel, keeping)._livechat_split_vals(other_vals)
        yield from super(DiscussChannel, self - keeping)._livechat_split_vals(vals)

    def _get_status_vals(self, status):
        vals = super()._get_status_vals(status)
        since = vals["livechat_status_since_dt"]
        if status == "need_help":
            return {
                **vals,
                "livechat_looking_for_help_since_dt": since,
                "livechat_help_user_id": self.env["res.users"]._get_livechat_agent().id,
            }
        return {
            **vals,
            "livechat_looking_for_help_since_dt": False,
            "livechat_help_text": False,
            "livechat_help_user_id": False,
        }

    # ------------------------------------------------------------
    # What the web client shows
    # ------------------------------------------------------------

    def _sync_field_names(self):
        field_names = super()._sync_field_names()
        field_names["livechat_users"].extend(self._get_help_store_fields())
        return field_names

    def _get_livechat_status_store_fields(self):
        return [
            *super()._get_livechat_status_store_fields(),
            *self._get_help_store_fields(),
            Store.Attr("livechat_is_unattended", predicate=is_livechat_channel, sudo=True),
        ]

    def _get_help_store_fields(self):
        return [
            Store.Attr(
                "livechat_looking_for_help_since_dt", predicate=is_livechat_channel, sudo=True
            ),
            Store.Attr("livechat_help_text", predicate=is_livechat_channel, sudo=True),
            Store.One(
                "livechat_help_user_id",
                Store.One("partner_id", ["name"]),
                predicate=is_livechat_channel,
                sudo=True,
            ),
        ]

    def _send_to_looking_for_help(self, store_fields):
        """Update what Live Chat users see in Looking for help."""
        for channels in self._split_by_livechat_audience():
            Store(
                bus_channel=channels._get_livechat_group(),
                bus_subchannel="LOOKING_FOR_HELP",
            ).add(channels, store_fields).bus_send()
