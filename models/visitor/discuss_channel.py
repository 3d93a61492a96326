import re

import pytz
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from odoo import api, fields, models

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from .languages import find_language

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", re.IGNORECASE)


def _is_language_tag(text):
    if not LANGUAGE_TAG.fullmatch(text):
        return False
    try:
        return bool(Locale.parse(text, sep="-"))
    except (UnknownLocaleError, ValueError):
        return False


class DiscussChannel(models.Model):
    """Where the visitor is and which language they speak, as their browser says."""

    _inherit = "discuss.channel"

    livechat_visitor_lang = fields.Char(
        "Visitor's Language",
        copy=False,
        help="Language of the visitor's browser, as a language tag (es-MX).",
        readonly=True,
    )
    livechat_visitor_tz = fields.Char(
        "Visitor's Time Zone",
        copy=False,
        help="Time zone of the visitor's browser (America/Mexico_City).",
        readonly=True,
    )
    livechat_country_is_estimated = fields.Boolean(
        "Country Is Estimated",
        copy=False,
        help="The country was read off the visitor's time zone.",
        readonly=True,
    )

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | {
            "livechat_country_is_estimated",
            "livechat_visitor_lang",
            "livechat_visitor_tz",
        }

    def _livechat_fields_of_the_start(self):
        return super()._livechat_fields_of_the_start() | {
            "country_id",
            "livechat_lang_id",
            "livechat_visitor_id",
        }

    def _livechat_complete_new_vals(self, vals):
        """Say of a new conversation what follows from what the visitor's browser said.

        The language becomes Odoo's own where it is installed. The country is a guess, made
        where nothing better is known.
        """
        vals = dict(super()._livechat_complete_new_vals(vals))
        if lang := self._find_installed_lang(vals.get("livechat_visitor_lang")):
            known_lang = self.env["res.lang"].browse(vals.get("livechat_lang_id"))
            if not known_lang or known_lang.code[:2] != lang.code[:2]:
                vals["livechat_lang_id"] = lang.id
        if not vals.get("country_id") and (
            country := self._estimate_country(vals.get("livechat_visitor_tz"))
        ):
            vals["country_id"] = country.id
            vals["livechat_country_is_estimated"] = True
        return vals

    def _livechat_complete_vals(self, vals):
        vals = super()._livechat_complete_vals(vals)
        if not vals.get("country_id") or "livechat_country_is_estimated" in vals:
            return vals
        return {**vals, "livechat_country_is_estimated": False}

    def livechat_get_contact_defaults(self):
        """A country that is only estimated is not known. See ``livechat_get_contact_defaults``."""
        defaults = super().livechat_get_contact_defaults()
        # sudo: discuss.channel - what agents may know of their customers, which is checked above
        if self.sudo().livechat_country_is_estimated:
            defaults.pop("default_country_id", None)
        return defaults

    def _livechat_split_vals(self, vals):
        """Keep an estimated country where none is known.

        website_livechat writes the country of the website's visitor, whether it knows one or not.
        """
        estimated = self.browse()
        if not vals.get("country_id", True) and "livechat_country_is_estimated" not in vals:
            estimated = self.filtered("livechat_country_is_estimated")
        known_vals = {name: value for name, value in vals.items() if name != "country_id"}
        yield from super(DiscussChannel, estimated)._livechat_split_vals(known_vals)
        yield from super(DiscussChannel, self - estimated)._livechat_split_vals(vals)

    @api.model
    def _clean_visitor_place(self, lang=None, tz=None):
        """Return as values of a conversation what is credible of what a browser said.

        :param str lang: a language tag (``es-MX``)
        :param str tz: a time zone (``America/Mexico_City``)
        :rtype: dict
        """
        vals = {}
        if isinstance(lang, str) and _is_language_tag(lang):
            vals["livechat_visitor_lang"] = lang
        if isinstance(tz, str) and tz in pytz.all_timezones_set:
            vals["livechat_visitor_tz"] = tz
        return vals

    @api.model
    def _find_installed_lang(self, language_tag):
        """Return the installed language that is nearest to a language tag, see ``find_language``.

        :rtype: res.lang
        """
        if not language_tag:
            return self.env["res.lang"]
        langs = self.env["res.lang"].search([("active", "=", True)])
        code = find_language(language_tag, langs.mapped("code"))
        return langs.filtered(lambda lang: lang.code == code)

    @api.model
    def _estimate_country(self, tz):
        """Return the country in which a time zone lies, if it lies in one.

        :param str tz: a time zone, by whatever name it has or had
        :rtype: res.country
        """
        zone = get_global("zone_aliases").get(tz, tz)
        code = get_global("zone_territories").get(zone)
        countries = self.env["res.country"]
        return countries.search([("code", "=", code)], limit=1) if code else countries

    def _get_livechat_session_fields_to_store(self):
        channels = self._filter_for_livechat_agent()
        return super()._get_livechat_session_fields_to_store() + [
            Store.Attr(
                "livechat_visitor_lang",
                lambda channel: channel._get_visitor_language_tag(),
                predicate=is_livechat_channel,
            ),
            Store.Attr(
                "livechat_visitor_tz",
                lambda channel: channel._get_visitor_tz(),
                predicate=channels.__contains__,
            ),
            Store.Attr("livechat_country_is_estimated", predicate=is_livechat_channel),
        ]

    def _get_visitor_language_tag(self):
        """Return the visitor's language as a language tag, also where no browser said it."""
        code = self.livechat_lang_id.code or ""
        return self.livechat_visitor_lang or code.split("@")[0].replace("_", "-") or False

    def _get_visitor_tz(self):
        """Return the visitor's time zone for agents, also where no browser said it."""
        return self._find_visitor_tz(self.livechat_contact_id)

    def _find_visitor_tz(self, contact):
        """Return the visitor's time zone, which is a contact's where no browser said it."""
        # sudo: website.visitor - agents may know what time it is at their customer's
        return (
            self.livechat_visitor_tz
            or contact.tz
            or ("livechat_visitor_id" in self._fields and self.sudo().livechat_visitor_id.timezone)
        )
