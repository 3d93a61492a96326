from contextlib import suppress

from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import content_disposition, request, route

from odoo.addons.im_livechat.controllers.main import LivechatController
from odoo.addons.mail.tools.discuss import add_guest_to_context

from ..tools.clean import clean_id


class LivechatTranscriptController(LivechatController):
    @route()
    @add_guest_to_context
    def email_livechat_transcript(self, channel_id, email):
        """As Odoo's, by the conversation's own method, which does not call ``super``: Odoo sends it
        in this very request, for every internal user in the conversation, and keeps no trace.
        """
        channel = self._get_conversation(channel_id)
        user = request.env.user
        # sudo: discuss.channel - whether the user is the customer
        if user._is_internal() and user.partner_id in channel.sudo()._get_livechat_customers():
            channel._send_transcript_copy(email)
        else:
            channel.livechat_send_transcript(email)

    @route()
    @add_guest_to_context
    def download_livechat_transcript(self, channel_id):
        """As Odoo's, which fails where Odoo cannot print: a page instead of a PDF there."""
        with suppress(UserError):  # no wkhtmltopdf, or it failed
            return super().download_livechat_transcript(channel_id)
        channel = self._get_conversation(channel_id)
        return request.make_response(
            channel._render_transcript_page(),
            headers=[
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Disposition", content_disposition(f"transcript_{channel.id}.html")),
                ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
            ],
        )

    def _get_conversation(self, channel_id):
        channel = request.env["discuss.channel"].search([("id", "=", clean_id(channel_id))])
        if not channel:
            raise NotFound()
        return channel
