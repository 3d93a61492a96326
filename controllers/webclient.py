from odoo.http import request

from odoo.addons.im_livechat.controllers.webclient import WebClient


class LivechatPanelWebClient(WebClient):
    @classmethod
    def _process_request_for_all(cls, store, name, params):
        """Offer the live chat also where nobody is there to chat, but a message can be left."""
        super()._process_request_for_all(store, name, params)
        if name != "init_livechat" or store.data.get("Store", {}).get("livechat_available"):
            return
        # sudo: im_livechat.channel, im_livechat.channel.rule - what visitors meet on a page is
        # for them to know
        livechat_channel = request.env["im_livechat.channel"].sudo().search([("id", "=", params)])
        if livechat_channel.leave_message_when_unavailable:
            country = (
                request.env["res.country"]
                .sudo()
                .search([("code", "=", request.geoip.country_code or "")])
            )
            rule = livechat_channel.rule_ids.match_rule(
                params, request.httprequest.headers.get("Referer"), country.id
            )
            store.add_global_values(livechat_available=rule.action != "hide_button")
