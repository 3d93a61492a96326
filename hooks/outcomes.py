"""The outcomes of the conversations of an existing database."""

from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


def create_outcome_column(env):
    """Keep Odoo from computing the outcomes of all conversations: ``compute_outcomes`` does."""
    if not column_exists(env.cr, "discuss_channel", "livechat_computed_outcome"):
        create_column(env.cr, "discuss_channel", "livechat_computed_outcome", "varchar")


def fix_member_types(env):
    """Make visitors of the customers whom Odoo took for agents, because an agent invited them.

    Those are guests, and contacts whose users are all no internal ones. Archived agents stay.
    """
    env.flush_all()
    env.cr.execute(
        """
        UPDATE im_livechat_channel_member_history history
           SET livechat_member_type = 'visitor',
               help_status = NULL,
               rating_id = NULL
         WHERE livechat_member_type = 'agent'
           AND (
               guest_id IS NOT NULL
               OR (
                   SELECT BOOL_AND(share) FROM res_users WHERE partner_id = history.partner_id
               )
           )
     RETURNING channel_id, partner_id
        """
    )
    fixed = tuple(row for row in env.cr.fetchall() if row[1])
    if fixed:
        for query, name in [
            (
                "DELETE FROM %(table)s WHERE (%(channel)s, %(partner)s) IN %(fixed)s",
                "livechat_agent_partner_ids",
            ),
            (
                """INSERT INTO %(table)s (%(channel)s, %(partner)s) VALUES %(values)s
                   ON CONFLICT DO NOTHING""",
                "livechat_customer_partner_ids",
            ),
        ]:
            field = env["discuss.channel"]._fields[name]
            env.cr.execute(
                SQL(
                    query,
                    table=SQL.identifier(field.relation),
                    channel=SQL.identifier(field.column1),
                    partner=SQL.identifier(field.column2),
                    fixed=fixed,
                    values=SQL(", ").join(SQL("%s", row) for row in fixed),
                )
            )
    env.invalidate_all()


def compute_outcomes(env):
    """Compute the outcome of every conversation, and what depends on it, without the ORM."""
    env.flush_all()
    env.cr.execute(
        SQL(
            """
            UPDATE discuss_channel channel
               SET livechat_computed_outcome = computed.outcome,
                   livechat_outcome = COALESCE(
                       channel.livechat_outcome_correction, computed.outcome
                   ),
                   livechat_is_escalated = computed.outcome IS NOT DISTINCT FROM 'escalated'
              FROM (%s) computed
             WHERE computed.id = channel.id
            """,
            env["discuss.channel"]._get_livechat_outcome_query(SQL("TRUE")),
        )
    )
    env.cr.execute(
        """
        UPDATE discuss_channel channel
           SET livechat_outcome = NULL,
               livechat_is_escalated = EXISTS (
                   SELECT FROM livechat_handover WHERE channel_id = channel.id
               ) OR (
                   SELECT COUNT(*) > 1
                     FROM im_livechat_channel_member_history
                    WHERE channel_id = channel.id
                      AND livechat_member_type = 'agent'
                      AND message_count > 0
               )
         WHERE channel_type = 'livechat'
           AND livechat_end_dt IS NULL
        """
    )
    _update_help(
        env,
        SQL(
            """(
                history.message_count > 0
                OR EXISTS (
                    SELECT
                      FROM livechat_handover handover
                      JOIN res_users agent
                        ON agent.id IN (handover.from_user_id, handover.to_user_id)
                     WHERE handover.channel_id = channel.id
                       AND agent.partner_id = history.partner_id
                )
            )"""
        ),
    )


def restore_outcomes(env):
    """Put Odoo's own outcomes back, by Odoo's own rules."""
    env.flush_all()
    env.cr.execute(
        """
        UPDATE discuss_channel channel
           SET livechat_outcome = CASE
                   WHEN agents.are_several THEN 'escalated'
                   ELSE channel.livechat_failure
               END,
               livechat_is_escalated = agents.are_several
          FROM (
                SELECT channel.id, COUNT(history.id) > 1 AS are_several
                  FROM discuss_channel channel
             LEFT JOIN im_livechat_channel_member_history history
                    ON history.channel_id = channel.id
                   AND history.livechat_member_type = 'agent'
                 WHERE channel.channel_type = 'livechat'
              GROUP BY channel.id
          ) agents
         WHERE agents.id = channel.id
        """
    )
    _update_help(env, SQL("TRUE"))


def _update_help(env, is_counted):
    """Note which agents of escalated conversations asked for help and gave it: the first, the last.

    :param SQL is_counted: the condition that an agent counts (``history``)
    """
    env.cr.execute(
        SQL(
            """
            UPDATE discuss_channel channel
               SET livechat_agent_requesting_help_history = NULLIF(helping.first, helping.last),
                   livechat_agent_providing_help_history = helping.last
              FROM (
                    SELECT channel.id,
                           (ARRAY_AGG(history.id ORDER BY history.create_date, history.id))[1]
                               AS first,
                           (ARRAY_AGG(history.id ORDER BY history.create_date DESC, history.id DESC)
                               )[1] AS last
                      FROM discuss_channel channel
                 LEFT JOIN im_livechat_channel_member_history history
                        ON channel.livechat_is_escalated
                       AND history.channel_id = channel.id
                       AND history.livechat_member_type = 'agent'
                       AND %s
                     WHERE channel.livechat_is_escalated
                        OR channel.livechat_agent_requesting_help_history IS NOT NULL
                        OR channel.livechat_agent_providing_help_history IS NOT NULL
                  GROUP BY channel.id
              ) helping
             WHERE helping.id = channel.id
            """,
            is_counted,
        )
    )
    env.cr.execute(
        """
        UPDATE im_livechat_channel_member_history history
           SET help_status = helping.status
          FROM (
                SELECT history.id,
                       CASE history.id
                           WHEN channel.livechat_agent_requesting_help_history THEN 'requested'
                           WHEN channel.livechat_agent_providing_help_history THEN 'provided'
                       END AS status
                  FROM im_livechat_channel_member_history history
                  JOIN discuss_channel channel
                    ON channel.id = history.channel_id
                 WHERE channel.livechat_is_escalated
                    OR history.help_status IS NOT NULL
          ) helping
         WHERE helping.id = history.id
           AND helping.status IS DISTINCT FROM history.help_status
        """
    )
    env.invalidate_all()
