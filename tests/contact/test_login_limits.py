from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..support.common import PASSWORD
from ..support.login import CONTINUE, LoginCase

NOT_FOUND = "werkzeug.exceptions.NotFound"


@tagged("post_install", "-at_install")
class TestLoginLimits(LoginCase):
    """What a login gives nobody, or not to everybody."""

    def test_login_alone_gives_nothing(self):
        """The web client asks for the windows of the same browser, too, and without being asked."""
        for user in (self.customer, self.employee, self.other_agent):
            self.ask(
                user,
                "/mail/data",
                {
                    "fetch_params": [
                        "init_messaging",
                        ["discuss.channel", self.channel.ids],
                        "channels_as_member",
                    ]
                },
            )
            self.assertNotContinued(user)

    def test_agent_who_tested_the_widget_answers_as_an_agent(self):
        self.visitor_writes(self.channel, "Does it work?")
        self.load_widget(self.agent)
        self.post(self.agent, "It does")
        self.assertNotContinued(self.agent)
        self.assertEqual(self.channel.livechat_agent_partner_ids, self.agent.partner_id)
        # In the web client, who types joins.
        self.ask(
            self.other_agent,
            "/discuss/channel/notify_typing",
            {"channel_id": self.channel.id, "is_typing": True},
        )
        self.assertNotContinued(self.other_agent)
        self.assertIn(self.other_agent.partner_id, self.channel.livechat_agent_partner_ids)
        self.load_widget(self.other_agent)
        self.assertNotContinued(self.other_agent)

    def test_agent_who_left_does_not_come_back_as_the_customer(self):
        self.call(self.other_agent, self.channel, "livechat_join")
        self.channel._action_unfollow(self.other_agent.partner_id)
        self.load_widget(self.other_agent)
        self.assertNotContinued(self.other_agent)

    def test_employee_who_chats_in_the_widget_is_the_customer(self):
        for user in (self.employee, self.other_agent):
            self.channel = self.open_conversation()
            self.guest = self.channel.livechat_customer_guest_ids
            self.cookie = self.guest._format_auth_cookie()
            self.visitor_writes(self.channel, "My badge is lost")
            self.load_widget(user)
            self.assertContinued(user)
            self.post(user, "It was in the car")
            self.assertEqual(self.channel.livechat_agent_partner_ids, self.agent.partner_id)
            with self.assertRefused():
                self.call(user, self.channel, "livechat_set_note", "I am a good customer")
            self.assertNotIn("livechat_contact_id", self.panel_data(user, self.channel))

    @mute_logger("odoo.http")
    def test_closed_conversation_is_not_given(self):
        self.visitor_writes(self.channel, "I am a guest")
        self.as_visitor(
            self.channel, "/im_livechat/visitor_leave_session", {"channel_id": self.channel.id}
        )
        self.assertEqual(self.load_widget(self.customer), [])
        self.assertNotContinued(self.customer)
        with self.assertRefused(NOT_FOUND):
            self.post(self.customer, "Once more")
        # The feedback panel of a tab that does not know of the login breaks nothing.
        self.ask(self.customer, "/im_livechat/feedback", {"channel_id": self.channel.id, "rate": 5})
        self.assertFalse(self.channel.rating_ids)
        self.assertNotContinued(self.customer)

    @mute_logger("odoo.http")
    def test_cookie_that_is_not_the_guest_s_gives_nothing(self):
        other_guest = self.env["mail.guest"].create({"name": "Gina Guest"})
        for cookie in (
            f"{self.guest.id}|{other_guest.access_token}",
            f"{self.guest.id}|",
            other_guest._format_auth_cookie(),
            "none",
        ):
            self.assertEqual(self.load_widget(self.customer, cookie=cookie), [])
            with self.assertRefused(NOT_FOUND):
                self.post(self.customer, "Let me in", cookie=cookie)
            self.assertNotContinued(self.customer)

    @mute_logger("odoo.http")
    def test_only_what_the_widget_shows_is_given(self):
        other = self.open_again()
        others = self.open_conversation()  # another guest's
        group = self.env["discuss.channel"].create({"name": "Group", "channel_type": "group"})
        group._add_members(guests=self.guest)
        self.assertEqual(
            self.load_widget(self.customer, self.channel, others, group), self.channel.ids
        )
        self.assertContinued(self.customer)
        self.assertNotContinued(self.customer, other)
        self.assertEqual(group.channel_member_ids.guest_id, self.guest)
        self.assertNotIn(self.customer.partner_id, others.channel_partner_ids)

    def test_nonsense_in_place_of_conversations(self):
        for params in (None, {}, "1", ["1", None, -1, True, 2**40, {"id": 1}, [1]]):
            self.ask(self.customer, "/mail/action", {"fetch_params": [[CONTINUE, params]]})
        self.assertNotContinued(self.customer)

    @mute_logger("odoo.http")
    def test_guest_is_out_after_the_login(self):
        """Who logs out again, or comes next to that browser, is not in the conversation."""
        self.visitor_writes(self.channel, "I am a guest")
        self.load_widget(self.customer)
        with self.assertRefused(NOT_FOUND):
            self.visitor_writes(self.channel, "I am a guest again")
        data = self.as_visitor(
            self.channel, "/mail/data", {"fetch_params": [["discuss.channel", self.channel.ids]]}
        )
        self.assertFalse(data.get("discuss.channel"))
        second = new_test_user(
            self.env, login="second", groups="base.group_portal", password=PASSWORD
        )
        self.assertEqual(self.load_widget(second), [])
        self.assertContinued(self.customer)

    def test_guest_of_a_contact_that_is_deleted_is_unknown_again(self):
        """And whom an agent takes them for is not verified."""
        other = self.open_again()
        for channel in self.channel | other:
            self.post(self.customer, "It is me", channel)
            self.assertContinued(self.customer, channel)
        self.call(self.agent, other, "livechat_close")
        other.active = False
        contact = self.customer.partner_id
        self.env.cr.precommit.run()  # Odoo sends what happened in the name of who is deleted
        self.env["bus.bus"].sudo().search([]).unlink()
        self.customer.unlink()
        contact.unlink()
        new = self.env["res.partner"].create({"name": "Carla Customer"})
        channels = self.channel | other
        self.assertEqual(channels._filter_livechat_guests(), channels)
        self.call(self.agent, self.channel, "livechat_link_contact", new.id)
        self.assertEqual(self.channel.livechat_partner_id, new)
        self.assertFalse(self.channel.livechat_partner_is_verified)
        self.assertTrue(self.panel_data(self.agent, self.channel)["livechat_is_linked"])

    def test_widget_on_another_site_knows_no_user(self):
        self.visitor_writes(self.channel, "I am a guest")
        self.ask(
            self.customer,
            "/im_livechat/cors/action",
            {"guest_token": self.cookie, "fetch_params": [[CONTINUE, self.channel.ids]]},
        )
        self.assertNotContinued(self.customer)
        self.ask(
            self.customer,
            "/im_livechat/cors/message/post",
            {
                "guest_token": self.cookie,
                "thread_model": "discuss.channel",
                "thread_id": self.channel.id,
                "post_data": {"body": "Still a guest", "message_type": "comment"},
            },
        )
        self.assertEqual(self.channel.message_ids[0].author_guest_id, self.guest)
        self.assertNotContinued(self.customer)

    def test_colleague_who_was_the_guest_all_the_time(self):
        """They are in it already, by invitation: what is left is that the guest goes."""
        self.call(self.agent, self.channel, "add_members", self.customer.partner_id.ids)
        self.load_widget(self.customer)
        self.assertContinued(self.customer)
        self.assertEqual(len(self.channel.channel_member_ids), 2)
