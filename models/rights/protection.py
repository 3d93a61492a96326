from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import clean_context

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel

from ..core.constants import AGENTS

# What follows from what happens, and from the methods for it.
KEPT_BY_ITSELF = {
    "chatbot_message_ids",
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
    "livechat_start_hour",
    "livechat_status_since_dt",
    "livechat_visitor_email",
    "livechat_visitor_lang",
    "livechat_visitor_phone",
    "livechat_visitor_phone_sanitized",
    "livechat_visitor_tz",
    "livechat_week_day",
    "rating_ids",
    "rating_last_text",
    "rating_last_value",
}
# What is known when a conversation begins, and after that changed by the server alone.
KEPT_FROM_THE_START = {
    "chatbot_current_step_id",
    "country_id",
    "livechat_channel_id",
    "livechat_failure",
    "livechat_lang_id",
    "livechat_operator_id",
    "livechat_visitor_id",
}
KEPT_OF_MEMBERS = {
    "agent_expertise_ids",
    "chatbot_script_id",
    "livechat_history_asked_dt",
    "livechat_member_type",
}
# Say in a context what the server itself does: nobody can send this by RPC.
POSTING = object()
STARTING = object()


class DiscussChannel(models.Model):
    """What nobody may write on a conversation past the methods for it, member of it or not."""

    _inherit = "discuss.channel"

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        context = self.env.context
        defaults = {name[8:] for name in context if name.startswith("default_")}
        for vals in vals_list:
            self._check_livechat_vals((vals.keys() | defaults) - KEPT_FROM_THE_START)
        if not self.env.user.has_group(AGENTS):
            return super().create(vals_list)
        # For visitors of the website, Odoo starts conversations in the name of agents.
        starting = self.with_context(livechat_starting=STARTING)
        return super(DiscussChannel, starting).create(vals_list).with_env(self.env)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if self.env.context.get("livechat_posting") is POSTING and vals.keys() == {
            "livechat_failure"
        }:
            # sudo: discuss.channel - Odoo writes it in the name of who posts, agent or not
            return super(DiscussChannel, self.sudo()).write(vals)
        self._check_livechat_vals(vals.keys())
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
        if refused := names & (KEPT_BY_ITSELF | KEPT_FROM_THE_START):
            raise AccessError(
                self.env._(
                    "This follows from what happens in a conversation and cannot be written:"
                    " %(fields)s.",
                    fields=", ".join(sorted(refused)),
                )
            )
        if "livechat_end_dt" in names or any(map(self._is_for_livechat_agents_only, names)):
            self._check_livechat_agent()
        if "active" in names and (livechats := self.filtered(is_livechat_channel)):
            livechats._check_livechat_agent()


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    @api.model_create_multi
    def create(self, vals_list):
        """Let nobody say of whom they add what those are, but when a conversation begins."""
        if self.env.su or self.env.context.get("livechat_starting") is STARTING:
            return super().create(vals_list)
        vals_list = [{k: vals[k] for k in vals.keys() - KEPT_OF_MEMBERS} for vals in vals_list]
        adding = self.with_context(clean_context(self.env.context))
        return super(DiscussChannelMember, adding).create(vals_list).with_env(self.env)

    def write(self, vals):
        """Let nobody make an agent, or a customer, of themselves."""
        if not self.env.su and KEPT_OF_MEMBERS & vals.keys():
            raise AccessError(self.env._("What somebody is in a conversation cannot be changed."))
        return super().write(vals)
