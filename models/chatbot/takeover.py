from odoo import models

from ..core.server_context import with_server_context


class DiscussChannel(models.Model):
    """The end of the chatbot's part: from the first agent on, a conversation is the agents'.

    Its current step stays on the conversation, as after Odoo's own forward; that it is over shows
    by the operator, who is no longer the chatbot.
    """

    _inherit = "discuss.channel"

    def _forward_human_operator(self, chatbot_script_step=None, users=None):
        # Here it is the chatbot that brings the agent in, and Odoo does what has to be done.
        forwarding = with_server_context(self, livechat_chatbot_forwards=True)
        return super(DiscussChannel, forwarding)._forward_human_operator(chatbot_script_step, users)

    def _take_over_from_chatbot(self, agent):
        """Stop the chatbot of an open conversation, which an agent joined on their own.

        The customer's widget learns it by the conversation's operator.

        :param res.partner agent: the agent
        """
        # sudo: discuss.channel - the chatbot stops whoever brought the agent in
        channel_sudo = self.sudo()
        bot = channel_sudo.chatbot_current_step_id.chatbot_script_id.operator_partner_id
        if channel_sudo.livechat_end_dt or not bot or channel_sudo.livechat_operator_id != bot:
            return
        agent_sudo = agent.sudo()
        vals = {
            "livechat_operator_id": agent_sudo.id,
            "name": f"{channel_sudo._get_livechat_customer_name()}"
            f" {agent_sudo.user_livechat_username or agent_sudo.name}",
        }
        if channel_sudo.livechat_failure != "no_agent":
            vals["livechat_failure"] = "no_answer"
        channel_sudo.write(vals)
        if bot in channel_sudo.channel_member_ids.partner_id:
            channel_sudo._action_unfollow(partner=bot, post_leave_message=False)

    def _is_unanswered_since_chatbot_stopped(self):
        """Whether an agent stopped the chatbot by joining, and none has written anything.

        Where the chatbot itself brought the agent in, it had done its part.

        :rtype: bool
        """
        # sudo: discuss.channel - what happened in it, whoever leaves
        channel_sudo = self.sudo()
        step = channel_sudo.chatbot_current_step_id
        was_forwarded = step.is_forward_operator and channel_sudo.livechat_failure != "no_agent"
        has_answer = any(channel_sudo.livechat_agent_history_ids.mapped("message_count"))
        return bool(step) and not was_forwarded and not has_answer

    def _had_agent(self):
        """Whether an agent is, or was, in this conversation.

        :rtype: bool
        """
        # sudo: im_livechat.channel.member.history - visitors may know that they met an agent
        return bool(self.sudo().livechat_agent_history_ids)
