from odoo.http import request

from odoo.addons.im_livechat.controllers.main import LivechatController


class LivechatPanelController(LivechatController):
    def _process_extra_channel_params(self, visitor_lang=None, visitor_tz=None, **kwargs):
        """Keep on a new conversation the language and the time zone of the visitor's browser.

        :param str visitor_lang: language tag, by default the one that the request prefers
        :param str visitor_tz: time zone
        """
        non_persisted, persisted = super()._process_extra_channel_params(**kwargs)
        place = request.env["discuss.channel"]._clean_visitor_place(
            visitor_lang or request.httprequest.accept_languages.best, visitor_tz
        )
        return non_persisted, {**persisted, **place}
