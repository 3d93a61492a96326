from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.constants import AGENTS
from ..status.due import URGENCIES

JOB = "livechat_info_panel.ir_cron_notify_overdue_help"
DUE_FIELDS = ("livechat_help_due_dt", "livechat_help_warn_dt")


class DiscussChannel(models.Model):
    """When a call for help has to be answered, by the target of the live chat channel."""

    _inherit = "discuss.channel"

    livechat_help_due_dt = fields.Datetime(
        "Help Due",
        compute="_compute_livechat_help_due",
        copy=False,
        groups=AGENTS,
        help="When it has been looking for help for as long as the live chat channel wants it, in"
        " its working hours. Empty when it does not look for help.",
        store=True,
    )
    livechat_help_warn_dt = fields.Datetime(
        "Help Due Soon",
        compute="_compute_livechat_help_due",
        copy=False,
        groups=AGENTS,
        help="When three quarters of that time are over.",
        store=True,
    )
    livechat_help_urgency = fields.Selection(
        URGENCIES, "Help", compute="_compute_livechat_help_urgency", groups=AGENTS
    )

    def _auto_init(self):
        self._create_livechat_due_columns(DUE_FIELDS)
        return super()._auto_init()

    @api.depends("livechat_looking_for_help_since_dt")
    def _compute_livechat_help_due(self):
        found = self._find_livechat_due(
            "livechat_looking_for_help_since_dt",
            lambda channel: channel._get_help_overdue_minutes(),
        )
        for channel, moments in found.items():
            channel.livechat_help_due_dt, channel.livechat_help_warn_dt = moments

    @api.depends("livechat_help_due_dt", "livechat_help_warn_dt")
    def _compute_livechat_help_urgency(self):
        for channel in self:
            channel.livechat_help_urgency = self._get_livechat_urgency(
                channel.livechat_help_due_dt, channel.livechat_help_warn_dt
            )

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | set(DUE_FIELDS)

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"livechat_help_urgency", *DUE_FIELDS}

    def _get_help_overdue_minutes(self):
        """Return after how many minutes administrators are told that nobody came; 0 for never."""
        livechat_channels = self.env["im_livechat.channel"]
        if self.livechat_channel_id:
            return self.livechat_channel_id.help_overdue_minutes
        return livechat_channels.default_get(["help_overdue_minutes"])["help_overdue_minutes"]

    def _schedule_overdue_help(self):
        moments = set(self.mapped("livechat_help_due_dt")) - {False}
        # As env.ref, which takes a statement to see whether it is there.
        job_id = self.env["ir.model.data"]._xmlid_to_res_id(JOB)
        if moments and job_id:
            self.env["ir.cron"].browse(job_id)._trigger(moments)

    @api.model
    def _renew_livechat_due(self, domain=Domain.TRUE, is_told=True):
        super()._renew_livechat_due(domain, is_told)
        looking = Domain("livechat_status", "=", "need_help") & domain
        changed_sudo = self._recompute_livechat_due(looking, DUE_FIELDS)
        if changed_sudo:
            changed_sudo._schedule_overdue_help()
        if is_told:
            changed_sudo._send_livechat_due(self._get_help_due_store_fields())
            changed_sudo._send_to_looking_for_help(self._get_help_due_store_fields())

    # ------------------------------------------------------------
    # What the web client shows
    # ------------------------------------------------------------

    def _get_help_store_fields(self):
        return [*super()._get_help_store_fields(), *self._get_help_due_store_fields()]

    def _get_help_due_store_fields(self):
        return [Store.Attr(name, predicate=is_livechat_channel, sudo=True) for name in DUE_FIELDS]
