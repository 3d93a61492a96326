from odoo import api, fields, models
from odoo.exceptions import AccessError

# What follows from what happens, and from the methods for it.
KEPT_BY_ITSELF = {
    "livechat_computed_outcome",
    "livechat_help_text",
    "livechat_help_user_id",
    "livechat_looking_for_help_since_dt",
    "livechat_outcome",
    "livechat_outcome_corrected_by_id",
    "livechat_outcome_corrected_dt",
    "livechat_outcome_correction",
    "livechat_outcome_reason",
    "livechat_partner_id",
    "livechat_partner_is_verified",
    "livechat_status_since_dt",
    "livechat_visitor_email",
    "livechat_visitor_phone",
    "livechat_visitor_phone_sanitized",
}
# What only agents may write.
FOR_AGENTS = {"livechat_end_dt", "livechat_expertise_ids", "livechat_status"}


class DiscussChannel(models.Model):
    """What nobody may write on a conversation past the methods for it, member of it or not."""

    _inherit = "discuss.channel"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                # Odoo creates conversations in the name of agents with whatever failure.
                self._check_livechat_vals({**vals, "livechat_failure": "no_failure"})
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._check_livechat_vals(vals)
        if vals.get("livechat_end_dt"):
            # A conversation ends when somebody ends it.
            vals = {**vals, "livechat_end_dt": fields.Datetime.now()}
        return super().write(vals)

    def _check_livechat_vals(self, vals):
        """Raise unless the user may write these values.

        :raises AccessError: if something is not for them to write
        :raises UserError: if the conversations are no live chats
        """
        # Odoo writes it in the name of the agent who posts.
        failure = {"livechat_failure"} if vals.get("livechat_failure") != "no_failure" else set()
        if refused := vals.keys() & (KEPT_BY_ITSELF | failure):
            raise AccessError(
                self.env._(
                    "This follows from what happens in a conversation and cannot be written:"
                    " %(fields)s.",
                    fields=", ".join(sorted(refused)),
                )
            )
        if vals.keys() & FOR_AGENTS:
            self._check_livechat_agent()


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    def write(self, vals):
        """Let nobody make an agent, or a customer, of themselves."""
        if not self.env.su and {"livechat_member_type", "chatbot_script_id"} & vals.keys():
            raise AccessError(self.env._("What somebody is in a conversation cannot be changed."))
        return super().write(vals)
