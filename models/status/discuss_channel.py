from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.clean import join_names, shorten
from ..core.constants import AGENTS
from ..core.fields import One2manyForAgentsOnly
from ..core.server_context import get_server_context, with_server_context


class DiscussChannel(models.Model):
    """Who waits for whom in a conversation, and since when.

    Whatever sets the status goes through these steps: each change ends a period
    (``livechat.status.period``) and starts the next one. A conversation that only a chatbot
    handles has no status; it gets one when an agent comes into it.
    """

    _inherit = "discuss.channel"

    livechat_end_dt = fields.Datetime(copy=False)
    livechat_status = fields.Selection(copy=False, groups=AGENTS)
    livechat_status_since_dt = fields.Datetime(
        "In This Status Since", copy=False, groups=AGENTS, readonly=True
    )
    livechat_status_period_ids = One2manyForAgentsOnly(
        "livechat.status.period", "channel_id", "Status Periods", groups=AGENTS, readonly=True
    )

    livechat_status_duration_hour = fields.Float(
        "Time in This Status", compute="_compute_livechat_status_duration_hour", groups=AGENTS
    )

    @api.depends("livechat_status_since_dt")
    def _compute_livechat_status_duration_hour(self):
        now = fields.Datetime.now()
        for channel in self:
            since = channel.livechat_status_since_dt
            channel.livechat_status_duration_hour = since and (now - since).total_seconds() / 3600

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | {"livechat_status_since_dt"}

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {
            "livechat_status_duration_hour",
            "livechat_status",
            "livechat_status_period_ids",
            "livechat_status_since_dt",
        }

    def livechat_set_status(self, status):
        """Set the status of open conversations.

        :param str status: ``in_progress``, ``waiting`` or ``need_help``
        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is closed or no live chat, the status is unknown, or no agent is
            in it and it is to be in progress or waiting; superuser may set that
        """
        self._check_livechat_agent()
        self._check_livechat_status(status)
        self._check_livechat_open()
        if alone := self._filter_without_agent_for(status):
            raise UserError(
                self.env._(
                    "Nobody is in it: join it. No agent is in %(names)s.",
                    names=join_names(alone),
                )
            )
        # sudo: discuss.channel - agents may set the status of every live chat they can read
        self.sudo().livechat_status = status

    def _check_livechat_status(self, status):
        if status not in self._fields["livechat_status"].get_values(self.env):
            raise UserError(self.env._("There is no status “%(status)s”.", status=shorten(status)))

    # ------------------------------------------------------------
    # Every change
    # ------------------------------------------------------------

    def _livechat_complete_new_vals(self, vals):
        vals = super()._livechat_complete_new_vals(vals)
        if not vals.get("livechat_status"):
            return vals
        return {**self._get_status_vals(vals["livechat_status"]), **vals}

    def _livechat_after_create(self, vals_list):
        super()._livechat_after_create(vals_list)
        self.filtered(
            lambda channel: channel.sudo().livechat_status
        )._check_may_have_livechat_status()
        with_status = self.browse(
            channel.id
            for channel, vals in zip(self, vals_list, strict=True)
            if vals.get("livechat_status")
        )
        self.env["livechat.status.period"]._start(with_status)
        with_status._after_livechat_status_change(dict.fromkeys(with_status, False))

    def _livechat_before_write(self, vals):
        before = super()._livechat_before_write(vals)
        if {"livechat_status", "livechat_end_dt"} & vals.keys():
            # sudo: discuss.channel - comparing the status, which only agents may read
            before["status"] = {channel: channel.sudo().livechat_status for channel in self}
        return before

    def _livechat_after_write(self, vals, before):
        super()._livechat_after_write(vals, before)
        old_status = before.get("status", {})
        changed = self.browse(
            channel.id
            for channel, status in old_status.items()
            if channel.sudo().livechat_status != status
        )
        if changed:
            self.env["livechat.status.period"]._start(changed)
            changed._after_livechat_status_change({c: old_status[c] for c in changed})
        if not vals.get("livechat_end_dt", True):
            self._start_livechat_status()

    def _livechat_split_vals(self, vals):
        """Have a conversation lose its status when it is closed, and its end never move afterwards.

        Where the status does not change, nothing of it is written: its time goes on.
        """
        for channels, channel_vals in self._split_by_livechat_state(vals):
            yield from super(DiscussChannel, channels)._livechat_split_vals(channel_vals)

    def _split_by_livechat_state(self, vals):
        other_vals = {
            name: vals[name] for name in vals if name not in ("livechat_status", "livechat_end_dt")
        }
        closed = self.filtered("livechat_end_dt")
        if closed and "livechat_end_dt" in vals and not self._is_reopening_livechat():
            yield closed, other_vals
            open_channels = self - closed
            if open_channels:
                yield from open_channels._split_by_livechat_state(vals)
        elif vals.get("livechat_end_dt"):
            yield self, {**self._get_status_vals(False), **vals, "livechat_status": False}
        elif "livechat_status" in vals:
            status = vals["livechat_status"]
            # sudo: discuss.channel - as in write
            same = self.filtered(lambda channel: channel.sudo().livechat_status == status)
            if status and "livechat_end_dt" not in vals:
                (self - same)._check_may_have_livechat_status()
            yield same, {name: vals[name] for name in vals if name != "livechat_status"}
            yield self - same, {**self._get_status_vals(status), **vals}
        else:
            yield self, vals

    def _is_reopening_livechat(self):
        """Whether an agent is reopening these conversations, or their customer the chatbot."""
        return bool(get_server_context(self.env, "livechat_reopening"))

    def _check_may_have_livechat_status(self):
        self._check_livechat_open()
        if other := self.filtered(lambda channel: not is_livechat_channel(channel)):
            raise UserError(
                self.env._(
                    "Only live chats have a status, not %(names)s.",
                    names=join_names(other),
                )
            )

    def _get_status_vals(self, status):
        """Return the values that are written together with a new status.

        :param status: ``in_progress``, ``waiting``, ``need_help``, or false
        :rtype: dict
        """
        return {"livechat_status_since_dt": status and fields.Datetime.now()}

    def _after_livechat_status_change(self, old_status):
        """Do what follows from a new status of these conversations.

        :param dict old_status: for each conversation the status that it had
        """

    def _start_livechat_status(self):
        """Give a status to those of these conversations which an agent handles and which have none.

        To be called when an agent came in.
        """
        # sudo: discuss.channel - a conversation has a status whoever brought the agent in
        started_sudo = self.sudo().filtered(
            lambda channel: (
                is_livechat_channel(channel)
                and not channel.livechat_end_dt
                and not channel.livechat_status
                and channel._get_present_agents()
            )
        )
        if started_sudo:
            started_sudo.livechat_status = "in_progress"

    def _get_present_period(self):
        """Return the period that this conversation is in (``livechat.status.period``)."""
        return self.livechat_status_period_ids.filtered(lambda period: not period.end_dt)

    def _livechat_with_post_context(self, message):
        posting = super()._livechat_with_post_context(message)
        # sudo: mail.message - what it is, whoever posts
        if self._is_livechat_written(message.sudo()):
            return posting
        # A notice, as that a colleague of the customer left, is no answer.
        return with_server_context(posting, livechat_keeps_status=self.ids)

    def _livechat_after_post(self, message, before):
        super()._livechat_after_post(message, before)
        # sudo: discuss.channel, im_livechat.channel, mail.message - what a reply means is the
        # channel's to say
        channel_sudo = self.sudo()
        if (
            self._is_livechat_written(message.sudo())
            and channel_sudo.livechat_channel_id.is_waiting_after_reply
            and channel_sudo.livechat_status == "in_progress"
            and message.author_id & self._get_present_agents()
        ):
            channel_sudo.livechat_status = "waiting"

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _sync_field_names(self):
        field_names = super()._sync_field_names()
        field_names["livechat_users"].append(
            Store.Attr("livechat_status_since_dt", predicate=is_livechat_channel, sudo=True)
        )
        return field_names

    def _get_livechat_users_store_fields(self, target):
        store_fields = super()._get_livechat_users_store_fields(target)
        return store_fields + self._get_livechat_status_store_fields()

    def _get_livechat_status_store_fields(self):
        """Return what every Live Chat user receives together with a conversation."""
        return [Store.Attr("livechat_status_since_dt", predicate=is_livechat_channel, sudo=True)]
