from odoo import api, models
from odoo.tools import SQL


class DiscussChannel(models.Model):
    """The outcome of closed conversations, in SQL."""

    _inherit = "discuss.channel"

    @api.model
    def _get_livechat_outcome_query(self, condition):
        """Return the query of the outcomes of closed conversations, as their messages say it.

        Whose message it is says the history of who took part: chatbots are no agents. A
        conversation without it is of an older Odoo, and keeps the outcome that Odoo gave it; as it
        does where that depends on an agent who was deleted, whose messages are nobody's since, or
        on a customer of whom not even the name was kept.
        Messages are in the order in which everybody saw them, that of their ids.

        :param SQL condition: which conversations (``channel``)
        :return: the query of ids and outcomes (``id, outcome``)
        :rtype: SQL
        """
        return SQL(
            """
            SELECT channel.id,
                   CASE
                       WHEN written.agent_count + present.deleted_writer_count > 1 OR EXISTS (
                            SELECT FROM livechat_handover WHERE channel_id = channel.id
                       ) THEN 'escalated'
                       WHEN NOT present.is_known OR present.has_deleted_agent
                       THEN channel.livechat_failure
                       WHEN written.agent_count = 0 AND channel.livechat_failure = 'no_agent'
                       THEN 'no_agent'
                       WHEN written.agent_count = 0 AND present.has_agent THEN 'missed'
                       WHEN written.agent_count = 1
                        AND written.first_of_agent > COALESCE(written.last_of_customer, 0)
                       THEN CASE
                           WHEN present.has_deleted_customer THEN channel.livechat_failure
                           ELSE 'no_answer'
                       END
                       ELSE 'no_failure'
                   END AS outcome
              FROM discuss_channel channel
        CROSS JOIN LATERAL (
                SELECT COUNT(*) > 0 AS is_known,
                       BOOL_OR(livechat_member_type = 'agent') AS has_agent,
                       BOOL_OR(livechat_member_type = 'agent' AND is_deleted) AS has_deleted_agent,
                       BOOL_OR(livechat_member_type = 'visitor' AND is_deleted)
                           AS has_deleted_customer,
                       COUNT(*) FILTER (
                           WHERE livechat_member_type = 'agent' AND is_deleted AND message_count > 0
                       ) AS deleted_writer_count
                  FROM im_livechat_channel_member_history
            CROSS JOIN LATERAL (
                       SELECT COALESCE(partner_id, guest_id) IS NULL
                              AND livechat_guest_name IS NULL AS is_deleted
                     ) persona
                 WHERE channel_id = channel.id
              ) present
        CROSS JOIN LATERAL (
                SELECT COUNT(DISTINCT history.id) FILTER (
                           WHERE history.livechat_member_type = 'agent'
                       ) AS agent_count,
                       MIN(message.id) FILTER (
                           WHERE history.livechat_member_type = 'agent'
                       ) AS first_of_agent,
                       MAX(message.id) FILTER (
                           WHERE history.livechat_member_type = 'visitor'
                       ) AS last_of_customer
                  FROM mail_message message
                  JOIN im_livechat_channel_member_history history
                    ON %(is_by)s
                 WHERE message.model = 'discuss.channel'
                   AND message.res_id = channel.id
                   AND %(is_written)s
              ) written
             WHERE channel.channel_type = 'livechat'
               AND channel.livechat_end_dt IS NOT NULL
               AND %(condition)s
            """,
            condition=condition,
            is_by=self._get_livechat_author_condition(SQL("message"), SQL("history")),
            is_written=self._get_livechat_written_condition(SQL("message"), SQL("channel")),
        )
