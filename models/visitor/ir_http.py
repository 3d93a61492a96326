from itertools import islice

from odoo import api, models
from odoo.http import request

from .languages import find_language

# What a visitor's widget asks for, and the page that Odoo has for it.
OF_WIDGETS = ("/chatbot/", "/discuss/", "/im_livechat/", "/mail/", "/web/webclient/translations")
# More languages than anybody reads: what else a header names is no browser's.
TAGS_LIMIT = 20


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """Let websites know this addon's translations, of what visitors see in the widget.

        The method is one of ``http_routing``, on which nothing here depends.
        """
        get_names = getattr(super(), "_get_translation_frontend_modules_name", list)
        return [*get_names(), "livechat_info_panel"]

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Have visitors read the installed language that is nearest to that of their browser.

        Odoo takes the company's, unless theirs is installed exactly. A website chooses itself.
        """
        super()._pre_dispatch(rule, args)
        is_visitor = not request.session.uid and not request.cookies.get("frontend_lang")
        if is_visitor and rule.rule.startswith(OF_WIDGETS):
            codes = [code for code, _name in request.env["res.lang"].get_installed()]
            tags = islice(request.httprequest.accept_languages.values(), TAGS_LIMIT)
            if code := next(filter(None, (find_language(tag, codes) for tag in tags)), None):
                request.update_context(lang=code)

    @api.model
    def _get_web_translations_hash(self, modules, lang):
        """Without a language, it is the one of the context, as for the translations themselves."""
        return super()._get_web_translations_hash(modules, lang or self.env.context.get("lang"))
