from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.sql import column_exists, create_column

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.constants import AGENTS

# From which part of the time on it is nearly over.
NEARLY = 0.75
URGENCIES = [("soon", "Due Soon"), ("late", "Late")]
DUE_FIELDS = ("livechat_answer_due_dt", "livechat_answer_warn_dt")


class DiscussChannel(models.Model):
    """When the customer has to be answered, by the targets of the live chat channel.

    It is computed when the customer begins to wait, and again when targets or working hours
    change, of the conversations that are waiting then (``_renew_livechat_due``).
    """

    _inherit = "discuss.channel"

    livechat_answer_due_dt = fields.Datetime(
        "Answer Due",
        compute="_compute_livechat_answer_due",
        copy=False,
        groups=AGENTS,
        help="When the customer has been waiting for as long as the live chat channel wants it, in"
        " its working hours. Empty when the customer does not wait.",
        index="btree_not_null",
        store=True,
    )
    livechat_answer_warn_dt = fields.Datetime(
        "Answer Due Soon",
        compute="_compute_livechat_answer_due",
        copy=False,
        groups=AGENTS,
        help="When three quarters of that time are over.",
        store=True,
    )
    livechat_answer_urgency = fields.Selection(
        URGENCIES, "Answer", compute="_compute_livechat_answer_urgency", groups=AGENTS
    )

    def _auto_init(self):
        """Odoo would compute them for all conversations there ever were."""
        self._create_livechat_due_columns(DUE_FIELDS)
        return super()._auto_init()

    def _create_livechat_due_columns(self, names):
        for name in names:
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, "timestamp")

    @api.depends("livechat_customer_waiting_since_dt")
    def _compute_livechat_answer_due(self):
        found = self._find_livechat_due(
            "livechat_customer_waiting_since_dt",
            lambda channel: channel._get_answer_target_minutes(),
        )
        for channel, moments in found.items():
            channel.livechat_answer_due_dt, channel.livechat_answer_warn_dt = moments

    @api.depends("livechat_answer_due_dt", "livechat_answer_warn_dt")
    def _compute_livechat_answer_urgency(self):
        for channel in self:
            channel.livechat_answer_urgency = self._get_livechat_urgency(
                channel.livechat_answer_due_dt, channel.livechat_answer_warn_dt
            )

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | set(DUE_FIELDS)

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"livechat_answer_urgency", *DUE_FIELDS}

    def _get_answer_target_minutes(self):
        """Return within how many minutes the customer is answered, 0 for whenever."""
        livechat_channel = self.livechat_channel_id
        is_first = bool(livechat_channel.first_answer_within_minutes) and not any(
            self.livechat_agent_history_ids.mapped("message_count")
        )
        return livechat_channel._get_livechat_answer_target_minutes(is_first)

    def _find_livechat_due(self, since_name, get_minutes):
        """Return when what these conversations wait for is due, and when it nearly is.

        :param str since_name: the field that says since when
        :param get_minutes: returns for a conversation how many minutes of work it may take, 0 for
            any number
        :return: for each conversation the two moments, false where there are none
        :rtype: dict
        """
        due = dict.fromkeys(self, (False, False))
        minutes = {channel: get_minutes(channel) for channel in self.filtered(since_name)}
        waiting = self.filtered(minutes.get)
        for livechat_channel, channels in waiting.grouped("livechat_channel_id").items():
            waits = [(channel[since_name], minutes[channel] * 60) for channel in channels]
            nearly = [(since, seconds * NEARLY) for since, seconds in waits]
            moments = livechat_channel._find_livechat_moments([*waits, *nearly])
            for number, channel in enumerate(channels):
                moment, warning = moments[number], moments[number + len(channels)]
                due[channel] = (moment or False, (moment and warning) or False)
        return due

    @api.model
    def _get_livechat_urgency(self, due, warning):
        now = fields.Datetime.now()
        if due and due <= now:
            return "late"
        return "soon" if warning and warning <= now else False

    # ------------------------------------------------------------
    # Other targets, other working hours
    # ------------------------------------------------------------

    @api.model
    def _renew_livechat_due(self, domain=Domain.TRUE, is_told=True):
        """Find out again when what conversations wait for is due, and tell who looks at them.

        :param Domain domain: which conversations
        :param bool is_told: false while a database is updated, and nobody looks
        """
        waiting = Domain("livechat_customer_waiting_since_dt", "!=", False) & domain
        changed_sudo = self._recompute_livechat_due(waiting, DUE_FIELDS)
        if is_told:
            changed_sudo._send_livechat_due(self._get_answer_due_store_fields())

    @api.model
    def _recompute_livechat_due(self, domain, names):
        """Compute fields of conversations again.

        :param Domain domain: which conversations
        :return: those in which they have changed, as superuser
        """
        # sudo: discuss.channel - as the conversation itself does, whoever changes what it goes by
        channels_sudo = self.sudo().with_context(active_test=False).search(domain)
        before = {channel: [channel[name] for name in names] for channel in channels_sudo}
        for name in names:
            self.env.add_to_compute(self._fields[name], channels_sudo)
        return channels_sudo.filtered(
            lambda channel: [channel[name] for name in names] != before[channel]
        )

    def _send_livechat_due(self, store_fields):
        for channel in self:
            Store(bus_channel=channel, bus_subchannel="livechat_users").add(
                channel, store_fields
            ).bus_send()

    # ------------------------------------------------------------
    # What the web client shows
    # ------------------------------------------------------------

    def _sync_field_names(self):
        field_names = super()._sync_field_names()
        field_names["livechat_users"].extend(self._get_answer_due_store_fields())
        return field_names

    def _get_livechat_status_store_fields(self):
        fields_to_store = super()._get_livechat_status_store_fields()
        return [*fields_to_store, *self._get_answer_due_store_fields()]

    def _get_answer_due_store_fields(self):
        return [Store.Attr(name, predicate=is_livechat_channel, sudo=True) for name in DUE_FIELDS]
