from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import HOST, JsonRpcException, tagged
from odoo.tools import config, mute_logger

from odoo.addons.im_livechat.controllers.main import LivechatController

from ...models.visitor import leave_message
from ..support.connection import ConnectionCase
from ..support.nobody_online import LEAVE, NobodyOnlineCase


@tagged("post_install", "-at_install")
class TestNobodyOnline(NobodyOnlineCase):
    """What a visitor writes while nobody is available is kept."""

    def test_kept_in_a_closed_conversation(self):
        self.env["res.lang"]._activate_lang("es_419")
        result = self.leave(
            "Where is\nmy parcel?", visitor_lang="es-MX", visitor_tz="America/Mexico_City"
        )
        self.assertTrue(result["is_kept"])
        channel = self.conversations()
        self.assertEqual(self.texts(channel), ["<p>Where is<br>my parcel?</p>"])
        guest = channel.livechat_customer_guest_ids
        self.assertEqual(channel.message_ids.author_guest_id, guest)
        self.assertEqual(result["store_data"]["Store"]["guest_token"], guest._format_auth_cookie())
        self.assertEqual(channel.channel_member_ids.guest_id, guest)
        self.assertEqual(channel.channel_member_ids.livechat_member_type, "visitor")
        self.assertTrue(channel.livechat_end_dt)
        self.assertFalse(channel.livechat_status)
        self.assertEqual(channel.livechat_outcome, "no_agent")
        self.assertEqual(channel.livechat_lang_id.code, "es_419")
        self.assertEqual(channel.livechat_visitor_lang, "es-MX")
        self.assertEqual(channel.livechat_visitor_tz, "America/Mexico_City")
        self.assertEqual(channel.country_id.code, "MX")
        self.assertTrue(channel.livechat_country_is_estimated)
        data = self.panel_data(self.agent, channel)
        self.assertEqual(data["livechat_visitor_lang"], "es-MX")

    def test_outlives_the_clean_up(self):
        self.leave("Hello")
        channel = self.conversations()
        end = channel.livechat_end_dt
        self.env.cr.execute(
            "UPDATE discuss_channel SET write_date = now() - interval '3 days',"
            " create_date = now() - interval '3 days',"
            " last_interest_dt = now() - interval '3 days' WHERE id = %s",
            [channel.id],
        )
        self.env.invalidate_all()
        self.env["discuss.channel"]._gc_empty_livechat_sessions()
        self.env["discuss.channel"]._gc_bot_only_ongoing_sessions()
        self.env["discuss.channel.member"]._gc_unpin_livechat_sessions()
        self.assertTrue(channel.exists())
        self.assertEqual(channel.livechat_end_dt, end)

    def test_later_messages_join_the_first_for_an_hour(self):
        self.leave("One")
        first = self.conversations()
        guest = first.livechat_customer_guest_ids
        end = first.livechat_end_dt
        self.leave("Two", guest=guest)
        self.assertEqual(self.texts(self.conversations()), ["<p>One</p>", "<p>Two</p>"])
        self.assertEqual(first.livechat_end_dt, end)
        first.last_interest_dt -= timedelta(minutes=61)
        self.leave("Three", guest=guest)
        second = self.conversations() - first
        self.assertEqual(self.texts(second), ["<p>Three</p>"])
        self.assertEqual(second.livechat_customer_guest_ids, guest)

    def test_each_visitor_has_their_own(self):
        self.leave("From one")
        self.leave("From another")
        self.leave("From a customer", user=self.customer)
        self.leave("From a colleague", user=self.employee)
        channels = self.conversations()
        self.assertEqual(len(channels), 4)
        self.assertEqual(len(channels.livechat_customer_guest_ids), 2)
        self.assertEqual(
            channels.livechat_customer_partner_ids,
            self.customer.partner_id | self.employee.partner_id,
        )
        self.assertFalse(channels.livechat_agent_partner_ids)
        of_customer = channels.filtered(
            lambda c: c.livechat_customer_partner_ids == self.customer.partner_id
        )
        self.assertEqual(of_customer.message_ids.author_id, self.customer.partner_id)
        self.assertEqual(of_customer.name, "Carla Customer")
        self.leave("Me again", user=self.customer)
        self.assertEqual(self.conversations(), channels)
        self.assertEqual(len(of_customer.message_ids), 2)

    def test_one_live_chat_s_conversation_is_not_another_s(self):
        other_channel = self.env["im_livechat.channel"].create({"name": "Other", "user_ids": False})
        self.leave("Here")
        guest = self.conversations().livechat_customer_guest_ids
        self.leave("There", guest=guest, channel_id=other_channel.id)
        self.assertEqual(self.texts(self.conversations()), ["<p>Here</p>"])
        self.assertEqual(self.texts(other_channel.channel_ids), ["<p>There</p>"])

    def test_what_is_written_is_text(self):
        self.leave("<script>alert(1)</script><b onclick='alert(2)'>x</b> <img src=x onerror=y>")
        [text] = self.texts(self.conversations())
        self.assertNotRegex(text, "<(script|b|img)")
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt;", text)

    def test_refused_without_a_trace(self):
        guests = self.env["mail.guest"].search_count([])
        for body, refusal in [
            ("", "empty"),
            (" \n\t ", "empty"),
            ("\x00", "empty"),
            (None, "empty"),
            (7, "empty"),
            (["Hello"], "empty"),
            ({"a": "b"}, "empty"),
            ("x" * (leave_message.LEFT_MESSAGE_MAX_LENGTH + 1), "too_long"),
        ]:
            with self.subTest(body=str(body)[:10]):
                result = self.leave(body)
                self.assertFalse(result["is_kept"])
                self.assertEqual(result["refusal"], refusal)
        self.assertFalse(self.conversations())
        self.assertEqual(self.env["mail.guest"].search_count([]), guests)

    def test_odd_characters_are_no_trouble(self):
        self.assertTrue(self.leave("a\x00b\ud800c \N{GRINNING FACE}")["is_kept"])
        self.assertEqual(self.texts(self.conversations()), ["<p>abc \N{GRINNING FACE}</p>"])
        text = "x" * leave_message.LEFT_MESSAGE_MAX_LENGTH
        self.assertTrue(self.leave(text)["is_kept"])

    def test_no_such_live_chat(self):
        for channel_id in (0, -1, 2**31 - 1, "x", None, [1], {}):
            with self.subTest(channel_id=channel_id), self.assertRaises(JsonRpcException) as caught:
                self.leave("Hello", channel_id=channel_id)
            self.assertIn("NotFound", str(caught.exception))

    def test_only_while_nobody_is_available(self):
        self.set_presence(True)
        result = self.leave("Hello")
        self.assertEqual((result["is_kept"], result["refusal"]), (False, "available"))
        self.assertFalse(self.conversations())

    def test_chatbot_is_always_available(self):
        chatbot = self.env["chatbot.script"].create({"title": "Bot"})
        self.livechat_channel.rule_ids = [Command.create({"chatbot_script_id": chatbot.id})]
        result = self.leave("Hello", chatbot_script_id=chatbot.id)
        self.assertEqual(result["refusal"], "available")

    def test_busy_agents_are_not_available(self):
        self.set_presence(True)
        self.livechat_channel.write({"max_sessions_mode": "limited", "max_sessions": 1})
        self.open_conversation()
        self.assertTrue(self.leave("Hello")["is_kept"])

    def test_limit_per_visitor(self):
        self.leave("1")
        channel = self.conversations()
        guest = channel.livechat_customer_guest_ids
        for number in range(2, leave_message.LEFT_MESSAGES_PER_VISITOR + 1):
            self.assertTrue(self.leave(str(number), guest=guest)["is_kept"])
        self.assertEqual(self.leave("Too many", guest=guest)["refusal"], "too_many")
        self.assertEqual(len(channel.message_ids), leave_message.LEFT_MESSAGES_PER_VISITOR)
        self.assertTrue(self.leave("Somebody else")["is_kept"])
        self.pass_an_hour()
        self.assertTrue(self.leave("An hour later", guest=guest)["is_kept"])

    def test_limit_per_visitor_counts_all_live_chats(self):
        other_channel = self.env["im_livechat.channel"].create({"name": "Other", "user_ids": False})
        with patch.object(leave_message, "LEFT_MESSAGES_PER_VISITOR", 2):
            self.leave("One")
            guest = self.conversations().livechat_customer_guest_ids
            self.leave("Two", guest=guest, channel_id=other_channel.id)
            self.assertEqual(self.leave("Three", guest=guest)["refusal"], "too_many")

    def test_limit_per_live_chat(self):
        with patch.object(leave_message, "LEFT_MESSAGES_PER_CHANNEL", 2):
            self.leave("One")
            guest = self.conversations().livechat_customer_guest_ids
            self.leave("Two")
            guests = self.env["mail.guest"].search_count([])
            self.assertEqual(self.leave("Three")["refusal"], "too_many")
            self.assertEqual(self.env["mail.guest"].search_count([]), guests)
            self.assertTrue(self.leave("One more of mine", guest=guest)["is_kept"])
            self.pass_an_hour()
            self.assertTrue(self.leave("An hour later")["is_kept"])

    def test_limit_per_address_leaves_room_for_others(self):
        """Somebody without a cookie, whose every request comes from somebody new."""
        limit = leave_message.LEFT_MESSAGES_PER_ADDRESS
        kept = [self.leave_from("192.0.2.1", "Hello")["is_kept"] for _time in range(limit + 5)]
        self.assertEqual(kept, [True] * limit + [False] * 5)
        self.assertEqual(len(self.conversations()), limit)
        guests = self.env["mail.guest"].search_count([])
        self.assertEqual(self.leave_from("192.0.2.1", "Hello")["refusal"], "too_many")
        self.assertEqual(self.env["mail.guest"].search_count([]), guests)
        self.assertTrue(self.leave_from("192.0.2.2", "Hello")["is_kept"])
        self.assertTrue(self.leave_from("2001:db8::1", "Hello")["is_kept"])
        self.assertLess(limit, leave_message.LEFT_MESSAGES_PER_CHANNEL / 10)
        self.pass_an_hour()
        self.assertTrue(self.leave_from("192.0.2.1", "Hello")["is_kept"])

    def test_one_address_of_ipv6_is_that_of_a_network(self):
        with patch.object(leave_message, "LEFT_MESSAGES_PER_ADDRESS", 2):
            self.leave_from("2001:db8::1", "One")
            self.leave_from("2001:db8::ffff:2", "Two")
            self.assertFalse(self.leave_from("2001:db8::3", "Three")["is_kept"])
            self.assertTrue(self.leave_from("2001:db8:0:1::3", "Another one")["is_kept"])
            self.leave_from("192.0.2.1", "One")
            self.leave_from("::ffff:192.0.2.1", "Two")
            self.assertFalse(self.leave_from("192.0.2.1", "Three")["is_kept"])

    def test_addresses_are_not_kept(self):
        self.leave_from("192.0.2.1", "Hello")
        counts = self.env["livechat.left.count"].search([])
        self.assertEqual(counts.livechat_channel_id, self.livechat_channel)
        self.assertNotIn("192.0.2.1", "".join(counts.mapped("sender")))
        counts._gc_left_counts()
        self.assertTrue(counts.exists())
        self.pass_an_hour()
        counts._gc_left_counts()
        self.assertFalse(counts.exists())

    def leave_from(self, address, body):
        """Leave a message as somebody new, from an address behind a proxy."""
        self.authenticate(None, None)
        with patch.dict(config.options, {"proxy_mode": True}):
            return self.make_jsonrpc_request(
                LEAVE,
                {"channel_id": self.livechat_channel.id, "body": body},
                headers={
                    "X-Forwarded-For": address,
                    "X-Forwarded-Host": f"{HOST}:{self.http_port()}",
                },
            )

    def pass_an_hour(self):
        self.env.cr.execute(
            "UPDATE livechat_left_count SET since_dt = since_dt - interval '61 minutes'"
        )
        self.env.invalidate_all()

    def test_embedded_widget(self):
        self.customer.partner_id.country_id = self.env.ref("base.be")
        # Whoever is logged in here is nobody there.
        result = self.leave("Hello", user=self.customer, route="/im_livechat/cors/leave_message")
        channel = self.conversations()
        self.assertFalse(channel.livechat_customer_partner_ids)
        self.assertFalse(channel.country_id)
        token = result["store_data"]["Store"]["guest_token"]
        self.assertEqual(token, channel.livechat_customer_guest_ids._format_auth_cookie())
        self.leave("Again", route="/im_livechat/cors/leave_message", guest_token=token)
        self.leave("Me?", route="/im_livechat/cors/leave_message", guest_token="1|nonsense")
        self.assertEqual(self.texts(channel), ["<p>Hello</p>", "<p>Again</p>"])
        self.assertEqual(len(self.conversations()), 2)

    def test_widget_is_told_that_nobody_is_available(self):
        params = {"channel_id": self.livechat_channel.id, "can_leave_message": True}
        with self.assertRaises(JsonRpcException) as caught:
            self.make_jsonrpc_request("/im_livechat/get_session", params)
        self.assertIn("NobodyAvailable", str(caught.exception))
        for other_params in ({"can_leave_message": False}, {"persisted": False}):
            answer = self.make_jsonrpc_request(
                "/im_livechat/get_session", {**params, **other_params}
            )
            self.assertFalse(answer)

    def test_visitor_gets_nothing_of_the_agents(self):
        self.leave("Hello")
        channel = self.conversations()
        channel.with_user(self.agent).livechat_set_note("<p>Secret</p>")
        data = self.as_visitor(
            channel, "/discuss/channel/messages", {"channel_id": channel.id, "fetch_params": {}}
        )
        self.assertIn("Hello", str(data))
        self.assertNotIn("Secret", str(data))
        self.assertNotIn("livechat_note", str(data))

    def test_in_the_widget(self):
        """The last agent goes while the visitor writes; what they wrote is kept, or stays there."""
        for is_cors in (False, True):
            self.set_presence(True)
            before = self.conversations()
            with (
                self.subTest(is_cors=is_cors),
                patch.object(LivechatController, "_is_cors_request", return_value=is_cors),
                patch.object(leave_message, "LEFT_MESSAGES_PER_VISITOR", 2),
                self.presence_changes_after("im_livechat.channel", "_get_operator_info", False),
            ):
                self.start_tour(
                    f"/im_livechat/support/{self.livechat_channel.id}",
                    "livechat_info_panel.visitor_leaves_message",
                )
                channel = self.conversations() - before
                self.assertEqual(
                    self.texts(channel),
                    ["<p>Where is my parcel?</p>", "<p>It is &lt;b&gt;late&lt;/b&gt;</p>"],
                )
                self.assertEqual(channel.livechat_outcome, "no_agent")


