from odoo.http import request

from odoo.addons.im_livechat.controllers.webclient import WebClient

from ..models.core.clean import find_id


class LivechatCompanyConversations(WebClient):
    @classmethod
    def _process_request_for_internal_user(cls, store, name, params):
        """Send Live Chat users what else the customer's company chatted."""
        super()._process_request_for_internal_user(store, name, params)
        if name == "/livechat_info_panel/company_conversations":
            channel_id = params.get("channel_id") if isinstance(params, dict) else None
            channels = find_id(request.env["discuss.channel"], channel_id)
            channels = channels._filter_for_livechat_agent()
            store.add(channels, channels._get_company_recent_store_fields())
