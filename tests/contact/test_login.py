import json

from odoo.tests import tagged

from ..support.common import PanelCase
from ..support.login import LoginCase


@tagged("post_install", "-at_install", "companions")
class TestVisitorLogsIn(LoginCase):
    """A guest logs in during the chat, and goes on in it as the contact who they are."""

    def test_whole_story(self):
        self.visitor_writes(self.channel, "I am a guest")
        self.user_writes(self.agent, self.channel, "Who are you?")
        self.call(self.agent, self.channel, "livechat_set_status", "waiting")
        self.assertEqual(self.load_widget(self.customer), self.channel.ids)
        self.assertContinued(self.customer)
        self.assertEqual(self.channel.livechat_status, "waiting", "they have only logged in")
        self.assertEqual(self.channel.name, "Carla Customer Ada Agent")

        self.post(self.customer, "I am Carla")
        message = self.channel.message_ids[0]
        self.assertEqual(message.author_id, self.customer.partner_id)
        self.assertEqual(self.channel.livechat_status, "in_progress")
        data = self.panel_data(self.agent, self.channel)
        self.assertEqual(data["livechat_contact_id"], self.customer.partner_id.id)
        self.assertFalse(data["livechat_is_linked"])

        self.user_writes(self.agent, self.channel, "Hello Carla")
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
        self.user_writes(self.agent, self.channel, "Read")
        self.as_visitor(
            self.channel,
            "/discuss/channel/mark_as_read",
            {"channel_id": self.channel.id, "last_message_id": self.channel.message_ids[0].id},
        )
        self.user_writes(self.agent, self.channel, "Not read yet")
        self.load_widget(self.customer)
        member = self.channel.channel_member_ids.filtered(
            lambda m: m.partner_id == self.customer.partner_id
        )
        self.assertEqual(member.seen_message_id, self.channel.message_ids.sorted("id")[0])
        self.assertEqual(member.message_unread_counter, 1)

    def test_agents_are_told_of_a_login_in_their_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.env["res.lang"]._activate_lang("fr_FR")
        for lang, words in (("es_ES", "inició sesión como"), ("en_US", "logged in as")):
            self.agent.lang = lang
            self.customer.lang = "fr_FR"
            channel = self.open_conversation()
            self.user_writes(self.agent, channel)
            cookie = channel.livechat_customer_guest_ids._format_auth_cookie()
            self.load_widget(self.customer, channel, cookie=cookie)
            self.assertIn(words, channel.message_ids[0].body)

    def test_language_of_an_agent_who_is_gone(self):
        """Whoever is archived keeps a language that is turned off."""
        self.user_writes(self.agent, self.channel)
        self.agent.active = False
        self.agent.partner_id.active = False
        self.env.cr.execute(
            "UPDATE res_partner SET lang = 'pt_PT' WHERE id = %s", [self.agent.partner_id.id]
        )
        self.env.invalidate_all()
        self.load_widget(self.customer)
        self.assertContinued(self.customer)
        self.assertIn("logged in as", self.channel.message_ids[0].body)

    def test_agents_see_who_logged_in_and_the_customer_does_not(self):
        self.user_writes(self.agent, self.channel, "Who are you?")
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
        self.user_writes(self.agent, self.channel, "Who are you?")
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
        data = self.panel_data(self.agent, self.channel)
        self.assertEqual(data["livechat_contact_id"], self.customer.partner_id.id)

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
        self.user_writes(self.agent, self.channel, "Hello")
        self.load_widget(self.customer)
        self.ask(
            self.customer, "/im_livechat/visitor_leave_session", {"channel_id": self.channel.id}
        )
        self.ask(self.customer, "/im_livechat/feedback", {"channel_id": self.channel.id, "rate": 5})
        rating = self.channel.rating_ids
        self.assertEqual(rating.partner_id, self.customer.partner_id)
        self.assertEqual(rating.rated_partner_id, self.agent.partner_id)

    def test_second_request_does_nothing(self):
        self.user_writes(self.agent, self.channel, "Hello")
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
        self.chatbot = self.make_chatbot(
            ("free_input_single", "A name?"),
            ("question_email", "An e-mail?"),
            ("forward_operator", "Wait."),
        )
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


@tagged("post_install", "-at_install", "companions", "long")
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
