from odoo import api, fields, models
from odoo.tools import SQL


class Im_LivechatReportChannel(models.Model):
    """The report says of each conversation the outcome that the conversation says of itself."""

    _name = "im_livechat.report.channel"
    _inherit = ["im_livechat.report.channel", "livechat.agents.only.mixin"]

    session_outcome = fields.Selection(
        selection_add=[("no_answer", "No answer"), ("missed", "Missed")],
        ondelete={"missed": "set null"},
    )

    @api.model
    def _livechat_agents_only_fields(self):
        """What the report repeats of a conversation is no more for its customer."""
        return super()._livechat_agents_only_fields() | {
            "conversation_tag_ids",
            "session_expertise_ids",
            "session_expertises",
            "session_outcome",
        }

    @property
    def _table_query(self):
        """Replace some columns of Odoo's query, which stays as other addons extend it."""
        return SQL(
            """
            SELECT %(columns)s
              FROM (%(report)s) report
              JOIN discuss_channel channel
                ON channel.id = report.id
        CROSS JOIN LATERAL (
                SELECT BOOL_OR(livechat_member_type = 'agent') AS has_agent,
                       BOOL_OR(livechat_member_type = 'agent' AND message_count > 0)
                           AS has_answered
                  FROM im_livechat_channel_member_history
                 WHERE channel_id = channel.id
              ) present
        CROSS JOIN LATERAL (
                SELECT COUNT(*) AS message_count,
                       MIN(message.create_date) FILTER (
                           WHERE message.author_id = channel.livechat_operator_id
                       ) AS first_of_operator
                  FROM mail_message message
                 WHERE message.model = 'discuss.channel'
                   AND message.res_id = channel.id
                   AND %(is_written)s
              ) written
            """,
            columns=self._get_columns(),
            report=super()._table_query,
            is_written=self.env["discuss.channel"]._get_livechat_written_condition(
                SQL("message"), SQL("channel")
            ),
        )

    def _get_columns(self):
        channels = self.env["discuss.channel"]
        started = channels._to_livechat_local_time(SQL("channel.create_date"))
        own_columns = {
            "day_number": SQL("EXTRACT(DOW FROM %s)::text", started),
            # The end is kept in whole seconds, the beginning in fractions.
            "duration": SQL("GREATEST(report.duration, 0)"),
            # One that was missed was handled by nobody.
            "handled_by_agent": SQL("(present.has_answered IS TRUE)::int"),
            "nbr_message": SQL("written.message_count"),
            # Of what was left for later, Odoo demands somebody: nobody has it.
            "partner_id": SQL(
                "NULLIF(report.partner_id, %s)", self.env.ref("base.partner_root").id
            ),
            "session_outcome": SQL("channel.livechat_outcome"),
            "start_hour": SQL("TO_CHAR(%s, 'HH24')", started),
            "time_to_answer": self._get_time_to_answer(),
        }
        return SQL(", ").join(
            SQL(
                "%s AS %s",
                own_columns.get(name) or SQL.identifier("report", name),
                SQL.identifier(name),
            )
            for name, field in self._fields.items()
            if field.store and field.column_type
        )

    def _get_time_to_answer(self):
        """Return the hours until an agent's first answer; Odoo takes any notification for one.

        A conversation of an older Odoo does not know its agents, but its operator.
        """
        return SQL(
            """CASE
                WHEN present.has_agent THEN (
                    SELECT MIN(duration_hour)
                      FROM livechat_customer_wait
                     WHERE channel_id = channel.id AND is_first AND ended_by = 'answered'
                )
                ELSE EXTRACT(EPOCH FROM written.first_of_operator - channel.create_date) / 3600
            END"""
        )