@tagged("post_install", "-at_install", "companions", "long")
class TestLeaveMessageOption(NobodyOnlineCase):
    """A live chat at which messages can be left also shows while nobody is there."""

    def is_offered(self):
        data = self.make_jsonrpc_request(
            "/mail/data", {"fetch_params": [["init_livechat", self.livechat_channel.id]]}
        )
        is_offered = data["Store"]["livechat_available"]
        loader = self.url_open(f"/im_livechat/loader/{self.livechat_channel.id}").text
        is_loaded = "can_load_livechat: true" in loader
        return is_offered, is_loaded

    def open_temporary(self):
        return self.make_jsonrpc_request(
            "/im_livechat/get_session",
            {"channel_id": self.livechat_channel.id, "persisted": False},
        )

    def test_off_by_default(self):
        self.assertEqual(self.is_offered(), (False, False))
        self.assertFalse(self.open_temporary())

    def test_button_shows(self):
        self.livechat_channel.leave_message_when_unavailable = True
        self.assertEqual(self.is_offered(), (True, True))
        data = self.open_temporary()
        self.assertEqual(data["channel_id"], -1)
        [thread] = data["store_data"]["discuss.channel"]
        self.assertTrue(thread["livechat_leaves_message"])
        self.assertEqual(thread["livechat_operator_id"], self.env.company.partner_id.id)
        self.assertFalse(self.livechat_channel.channel_ids)

    def test_hidden_button_stays_hidden(self):
        self.livechat_channel.leave_message_when_unavailable = True
        self.livechat_channel.rule_ids = [
            Command.create({"regex_url": "/", "action": "hide_button"})
        ]
        self.assertFalse(
            self.make_jsonrpc_request(
                "/mail/data",
                {"fetch_params": [["init_livechat", self.livechat_channel.id]]},
                headers={"Referer": "https://example.com/"},
            )["Store"]["livechat_available"]
        )

    def test_agent_comes_first(self):
        self.livechat_channel.leave_message_when_unavailable = True
        self.set_presence(True)
        [thread] = self.open_temporary()["store_data"]["discuss.channel"]
        self.assertNotIn("livechat_leaves_message", thread)
        self.assertEqual(thread["livechat_operator_id"], self.agent.partner_id.id)

    def test_in_the_widget(self):
        """The visitor knows at once that nobody is there, and meets an agent who comes later."""
        self.livechat_channel.leave_message_when_unavailable = True
        for is_cors in (False, True):
            self.set_presence(False)
            before = self.conversations()
            with (
                self.subTest(is_cors=is_cors),
                patch.object(LivechatController, "_is_cors_request", return_value=is_cors),
                self.presence_changes_after("discuss.channel", "_leave_message", True),
            ):
                self.start_tour(
                    f"/im_livechat/support/{self.livechat_channel.id}",
                    "livechat_info_panel.visitor_leaves_message_at_once",
                )
                met, left = (self.conversations() - before).sorted("id", reverse=True)
                self.assertEqual(self.texts(left), ["<p>Please call me</p>"])
                self.assertEqual(left.livechat_outcome, "no_agent")
                self.assertIn("Agent please", met.message_ids[-1].body)
                self.assertEqual(met.livechat_operator_id, self.agent.partner_id)
                self.assertEqual(met.livechat_customer_guest_ids, left.livechat_customer_guest_ids)


