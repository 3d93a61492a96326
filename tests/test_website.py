from odoo.tests import tagged

from .common import PanelCase


@tagged("post_install", "-at_install")
class TestWebsite(PanelCase):
    """Beside `website_livechat`, on which the addon does not depend."""

    def setUp(self):
        super().setUp()
        if "livechat_visitor_id" not in self.env["discuss.channel"]._fields:
            self.skipTest("website_livechat is not installed")
        self.visitor = self.env["website.visitor"].create(
            {"access_token": "f9d2c3a4b5c6d7e8f9d2c3a4b5c6d7e8", "timezone": "Asia/Tokyo"}
        )
        self.channel = self.open_conversation()
        self.channel.livechat_visitor_id = self.visitor

    def test_visited_pages_are_links_where_that_is_safe(self):
        page = self.env["website.page"].search([], limit=1)
        self.env["website.track"].create(
            [
                {
                    "visitor_id": self.visitor.id,
                    "page_id": page_id,
                    "url": url,
                    "visit_datetime": f"2026-01-01 10:0{minute}:00",
                }
                for minute, (page_id, url) in enumerate(
                    [
                        (False, "https://example.com/forgotten"),
                        (page.id, "https://example.com/page"),
                        (False, "http://example.com/shop/chair-7?color=red"),
                        (False, "javascript:alert(1)"),
                        (False, "/relative"),
                        (False, False),
                    ]
                )
            ]
        )
        pages = self.panel_data(self.agent, self.channel)["livechat_visited_pages"]
        self.assertEqual(
            [(page["name"], page["url"]) for page in pages],
            [
                (page.name, "https://example.com/page"),
                ("/shop/chair-7", "http://example.com/shop/chair-7?color=red"),
                ("alert(1)", False),
                ("/relative", False),
                ("", False),
            ],
        )
        self.assertEqual(pages[0]["date"], "2026-01-01 10:01:00")

    def test_website_knows_the_translations(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.authenticate(None, None)
        modules = self.url_open("/website/translations?lang=es_ES").json()["modules"]
        terms = {term["id"]: term["string"] for term in modules["livechat_info_panel"]["messages"]}
        self.assertEqual(
            terms["%(agent)s joined the conversation."],
            "%(agent)s se unió a la conversación.",
        )

    def test_time_zone_of_the_website_s_visitor(self):
        data = self.panel_data(self.agent, self.channel)
        self.assertEqual(data["livechat_visitor_tz"], "Asia/Tokyo")

    def test_recent_conversations_of_the_same_browser(self):
        other = self.open_conversation()
        self.assertNotEqual(
            other.livechat_customer_guest_ids, self.channel.livechat_customer_guest_ids
        )
        other.livechat_visitor_id = self.visitor
        self.open_conversation()
        recent = self.panel_data(self.agent, self.channel)["livechat_recent_conversations"]
        self.assertEqual(
            [(item["id"], item["match"]) for item in recent["items"]], [(other.id, "guest")]
        )
