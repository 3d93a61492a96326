from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.im_livechat.controllers.main import LivechatController
from odoo.addons.im_livechat.controllers.webclient import WebClient
from odoo.addons.im_livechat.tools.misc import force_guest_env
from odoo.addons.mail.tools.discuss import Store, add_guest_to_context

from ..models.core.clean import clean_form_id, clean_id, find_id, storable
from ..models.visitor.leave_message import LEFT_MESSAGE_MAX_LENGTH

FOR_THE_SERVER_TO_SAY = ("country_id", "lang", "previous_operator_id")


class NobodyAvailable(UserError):
    """There is nobody to chat with, and the widget can leave a message instead."""


class LivechatVisitorController(LivechatController):
    @route()
    @add_guest_to_context
    def get_session(
        self,
        channel_id,
        previous_operator_id=None,
        chatbot_script_id=None,
        persisted=True,
        can_leave_message=False,
        **kwargs,
    ):
        """As Odoo's, but say that nobody is available in a way on which the widget can act.

        :param bool can_leave_message: whether the widget can leave a message
        :raises NobodyAvailable: if it can, and there is nobody to chat with
        """
        for name in FOR_THE_SERVER_TO_SAY:
            kwargs.pop(name, None)
        session = super().get_session(
            channel_id=clean_id(channel_id),
            previous_operator_id=clean_id(previous_operator_id),
            chatbot_script_id=clean_id(chatbot_script_id),
            persisted=persisted,
            **kwargs,
        )
        if session:
            return session
        if persisted and can_leave_message:
            raise NobodyAvailable(request.env._("Nobody is available right now."))
        livechat_channel = self._get_livechat_channel(channel_id)
        if not persisted and livechat_channel.leave_message_when_unavailable:
            return self._get_unattended_session(livechat_channel, **kwargs)
        return session

    def _get_unattended_session(self, livechat_channel, **kwargs):
        """Return a temporary conversation with nobody, as Odoo does with an agent."""
        non_persisted_params, _persisted_params = self._process_extra_channel_params(**kwargs)
        store = Store().add_model_values(
            "discuss.channel",
            {
                "channel_type": "livechat",
                "fetchChannelInfoState": "fetched",
                "id": -1,
                "isLoaded": True,
                "livechat_leaves_message": True,
                "livechat_operator_id": Store.One(
                    # sudo: res.company - who nobody speaks for is known to all
                    livechat_channel.env.company.sudo().partner_id,
                    request.env["discuss.channel"]._store_livechat_operator_id_fields(),
                ),
                "scrollUnread": False,
                **non_persisted_params,
            },
        )
        request.env["res.users"]._init_store_data(store)
        return {"store_data": store.get_result(), "channel_id": -1}

    @route("/im_livechat/leave_message", methods=["POST"], type="jsonrpc", auth="public")
    @add_guest_to_context
    def leave_message(self, channel_id, body=None, chatbot_script_id=None, **kwargs):
        """Keep what a visitor wrote while nobody is available.

        :param int channel_id: the live chat channel
        :param str body: what they wrote, as plain text
        :param int chatbot_script_id: the chatbot that is there at any time, if there is one
        :return: ``{"is_kept": bool, "refusal": str, "max_length": int, "store_data": dict,
            "asks_email": bool}``, where the refusal is one of ``available`` (somebody is, by now),
            ``empty``, ``too_long``, ``too_many``, or false, and an address is asked for by
            ``leave_email``
        :rtype: dict
        """
        # sudo: discuss.channel - what the visitor left before is counted, whatever they may read
        channels_sudo = request.env["discuss.channel"].sudo()
        livechat_channel = self._get_livechat_channel(channel_id)
        text = storable(body).strip() if isinstance(body, str) else ""
        for name in FOR_THE_SERVER_TO_SAY:
            kwargs.pop(name, None)
        country = self._get_visitor_country()
        operator_info = livechat_channel._get_operator_info(
            chatbot_script_id=clean_id(chatbot_script_id),
            country_id=country.id,
            lang=request.cookies.get("frontend_lang"),
            **kwargs,
        )
        refusal = "available"
        if not operator_info["operator_partner"]:
            # Behind a proxy, the visitor's own if Odoo's `proxy_mode` is on.
            address = request.httprequest.remote_addr
            refusal = channels_sudo._get_left_message_refusal(livechat_channel, text, address)
        result = {
            "is_kept": not refusal,
            "refusal": refusal,
            "max_length": LEFT_MESSAGE_MAX_LENGTH,
            "store_data": {},
            "asks_email": False,
        }
        if not refusal:
            result |= self._keep_left_message(livechat_channel, text, country, kwargs)
        return result

    @route("/im_livechat/leave_email", methods=["POST"], type="jsonrpc", auth="public")
    @add_guest_to_context
    def leave_email(self, channel_id, email=None, **kwargs):
        """Keep the address to which a visitor wants an answer to what they left.

        :param int channel_id: the live chat channel
        :param str email: what they typed
        :return: ``{"refusal": str}``: one of ``not_asked``, ``invalid``, ``gone`` (the message was
            left long ago), or false
        :rtype: dict
        """
        livechat_channel = self._get_livechat_channel(channel_id)
        text = storable(email) if isinstance(email, str) else ""
        # sudo: discuss.channel - of the visitor's own conversations alone
        channels_sudo = request.env["discuss.channel"].sudo()
        return {"refusal": channels_sudo._leave_email(livechat_channel, text)}

    def _keep_left_message(self, livechat_channel, text, country, params):
        """Keep a message in the name of the visitor.

        :return: what the widget has to know of the visitor, as data of a store, and whether they
            are asked for an address
        :rtype: dict
        """
        store = Store()
        if request.env.user._is_public():
            # sudo: mail.guest - as for any other conversation that a visitor starts, who gets
            # the token of the guest that they are
            guest = (
                request.env["mail.guest"]
                .sudo()
                ._get_or_create_guest(
                    guest_name=self._get_guest_name(),
                    country_code=request.geoip.country_code,
                    timezone=request.env["mail.guest"]._get_timezone_from_request(request),
                )
            )
            request.update_context(guest=guest)
            livechat_channel = livechat_channel.with_context(guest=guest)
            store.add_global_values(guest_token=guest.sudo()._format_auth_cookie())
        lang = request.env["res.lang"].search([("code", "=", request.cookies.get("frontend_lang"))])
        _non_persisted_params, persisted_params = self._process_extra_channel_params(**params)
        # sudo: discuss.channel - the visitor may leave a message: the limits were checked
        conversation_sudo = (
            request.env["discuss.channel"]
            .sudo()
            ._leave_message(
                livechat_channel,
                text,
                {"country_id": country.id, "livechat_lang_id": lang.id, **persisted_params},
            )
        )
        request.env["res.users"]._init_store_data(store)
        return {
            "store_data": store.get_result(),
            "asks_email": conversation_sudo._asks_left_email(),
        }

    def _get_livechat_channel(self, channel_id):
        # sudo: im_livechat.channel - visitors may write to every one
        livechat_channel = find_id(request.env["im_livechat.channel"].sudo(), channel_id)
        if not livechat_channel:
            raise NotFound()
        return livechat_channel.with_context(lang=False)

    def _get_visitor_country(self):
        """Return the country of the visitor, by the same rule as Odoo's for a conversation."""
        if not request.env.user._is_public():
            return request.env.user.country_id
        code = request.geoip.country_code
        countries = request.env["res.country"]
        return countries.search([("code", "=", code)], limit=1) if code else countries


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
        self._become_guest(guest_token)
        return self.leave_message(channel_id, **kwargs)

    @route(
        "/im_livechat/cors/leave_email", methods=["POST"], type="jsonrpc", auth="public", cors="*"
    )
    def cors_leave_email(self, channel_id, guest_token="", **kwargs):
        self._become_guest(guest_token)
        return self.leave_email(channel_id, **kwargs)

    @staticmethod
    def _become_guest(guest_token):
        token = str(guest_token or "")
        # Odoo fails where no number comes first.
        is_token = clean_form_id(token.partition("|")[0])
        force_guest_env(token if is_token else "", raise_if_not_found=False)


class LivechatAvailability(WebClient):
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
