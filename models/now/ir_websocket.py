from odoo import models

from ..core.constants import AGENTS
from .changes import SUBCHANNEL

# By which name the web client wants to hear what changes.
NAME = "livechat_info_panel.now"


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Let Live Chat users who look at *Now* hear what changes there."""
        others = [channel for channel in channels if channel != NAME]
        if len(others) < len(channels) and self.env.user.has_group(AGENTS):
            others.append((self.env.ref(AGENTS), SUBCHANNEL))
        return super()._build_bus_channel_list(others)
