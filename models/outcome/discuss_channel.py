from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.constants import AGENTS


class DiscussChannel(models.Model):
    """How a closed conversation ended, as its messages say it; an agent may say otherwise.

    The definition is one SQL query, for a single conversation as for all of a database. An open
    conversation has no outcome, and what is written after the end changes none.
    """

    _inherit = "discuss.channel"

    livechat_failure = fields.Selection(copy=False, groups=AGENTS)
    livechat_outcome = fields.Selection(
        copy=False,
        groups=AGENTS,
        selection_add=[("no_answer", "No answer"), ("missed", "Missed")],
        ondelete={"missed": "set null"},
    )
    livechat_computed_outcome = fields.Selection(
        "_selection_livechat_outcome",
        "Computed Outcome",
        compute="_compute_livechat_computed_outcome",
        copy=False,
        groups=AGENTS,
        store=True,
    )

    # Sessions and all reports begin with those of the last month.
    _livechat_begun_idx = models.Index("(create_date)")

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | {
            "livechat_computed_outcome",
            "livechat_outcome",
        }

    def _livechat_fields_of_the_start(self):
        return super()._livechat_fields_of_the_start() | {"livechat_failure"}

    def _livechat_fields_of_posting(self):
        return super()._livechat_fields_of_posting() | {"livechat_failure"}

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {
            "livechat_computed_outcome",
            "livechat_failure",
            "livechat_outcome",
        }

    @api.model
    def _selection_livechat_outcome(self):
        return self._fields["livechat_outcome"]._description_selection(self.env)

    @api.depends("livechat_end_dt", "livechat_failure", "livechat_handover_ids")
    def _compute_livechat_computed_outcome(self):
        """Read the outcome off the messages when a conversation is closed, and not again later."""
        closed = self.filtered("livechat_end_dt")
        (self - closed).livechat_computed_outcome = False
        if not closed:
            return
        # The status, because it may not be there together with an end date.
        self.flush_model(["livechat_failure", "livechat_status"])
        self.env["livechat.handover"].flush_model(["channel_id"])
        self._flush_livechat_written()
        outcomes = dict(
            self.env.execute_query(
                self._get_livechat_outcome_query(SQL("channel.id = ANY(%s)", closed.ids))
            )
        )
        for channel in closed:
            channel.livechat_computed_outcome = outcomes.get(channel._origin.id, False)

    @api.depends("livechat_computed_outcome", "livechat_end_dt", "livechat_outcome_correction")
    def _compute_livechat_outcome(self):
        """No super: of a batch, it gives all conversations the outcome of the last one."""
        for channel in self:
            channel.livechat_outcome = channel.livechat_end_dt and (
                channel.livechat_outcome_correction or channel.livechat_computed_outcome
            )

    @api.depends(
        "livechat_channel_member_history_ids.message_count",
        "livechat_computed_outcome",
        "livechat_end_dt",
        "livechat_handover_ids",
    )
    def _compute_livechat_is_escalated(self):
        """No super: it counts whoever looks on."""
        for channel in self:
            if channel.livechat_end_dt:
                channel.livechat_is_escalated = channel.livechat_computed_outcome == "escalated"
            else:
                writers = channel.livechat_agent_history_ids.filtered("message_count")
                channel.livechat_is_escalated = len(writers) > 1 or bool(
                    channel.livechat_handover_ids
                )

    @api.depends(
        "livechat_channel_member_history_ids.message_count",
        "livechat_handover_ids",
        "livechat_is_escalated",
    )
    def _compute_livechat_agent_requesting_help_history(self):
        """No super: it fails without agents, and counts whoever looks on."""
        for channel in self:
            agents = channel._get_livechat_helping_agent_histories()
            channel.livechat_agent_requesting_help_history = agents[:1] if agents[1:] else False

    @api.depends(
        "livechat_channel_member_history_ids.message_count",
        "livechat_handover_ids",
        "livechat_is_escalated",
    )
    def _compute_livechat_agent_providing_help_history(self):
        """No super, for the same reasons."""
        for channel in self:
            channel.livechat_agent_providing_help_history = (
                channel._get_livechat_helping_agent_histories()[-1:]
            )

    def _get_livechat_helping_agent_histories(self):
        """Return the agents of an escalated conversation who wrote, or between whom it went.

        :return: in the order in which they came
        :rtype: im_livechat.channel.member.history
        """
        if not self.livechat_is_escalated:
            return self.livechat_agent_history_ids.browse()
        handovers = self.livechat_handover_ids
        partners = (handovers.from_user_id | handovers.to_user_id).partner_id
        return self.livechat_agent_history_ids.filtered(
            lambda history: history.message_count or history.partner_id in partners
        ).sorted(lambda history: (history.create_date, history.id))

    @api.depends("message_ids")
    def _compute_message_count(self):
        """Of a live chat, count what was written, as its reports do."""
        livechats = self.filtered(is_livechat_channel)
        super(DiscussChannel, self - livechats)._compute_message_count()
        if not livechats:
            return
        self._flush_livechat_written()
        counts = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT channel.id, COUNT(*)
                      FROM discuss_channel channel
                      JOIN mail_message message
                        ON message.model = 'discuss.channel' AND message.res_id = channel.id
                     WHERE channel.id IN %s AND %s
                  GROUP BY channel.id
                    """,
                    livechats._origin._ids or (0,),
                    self._get_livechat_written_condition(SQL("message"), SQL("channel")),
                )
            )
        )
        for channel in livechats:
            channel.message_count = counts.get(channel._origin.id, 0)

    def _livechat_before_post(self, message):
        """Remember what Odoo is about to note of a message that is no answer, or comes too late."""
        before = super()._livechat_before_post(message)
        # sudo: discuss.channel, mail.message - as Odoo does, whoever posts
        channel_sudo, message_sudo = self.sudo(), message.sudo()
        if is_livechat_channel(self) and (
            self.livechat_end_dt or not self._is_livechat_written(message_sudo)
        ):
            figures = [
                (history, history.message_count, history.response_time_hour)
                for history in channel_sudo.livechat_channel_member_history_ids
            ]
            before["outcome"] = (channel_sudo.livechat_failure, figures)
        return before

    def _livechat_after_post(self, message, before):
        super()._livechat_after_post(message, before)
        if "outcome" not in before:
            return
        failure, figures = before["outcome"]
        channel_sudo = self.sudo()  # as in _livechat_before_post
        if channel_sudo.livechat_failure != failure:
            channel_sudo.livechat_failure = failure
        for history, message_count, response_time in figures:
            if history.message_count != message_count:
                history.message_count = message_count
            if history.response_time_hour != response_time:
                history.response_time_hour = response_time

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _sync_field_names(self):
        field_names = super()._sync_field_names()
        field_names["internal_users"].append(
            Store.Attr(
                "livechat_outcome",
                predicate=lambda channel: is_livechat_channel(channel) and channel.livechat_end_dt,
            )
        )
        return field_names
