from datetime import timedelta

from odoo.tests import tagged

from ..support.nobody_online import NobodyOnlineCase

EMAIL = "/im_livechat/leave_email"


@tagged("post_install", "-at_install")
class TestLeftEmail(NobodyOnlineCase):
    """A visitor who leaves a message can say to which address they want an answer."""

    def setUp(self):
        super().setUp()
        self.livechat_channel.ask_email_when_unavailable = True

    def leave_email(self, channel, email, **params):
        """Leave an address as the guest of a conversation."""
        return self.as_visitor(
            channel, EMAIL, {"channel_id": self.livechat_channel.id, "email": email, **params}
        )["refusal"]

    def test_asked_only_where_the_live_chat_wants_it(self):
        self.assertTrue(self.leave("Hello")["asks_email"])
        channel = self.conversations()
        self.livechat_channel.ask_email_when_unavailable = False
        self.assertFalse(self.leave("Hello again")["asks_email"])
        self.assertEqual(self.leave_email(channel, "mia@example.com"), "not_asked")
        self.assertFalse(channel.livechat_visitor_email)

    def test_kept_where_the_panel_knows_addresses(self):
        mia = self.env["res.partner"].create({"name": "Mia", "email": "mia@example.com"})
        self.leave("Hello")
        channel = self.conversations()
        self.assertFalse(self.leave_email(channel, " Mia <MIA@Example.com> "))
        self.assertEqual(channel.livechat_visitor_email, "mia@example.com")
        data = self.panel_data(self.agent, channel)
        self.assertEqual(data["livechat_transcript_emails"], ["mia@example.com"])
        self.assertIn(mia, channel.with_user(self.manager)._get_contact_matches()[channel])
        # Who corrects it may; who is known is not asked again.
        self.assertFalse(self.leave_email(channel, "other@example.com"))
        self.assertEqual(channel.livechat_visitor_email, "other@example.com")
        guest = channel.livechat_customer_guest_ids
        self.assertFalse(self.leave("Still me", guest=guest)["asks_email"])

    def test_who_is_logged_in_is_known_by_their_address(self):
        self.assertFalse(self.leave("Hello", user=self.customer)["asks_email"])
        self.customer.partner_id.email = False
        self.assertTrue(self.leave("Hello", user=self.customer)["asks_email"])

    def test_what_is_no_address_is_refused_and_the_message_stays(self):
        self.leave("Hello")
        channel = self.conversations()
        for email in ("", "mia", "mia@", "@example.com", "a@example.com, b@example.com", None, 7):
            with self.subTest(email=email):
                self.assertEqual(self.leave_email(channel, email), "invalid")
        for email in (["a@example.com"], {"a": 1}, "\x00", "x" * 100_000 + "@example.com"):
            with self.subTest(email=str(email)[:20]):
                self.assertEqual(self.leave_email(channel, email), "invalid")
        self.assertFalse(channel.livechat_visitor_email)
        self.assertEqual(self.texts(channel), ["<p>Hello</p>"])

    def test_only_for_ones_own_message_of_this_day(self):
        self.leave("Hello")
        channel = self.conversations()
        self.leave("From another")
        other = self.conversations() - channel
        channel.last_interest_dt -= timedelta(hours=23)
        self.assertFalse(self.leave_email(channel, "mia@example.com"))
        self.assertFalse(other.livechat_visitor_email)
        channel.last_interest_dt -= timedelta(hours=2)
        self.assertEqual(self.leave_email(channel, "late@example.com"), "gone")
        self.authenticate(None, None)
        nobody = self.make_jsonrpc_request(
            EMAIL, {"channel_id": self.livechat_channel.id, "email": "x@example.com"}
        )
        self.assertEqual(nobody["refusal"], "gone")
        self.assertEqual(channel.livechat_visitor_email, "mia@example.com")

    def test_from_another_site(self):
        token = self.leave("Hello", route="/im_livechat/cors/leave_message")["store_data"]["Store"][
            "guest_token"
        ]
        channel = self.conversations()
        answer = self.make_jsonrpc_request(
            "/im_livechat/cors/leave_email",
            {
                "channel_id": self.livechat_channel.id,
                "email": "mia@example.com",
                "guest_token": token,
            },
        )
        self.assertFalse(answer["refusal"])
        self.assertEqual(channel.livechat_visitor_email, "mia@example.com")

    def test_in_the_widget(self):
        """In a browser: the message first, then what is no address, then the right one."""
        self.livechat_channel.leave_message_when_unavailable = True
        self.start_tour(
            f"/im_livechat/support/{self.livechat_channel.id}",
            "livechat_info_panel.visitor_leaves_email",
        )
        channel = self.conversations()
        self.assertEqual(channel.livechat_visitor_email, "mia@example.com")
        self.assertEqual(self.texts(channel), ["<p>Please call me</p>", "<p>Soon</p>"])
