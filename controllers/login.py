from odoo.http import request, route

from odoo.addons.im_livechat.controllers.attachment import LivechatAttachmentController
from odoo.addons.im_livechat.controllers.main import LivechatController
from odoo.addons.im_livechat.controllers.thread import ThreadController
from odoo.addons.im_livechat.controllers.webclient import WebClient
from odoo.addons.mail.controllers.discuss.channel import ChannelController
from odoo.addons.mail.tools.discuss import add_guest_to_context

from ..models.core.clean import browse_id, clean_form_id, clean_id


def continue_after_login(thread_id, thread_model="discuss.channel"):
    """Let a visitor go on who logged in elsewhere: their widget does not know it yet.

    Only where the user has no access at all: whoever has may be there as an agent.

    :param int thread_id: what the visitor asks for, as their browser says
    """
    if (
        thread_model != "discuss.channel"
        or request.env.user._is_public()
        or not request.env["mail.guest"]._get_guest_from_context()
    ):
        return
    channel = browse_id(request.env["discuss.channel"], clean_form_id(thread_id))
    if channel and not channel.has_access("read"):
        channel._continue_after_login()


class LoggedInVisitorWebClient(WebClient):
    @classmethod
    def _process_request_for_logged_in_user(cls, store, name, params):
        """Let a visitor go on in the conversations whose windows their widget will restore."""
        if name == "/livechat_info_panel/continue_after_login" and isinstance(params, list):
            ids = list(filter(clean_id, params))
            request.env["discuss.channel"].browse(ids)._continue_after_login()
        return super()._process_request_for_logged_in_user(store, name, params)


class LoggedInVisitorThread(ThreadController):
    @route()
    @add_guest_to_context
    def mail_message_post(self, thread_model, thread_id, post_data, context=None, **kwargs):
        continue_after_login(thread_id, thread_model)
        return super().mail_message_post(thread_model, thread_id, post_data, context, **kwargs)


class LoggedInVisitorAttachment(LivechatAttachmentController):
    @route()
    @add_guest_to_context
    def mail_attachment_upload(self, ufile, thread_id, thread_model, is_pending=False, **kwargs):
        continue_after_login(thread_id, thread_model)
        return super().mail_attachment_upload(ufile, thread_id, thread_model, is_pending, **kwargs)


class LoggedInVisitorChannel(ChannelController):
    @route()
    @add_guest_to_context
    def discuss_channel_notify_typing(self, channel_id, is_typing):
        continue_after_login(channel_id)
        return super().discuss_channel_notify_typing(channel_id, is_typing)


class LoggedInVisitor(LivechatController):
    @route()
    @add_guest_to_context
    def visitor_leave_session(self, channel_id):
        continue_after_login(channel_id)
        return super().visitor_leave_session(channel_id)
