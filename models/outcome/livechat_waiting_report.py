from odoo import api, fields, models
from odoo.tools import SQL

from .local_time import PARTS


class LivechatWaitingReport(models.Model):
    """How long who waited for whom: customers for answers, agents for help and for customers.

    The rows are those of ``livechat.customer.wait``, and of ``livechat.status.period`` those in
    which a conversation waited for help or for the customer, if they are over.
    """

    _name = "livechat.waiting.report"
    _inherit = "livechat.customer.name.mixin"
    _description = "Live Chat Waiting Times"
    _auto = False
    _order = "start_dt DESC, id DESC"
    _rec_name = "channel_id"

    kind = fields.Selection(
        [
            ("first_answer", "First answer"),
            ("next_answer", "Next answer"),
            ("no_answer", "Not answered"),
            ("help", "Call for help"),
            ("customer", "Waiting for customer"),
        ],
        help="First answer: from the customer's first message until an agent wrote.\n"
        "Next answer: from the first message that was not answered yet until an agent wrote.\n"
        "Not answered: from there until the conversation was closed, or set to Waiting for"
        " customer.\n"
        "Call for help: until an agent came, or help was no longer needed.\n"
        "Waiting for customer: until the customer wrote, or the status was changed.",
        readonly=True,
    )
    channel_id = fields.Many2one("discuss.channel", "Conversation", readonly=True)
    livechat_channel_id = fields.Many2one("im_livechat.channel", "Channel", readonly=True)
    start_dt = fields.Datetime("From", readonly=True)
    end_dt = fields.Datetime("To", readonly=True)
    start_hour = fields.Char("Hour of Day", readonly=True)
    week_day = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        "Day of Week",
        readonly=True,
    )
    user_id = fields.Many2one("res.users", "Answered by", readonly=True)
    user_name = fields.Char("Answered by (Name)", readonly=True)
    asked_by_name = fields.Char("Set by (Name)", readonly=True)
    help_text = fields.Char("Help Needed", readonly=True)
    overdue_notified_dt = fields.Datetime("Administrators Notified on", readonly=True)
    target_minutes = fields.Integer("Target (Minutes)", aggregator=None, readonly=True)
    target_result = fields.Selection(
        [("within", "Within target"), ("late", "Too late")], "Target", readonly=True
    )
    session_outcome = fields.Selection(related="channel_id.livechat_outcome", string="Outcome")
    session_expertise_ids = fields.Many2many(
        related="channel_id.livechat_expertise_ids", string="Expertise"
    )
    conversation_tag_ids = fields.Many2many(
        related="channel_id.livechat_conversation_tag_ids", string="Tags"
    )

    duration_hour = fields.Float("Average", aggregator="avg", readonly=True)
    median_hour = fields.Float("Median", aggregator="median", readonly=True)
    longest_hour = fields.Float("Longest", aggregator="max", readonly=True)
    total_hour = fields.Float("Sum", aggregator="sum", readonly=True)
    working_hour = fields.Float("Average Working Time", aggregator="avg", readonly=True)
    median_working_hour = fields.Float("Median Working Time", aggregator="median", readonly=True)
    within_target = fields.Float("Within Target (%)", aggregator="avg", readonly=True)

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._get_wait_query(), self._get_period_query())

    @api.model
    def _get_wait_query(self):
        """Return the query of customers who waited for answers. Ids of these are even."""
        return SQL(
            """
            SELECT wait.id * 2 AS id,
                   CASE WHEN wait.ended_by != 'answered' THEN 'no_answer'
                        WHEN wait.is_first THEN 'first_answer'
                        ELSE 'next_answer'
                    END AS kind,
                   wait.channel_id, wait.livechat_channel_id, wait.start_dt, wait.end_dt,
                   %(start_hour)s AS start_hour,
                   %(week_day)s AS week_day,
                   wait.user_id, wait.user_name,
                   NULL::varchar AS asked_by_name,
                   NULL::varchar AS help_text,
                   NULL::timestamp AS overdue_notified_dt,
                   wait.target_minutes,
                   CASE target.within WHEN 1 THEN 'within' WHEN 0 THEN 'late' END
                       AS target_result,
                   wait.duration_hour,
                   wait.duration_hour AS median_hour,
                   wait.duration_hour AS longest_hour,
                   wait.duration_hour AS total_hour,
                   wait.working_hour,
                   wait.working_hour AS median_working_hour,
                   target.within AS within_target
              FROM livechat_customer_wait wait
        CROSS JOIN LATERAL (
                   SELECT CASE
                       WHEN wait.target_minutes = 0 THEN NULL
                       WHEN wait.ended_by = 'answered' THEN (wait.is_within_target IS TRUE)::int
                       WHEN wait.working_hour * 60 > wait.target_minutes THEN 0
                   END::float8 AS within
                 ) target
            """,
            **self._get_local_columns(SQL("wait.start_dt")),
        )

    @api.model
    def _get_period_query(self):
        """Return the query of who waited for help, and for customers. Ids of these are odd."""
        return SQL(
            """
            SELECT period.id * 2 + 1 AS id,
                   CASE period.status WHEN 'waiting' THEN 'customer' ELSE 'help' END AS kind,
                   period.channel_id, period.livechat_channel_id, period.start_dt, period.end_dt,
                   %(start_hour)s AS start_hour,
                   %(week_day)s AS week_day,
                   period.helper_id, period.helper_name, period.user_name, period.help_text,
                   period.overdue_notified_dt,
                   0 AS target_minutes,
                   NULL::varchar AS target_result,
                   period.duration_hour,
                   period.duration_hour AS median_hour,
                   period.duration_hour AS longest_hour,
                   period.duration_hour AS total_hour,
                   period.working_hour,
                   period.working_hour AS median_working_hour,
                   NULL::float8 AS within_target
              FROM livechat_status_period period
             WHERE period.status IN ('need_help', 'waiting')
               AND period.end_dt IS NOT NULL
            """,
            **self._get_local_columns(SQL("period.start_dt")),
        )

    @api.model
    def _get_local_columns(self, date):
        local = self.env["discuss.channel"]._to_livechat_local_time(date)
        return {
            "start_hour": SQL("TO_CHAR(%s, 'HH24')", local),
            "week_day": SQL(PARTS["livechat_week_day"], local),
        }

    def _read_group_select(self, aggregate_spec, query):
        """Know the median. No figure but their number is of waiting for different things."""
        name, _colon, function = aggregate_spec.partition(":")
        if function == "median" and self._fields[name].type == "float":
            column = self._field_to_sql(self._table, name, query)
            aggregate = SQL("PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %s)", column)
        else:
            aggregate = super()._read_group_select(aggregate_spec, query)
        if function not in ("avg", "max", "median", "sum"):
            return aggregate
        kind = self._field_to_sql(self._table, "kind", query)
        waits_for = SQL("CASE WHEN %s LIKE %s THEN 'answer' ELSE %s END", kind, "%answer", kind)
        return SQL("CASE WHEN MIN(%s) = MAX(%s) THEN %s END", waits_for, waits_for, aggregate)

    def action_open_channel(self):
        """Open the conversation. See ``livechat.record.mixin``."""
        self.ensure_one()
        self.check_access("read")
        model = "livechat.status.period" if self.id % 2 else "livechat.customer.wait"
        return self.env[model].browse(self.id // 2).action_open_channel()
