from werkzeug.exceptions import NotFound

from odoo.http import route

from odoo.addons.mail.tools.discuss import add_guest_to_context
from odoo.addons.rating.controllers.main import Rating

from .visitor_session import LivechatCustomerController


class LivechatRating(Rating):
    def _get_rating_and_record(self, token):
        """Let nobody rate a live chat by a link: agents, who read its rating, know the link."""
        rating, record_sudo = super()._get_rating_and_record(token)
        if rating.res_model == "discuss.channel":
            raise NotFound()
        return rating, record_sudo


class LivechatFeedbackController(LivechatCustomerController):
    @route()
    @add_guest_to_context
    def feedback(self, channel_id, rate, reason=None, **kwargs):
        """No super: it lets everybody rate, and rates the first member, whoever that is."""
        channel = self._get_own_conversation(channel_id)
        if not channel:
            return False
        rating_sudo = channel._rate_livechat(rate, reason)
        self._post_feedback_message(channel, rating_sudo, rating_sudo.feedback)
        return rating_sudo.id
