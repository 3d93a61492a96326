from odoo.http import request, route

from odoo.addons.im_livechat.controllers.chatbot import LivechatChatbotScriptController
from odoo.addons.mail.tools.discuss import Store, add_guest_to_context

from ..models.core.clean import clean_id, find_id


class LivechatPanelChatbotController(LivechatChatbotScriptController):
    """The chatbot keeps out of a conversation in which an agent is, or was."""

    @route()
    @add_guest_to_context
    def chatbot_restart(self, channel_id, chatbot_script_id):
        channel = self._get_livechat(channel_id)
        chatbot_script_id = clean_id(chatbot_script_id)
        # Not for agents either, who can read every closed conversation.
        if channel._had_agent() or channel.self_member_id.livechat_member_type != "visitor":
            return None
        return super().chatbot_restart(channel.id, chatbot_script_id)

    @route()
    @add_guest_to_context
    def chatbot_save_answer(self, channel_id, message_id, selected_answer_id):
        return super().chatbot_save_answer(
            clean_id(channel_id), clean_id(message_id), clean_id(selected_answer_id)
        )

    @route()
    @add_guest_to_context
    def chatbot_trigger_step(self, channel_id, chatbot_script_id=None, data_id=None):
        channel = self._get_livechat(channel_id)
        if not isinstance(data_id, int | str):
            data_id = None
        if not channel._had_agent():
            chatbot_script_id = clean_id(chatbot_script_id)
            try:
                return super().chatbot_trigger_step(channel.id, chatbot_script_id, data_id)
            except StopIteration:
                # Some Odoo 19.0 before its change 261726, when it has ended the conversation after
                # a step that said nothing: one to an agent, while nobody is there.
                if not channel.livechat_end_dt:
                    raise
        partner, guest = request.env["res.partner"]._get_current_persona()
        store = Store(bus_channel=partner or guest)
        store.data_id = data_id
        store.resolve_data_request().bus_send()
        return None

    @route()
    @add_guest_to_context
    def chatbot_validate_email(self, channel_id):
        channel = self._get_livechat(channel_id)
        if channel._had_agent():
            return {"success": False, "data": {}}
        return super().chatbot_validate_email(channel.id)

    def _get_livechat(self, channel_id):
        return find_id(request.env["discuss.channel"], channel_id)
