from odoo.http import request

from odoo.addons.im_livechat.controllers.webclient import WebClient

from ..models.core.constants import AGENTS


class LivechatNow(WebClient):
    @classmethod
    def _process_request_for_internal_user(cls, store, name, params):
        """Send Live Chat users what *Now* shows."""
        super()._process_request_for_internal_user(store, name, params)
        if name == "/livechat_info_panel/now" and request.env.user.has_group(AGENTS):
            cls._add_livechat_now(request.env, store)

    @classmethod
    def _add_livechat_now(cls, env, store):
        channels = env["discuss.channel"]
        channels._livechat_now_to_store(store)
        env["im_livechat.channel"]._livechat_agents_to_store(store)
        store.add(env["im_livechat.expertise"].search_fetch([], ["name"]), ["name"])
        store.add_global_values(livechat_now_totals=channels._get_livechat_now_totals())
