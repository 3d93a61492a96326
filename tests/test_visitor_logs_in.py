import json

from odoo import Command
from odoo.tests import JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .common import PASSWORD, PanelCase

CONTINUE = "/livechat_info_panel/continue_after_login"


@tagged("post_install", "-at_install")
class TestVisitorLogsIn(PanelCase):
    """A guest logs in during the chat, and goes on in it as the contact who he is."""

    def setUp(self):
        super().setUp()
        self.channel = self.open_conversation()
        self.guest = self.channel.livechat_customer_guest_ids
        self.cookie = self.guest._format_auth_cookie()

    def ask(self, user, route, params, cookie=None):
        """Ask a route as a user whose browser still has the cookie of a guest."""
        self.authenticate(user.login, PASSWORD)
        return self.make_jsonrpc_request(
            route, params, cookies={self.guest._cookie_name: cookie or self.cookie}
        )

    def load_widget(self, user, *channels, cookie=None):
        """Load a page with the widget, which restores the windows of conversations."""
        ids = [channel.id for channel in channels or [self.channel]]
        data = self.ask(
            user,
            "/mail/action",
            {
                "fetch_params": [
                    [CONTINUE, ids],
                    ["discuss.channel", ids],
                    "init_messaging",
                    ["init_livechat", self.livechat_channel.id],
                ]
            },
            cookie,
        )
        return [values["id"] for values in data.get("discuss.channel", [])]

    def post(self, user, body, channel=None, cookie=None):
        return self.ask(
            user,
            "/mail/message/post",
            {
                "thread_model": "discuss.channel",
                "thread_id": (channel or self.channel).id,
                "post_data": {
                    "body": body,
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                },
            },
            cookie,
        )

    def agent_writes(self, body, agent=None):
        self.post(agent or self.agent, body, cookie="none")

    def assertContinued(self, user, channel=None):
        channel = channel or self.channel
        member = channel.channel_member_ids.filtered(lambda m: m.partner_id == user.partner_id)
        self.assertEqual(member.livechat_member_type, "visitor")
        self.assertFalse(channel.channel_member_ids.guest_id)
        self.assertFalse(channel.livechat_end_dt)
        self.assertEqual(channel.livechat_partner_id, user.partner_id)
        self.assertTrue(channel.livechat_partner_is_verified)

    def assertNotContinued(self, user, channel=None):
        channel = channel or self.channel
        self.assertEqual(channel.channel_member_ids.guest_id, self.guest)
        self.assertNotIn(user.partner_id, channel.livechat_customer_partner_ids)
        self.assertFalse(channel.livechat_partner_is_verified)

    # ------------------------------------------------------------
    # He goes on
    # ------------------------------------------------------------

    def test_whole_story(self):
        self.visitor_writes(self.channel, "I am a guest")
        self.agent_writes("Who are you?")
        self.call(self.agent, self.channel, "livechat_set_status", "waiting")
        self.assertEqual(self.load_widget(self.customer), self.channel.ids)
        self.assertContinued(self.customer)
        self.assertEqual(self.channel.livechat_status, "waiting", "he has only logged in")
        self.assertEqual(self.channel.name, "Carla Customer Ada Agent")

        self.post(self.customer, "I am Carla")
        message = self.channel.message_ids[0]
        self.assertEqual(message.author_id, self.customer.partner_id)
        self.assertEqual(self.channel.livechat_status, "in_progress")
        data = self.panel_data(self.agent, self.channel)["livechat_customer"]
        self.assertEqual(data["contact"]["name"], "Carla Customer")
        self.assertFalse(data["contact"]["is_linked"])

        self.agent_writes("Hello Carla")
        answer = self.ask(
            self.customer, "/discuss/channel/messages", {"channel_id": self.channel.id}
        )
        bodies = str([m["body"] for m in answer["data"]["mail.message"]])
        for text in ("I am a guest", "Who are you?", "I am Carla", "Hello Carla"):
            self.assertIn(text, bodies)

        self.ask(
            self.customer, "/im_livechat/visitor_leave_session", {"channel_id": self.channel.id}
        )
        self.assertTrue(self.channel.livechat_end_dt)
        self.assertEqual(self.channel.livechat_outcome, "no_failure")

    def test_posting_in_a_tab_that_does_not_know_of_the_login(self):
        self.visitor_writes(self.channel, "I am a guest")
        self.post(self.customer, "I am Carla")
        self.assertContinued(self.customer)
        self.assertEqual(self.channel.message_ids[0].author_id, self.customer.partner_id)

    def test_typing_and_leaving_in_a_tab_that_does_not_know_of_the_login(self):
        self.visitor_writes(self.channel, "I am a guest")
        self.ask(
            self.customer,
            "/discuss/channel/notify_typing",
            {"channel_id": self.channel.id, "is_typing": True},
        )
        self.assertContinued(self.customer)
        other = self.open_again()
        self.ask(self.customer, "/im_livechat/visitor_leave_session", {"channel_id": other.id})
        self.assertTrue(other.livechat_end_dt)
        self.assertIn(self.customer.partner_id, other.channel_partner_ids)

    def test_other_tabs_learn_who_the_visitor_is(self):
        self.visitor_writes(self.channel, "I am a guest")
        self.env["bus.bus"].sudo().search([]).unlink()
        self.load_widget(self.customer)
        payloads = [
            json.loads(message)["payload"]
            for message in self.env["bus.bus"]
            .search([("channel", "like", "mail.guest")])
            .mapped("message")
        ]
        self.assertIn(
            self.customer.partner_id.id,
            [data.get("Store", {}).get("self_partner") for data in payloads],
        )
        self.assertFalse([data for data in payloads if "close_chat_window" in str(data)])

    def test_everybody_s_messages_are_as_read_as_they_were(self):
        self.agent_writes("Read")
        self.as_visitor(
            self.channel,
            "/discuss/channel/mark_as_read",
            {"channel_id": self.channel.id, "last_message_id": self.channel.message_ids[0].id},
        )
        self.agent_writes("Not read yet")
        self.load_widget(self.customer)
        member = self.channel.channel_member_ids.filtered(
            lambda m: m.partner_id == self.customer.partner_id
        )
        self.assertEqual(member.seen_message_id, self.channel.message_ids.sorted("id")[0])
        self.assertEqual(member.message_unread_counter, 1)

    def test_agents_see_who_logged_in_and_the_customer_does_not(self):
        self.agent_writes("Who are you?")
        self.env["bus.bus"].sudo().search([]).unlink()
        self.load_widget(self.customer)
        self.env.cr.precommit.run()
        notice = self.channel.message_ids[0]
        self.assertIn("logged in as Carla Customer.", notice.body)
        # The widget hides notices of that type; none says which agent joined.
        self.assertIn('data-oe-type="channel-joined"', notice.body)
        self.assertFalse(notice._get_livechat_joined_agent())
        self.assertNotIn("left the channel", str(self.channel.message_ids.mapped("body")))
        messages = str(self.env["bus.bus"].search([]).mapped("message"))
        self.assertIn("livechat_info_panel/session_data_outdated", messages)
        member = self.channel.channel_member_ids.filtered(
            lambda m: m.partner_id == self.customer.partner_id
        )
        updates = [
            values
            for notification in self.env["bus.bus"].search([("channel", "like", "discuss.channel")])
            for values in json.loads(notification.message)["payload"].get(member._name, [])
            if values["id"] == member.id and values.get("partner_id") == member.partner_id.id
        ]
        self.assertIs(updates[-1]["guest_id"], False)

    def test_what_the_guest_wrote_counts(self):
        self.agent_writes("Who are you?")
        self.visitor_writes(self.channel, "You know me")
        self.load_widget(self.customer)
        self.assertTrue(
            self.channel._is_of_customer(self.channel.message_ids.filtered("author_guest_id"))
        )
        self.call(self.agent, self.channel, "livechat_close")
        self.assertEqual(self.channel.livechat_outcome, "no_failure")

    def test_customer_keeps_his_place(self):
        """By the order of the members, Odoo's web client tells who the customer is."""
        member = self.channel.channel_member_ids.filtered("guest_id")
        self.call(self.other_agent, self.channel, "livechat_join")
        self.load_widget(self.customer)
        self.assertContinued(self.customer)
        self.assertEqual(member.partner_id, self.customer.partner_id)
        histories = self.channel.livechat_customer_history_ids
        self.assertEqual(histories.mapped("guest_id"), self.guest)
        self.assertEqual(histories.partner_id, self.customer.partner_id)
        self.assertEqual(histories.member_id, member)

    def test_contact_that_an_agent_linked_gives_way(self):
        wrong = self.env["res.partner"].create({"name": "Somebody Else"})
        self.call(self.agent, self.channel, "livechat_link_contact", wrong.id)
        self.load_widget(self.customer)
        self.assertContinued(self.customer)
        data = self.panel_data(self.agent, self.channel)["livechat_customer"]
        self.assertEqual(data["contact"]["name"], "Carla Customer")

    def test_name_that_an_agent_gave_stays(self):
        self.channel.name = "The parcel"
        self.load_widget(self.customer)
        self.assertContinued(self.customer)
        self.assertEqual(self.channel.name, "The parcel")

    def test_conversation_that_looks_for_help_goes_on_doing_so(self):
        self.visitor_writes(self.channel, "Hello")
        self.call(self.agent, self.channel, "livechat_ask_help", "Parcels")
        self.load_widget(self.customer)
        self.assertContinued(self.customer)
        self.assertEqual(self.channel.livechat_status, "need_help")

    def test_feedback_is_of_the_contact_and_about_the_agent(self):
        self.agent_writes("Hello")
        self.load_widget(self.customer)
        self.ask(
            self.customer, "/im_livechat/visitor_leave_session", {"channel_id": self.channel.id}
        )
        self.ask(self.customer, "/im_livechat/feedback", {"channel_id": self.channel.id, "rate": 5})
        rating = self.channel.rating_ids
        self.assertEqual(rating.partner_id, self.customer.partner_id)
        self.assertEqual(rating.rated_partner_id, self.agent.partner_id)

    def test_second_request_does_nothing(self):
        self.agent_writes("Hello")
        self.load_widget(self.customer)
        messages = self.channel.message_ids
        self.load_widget(self.customer)
        self.post(self.customer, "It is me")
        self.assertContinued(self.customer)
        self.assertEqual(len(self.channel.message_ids - messages), 1)
        self.assertEqual(len(self.channel.channel_member_ids), 2)

    # ------------------------------------------------------------
    # With a chatbot
    # ------------------------------------------------------------

    def test_chatbot_goes_on_where_it_was(self):
        self.chatbot = self.env["chatbot.script"].create(
            {
                "title": "Paulette",
                "script_step_ids": [
                    Command.create({"step_type": "free_input_single", "message": "A name?"}),
                    Command.create({"step_type": "question_email", "message": "An e-mail?"}),
                    Command.create({"step_type": "forward_operator", "message": "Wait."}),
                ],
            }
        )
        self.livechat_channel.rule_ids = [Command.create({"chatbot_script_id": self.chatbot.id})]
        channel = self.open_conversation(chatbot=self.chatbot)
        self.cookie = channel.livechat_customer_guest_ids._format_auth_cookie()
        step = {"channel_id": channel.id, "chatbot_script_id": self.chatbot.id}
        self.visitor_writes(channel, "Carla")
        messages = channel.message_ids
        self.load_widget(self.customer, channel)
        self.assertContinued(self.customer, channel)
        self.assertEqual(channel.message_ids, messages, "the chatbot would take it for an answer")

        self.ask(self.customer, "/chatbot/step/trigger", step)
        self.post(self.customer, "carla@example.com", channel)
        self.ask(self.customer, "/chatbot/step/validate_email", {"channel_id": channel.id})
        self.ask(self.customer, "/chatbot/step/trigger", step)
        self.assertEqual(channel.livechat_agent_partner_ids, self.agent.partner_id)
        self.assertEqual(channel.livechat_operator_id, self.agent.partner_id)
        self.assertEqual(
            channel._get_chatbot_answers()[channel.id],
            [
                {"question": "A name?", "answer": "Carla"},
                {"question": "An e-mail?", "answer": "carla@example.com"},
            ],
        )
        self.assertEqual(channel.livechat_visitor_email, "carla@example.com")
        self.assertEqual(channel.livechat_status, "in_progress")

    # ------------------------------------------------------------
    # He does not
    # ------------------------------------------------------------

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
            with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
                self.call(user, self.channel, "livechat_set_note", "I am a good customer")
            self.assertFalse(self.panel_data(user, self.channel).get("livechat_customer"))

    @mute_logger("odoo.http")
    def test_closed_conversation_is_not_given(self):
        self.visitor_writes(self.channel, "I am a guest")
        self.as_visitor(
            self.channel, "/im_livechat/visitor_leave_session", {"channel_id": self.channel.id}
        )
        self.assertEqual(self.load_widget(self.customer), [])
        self.assertNotContinued(self.customer)
        with self.assertRaises(JsonRpcException):
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
            with self.assertRaises(JsonRpcException):
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
        with self.assertRaises(JsonRpcException):
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

    def test_beside_a_website_that_knows_the_contact(self):
        """`website_livechat` merges two visitors of a website at the login."""
        if "livechat_visitor_id" not in self.env["discuss.channel"]._fields:
            self.skipTest("website_livechat is not installed")
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

    def test_colleague_who_was_the_guest_all_the_time(self):
        """They are in it already, by invitation: what is left is that the guest goes."""
        self.call(self.agent, self.channel, "add_members", self.customer.partner_id.ids)
        self.load_widget(self.customer)
        self.assertContinued(self.customer)
        self.assertEqual(len(self.channel.channel_member_ids), 2)

    def open_again(self):
        """Open another conversation as the same guest."""
        self.authenticate(None, None)
        data = self.make_jsonrpc_request(
            "/im_livechat/get_session",
            {"channel_id": self.livechat_channel.id},
            cookies={self.guest._cookie_name: self.cookie},
        )
        channel = self.env["discuss.channel"].browse(data["channel_id"])
        self.assertEqual(channel.livechat_customer_guest_ids, self.guest)
        return channel


