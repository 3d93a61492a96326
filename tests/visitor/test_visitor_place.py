from odoo.tests import tagged

from ...models.visitor.languages import find_language
from ..support.common import PanelCase


@tagged("post_install", "-at_install", "companions")
class TestVisitorPlace(PanelCase):
    def test_widget_tells_language_and_time_zone(self):
        channel = self.open_conversation(visitor_lang="es-MX", visitor_tz="America/Mexico_City")
        self.assertEqual(channel.livechat_visitor_lang, "es-MX")
        self.assertEqual(channel.livechat_visitor_tz, "America/Mexico_City")
        self.assertEqual(channel.country_id.code, "MX")
        self.assertTrue(channel.livechat_country_is_estimated)
        data = self.panel_data(self.agent, channel)
        self.assertEqual(data["livechat_visitor_lang"], "es-MX")
        self.assertEqual(data["livechat_visitor_tz"], "America/Mexico_City")
        self.assertTrue(data["livechat_country_is_estimated"])

    def test_an_estimated_country_is_not_that_of_a_new_contact(self):
        channel = self.open_conversation(visitor_lang="es-MX", visitor_tz="America/Mexico_City")
        defaults = channel.with_user(self.agent).livechat_get_contact_defaults()
        self.assertEqual(defaults["default_tz"], "America/Mexico_City")
        self.assertNotIn("default_country_id", defaults)
        channel.country_id = self.env.ref("base.be")
        defaults = channel.with_user(self.agent).livechat_get_contact_defaults()
        self.assertEqual(defaults["default_country_id"], self.env.ref("base.be").id)

    def test_request_tells_language(self):
        channel = self.open_conversation(accept_language="pt-BR,pt;q=0.9,en;q=0.5")
        self.assertEqual(channel.livechat_visitor_lang, "pt-BR")

    def test_installed_language_is_kept_as_odoo_s(self):
        self.env["res.lang"]._activate_lang("es_419")
        for tag, code in [("es-MX", "es_419"), ("es", "es_419"), ("en-GB", "en_US")]:
            with self.subTest(tag=tag):
                channel = self.open_conversation(visitor_lang=tag)
                self.assertEqual(channel.livechat_lang_id.code, code)
        channel = self.open_conversation(visitor_lang="tlh-Latn")
        self.assertNotEqual(channel.livechat_lang_id.code, "es_419")

    def test_known_language_is_kept_unless_it_is_another(self):
        """As `website_livechat` says in which language the visitor reads."""
        langs = self.env["res.lang"]
        latin = langs._activate_lang("es_419")
        for code, is_kept in [("es_ES", True), ("fr_FR", False)]:
            with self.subTest(code=code):
                known = langs._activate_lang(code)
                channel = self.make_guest_conversations(
                    1, livechat_lang_id=known.id, livechat_visitor_lang="es-419"
                )
                self.assertEqual(channel.livechat_lang_id, known if is_kept else latin)

    def test_nearest_installed_language(self):
        """As a reader would choose it."""
        for installed, expected in [
            (
                ("zh_CN", "zh_TW"),
                {
                    "zh": "zh_CN",
                    "zh-SG": "zh_CN",
                    "zh-Hans-HK": "zh_CN",
                    "zh-HK": "zh_TW",
                    "zh-Hant-TW": "zh_TW",
                    "zh-MO": "zh_TW",
                },
            ),
            (
                ("pt_BR", "pt_PT"),
                {"pt": "pt_BR", "pt-BR": "pt_BR", "pt-pt": "pt_PT", "pt-AO": "pt_PT"},
            ),
            (("nl_BE", "nl_NL"), {"nl": "nl_NL", "nl-BE": "nl_BE", "nl-SR": "nl_NL"}),
            (
                ("en_GB", "en_US"),
                {"en": "en_US", "en-AU": "en_GB", "en-NZ": "en_GB", "en-GB-oxendict": "en_GB"},
            ),
            (
                ("es_ES", "es_MX", "es_419"),
                {"es": "es_ES", "es-AR": "es_419", "es-MX": "es_MX", "es-419": "es_419"},
            ),
            (
                ("sr@latin", "sr@Cyrl"),
                {"sr": "sr@Cyrl", "sr-Latn-RS": "sr@latin", "sr-ME": "sr@latin"},
            ),
            (("nb_NO", "he_IL"), {"no": "nb_NO", "nn": "nb_NO", "iw": "he_IL"}),
            (("de_DE", "zh_CN"), {"de-AT": "de_DE", "zh-HK": "zh_CN", "tlh": None, "tl": None}),
        ]:
            for tag, code in expected.items():
                with self.subTest(tag=tag, installed=installed):
                    self.assertEqual(find_language(tag, installed), code)

    def test_nearest_language_of_the_database(self):
        for code in ("zh_CN", "zh_TW"):
            self.env["res.lang"]._activate_lang(code)
        channel = self.open_conversation(visitor_lang="zh-HK")
        self.assertEqual(channel.livechat_lang_id.code, "zh_TW")

    def test_nonsense_is_not_kept(self):
        for params in [
            {"visitor_lang": "<script>alert(1)</script>", "visitor_tz": "Mars/Olympus"},
            {"visitor_lang": "x" * 5000, "visitor_tz": "UTC'; DROP TABLE res_users"},
            {"visitor_lang": ["es"], "visitor_tz": {"tz": "UTC"}},
            {"visitor_lang": 7, "visitor_tz": 7},
            {"visitor_lang": "qqq-zz", "visitor_tz": ""},
        ]:
            with self.subTest(**params):
                channel = self.open_conversation(accept_language="*", **params)
                self.assertFalse(channel.livechat_visitor_lang)
                self.assertFalse(channel.livechat_visitor_tz)
                self.assertFalse(channel.country_id)

    def test_country_by_every_name_of_a_time_zone(self):
        for tz, code in [
            ("Asia/Calcutta", "IN"),
            ("Asia/Kolkata", "IN"),
            ("America/Buenos_Aires", "AR"),
            ("America/Argentina/Buenos_Aires", "AR"),
            ("Europe/Kyiv", "UA"),
            ("Europe/Kiev", "UA"),
            ("Europe/Stockholm", "SE"),
            ("UTC", False),
            ("Etc/GMT+6", False),
        ]:
            with self.subTest(tz=tz):
                self.assertEqual(self.env["discuss.channel"]._estimate_country(tz).code, code)

    def test_known_country_is_no_estimate(self):
        self.customer.partner_id.country_id = self.env.ref("base.be")
        channel = self.open_conversation(user=self.customer, visitor_tz="America/Mexico_City")
        self.assertEqual(channel.country_id.code, "BE")
        self.assertFalse(channel.livechat_country_is_estimated)

    def test_corrected_country_is_no_estimate_any_more(self):
        channel = self.open_conversation(visitor_tz="America/Mexico_City")
        channel.country_id = self.env.ref("base.ca")
        self.assertFalse(channel.livechat_country_is_estimated)

    def test_estimate_outlives_a_write_that_knows_no_country(self):
        """As `website_livechat` does when the visitor goes on to another page."""
        estimated, known = (
            self.open_conversation(visitor_tz=tz) for tz in ("America/Mexico_City", "UTC")
        )
        known.country_id = self.env.ref("base.be")
        (estimated | known).country_id = False
        self.assertEqual(estimated.country_id.code, "MX")
        self.assertTrue(estimated.livechat_country_is_estimated)
        self.assertFalse(known.country_id)

    def test_shown_where_no_browser_told(self):
        """An agent's chat request, or a conversation from before the addon was there."""
        self.customer.tz = "Asia/Tokyo"
        channel = self.open_conversation(user=self.customer)
        channel.write(
            {
                "livechat_lang_id": self.env["res.lang"]._activate_lang("fr_BE").id,
                "livechat_visitor_lang": False,
            }
        )
        data = self.panel_data(self.agent, channel)
        self.assertEqual(data["livechat_visitor_lang"], "fr-BE")
        self.assertEqual(data["livechat_visitor_tz"], "Asia/Tokyo")
