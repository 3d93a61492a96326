from odoo import api, fields, models
from odoo.fields import Domain

from ..core.server_context import get_server_context


class LivechatStatusPeriod(models.Model):
    """From when to when a conversation was in a status: how long somebody waited for somebody."""

    _name = "livechat.status.period"
    _inherit = ["livechat.record.mixin", "livechat.fetched.whole.mixin"]
    _description = "Live Chat Status Period"
    _order = "start_dt DESC, id DESC"
    _livechat_names = {"user_id": "user_name", "helper_id": "helper_name"}

    livechat_channel_id = fields.Many2one(
        related="channel_id.livechat_channel_id", string="Live Chat Channel", store=True, index=True
    )
    status = fields.Selection(
        [
            ("in_progress", "In progress"),
            ("waiting", "Waiting for customer"),
            ("need_help", "Looking for help"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        help="Closed: until it was reopened. Of a conversation that stays closed, nothing is kept.",
    )
    start_dt = fields.Datetime("From", required=True, readonly=True)
    end_dt = fields.Datetime("To", readonly=True)
    duration_hour = fields.Float(
        "Duration", compute="_compute_duration_hour", store=True, aggregator="avg"
    )
    working_hour = fields.Float(
        "Working Time", compute="_compute_duration_hour", store=True, aggregator="avg"
    )
    user_id = fields.Many2one(
        "res.users",
        "Set by",
        index="btree_not_null",
        readonly=True,
        help="Empty where no agent set it: a customer wrote, or the conversation began.\n"
        "Of a conversation that was closed: who reopened it.",
    )
    user_name = fields.Char("Set by (Name)", readonly=True)
    help_text = fields.Char("Help Needed", readonly=True)
    helper_id = fields.Many2one(
        "res.users",
        "Answered by",
        index="btree_not_null",
        readonly=True,
        help="The agent who answered a call for help. Empty where it ended otherwise.",
    )
    helper_name = fields.Char("Answered by (Name)", readonly=True)

    # The ids that the report has of them (``livechat.waiting.report``).
    _in_report_idx = models.Index("((id * 2 + 1))")
    _over_idx = models.Index(
        "(start_dt) WHERE end_dt IS NOT NULL AND status IN ('need_help', 'waiting')"
    )
    _one_open_period = models.UniqueIndex(
        "(channel_id) WHERE end_dt IS NULL", "A conversation has one status at a time."
    )

    @api.depends("start_dt", "end_dt")
    def _compute_duration_hour(self):
        for period in self:
            start, end = period.start_dt, period.end_dt
            period.duration_hour = (end - start).total_seconds() / 3600 if end else 0
            livechat_channel = period.livechat_channel_id
            period.working_hour = end and livechat_channel._get_livechat_working_hours(start, end)

    @api.model
    def _livechat_personal_fields(self):
        return super()._livechat_personal_fields() | {"help_text"}

    @api.model
    def _get_work_domain(self):
        return Domain("status", "!=", "in_progress")

    @api.model
    def _keep_closed(self, channel):
        """Keep from when until now a conversation was closed, which is being reopened.

        :param channel: the conversation (``discuss.channel``), as superuser
        """
        # sudo: livechat.status.period - as in _start
        self.sudo().create(
            {
                "channel_id": channel.id,
                "status": "closed",
                "start_dt": channel.livechat_end_dt,
                "end_dt": fields.Datetime.now(),
                "user_id": self.env["res.users"]._get_livechat_agent().id,
                **self._get_closed_vals(channel),
            }
        )

    @api.model
    def _get_closed_vals(self, channel):
        """Return what is kept besides of how a conversation had ended. See ``_keep_closed``.

        :rtype: dict
        """
        return {}

    @api.model
    def _start(self, channels):
        """End the present periods of conversations, and start those of the status they have now.

        :param channels: conversations (``discuss.channel``) whose status has just changed
        """
        # sudo: livechat.status.period - kept by the conversation itself, whoever changes its status
        periods_sudo = self.sudo()
        now = fields.Datetime.now()
        ended_sudo = periods_sudo.search_fetch(
            [("channel_id", "in", channels.ids), ("end_dt", "=", False)]
        )
        ended_sudo.end_dt = now
        if helper_id := get_server_context(self.env, "livechat_helper_id"):
            calls_sudo = ended_sudo.filtered(lambda period: period.status == "need_help")
            calls_sudo.helper_id = self.env["res.partner"].browse(helper_id).sudo().main_user_id
        ended_sudo.flush_recordset()  # the database knows one open period of each
        agent = self.env["res.users"]._get_livechat_agent()
        periods_sudo.create(
            [
                {
                    "channel_id": channel_sudo.id,
                    # Given, these need no second query.
                    "livechat_channel_id": channel_sudo.livechat_channel_id.id,
                    "duration_hour": 0,
                    "working_hour": 0,
                    "status": channel_sudo.livechat_status,
                    "start_dt": channel_sudo.livechat_status_since_dt or now,
                    "user_id": agent.id,
                    "help_text": channel_sudo.livechat_help_text,
                }
                for channel_sudo in channels.sudo()
                if channel_sudo.livechat_status
            ]
        )
