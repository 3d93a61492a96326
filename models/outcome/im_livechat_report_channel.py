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
        """Replace some columns of Odoo's query, which stays as other addons extend it.

        Each is a query of its own, which is run where somebody asks for it.
        """
        return SQL(
            "SELECT %s FROM (%s) report JOIN discuss_channel channel ON channel.id = report.id",
            self._get_columns(),
            super()._table_query,
        )

    def _get_columns(self):
        channels = self.env["discuss.channel"]
        started = channels._to_livechat_local_time(SQL("channel.create_date"))
        own_columns = {
            "day_number": SQL("EXTRACT(DOW FROM %s)::text", started),
            # The end is kept in whole seconds, the beginning in fractions.
            "duration": SQL("GREATEST(report.duration, 0)"),
            # One that was missed was handled by nobody.
            "handled_by_agent": SQL("%s::int", self._has_agent(SQL("message_count > 0"))),
            "nbr_message": SQL("(SELECT COUNT(*) FROM %s)", self._get_written()),
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

    def _has_agent(self, condition):
        return SQL(
            """EXISTS (
                SELECT FROM im_livechat_channel_member_history
                 WHERE channel_id = channel.id AND livechat_member_type = 'agent' AND %s
            )""",
            condition,
        )

    def _get_written(self):
        """Return the messages of a conversation (``message``), to select from."""
        return SQL(
            """mail_message message
                WHERE message.model = 'discuss.channel' AND message.res_id = channel.id AND %s""",
            self.env["discuss.channel"]._get_livechat_written_condition(
                SQL("message"), SQL("channel")
            ),
        )

    def _get_time_to_answer(self):
        """Return the hours until an agent's first answer; Odoo takes any notification for one.

        A conversation of an older Odoo does not know its agents, but its operator.
        """
        return SQL(
            """CASE
                WHEN %(has_agent)s THEN (
                    SELECT MIN(duration_hour)
                      FROM livechat_customer_wait
                     WHERE channel_id = channel.id AND is_first AND ended_by = 'answered'
                )
                ELSE (
                    SELECT EXTRACT(EPOCH FROM MIN(message.create_date) - channel.create_date) / 3600
                      FROM %(written)s AND message.author_id = channel.livechat_operator_id
                )
            END""",
            has_agent=self._has_agent(SQL("TRUE")),
            written=self._get_written(),
        )
