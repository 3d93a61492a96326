from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.constants import AGENTS

# How long a customer may wait for an answer before somebody should look at the conversation.
PATIENCE = timedelta(minutes=5)


class DiscussChannel(models.Model):
    """Which conversations a supervisor should look at.

    It changes as time goes by, so it is not stored: the database computes it, for searching and
    grouping as well.
    """

    _inherit = "discuss.channel"

    livechat_needs_attention = fields.Selection(
        [
            ("need_help", "Looking for help"),
            ("customer_waits", "Customer waits for an answer"),
            ("nobody_helped", "Nobody helped"),
        ],
        "Needs Attention",
        compute="_compute_livechat_needs_attention",
        groups=AGENTS,
        help="Looking for help: no agent has come to help yet.\n"
        "Customer waits for an answer: in progress for more than 5 minutes, and no agent has"
        " answered what the customer wrote more than 5 minutes ago.\n"
        "Nobody helped: closed, and no agent was available, or the one it was assigned to never"
        " wrote. Correct the outcome once it is settled.",
        search="_search_livechat_needs_attention",
    )

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"livechat_needs_attention"}

    @api.depends("livechat_outcome", "livechat_outcome_correction", "livechat_status")
    def _compute_livechat_needs_attention(self):
        query = self.browse(self._origin.ids)._as_query(ordered=False)
        needs_attention = self._field_to_sql(query.table, "livechat_needs_attention", query)
        found = dict(
            self.env.execute_query(query.select(SQL.identifier(query.table, "id"), needs_attention))
        )
        for channel in self:
            channel.livechat_needs_attention = found.get(channel._origin.id)

    def _search_livechat_needs_attention(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "COALESCE(%s, '') IN %s",
                model._field_to_sql(alias, "livechat_needs_attention", query),
                tuple(str(kind or "") for kind in value),
            )
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != "livechat_needs_attention":
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")

        def column(name):
            return super(DiscussChannel, self)._field_to_sql(alias, name, query)

        return SQL(
            """CASE %(status)s
                WHEN 'need_help' THEN 'need_help'
                WHEN 'in_progress' THEN CASE WHEN %(id)s IN %(unanswered)s THEN 'customer_waits' END
                WHEN 'waiting' THEN NULL
                ELSE CASE
                    WHEN %(outcome)s IN ('missed', 'no_agent') AND %(correction)s IS NULL
                    THEN 'nobody_helped'
                END
            END""",
            correction=column("livechat_outcome_correction"),
            id=column("id"),
            outcome=column("livechat_outcome"),
            status=column("livechat_status"),
            unanswered=self._get_unanswered_query(),
        )

    @api.model
    def _get_unanswered_query(self):
        """Return the query of the conversations in progress in which the customer waits too long.

        It stands by itself, to be run once however many conversations are looked at.

        :rtype: SQL
        """
        self.flush_model(["livechat_status", "livechat_status_since_dt"])
        self._flush_livechat_written()
        return SQL(
            """(
                SELECT channel.id
                  FROM discuss_channel channel
            CROSS JOIN LATERAL (
                    SELECT MAX(message.id) AS id
                      FROM mail_message message
                      JOIN im_livechat_channel_member_history history
                        ON history.channel_id = channel.id
                       AND history.partner_id = message.author_id
                       AND history.livechat_member_type = 'agent'
                     WHERE message.model = 'discuss.channel'
                       AND message.res_id = channel.id
                       AND %(is_written)s
                  ) answer
                 WHERE channel.livechat_end_dt IS NULL
                   AND channel.livechat_status = 'in_progress'
                   AND channel.livechat_status_since_dt <= %(before)s
                   AND (
                       answer.id IS NULL
                       OR EXISTS (
                           SELECT
                             FROM mail_message message
                            WHERE message.model = 'discuss.channel'
                              AND message.res_id = channel.id
                              AND message.id > answer.id
                              AND message.create_date <= %(before)s
                              AND %(is_written)s
                       )
                   )
            )""",
            before=fields.Datetime.now() - PATIENCE,
            is_written=self._get_livechat_written_condition(SQL("message"), SQL("channel")),
        )
