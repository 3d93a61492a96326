from werkzeug.exceptions import NotFound

from odoo.http import request, route

from odoo.addons.im_livechat.controllers.main import LivechatController
from odoo.addons.mail.tools.discuss import add_guest_to_context

from ..models.core.clean import clean_id, find_id


class LivechatCustomerController(LivechatController):
    """What only the customer of a conversation does, and no agent in the customer's name."""

    @route()
    @add_guest_to_context
    def history_pages(self, pid, channel_id, page_history=None):
        channel = self._get_own_conversation(channel_id)
        if not channel or not channel._take_history_request(clean_id(pid)):
            return None
        return super().history_pages(pid, channel_id, page_history)

    @route()
    @add_guest_to_context
    def visitor_leave_session(self, channel_id):
        channel = self._get_own_conversation(channel_id)
        return super().visitor_leave_session(channel.id) if channel else None

    def _get_own_conversation(self, channel_id):
        """Return the conversation with an id, none if it cannot be read.

        :raises NotFound: if it can, but not by its customer
        """
        channel = find_id(request.env["discuss.channel"], channel_id)
        if channel and not channel._is_livechat_customer():
            raise NotFound()
        return channel
