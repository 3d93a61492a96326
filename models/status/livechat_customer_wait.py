from odoo import api, fields, models
from odoo.tools import SQL

# Of how many conversations the messages are read at once.
BATCH_SIZE = 20_000


class LivechatCustomerWait(models.Model):
    """From when to when a customer waited for an answer, and who gave it.

    Written when the wait is over: what it says does not change with the options of the live chat
    channel.
    """

    _name = "livechat.customer.wait"
    _inherit = "livechat.record.mixin"
    _description = "Live Chat Customer Wait"
    _order = "start_dt DESC, id DESC"
    _livechat_names = {"user_id": "user_name"}

    livechat_channel_id = fields.Many2one(
        "im_livechat.channel", "Live Chat Channel", index="btree_not_null", readonly=True
    )
    start_dt = fields.Datetime("From", index=True, readonly=True, required=True)
    end_dt = fields.Datetime("To", readonly=True, required=True)
    duration_hour = fields.Float("Duration", aggregator="avg", readonly=True)
    working_hour = fields.Float("Working Time", aggregator="avg", readonly=True)
    is_first = fields.Boolean(
        "First Answer", readonly=True, help="No agent had written in the conversation before."
    )
    ended_by = fields.Selection(
        [
            ("answered", "Answered"),
            ("waiting", "Waiting for customer"),
            ("closed", "Closed"),
        ],
        "Ended by",
        readonly=True,
        required=True,
        help="Answered: an agent wrote.\n"
        "Waiting for customer: the status was set to it, without an answer.\n"
        "Closed: the conversation ended without an answer.",
    )
    user_id = fields.Many2one(
        "res.users", "Answered by", index="btree_not_null", ondelete="set null", readonly=True
    )
    user_name = fields.Char("Answered by (Name)", readonly=True)
    target_minutes = fields.Integer(
        "Target (Minutes)",
        aggregator=None,
        readonly=True,
        help="Within how many minutes of working time the customer was to be answered, as it was"
        " then. 0: no target.",
    )
    is_within_target = fields.Boolean("Within Target", readonly=True)

    # The ids that the report has of them (``livechat.waiting.report``).
    _in_report_idx = models.Index("((id * 2))")

    @api.model
    def _keep(self, waited, answer):
        """Keep that customers waited until now, or until the answer.

        :param dict waited: since when, by conversations (``discuss.channel``)
        :param answer: the message of the agent (``mail.message``), none if it ended otherwise
        """
        # sudo: livechat.customer.wait - kept by the conversation itself, whoever stops its clock
        self.sudo().create(
            [
                self._prepare_vals(channel.sudo(), start, answer.sudo())
                for channel, start in waited.items()
            ]
        )

    @api.model
    def _prepare_vals(self, channel, start, answer):
        """Return the values of a wait that is over now.

        :param channel: its conversation, as superuser
        :param answer: see ``_keep``, as superuser
        """
        written = sum(channel.livechat_agent_history_ids.mapped("message_count"))
        is_first = written <= len(answer)
        end = answer.create_date or channel.livechat_end_dt or fields.Datetime.now()
        end = max(start, end.replace(microsecond=0))
        livechat_channel = channel.livechat_channel_id
        working_hour = livechat_channel._get_livechat_working_hours(start, end)
        target = livechat_channel._get_livechat_answer_target_minutes(is_first)
        not_answered = "closed" if channel.livechat_end_dt else "waiting"
        return {
            "channel_id": channel.id,
            "duration_hour": (end - start).total_seconds() / 3600,
            "end_dt": end,
            "ended_by": "answered" if answer else not_answered,
            "is_first": is_first,
            "is_within_target": bool(answer and target and working_hour * 60 <= target),
            "livechat_channel_id": livechat_channel.id,
            "start_dt": start,
            "target_minutes": target,
            "user_id": answer.author_id.main_user_id.id,
            "working_hour": working_hour,
        }

    @api.model
    def _forget(self, resumed):
        """Delete the waits that are not over after all: nobody answered, and they go on.

        :param dict resumed: since when customers wait, by ids of conversations
        """
        # sudo: livechat.customer.wait - as in _keep
        waits_sudo = self.sudo().search([("channel_id", "in", list(resumed))])
        waits_sudo.filtered(lambda wait: wait.start_dt >= resumed[wait.channel_id.id]).unlink()

    # ------------------------------------------------------------
    # Of the conversations of an existing database
    # ------------------------------------------------------------

    @api.model
    def _find_former_waits(self):
        """Read off the messages of an existing database how long its customers waited.

        Conversations of which that is kept are left out. How long they were to wait then is not
        known, nor when nobody worked, nor whether a status was set by mistake.
        """
        self.env["discuss.channel"]._flush_livechat_written()
        self.env["livechat.status.period"].flush_model()
        self.flush_model()
        self.env.cr.execute("SELECT MAX(id) FROM discuss_channel WHERE channel_type = 'livechat'")
        [last_id] = self.env.cr.fetchone()
        for first_id in range(0, (last_id or 0) + 1, BATCH_SIZE):
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO livechat_customer_wait
                                (channel_id, livechat_channel_id, start_dt, end_dt, duration_hour,
                                 working_hour, is_first, ended_by, user_id, user_name,
                                 target_minutes, is_within_target, create_date, write_date)
                         SELECT waits.channel_id, waits.livechat_channel_id, waits.start_dt,
                                waits.end_dt, waits.hours, waits.hours, waits.is_first,
                                waits.ended_by, users.id, partner.name, 0, FALSE, waits.end_dt,
                                waits.end_dt
                           FROM (%s) waits
                      LEFT JOIN res_partner partner
                             ON partner.id = waits.author_id
                      LEFT JOIN LATERAL (
                                SELECT id
                                  FROM res_users
                                 WHERE partner_id = waits.author_id
                              ORDER BY active DESC, share, id
                                 LIMIT 1
                              ) users ON TRUE
                    """,
                    self._get_former_waits_query(first_id, first_id + BATCH_SIZE - 1),
                )
            )
        self.invalidate_model()

    @api.model
    def _get_former_waits_query(self, first_id, last_id):
        """Return the query of the waits that are over in some conversations.

        What customers write before an agent comes is written to a chatbot. Of what happened in the
        same second, messages came first.

        :param int first_id: id of the first conversation
        :param int last_id: id of the last one
        :rtype: SQL
        """
        channels = self.env["discuss.channel"]
        return SQL(
            """
            SELECT channel_id, livechat_channel_id, author_id, start_dt, end_dt, is_first,
                   ended_by, EXTRACT(EPOCH FROM end_dt - start_dt) / 3600 AS hours
              FROM (
                    SELECT channel_id, livechat_channel_id,
                           MAX(author_id) FILTER (WHERE kind = 'answered') AS author_id,
                           GREATEST(
                               MIN(date) FILTER (WHERE kind = 'asked'), MIN(agent_since)
                           ) AS start_dt,
                           MIN(date) FILTER (WHERE kind != 'asked') AS end_dt,
                           MIN(earlier_answers) = 0 AS is_first,
                           MIN(kind) FILTER (WHERE kind != 'asked') AS ended_by
                      FROM (
                            SELECT *,
                                   COUNT(*) FILTER (WHERE kind != 'asked') OVER earlier AS number,
                                   COUNT(*) FILTER (WHERE kind = 'answered') OVER earlier
                                       AS earlier_answers
                              FROM (%(events)s) events
                            WINDOW earlier AS (
                                PARTITION BY channel_id
                                    ORDER BY date, turn, message_id
                                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                            )
                      ) numbered
                  GROUP BY channel_id, livechat_channel_id, number
                    HAVING BOOL_OR(kind = 'asked')
              ) waits
             WHERE start_dt <= end_dt
            """,
            events=SQL(
                """
                SELECT channel.id AS channel_id, channel.livechat_channel_id, agent.agent_since,
                       event.*
                  FROM discuss_channel channel
            CROSS JOIN LATERAL (
                       SELECT DATE_TRUNC('second', MIN(create_date)) AS agent_since
                         FROM im_livechat_channel_member_history
                        WHERE channel_id = channel.id AND livechat_member_type = 'agent'
                     ) agent
            CROSS JOIN LATERAL (
                       SELECT DATE_TRUNC('second', message.create_date) AS date,
                              0 AS turn, message.id AS message_id, message.author_id,
                              CASE WHEN history.livechat_member_type = 'agent'
                                   THEN 'answered' ELSE 'asked' END AS kind
                         FROM mail_message message
                         JOIN im_livechat_channel_member_history history
                           ON history.livechat_member_type IN ('agent', 'visitor')
                          AND %(is_by)s
                        WHERE message.model = 'discuss.channel'
                          AND message.res_id = channel.id
                          AND %(is_written)s
                    UNION ALL
                       SELECT start_dt, 1, NULL, NULL, 'waiting'
                         FROM livechat_status_period
                        WHERE channel_id = channel.id AND status = 'waiting'
                    UNION ALL
                       SELECT channel.livechat_end_dt, 2, NULL, NULL, 'closed'
                        WHERE channel.livechat_end_dt IS NOT NULL
                     ) event
                 WHERE channel.channel_type = 'livechat'
                   AND channel.id BETWEEN %(first_id)s AND %(last_id)s
                   AND agent.agent_since IS NOT NULL
                   AND NOT EXISTS (
                       SELECT FROM livechat_customer_wait WHERE channel_id = channel.id
                   )
                """,
                first_id=first_id,
                is_by=channels._get_livechat_author_condition(SQL("message"), SQL("history")),
                is_written=channels._get_livechat_written_condition(SQL("message"), SQL("channel")),
                last_id=last_id,
            ),
        )
