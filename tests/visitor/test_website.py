from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.mail.tools.discuss import Store

from ..support.common import PASSWORD, PATIENCE, PanelCase, need_module
from ..support.login import LoginCase


@tagged("post_install", "-at_install", "companions")
class TestWebsite(PanelCase):
    """Beside `website_livechat`, on which the addon does not depend."""

    def arrange(self):
        need_module(self.env, "website_livechat")
        super().arrange()
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

    def ask_for_panels(self, channels):
        asked = [["/im_livechat/session/data", {"channel_ids": channels.ids}]]
        with self.assertNoLogs("odoo.addons.livechat_info_panel.models.core.session"):
            data = self.as_user(self.agent, "/mail/data", {"fetch_params": asked})
        panels = [values for values in data["discuss.channel"] if "livechat_contact_id" in values]
        self.assertCountEqual([panel["id"] for panel in panels], channels.ids)
        return panels

    def test_several_visitors_at_once(self):
        """Their panels are asked for in one request, though Odoo's own is of one visitor; also
        where another addon, which comes after website_livechat, calls what is for Odoo's."""
        other = self.open_conversation(self.employee)
        other.livechat_visitor_id = self.env["website.visitor"].create({"access_token": "1" * 32})
        self.ask_for_panels(self.channel | other)
        model = type(self.channel)

        def add_attribute(channels):
            attributes = super(model, channels)._get_livechat_session_fields_to_store()
            return [*attributes, Store.Attr("my_count", 1)]

        with patch.object(
            model, "_get_livechat_session_fields_to_store", add_attribute, create=True
        ):
            panels = self.ask_for_panels(self.channel | other)
        self.assertEqual([panel["my_count"] for panel in panels], [1, 1])

    def test_pages_of_several_visitors(self):
        """Each has their own last ones, of whoever else there are more."""
        other = self.open_conversation(self.employee)
        other_visitor = self.env["website.visitor"].create({"access_token": "1" * 32})
        other.livechat_visitor_id = other_visitor
        nobody = self.open_conversation(self.employee)
        self.env["website.track"].create(
            [
                {"visitor_id": visitor.id, "url": f"https://example.com/{visitor.id}/{number}"}
                for visitor, count in ((self.visitor, 1), (other_visitor, 7))
                for number in range(count)
            ]
        )
        panels = self.ask_for_panels(self.channel | other | nobody)
        names = {
            panel["id"]: [page["name"] for page in panel.get("livechat_visited_pages", [])]
            for panel in panels
        }
        last = [f"/{other_visitor.id}/{number}" for number in range(2, 7)]
        first = [f"/{self.visitor.id}/0"]
        self.assertEqual(names, {self.channel.id: first, other.id: last, nobody.id: []})

    def test_website_knows_the_translations(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.authenticate(None, None)
        modules = self.url_open("/website/translations?lang=es_ES").json()["modules"]
        terms = {term["id"]: term["string"] for term in modules["livechat_info_panel"]["messages"]}
        self.assertEqual(
            terms["%(agent)s joined the conversation."],
            "%(agent)s se unió a la conversación.",
        )

    def test_agents_begin_conversations_with_visitors(self):
        """By Odoo's button, whoever the visitor is."""
        website = self.env["website"].search([], limit=1)
        website.channel_id = self.livechat_channel
        customers = self.customer.partner_id | self.employee.partner_id
        for token, partner in [
            ("0" * 32, self.env["res.partner"]),
            *((str(partner.id), partner) for partner in customers),
        ]:
            visitor = self.env["website.visitor"].create(
                {"access_token": token, "website_id": website.id}
            )
            self.assertEqual(visitor.partner_id, partner)
            visitor.with_user(self.manager).action_send_chat_request()
            channel = self.env["discuss.channel"].search([("livechat_visitor_id", "=", visitor.id)])
            self.assertEqual(channel.livechat_agent_partner_ids, self.manager.partner_id)
            self.assertEqual(channel.livechat_customer_partner_ids, partner)
            self.assertEqual(bool(channel.livechat_customer_guest_ids), not partner)
            self.user_writes(self.manager, channel, "Can I help you?")
            self.assertEqual(channel.message_ids[0].author_id, self.manager.partner_id)

    def test_administrators_try_a_chatbot_out(self):
        """Odoo begins that conversation as the user, who is its customer."""
        chatbot = self.make_chatbot(("question_selection", "What?", "This", "That"))
        self.authenticate("manager", PASSWORD)
        answer = self.url_open(f"/chatbot/bot-{chatbot.id}/test", timeout=PATIENCE)
        self.assertEqual(answer.status_code, 200)
        operator = chatbot.operator_partner_id
        channel = self.env["discuss.channel"].search([("livechat_operator_id", "=", operator.id)])
        self.assertEqual(
            {m.partner_id: m.livechat_member_type for m in channel.channel_member_ids},
            {operator: "bot", self.manager.partner_id: "visitor"},
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
        recent = self.call(self.agent, self.channel, "livechat_get_recent_conversations")
        self.assertEqual(
            [(item["id"], item["match"]) for item in recent["items"]], [(other.id, "guest")]
        )

    def test_merged_contacts_were_visitors_both(self):
        """Odoo adds the kept contact to the conversations of the merged one first."""
        kept = self.customer.partner_id
        merged = self.env["res.partner"].create({"name": "Otis"})
        visitors = self.env["website.visitor"].create(
            [{"access_token": str(contact.id)} for contact in (kept, merged)]
        )
        visited, other = self.make_guest_conversations(2)
        visited.livechat_visitor_id = visitors[1]
        for channel in (visited, other):
            channel.with_user(self.agent).add_members(partner_ids=merged.ids)
        self.env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": (kept | merged).ids, "dst_partner_id": kept.id}
        ).action_merge()
        self.env.invalidate_all()
        for channel in (visited, other):
            self.assertEqual(channel.livechat_customer_partner_ids, kept)
            self.assertIn(kept, channel.channel_member_ids.partner_id)
        self.assertEqual(visited.livechat_visitor_id, visitors[0])


@tagged("post_install", "-at_install", "companions")
class TestWebsiteLogin(LoginCase):
    """`website_livechat` merges two visitors of a website at the login."""

    def setUp(self):
        need_module(self.env, "website_livechat")
        super().setUp()

    def test_visitors_are_merged(self):
        visitors = self.env["website.visitor"]
        for user in (self.customer, self.employee, self.agent, self.other_agent):
            self.channel = self.open_conversation()
            self.guest = self.channel.livechat_customer_guest_ids
            self.cookie = self.guest._format_auth_cookie()
            self.visitor_writes(self.channel, "I am a guest")
            visitor = visitors.create({"access_token": f"{user.id:032x}"})
            known = visitors.create({"access_token": str(user.partner_id.id)})
            self.channel.livechat_visitor_id = visitor
            visitor.with_user(user).sudo()._merge_visitor(known)
            self.assertNotContinued(user)
            self.load_widget(user)
            if user == self.agent:
                self.assertNotContinued(user)
            else:
                self.assertContinued(user)
            self.assertEqual(self.channel.livechat_visitor_id, known)
            self.assertEqual(self.channel.livechat_agent_partner_ids, self.agent.partner_id)
