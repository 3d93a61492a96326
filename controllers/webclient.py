from odoo.http import request

from odoo.addons.im_livechat.controllers.webclient import WebClient

from ..models.core.clean import clean_id


class LivechatPanelWebClient(WebClient):
    @classmethod
    def _process_request_for_internal_user(cls, store, name, params):
        """Send what the panel shows to agents only, not to every employee who can read the chat."""
        if name == "/im_livechat/session/data":
            channel_id = clean_id(isinstance(params, dict) and params.get("channel_id"))
            # sudo: discuss.channel - who is the customer gets nothing; super checks the others
            channel_sudo = request.env["discuss.channel"].sudo().browse(channel_id or ())
            user = request.env.user
            if (
                not channel_sudo
                or not user.has_group("im_livechat.im_livechat_group_user")
                or user.partner_id in channel_sudo._get_livechat_customers()
            ):
                return None
        return super()._process_request_for_internal_user(store, name, params)

    @classmethod
    def _process_request_for_all(cls, store, name, params):
        """Offer the live chat also where nobody is there to chat, but a message can be left."""
        if name == "init_livechat":
            params = clean_id(params)
        super()._process_request_for_all(store, name, params)
        if name != "init_livechat" or store.data.get("Store", {}).get("livechat_available"):
            return
        # sudo: im_livechat.channel, im_livechat.channel.rule, res.country - what visitors meet on
        # a page is for them to know
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
