from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from ...hooks import post_init_hook
from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestStatus(PanelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chatbot = cls.make_chatbot(
            ("free_input_single", "What is it?"),
            ("forward_operator", "One moment."),
        )

    def periods(self, channel):
        """Return status and agent of each period of a conversation, and whether it ended."""
        self.env.invalidate_all()
        return [
            (period.status, period.user_id, bool(period.end_dt))
            for period in channel.livechat_status_period_ids.sorted("id")
        ]

    # ------------------------------------------------------------
    # Every open conversation that an agent handles has one
    # ------------------------------------------------------------

    def test_conversation_of_a_visitor_is_in_progress(self):
        channel = self.open_conversation()
        self.assertEqual(channel.livechat_status, "in_progress")
        self.assertTrue(channel.livechat_status_since_dt)
        self.assertEqual(self.periods(channel), [("in_progress", self.env["res.users"], False)])

    def test_chatbot_alone_has_none_and_its_forward_gives_one(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        self.assertFalse(channel.livechat_status)
        self.assertFalse(self.periods(channel))
        self.visitor_writes(channel, "My invoice is wrong")
        self.trigger_step(channel)
        self.assertIn(self.agent.partner_id, channel.channel_partner_ids)
        self.assertEqual(channel.livechat_status, "in_progress")
        self.assertEqual(self.periods(channel), [("in_progress", self.env["res.users"], False)])

    def test_agent_who_joins_a_chatbot_by_hand_gives_one(self):
        channel = self.open_conversation(chatbot=self.chatbot)
        self.call(self.agent, channel, "livechat_join")
        self.assertEqual(channel.livechat_status, "in_progress")

    def test_conversation_that_an_agent_starts_has_one(self):
        guest = self.env["mail.guest"].create({"name": "Visitor"})
        # What a chat request of website_livechat creates.
        channel = self.env["discuss.channel"].create(
            {
                "name": "Request",
                "channel_type": "livechat",
                "livechat_channel_id": self.livechat_channel.id,
                "livechat_operator_id": self.agent.partner_id.id,
                "channel_member_ids": [
                    Command.create({"partner_id": self.agent.partner_id.id}),
                    Command.create({"guest_id": guest.id, "livechat_member_type": "visitor"}),
                ],
            }
        )
        self.assertEqual(channel.livechat_status, "in_progress")

    def test_restart_with_an_agent_in_it_gives_one(self):
        channel = self.open_conversation()
        self.as_visitor(channel, "/im_livechat/visitor_leave_session", {"channel_id": channel.id})
        self.assertFalse(channel.livechat_status)
        channel._chatbot_restart(self.chatbot)
        self.assertFalse(channel.livechat_end_dt)
        self.assertEqual(channel.livechat_status, "in_progress")

    # ------------------------------------------------------------
    # Who may set it
    # ------------------------------------------------------------

    def test_update_status_route_answers_with_clear_messages(self):
        channel = self.open_conversation()
        group = self.env["discuss.channel"]._create_group(partners_to=self.agent.partner_id.ids)
        closed = self.open_conversation()
        closed.livechat_end_dt = fields.Datetime.now()
        for conversation, status, message in [
            (channel, "asleep", "There is no status"),
            (channel, False, "There is no status"),
            (closed, "waiting", "closed already"),
            (group, "need_help", "live chats only"),
        ]:
            with self.subTest(status=status, conversation=conversation.name):
                with (
                    mute_logger("odoo.http"),
                    self.assertRaisesRegex(JsonRpcException, "UserError"),
                ):
                    self.as_user(
                        self.agent,
                        "/im_livechat/session/update_status",
                        {"channel_id": conversation.id, "livechat_status": status},
                    )
                with self.assertRaisesRegex(UserError, message):
                    conversation.with_user(self.agent).livechat_set_status(status)
        self.assertEqual(channel.livechat_status, "in_progress")
        self.assertFalse(group.livechat_status)

    def test_group_cannot_be_written_to_look_for_help(self):
        group = (
            self.env["discuss.channel"]
            .with_user(self.agent)
            ._create_group(partners_to=self.other_agent.partner_id.ids)
        )
        with self.assertRaises(UserError):
            group.write({"livechat_status": "need_help"})
        with self.assertRaises(UserError):
            group.sudo().livechat_status = "need_help"

    def test_group_cannot_be_created_looking_for_help(self):
        for user in (self.agent, self.env.ref("base.user_root")):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                self.env["discuss.channel"].with_user(user).create(
                    {"name": "Group", "channel_type": "group", "livechat_status": "need_help"}
                )

    def test_what_follows_from_what_happens_cannot_be_written(self):
        channel = self.open_conversation()
        for user in (self.agent, self.employee):
            if user == self.employee:
                channel._add_members(users=user)
            for vals in (
                {"livechat_failure": "no_agent"},
                {"livechat_status_since_dt": "2020-01-01"},
                {"livechat_looking_for_help_since_dt": "2020-01-01"},
                {"livechat_help_user_id": user.id},
                {"livechat_outcome": "no_failure"},
            ):
                with self.subTest(user=user.name, **vals), self.assertRaises(AccessError):
                    channel.with_user(user).write(vals)
        with self.assertRaises(AccessError):
            channel.with_user(self.employee).write({"livechat_expertise_ids": [(5,)]})

    def test_nobody_makes_an_agent_of_himself(self):
        channel = self.open_conversation(self.customer)
        member = channel.channel_member_ids.filtered(
            lambda m: m.partner_id == self.customer.partner_id
        )
        with self.assertRaises(AccessError):
            member.with_user(self.customer).livechat_member_type = "agent"
        self.assertEqual(channel._get_present_agents(), self.agent.partner_id)

    def test_agent_cannot_choose_when_a_conversation_ended(self):
        channel = self.open_conversation()
        channel.with_user(self.agent).write({"livechat_end_dt": "2099-01-01"})
        self.assertAlmostEqual(
            channel.livechat_end_dt, fields.Datetime.now(), delta=timedelta(minutes=1)
        )

    def test_member_without_livechat_rights_cannot_write_status_nor_end(self):
        channel = self.open_conversation()
        channel._add_members(users=self.employee)
        for name, value in [
            ("livechat_status", "need_help"),
            ("livechat_end_dt", fields.Datetime.now()),
        ]:
            with self.subTest(field=name), self.assertRaises(AccessError):
                channel.with_user(self.employee).write({name: value})

    # ------------------------------------------------------------
    # What changes it
    # ------------------------------------------------------------

    def test_message_of_the_customer_ends_waiting(self):
        channel = self.open_conversation()
        attachment = self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"a", "res_model": channel._name, "res_id": channel.id}
        )
        token = attachment._get_ownership_token()
        file_alone = {"attachment_ids": attachment.ids, "attachment_tokens": [token]}
        for body, post_data in [("Here I am", {}), ("", file_alone)]:
            with self.subTest(body=body):
                self.call(self.agent, channel, "livechat_set_status", "waiting")
                self.visitor_writes(channel, body, **post_data)
                self.assertEqual(channel.livechat_status, "in_progress")
        self.assertEqual(
            [period[:2] for period in self.periods(channel)],
            [
                ("in_progress", self.env["res.users"]),
                ("waiting", self.agent),
                ("in_progress", self.env["res.users"]),
                ("waiting", self.agent),
                ("in_progress", self.env["res.users"]),
            ],
        )

    def test_reply_sets_waiting_only_where_the_channel_says_so(self):
        channel = self.open_conversation()
        self.user_writes(self.agent, channel)
        self.assertEqual(channel.livechat_status, "in_progress")
        self.livechat_channel.is_waiting_after_reply = True
        self.user_writes(self.agent, channel)
        self.assertEqual(channel.livechat_status, "waiting")
        self.visitor_writes(channel, "It is 42")
        self.assertEqual(channel.livechat_status, "in_progress")
        self.assertEqual(self.periods(channel)[1], ("waiting", self.agent, True))

    def test_reply_while_looking_for_help_and_notices_set_nothing(self):
        self.livechat_channel.is_waiting_after_reply = True
        channel = self.open_conversation()
        self.call(self.other_agent, channel, "livechat_join")  # posts a notice
        self.assertEqual(channel.livechat_status, "in_progress")
        self.call(self.agent, channel, "livechat_set_status", "need_help")
        self.user_writes(self.agent, channel)
        self.assertEqual(channel.livechat_status, "need_help")

    def test_closing_ends_the_last_period(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_close")
        self.assertTrue(channel.livechat_end_dt)
        self.assertFalse(channel.livechat_status)
        self.assertEqual(self.periods(channel), [("in_progress", self.env["res.users"], True)])
        notice = channel.message_ids[0]
        self.assertEqual(notice.author_id, self.agent.partner_id)
        self.assertIn("closed the conversation", notice.body)

    def test_closing_where_the_language_of_the_customer_is_archived(self):
        channel = self.open_conversation()
        channel.livechat_lang_id = lang = self.env["res.lang"]._activate_lang("fr_BE")
        lang.active = False
        self.call(self.agent, channel, "livechat_close")
        self.assertTrue(channel.livechat_end_dt)
        self.assertIn("closed the conversation", channel.message_ids[0].body)

    def test_who_closes_a_conversation_leaves_its_call(self):
        channel = self.open_conversation()
        self.as_user(self.agent, "/mail/rtc/channel/join_call", {"channel_id": channel.id})
        self.assertEqual(channel.rtc_session_ids.partner_id, self.agent.partner_id)
        self.call(self.agent, channel, "livechat_close")
        self.assertFalse(channel.rtc_session_ids)

    def test_end_of_a_closed_conversation_never_moves(self):
        channel = self.open_conversation()
        with freeze_time(fields.Datetime.now() - timedelta(days=3)):
            channel.livechat_end_dt = fields.Datetime.now()
        ended = channel.livechat_end_dt
        channel.write({"livechat_end_dt": fields.Datetime.now(), "description": "Late"})
        self.assertEqual(channel.livechat_end_dt, ended)
        self.assertEqual(channel.description, "Late")
        self.as_visitor(channel, "/im_livechat/visitor_leave_session", {"channel_id": channel.id})
        self.assertEqual(channel.livechat_end_dt, ended)

    # ------------------------------------------------------------
    # Since when
    # ------------------------------------------------------------

    def test_time_in_a_status_goes_on_when_it_is_set_again(self):
        channel = self.open_conversation()
        start = fields.Datetime.now()
        with freeze_time(start - timedelta(minutes=10)):
            channel.livechat_status = "waiting"
        with freeze_time(start - timedelta(minutes=5)):
            self.call(self.agent, channel, "livechat_set_status", "waiting")
        self.assertEqual(
            channel.livechat_status_since_dt, (start - timedelta(minutes=10)).replace(microsecond=0)
        )
        with freeze_time(start):
            channel.livechat_status = "in_progress"
        waiting = channel.livechat_status_period_ids.filtered(lambda p: p.status == "waiting")
        self.assertAlmostEqual(waiting.duration_hour, 1 / 6, places=3)

    def test_panel_receives_since_when(self):
        channel = self.open_conversation()
        data = self.as_user(
            self.agent,
            "/mail/data",
            {"fetch_params": [["discuss.channel", [channel.id]]]},
        )
        values = next(v for v in data["discuss.channel"] if v["id"] == channel.id)
        self.assertEqual(
            values["livechat_status_since_dt"],
            fields.Datetime.to_string(channel.livechat_status_since_dt),
        )

    def test_installing_gives_open_conversations_a_status(self):
        channel = self.open_conversation()
        with_bot = self.open_conversation(chatbot=self.chatbot)
        closed = self.open_conversation()
        helpless = self.open_conversation()
        closed.livechat_end_dt = fields.Datetime.now()
        conversations = channel | with_bot | closed | helpless
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM livechat_status_period WHERE channel_id IN %s", [tuple(conversations.ids)]
        )
        self.env.cr.execute(
            """UPDATE discuss_channel SET livechat_status_since_dt = NULL,
                      livechat_status = CASE id WHEN %s THEN 'in_progress'
                                                WHEN %s THEN 'need_help' END
                WHERE id IN %s""",
            [with_bot.id, helpless.id, tuple(conversations.ids)],
        )
        self.env.invalidate_all()
        post_init_hook(self.env)
        self.assertEqual(channel.livechat_status, "in_progress")
        self.assertFalse(with_bot.livechat_status)
        self.assertFalse(closed.livechat_status)
        self.assertEqual(helpless.livechat_status, "need_help")
        self.assertTrue(helpless.livechat_looking_for_help_since_dt)
        self.assertEqual([p[0] for p in self.periods(channel)], ["in_progress"])
        self.assertEqual([p[0] for p in self.periods(helpless)], ["need_help"])
        self.assertFalse(self.periods(with_bot) + self.periods(closed))
