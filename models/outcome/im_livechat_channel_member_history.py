from odoo import api, fields, models
from odoo.tools import SQL

# What is told of each agent in each conversation (``history``), by the names of the fields. Who
# answered, asked, handed over is kept with each of these.
FIGURES = {
    "livechat_answer_count": """(
        SELECT COUNT(*)
          FROM livechat_customer_wait wait
          JOIN res_users answerer ON answerer.id = wait.user_id
         WHERE wait.channel_id = %(history)s.channel_id
           AND answerer.partner_id = %(history)s.partner_id
    )""",
    "livechat_first_answer_hour": """(
        SELECT MIN(wait.duration_hour)
          FROM livechat_customer_wait wait
          JOIN res_users answerer ON answerer.id = wait.user_id
         WHERE wait.channel_id = %(history)s.channel_id
           AND wait.is_first
           AND answerer.partner_id = %(history)s.partner_id
    )""",
    "livechat_asked_for_help_count": """(
        SELECT COUNT(*)
          FROM livechat_status_period period
          JOIN res_users asker ON asker.id = period.user_id
         WHERE period.channel_id = %(history)s.channel_id
           AND period.status = 'need_help'
           AND asker.partner_id = %(history)s.partner_id
    )""",
    "livechat_helped_count": """(
        SELECT COUNT(*)
          FROM livechat_status_period period
          JOIN res_users helper ON helper.id = period.helper_id
         WHERE period.channel_id = %(history)s.channel_id
           AND period.status = 'need_help'
           AND helper.partner_id = %(history)s.partner_id
    )""",
    "livechat_handed_over_count": """(
        SELECT COUNT(*)
          FROM livechat_handover handover
          JOIN res_users agent ON agent.id = handover.from_user_id
         WHERE handover.channel_id = %(history)s.channel_id
           AND handover.kind = 'reassigned'
           AND agent.partner_id = %(history)s.partner_id
    )""",
    "livechat_reassigned_count": """(
        SELECT COUNT(*)
          FROM livechat_handover handover
          JOIN res_users agent ON agent.id = handover.to_user_id
         WHERE handover.channel_id = %(history)s.channel_id
           AND handover.kind = 'reassigned'
           AND agent.partner_id = %(history)s.partner_id
    )""",
    "livechat_missed_count": """(
        SELECT COUNT(*)
          FROM discuss_channel channel
         WHERE channel.id = %(history)s.channel_id AND channel.livechat_outcome = 'missed'
    )""",
}
# Until when the agent was in it, who may be in it still.
LEFT = """(
    SELECT LEAST(
               %(history)s.livechat_left_dt,
               COALESCE(channel.livechat_end_dt, (
                   SELECT MAX(create_date) FROM mail_message
                    WHERE model = 'discuss.channel' AND res_id = channel.id
               ))
           )
      FROM discuss_channel channel WHERE channel.id = %(history)s.channel_id
)"""
# For how many seconds, between two dates, the agent waited for help or for the customer, or the
# conversation was closed.
PAUSED = """COALESCE((
    SELECT SUM(GREATEST(EXTRACT(
               EPOCH FROM LEAST(period.end_dt, {end}) - GREATEST(period.start_dt, {start})
           ), 0))
      FROM livechat_status_period period
 LEFT JOIN res_users asker ON asker.id = period.user_id
     WHERE period.channel_id = %(history)s.channel_id
       AND (
           period.status IN ('closed', 'waiting')
           OR period.status = 'need_help' AND asker.partner_id = %(history)s.partner_id
       )
), 0)"""
# What Odoo keeps of these is the first thing somebody did, and all of a conversation.
OWN_FIGURES = {
    "response_time_hour": """(
        SELECT GREATEST(EXTRACT(EPOCH FROM wait.end_dt - since.date) - """
    + PAUSED.format(start="since.date", end="wait.end_dt")
    + """, 0) / 3600
          FROM livechat_customer_wait wait
          JOIN res_users answerer ON answerer.id = wait.user_id
    CROSS JOIN LATERAL (
               SELECT GREATEST(
                   wait.start_dt, DATE_TRUNC('second', %(history)s.create_date)
               ) AS date
             ) since
         WHERE wait.channel_id = %(history)s.channel_id
           AND answerer.partner_id = %(history)s.partner_id
      ORDER BY wait.start_dt, wait.id
         LIMIT 1
    )""",
    "session_duration_hour": """(
        SELECT GREATEST(EXTRACT(EPOCH FROM stay.end - stay.start) - """
    + PAUSED.format(start="stay.start", end="stay.end")
    + """, 0) / 3600
          FROM (SELECT %(history)s.create_date AS start, """
    + LEFT
    + """ AS end) stay
    )""",
}