@tagged("post_install", "-at_install", "database_breaking")
class TestLimitsAtOnce(ConnectionCase):
    """Two visitors at the same moment, each on a connection of their own."""

    def test_second_one_counts_what_the_first_one_left(self):
        with self.connection() as env:
            channel_id = env["im_livechat.channel"].create({"name": "Race"}).id
        self.addCleanup(self.delete_channel, channel_id)

        with mute_logger("odoo.sql_db"), self.connection() as second:
            second["im_livechat.channel"].search([], limit=1)  # sees the world as it is now
            with self.connection() as first:
                self.assertFalse(self.refusal(first, channel_id))
            with self.assertRaises(PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
                self.refusal(second, channel_id)
            second.cr.rollback()

    def test_who_leaves_a_message_keeps_nobody_else_waiting(self):
        with self.connection() as env:
            channel_id = env["im_livechat.channel"].create({"name": "Room"}).id
        self.addCleanup(self.delete_channel, channel_id)
        with self.connection() as first:
            self.assertFalse(self.refusal(first, channel_id, "192.0.2.1"))
            with self.connection() as second:
                self.assertFalse(self.refusal(second, channel_id, "192.0.2.2"))

    def test_who_may_leave_no_more_waits_for_nobody(self):
        with self.connection() as env:
            channel_id = env["im_livechat.channel"].create({"name": "Full"}).id
        self.addCleanup(self.delete_channel, channel_id)
        with patch.object(leave_message, "LEFT_MESSAGES_PER_ADDRESS", 1):
            with self.connection() as env:
                self.assertFalse(self.refusal(env, channel_id))
            with self.connection() as first:
                first.cr.execute("UPDATE livechat_left_count SET count = count")
                with self.connection() as second:
                    self.assertEqual(self.refusal(second, channel_id), "too_many")

    def refusal(self, env, channel_id, address="192.0.2.1"):
        env.cr.execute("SET LOCAL lock_timeout = '5s'")
        # The administrator is one visitor, whoever else is not.
        channels = env["discuss.channel"].with_user(env.ref("base.public_user")).sudo()
        livechat_channel = channels.env["im_livechat.channel"].browse(channel_id)
        return channels._get_left_message_refusal(livechat_channel, "Hello", address)

    def delete_channel(self, channel_id):
        with self.connection() as env:
            env["im_livechat.channel"].browse(channel_id).unlink()
