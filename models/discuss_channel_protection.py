from odoo import api, fields, models
from odoo.exceptions import AccessError

# What follows from what happens, and from the methods for it.
KEPT_BY_ITSELF = {
    "livechat_agent_history_ids",
    "livechat_agent_partner_ids",
    "livechat_agent_providing_help_history",
    "livechat_agent_requesting_help_history",
    "livechat_bot_history_ids",
    "livechat_bot_partner_ids",
    "livechat_channel_member_history_ids",
    "livechat_computed_outcome",
    "livechat_country_is_estimated",
    "livechat_customer_guest_ids",
    "livechat_customer_history_ids",
    "livechat_customer_partner_ids",
    "livechat_earlier_chatbot_answers",
    "livechat_failure",
    "livechat_help_text",
    "livechat_help_user_id",
    "livechat_is_escalated",
    "livechat_looking_for_help_since_dt",
    "livechat_note_author_id",
    "livechat_note_dt",
    "livechat_note_version_id",
    "livechat_outcome",
    "livechat_outcome_corrected_by_id",
    "livechat_outcome_corrected_dt",
    "livechat_outcome_correction",
    "livechat_outcome_reason",
    "livechat_partner_id",
    "livechat_partner_is_verified",
    "livechat_status_since_dt",
    "livechat_visitor_email",
    "livechat_visitor_lang",
    "livechat_visitor_phone",
    "livechat_visitor_phone_sanitized",
    "livechat_visitor_tz",
}
KEPT_OF_MEMBERS = {"chatbot_script_id", "livechat_history_asked_dt", "livechat_member_type"}
# Says in a context that the server itself posts a message: nobody can send this by RPC.
POSTING = object()


class DiscussChannel(models.Model):
    """What nobody may write on a conversation past the methods for it, member of it or not."""

    _inherit = "discuss.channel"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                # Odoo creates conversations in the name of agents with whatever failure.
                self._check_livechat_vals(vals.keys() - {"livechat_failure"})
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        is_posting = self.env.context.get("livechat_posting") is POSTING
        # Odoo writes it in the name of the agent who posts.
        self._check_livechat_vals(vals.keys() - ({"livechat_failure"} if is_posting else set()))
        if "livechat_status" in vals:
            self._check_livechat_status(vals["livechat_status"])
        if "livechat_end_dt" in vals:
            if not vals["livechat_end_dt"]:
                raise AccessError(self.env._("What has ended cannot be opened again."))
            # A conversation ends when somebody ends it.
            vals = {**vals, "livechat_end_dt": fields.Datetime.now()}
        return super().write(vals)

    def _message_post_after_hook(self, message, msg_vals):
        posting = self.with_context(livechat_posting=POSTING)
        return super(DiscussChannel, posting)._message_post_after_hook(message, msg_vals)

    def _check_livechat_vals(self, names):
        """Raise unless the user may write fields.

        :param set names: the names of the fields
        :raises AccessError: if something is not for them to write
        :raises UserError: if the conversations are no live chats
        """
        if refused := names & KEPT_BY_ITSELF:
            raise AccessError(
                self.env._(
                    "This follows from what happens in a conversation and cannot be written:"
                    " %(fields)s.",
                    fields=", ".join(sorted(refused)),
                )
            )
        if "livechat_end_dt" in names or any(map(self._is_for_livechat_agents_only, names)):
            self._check_livechat_agent()


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    def write(self, vals):
        """Let nobody make an agent, or a customer, of themselves."""
        if not self.env.su and KEPT_OF_MEMBERS & vals.keys():
            raise AccessError(self.env._("What somebody is in a conversation cannot be changed."))
        return super().write(vals)