@tagged("post_install", "-at_install")
class TestVisitorLogsInTour(PanelCase):
    """The same by the visitor's browser."""

    def test_visitor_comes_back_from_the_login(self):
        channel = self.start_visitor_tour("livechat_info_panel.visitor_logs_in")
        self.assertFalse(channel.livechat_end_dt)

    def test_visitor_goes_on_in_the_tab_where_he_was(self):
        channel = self.start_visitor_tour("livechat_info_panel.visitor_logs_in_elsewhere")
        self.assertTrue(channel.livechat_end_dt)
        self.assertEqual(channel.rating_ids.partner_id, self.customer.partner_id)
        self.assertEqual(channel.rating_ids.rated_partner_id, self.agent.partner_id)

    def start_visitor_tour(self, tour):
        post = self.registry["discuss.channel"].message_post

        def post_and_answer(channel, **kwargs):
            message = post(channel, **kwargs)
            if "Agent please" in message.body:
                post(
                    channel,
                    author_id=self.agent.partner_id.id,
                    body="Hello Carla",
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                )
            return message

        self.patch(self.registry["discuss.channel"], "message_post", post_and_answer)
        self.start_tour(f"/im_livechat/support/{self.livechat_channel.id}", tour)
        [channel] = self.livechat_channel.channel_ids
        self.assertIn(self.customer.partner_id, channel.channel_partner_ids)
        self.assertFalse(channel.channel_member_ids.guest_id)
        return channel
