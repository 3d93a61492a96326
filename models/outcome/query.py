from odoo import api, models
from odoo.tools import SQL

from ..core.constants import UNWRITTEN_MESSAGE_TYPES


class DiscussChannel(models.Model):
    """The outcome of closed conversations, in SQL."""

    _inherit = "discuss.channel"

    @api.model
    def _get_livechat_outcome_query(self, condition):
        """Return the query of the outcomes of closed conversations, as their messages say it.

        Whose message it is says the history of who took part: chatbots are no agents. A
        conversation without it is of an older Odoo, and keeps the outcome that Odoo gave it; as it
        does where that depends on somebody who was deleted, whose messages are nobody's since.
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
                    ON history.channel_id = channel.id
                   AND (
                       history.partner_id = message.author_id
                       OR history.guest_id = message.author_guest_id
                       OR (
                           history.livechat_guest_name = message.email_from
                           AND COALESCE(message.author_id, message.author_guest_id) IS NULL
                       )
                   )
                 WHERE message.model = 'discuss.channel'
                   AND message.res_id = channel.id
                   AND %(is_written)s
              ) written
             WHERE channel.channel_type = 'livechat'
               AND channel.livechat_end_dt IS NOT NULL
               AND %(condition)s
            """,
            is_written=self._get_livechat_written_condition(SQL("message"), SQL("channel")),
            condition=condition,
        )

    @api.model
    def _flush_livechat_written(self):
        """Have the database know what queries of what was written, and by whom, look at."""
        self.flush_model(["livechat_end_dt"])
        self.env["im_livechat.channel.member.history"].flush_model(
            [
                *("channel_id", "guest_id", "livechat_guest_name", "livechat_member_type"),
                *("message_count", "partner_id"),
            ]
        )
        self.env["mail.message"].flush_model(
            [
                *("author_guest_id", "author_id", "create_date", "email_from", "is_internal"),
                *("message_type", "model", "res_id", "subtype_id"),
            ]
        )
        self.env["mail.message.subtype"].flush_model(["internal"])

    @api.model
    def _get_livechat_written_condition(self, message, channel):
        """Return the condition that a message was written, and before the conversation ended.

        As ``_is_livechat_written``: an internal comment is no answer to anybody.

        The end is kept in whole seconds, the date of a message in fractions.

        :param SQL message: the message (``mail_message``)
        :param SQL channel: its conversation (``discuss_channel``)
        :rtype: SQL
        """
        return SQL(
            """(
                %(message)s.message_type NOT IN %(unwritten)s
                AND %(message)s.is_internal IS NOT TRUE
                AND %(message)s.subtype_id IN (
                    SELECT id FROM mail_message_subtype WHERE internal IS NOT TRUE
                )
                AND (
                    %(channel)s.livechat_end_dt IS NULL
                    OR %(message)s.create_date < %(channel)s.livechat_end_dt + INTERVAL '1 second'
                )
            )""",
            message=message,
            channel=channel,
            unwritten=UNWRITTEN_MESSAGE_TYPES,
        )
