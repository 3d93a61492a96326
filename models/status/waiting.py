from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.constants import AGENTS
from ..core.server_context import get_server_context, with_server_context

# In which an agent has to answer.
STATUSES = ("in_progress", "need_help")


class DiscussChannel(models.Model):
    """Since when a customer has been waiting for an answer: one clock for all who look at it.

    It starts with the customer's first message that no agent has answered, and stops when an agent
    writes, when the conversation waits for the customer, and when it is closed. What is written to
    a chatbot waits for nobody; it does from when an agent comes. In a conversation that is reopened
    it starts anew: while it was closed, nobody waited.
    """

    _inherit = "discuss.channel"

    livechat_customer_waiting_since_dt = fields.Datetime(
        "Customer Waiting Since",
        copy=False,
        groups=AGENTS,
        help="When the customer wrote the first message that no agent has answered yet.\n"
        "Empty when an agent has, when the status is Waiting for customer, and when the"
        " conversation is closed.",
        index="btree_not_null",
        readonly=True,
    )
    livechat_customer_waiting_hour = fields.Float(
        "Customer Waits", compute="_compute_livechat_customer_waiting_hour", groups=AGENTS
    )

    @api.depends("livechat_customer_waiting_since_dt")
    def _compute_livechat_customer_waiting_hour(self):
        now = fields.Datetime.now()
        for channel in self:
            since = channel.livechat_customer_waiting_since_dt
            channel.livechat_customer_waiting_hour = since and (now - since).total_seconds() / 3600

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | {"livechat_customer_waiting_since_dt"}

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {
            "livechat_customer_waiting_hour",
            "livechat_customer_waiting_since_dt",
        }

    def _livechat_after_post(self, message, before):
        """Look at the clock first: an answer may set Waiting for customer, and is still one."""
        self._follow_customer_waiting(message)
        super()._livechat_after_post(message, before)

    def _follow_customer_waiting(self, message):
        # sudo: discuss.channel, mail.message - who waits, whoever writes
        channel_sudo = self.sudo()
        if channel_sudo.livechat_status not in STATUSES or not self._is_livechat_written(
            message.sudo()
        ):
            return
        if message.author_id & channel_sudo.livechat_agent_history_ids.partner_id:
            if channel_sudo.livechat_customer_waiting_since_dt:
                answered_sudo = with_server_context(channel_sudo, livechat_answer_id=message.id)
                answered_sudo.livechat_customer_waiting_since_dt = False
        elif not channel_sudo.livechat_customer_waiting_since_dt and self._is_of_customer(message):
            since = message.create_date.replace(microsecond=0)
            channel_sudo.livechat_customer_waiting_since_dt = since

    def _livechat_before_write(self, vals):
        before = super()._livechat_before_write(vals)
        if {"livechat_customer_waiting_since_dt", "livechat_status", "livechat_end_dt"} & set(vals):
            # sudo: discuss.channel - comparing since when who waits
            before["waiting"] = {
                channel: since
                for channel in self
                if (since := channel.sudo().livechat_customer_waiting_since_dt)
            }
        return before

    def _livechat_after_write(self, vals, before):
        super()._livechat_after_write(vals, before)
        # sudo: discuss.channel - as above
        waited = {
            channel: since
            for channel, since in before.get("waiting", {}).items()
            if not channel.sudo().livechat_customer_waiting_since_dt
        }
        if waited:
            answer_id = get_server_context(self.env, "livechat_answer_id")
            answer = self.env["mail.message"].browse(answer_id)
            self.env["livechat.customer.wait"]._keep(waited, answer)
        self._resume_customer_waiting(before)

    def _resume_customer_waiting(self, before):
        """Where an agent has to answer again, or from now on, the messages say since when."""
        if get_server_context(self.env, "livechat_posting"):
            return  # it is the message that is posted
        # sudo: discuss.channel - who waits, whoever sets the status
        changed_sudo = self.browse(
            channel.id
            for channel, status in before.get("status", {}).items()
            if status not in STATUSES and channel.sudo().livechat_status in STATUSES
        ).sudo()
        if not changed_sudo:
            return
        query = self._get_customer_waiting_query(SQL("channel.id = ANY(%s)", changed_sudo.ids))
        resumed = dict(self.env.execute_query(query))
        if resumed:
            self.env["livechat.customer.wait"]._forget(resumed)
        for channel_id, since in resumed.items():
            changed_sudo.browse(channel_id).livechat_customer_waiting_since_dt = since

    def _get_status_vals(self, status):
        vals = super()._get_status_vals(status)
        if status not in STATUSES:
            vals["livechat_customer_waiting_since_dt"] = False
        return vals

    @api.model
    def _find_customers_waiting(self):
        """Read off the messages of an existing database which customers wait, and since when."""
        self.env.cr.execute(
            SQL(
                "UPDATE discuss_channel SET livechat_customer_waiting_since_dt = waiting.since"
                " FROM (%s) AS waiting WHERE waiting.id = discuss_channel.id",
                self._get_customer_waiting_query(SQL("TRUE")),
            )
        )
        self.invalidate_model(["livechat_customer_waiting_since_dt"])
        self._renew_livechat_due(is_told=False)

    @api.model
    def _get_customer_waiting_query(self, condition):
        """Return the query of the conversations in which the customer waits for an answer.

        :param SQL condition: which conversations (``channel``)
        :return: the query of ids and dates (``id, since``)
        :rtype: SQL
        """
        self.flush_model(["livechat_status"])
        self.env["livechat.status.period"].flush_model(["channel_id", "end_dt", "status"])
        self._flush_livechat_written()
        return SQL(
            """
            SELECT channel.id,
                   DATE_TRUNC('second', GREATEST(
                       MIN(message.create_date),
                       (SELECT MIN(create_date)
                          FROM im_livechat_channel_member_history
                         WHERE channel_id = channel.id AND livechat_member_type = 'agent'),
                       (SELECT MAX(end_dt)
                          FROM livechat_status_period
                         WHERE channel_id = channel.id AND status = 'closed')
                   )) AS since
              FROM discuss_channel channel
        CROSS JOIN LATERAL (
                SELECT COALESCE(MAX(message.id), 0) AS last_id
                  FROM mail_message message
                  JOIN im_livechat_channel_member_history history
                    ON history.livechat_member_type = 'agent'
                   AND %(is_by)s
                 WHERE message.model = 'discuss.channel'
                   AND message.res_id = channel.id
                   AND %(is_written)s
              ) answer
              JOIN mail_message message
                ON message.model = 'discuss.channel'
               AND message.res_id = channel.id
               AND message.id > answer.last_id
               AND %(is_written)s
              JOIN im_livechat_channel_member_history history
                ON history.livechat_member_type = 'visitor'
               AND %(is_by)s
             WHERE channel.livechat_end_dt IS NULL
               AND channel.livechat_status IN %(statuses)s
               AND %(condition)s
          GROUP BY channel.id
            """,
            condition=condition,
            is_by=self._get_livechat_author_condition(SQL("message"), SQL("history")),
            is_written=self._get_livechat_written_condition(SQL("message"), SQL("channel")),
            statuses=STATUSES,
        )

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _sync_field_names(self):
        field_names = super()._sync_field_names()
        field_names["livechat_users"].append(self._get_customer_waiting_store_field())
        return field_names

    def _get_livechat_status_store_fields(self):
        fields_to_store = super()._get_livechat_status_store_fields()
        return [*fields_to_store, self._get_customer_waiting_store_field()]

    def _get_customer_waiting_store_field(self):
        return Store.Attr(
            "livechat_customer_waiting_since_dt", predicate=is_livechat_channel, sudo=True
        )