def _count(label, **attrs):
    return fields.Integer(label, compute="_compute_livechat_figures", aggregator="sum", **attrs)


class Im_LivechatChannelMemberHistory(models.Model):
    """What each agent did in a conversation: what is answered belongs to who answered it.

    The figures are read off what is kept of the conversation, in SQL, so that they are the same
    wherever somebody looks.
    """

    _inherit = "im_livechat.channel.member.history"

    livechat_left_dt = fields.Datetime("Left on", readonly=True)
    livechat_answer_count = _count("Answers")
    livechat_first_answer_hour = fields.Float(
        "First Answer",
        compute="_compute_livechat_figures",
        aggregator="avg",
        help="How long the customer had waited for the first answer, which this agent gave.",
    )
    livechat_asked_for_help_count = _count("Asked for Help")
    livechat_helped_count = _count("Helped")
    livechat_handed_over_count = _count("Handed Over")
    livechat_reassigned_count = _count("Reassigned To")
    livechat_missed_count = _count("Missed")
    # Whoever wants to know who takes part does not have these looked up as well.
    response_time_hour = fields.Float(
        prefetch=False,
        help="How long the customer waited for this agent's first answer: from when both were"
        " there, without waiting for help.",
    )
    session_duration_hour = fields.Float(
        prefetch=False,
        help="From joining to leaving, without waiting for help and for the customer, nor while the"
        " conversation was closed.",
    )

    _of_agents_idx = models.Index("(create_date) WHERE livechat_member_type = 'agent'")

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | set(FIGURES) | set(OWN_FIGURES)

    def write(self, vals):
        if vals.get("member_id"):
            vals = {"livechat_left_dt": False, **vals}
        return super().write(vals)

    def _compute_livechat_figures(self):
        self.flush_model()
        for model in ("livechat.customer.wait", "livechat.status.period", "livechat.handover"):
            self.env[model].flush_model()
        self.env["discuss.channel"].flush_model(["livechat_outcome"])
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT id, %s FROM im_livechat_channel_member_history history WHERE id IN %s",
                SQL(", ").join(
                    SQL("%s AS %s", self._get_figure_sql("history", name), SQL.identifier(name))
                    for name in FIGURES
                ),
                self._origin._ids or (0,),
            )
        )
        figures = {row["id"]: row for row in rows}
        for history in self:
            for name in FIGURES:
                history[name] = figures.get(history._origin.id, {}).get(name, 0)

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr not in FIGURES and field_expr not in OWN_FIGURES:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        figure = self._get_figure_sql(alias, field_expr)
        if field_expr in OWN_FIGURES:
            kept = super()._field_to_sql(alias, field_expr, query)
            figure = SQL(
                "CASE %s WHEN 'agent' THEN %s ELSE %s END",
                SQL.identifier(alias, "livechat_member_type"),
                figure,
                kept,
            )
        return self._hide_sql(field_expr, figure, alias, query)

    @api.model
    def _get_figure_sql(self, alias, name):
        """Return a figure of an agent in a conversation, which is empty for all others.

        :param str alias: of the table of these records
        :param str name: name of the field
        :rtype: SQL
        """
        figure = SQL({**FIGURES, **OWN_FIGURES}[name], history=SQL.identifier(alias))
        is_agent = SQL("%s = 'agent'", SQL.identifier(alias, "livechat_member_type"))
        return SQL("CASE WHEN %s THEN %s END", is_agent, figure)


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    def unlink(self):
        """Keep until when agents were in a conversation."""
        # sudo: im_livechat.channel.member.history - whoever takes them out
        histories_sudo = self.sudo().livechat_member_history_ids
        histories_sudo.filtered(
            lambda history: history.livechat_member_type == "agent"
        ).livechat_left_dt = fields.Datetime.now()
        return super().unlink()
