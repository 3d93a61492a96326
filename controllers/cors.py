from odoo.http import route

from odoo.addons.im_livechat.tools.misc import force_guest_env

from .visitor import LivechatVisitorController


class CorsLivechatVisitorController(LivechatVisitorController):
    """What the widget asks for from another site."""

    @route(
        "/im_livechat/cors/leave_message",
        methods=["POST"],
        type="jsonrpc",
        auth="public",
        cors="*",
    )
    def cors_leave_message(self, channel_id, guest_token="", **kwargs):
        force_guest_env(str(guest_token or ""), raise_if_not_found=False)
        return self.leave_message(channel_id, **kwargs)
