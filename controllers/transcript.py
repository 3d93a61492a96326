from werkzeug.exceptions import NotFound

from odoo.http import content_disposition, request, route

from odoo.addons.im_livechat.controllers.main import LivechatController
from odoo.addons.mail.tools.discuss import add_guest_to_context

from ..models.core.clean import find_id


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
        """As Odoo's, of what is sent by mail, which does not call ``super``: Odoo prints internal
        comments, prints no files, and fails where it cannot print: a page instead of a PDF there.
        """
        channel = self._get_conversation(channel_id)
        if pdf := channel._print_transcript():
            content, mimetype, name = pdf, "application/pdf", f"transcript_{channel.id}.pdf"
        else:
            content = channel._render_transcript_page()
            mimetype, name = "text/html; charset=utf-8", f"transcript_{channel.id}.html"
        return request.make_response(
            content,
            headers=[
                ("Content-Type", mimetype),
                (
                    "Content-Disposition",
                    content_disposition(name, "inline" if pdf else "attachment"),
                ),
            ],
        )

    def _get_conversation(self, channel_id):
        channel = find_id(request.env["discuss.channel"], channel_id)
        if not channel:
            raise NotFound()
        return channel
