from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..support.common import IS_SLOW, PanelCase

ACTIONS = ("in_progress", "waiting", "ask_help", "reassign", "join", "close")
MANY = 500 if IS_SLOW else 100


@tagged("post_install", "-at_install", "long")
class TestActionsOnMany(PanelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expertise = cls.env["im_livechat.expertise"].create({"name": "Test Expertise"})
        cls.expert = cls.new_user("expert", "Eve Expert", "im_livechat.im_livechat_group_user")
        cls.expert.livechat_expertise_ids = cls.expertise
        cls.env["mail.presence"]._update_presence(cls.expert)

    def make(self, count, **vals):
        """Return open conversations of the agent, each with a guest of its own."""
        return self.make_guest_conversations(
            count, **{"livechat_expertise_ids": self.expertise.ids, **vals}
        )

    def run_action(self, name, channels, user=None):
        """Run a server action as the web client does, and return what it says."""
        action = self.env.ref(f"livechat_info_panel.action_livechat_{name}")
        result = self.as_user(
            user or self.agent,
            "/web/action/run",
            {
                "action_id": action.id,
                "context": {
                    "active_model": "discuss.channel",
                    "active_id": channels[:1].id,
                    "active_ids": channels.ids,
                },
            },
        )
        self.env.invalidate_all()
        if result.get("res_model") == "livechat.confirm.wizard":
            wizards = self.env["livechat.confirm.wizard"].with_user(user or self.agent)
            result = Form(wizards.with_context(**result["context"])).save().action_confirm()
        if result.get("res_model") == "livechat.help.wizard":
            wizards = self.env["livechat.help.wizard"].with_user(user or self.agent)
            result = Form(wizards.with_context(**result["context"])).save().action_ask_help()
        if result["type"] == "ir.actions.client":
            return result["params"]["message"]
        report = self.env[result["res_model"]].browse(result["res_id"])
        return "\n".join(
            [report.message, *(f"{line.reason}: {line.name}" for line in report.line_ids)]
        )

    def test_each_action_does_what_it_says(self):
        for name, user, check in [
            ("waiting", self.agent, lambda c: c.livechat_status == "waiting"),
            ("in_progress", self.agent, lambda c: c.livechat_status == "in_progress"),
            ("ask_help", self.agent, lambda c: c.livechat_status == "need_help"),
            ("join", self.manager, lambda c: self.manager.partner_id in c.channel_partner_ids),
            ("reassign", self.agent, lambda c: c.livechat_operator_id == self.expert.partner_id),
            ("close", self.agent, lambda c: c.livechat_end_dt),
        ]:
            channels = self.make(3)
            if name == "in_progress":
                channels.livechat_status = "waiting"
            with self.subTest(action=name):
                message = self.run_action(name, channels, user)
                self.assertEqual(message, "Done for 3 of 3 conversations.")
                self.assertTrue(all(check(channel) for channel in channels))

    def test_closing_and_sending_ask_once(self):
        """They say of how many conversations, and how many of them other agents have."""
        own, others = self.make(2), self.make(3)
        nobodys = self.make(1)
        nobodys.channel_member_ids.filtered("partner_id").unlink()
        others._add_members(users=self.other_agent)
        others.channel_member_ids.filtered(
            lambda member: member.partner_id == self.agent.partner_id
        ).unlink()
        for name in ("close", "send_transcript"):
            channels = (own | others | nobodys).with_user(self.agent)
            action = channels.action_livechat_confirm(name)
            dialogs = self.env[action["res_model"]].with_user(self.agent)
            dialog = Form(dialogs.with_context(**action["context"])).save()
            with self.subTest(name):
                self.assertEqual((dialog.count, dialog.others_count), (6, 3))
                self.assertFalse(any(channels.mapped("livechat_end_dt")))
        dialog.action = "close"
        dialog.action_confirm()
        self.assertTrue(all(channels.mapped("livechat_end_dt")))
        with self.assertRaisesRegex(UserError, "no action"):
            channels.action_livechat_confirm("unlink")

    def test_agent_is_told_what_could_not_be_done_and_why(self):
        open_one, closed, waiting = self.make(3)
        closed.livechat_end_dt = "2026-01-01"
        waiting.livechat_status = "waiting"
        group = (
            self.env["discuss.channel"]
            .with_user(self.agent)
            ._create_group(partners_to=self.other_agent.partner_id.ids, name="Team")
        )
        private = (
            self.env["discuss.channel"]
            .with_user(self.other_agent)
            ._create_group(partners_to=self.manager.partner_id.ids, name="Secret")
        )
        message = self.run_action("waiting", open_one | closed | waiting | group | private)
        self.assertEqual(open_one.livechat_status, "waiting")
        self.assertFalse(closed.livechat_status)
        self.assertFalse(group.livechat_status)
        lines = message.splitlines()
        self.assertEqual(lines[0], "Done for 1 of 5 conversations.")
        for reason, channel in [
            ("You may not read it", self.env["discuss.channel"]),
            ("It is no live chat", group),
            ("It is closed already", closed),
            ("It has this status already", waiting),
        ]:
            with self.subTest(reason=reason):
                line = next(line for line in lines if line.startswith(reason))
                name = channel.livechat_customer_name or f"Conversation #{private.id}"
                self.assertIn(name, line)
        self.assertNotIn("Secret", message)

    def test_conversations_of_one_name_are_told_apart(self):
        first, second = channels = self.make(2, livechat_end_dt="2026-01-01")
        channels.name = "Visitor Nora"
        second.create_date = first.create_date + timedelta(hours=3)
        private = (
            self.env["discuss.channel"]
            .with_user(self.other_agent)
            ._create_group(partners_to=self.manager.partner_id.ids, name="Secret")
        )
        action = (channels | private).with_user(self.agent).action_livechat_close()
        report = self.env[action["res_model"]].with_user(self.agent).browse(action["res_id"])
        hidden = report.line_ids.filtered(lambda line: line.name == f"Conversation #{private.id}")
        lines = report.line_ids - hidden
        self.assertEqual(lines.mapped("date"), channels.mapped("create_date"))
        for channel, line in zip(channels, lines, strict=True):
            self.assertURLEqual(
                line.action_open_channel()["url"],
                f"/odoo/action-im_livechat.discuss_channel_action/{channel.id}",
            )
        self.assertFalse(hidden.date or hidden.res_id)

    def test_own_and_deleted_conversations_are_left_out(self):
        for name in ACTIONS:
            with self.subTest(action=name):
                mine, own, deleted = self.make(3)
                own._add_members(
                    partners=self.manager.partner_id,
                    create_member_params={"livechat_member_type": "visitor"},
                )
                deleted.unlink()
                own_before = own.read(["livechat_status", "livechat_end_dt", "channel_partner_ids"])
                if name == "in_progress":
                    mine.livechat_status = "waiting"
                message = self.run_action(name, mine | own | deleted, self.manager)
                self.assertEqual(
                    message.splitlines(),
                    [
                        "Done for 1 of 2 conversations.",
                        f"You are the customer of it: {own.livechat_customer_name}",
                    ],
                )
                self.assertEqual(
                    own.read(["livechat_status", "livechat_end_dt", "channel_partner_ids"]),
                    own_before,
                )

    def test_conversations_without_an_expert_stay_as_they_are(self):
        with_expert, without = self.make(2)
        without.livechat_expertise_ids = self.env["im_livechat.expertise"].create(
            {"name": "Test Rare"}
        )
        message = self.run_action("reassign", with_expert | without)
        self.assertEqual(with_expert.livechat_operator_id, self.expert.partner_id)
        self.assertEqual(without.livechat_operator_id, self.agent.partner_id)
        self.assertIn(without.livechat_customer_name, message)

    def test_they_are_for_livechat_users_only(self):
        channels = self.make(1)
        channels._add_members(users=self.employee)
        for name in ACTIONS:
            with self.subTest(action=name):
                with self.assertRaises(AccessError):
                    getattr(channels.with_user(self.employee), f"action_livechat_{name}")()
                with self.assertRaises(AccessError):
                    self.env.ref(f"livechat_info_panel.action_livechat_{name}").with_user(
                        self.employee
                    ).with_context(active_model="discuss.channel", active_ids=channels.ids).run()

    def test_they_work_as_superuser_as_in_an_automation_rule(self):
        channels = self.make(2)
        rule_env = channels.with_user(self.env.ref("base.public_user")).sudo()
        rule_env.action_livechat_waiting()
        self.assertEqual(set(channels.mapped("livechat_status")), {"waiting"})
        rule_env.action_livechat_join()
        self.assertFalse(channels.channel_partner_ids & self.env.ref("base.public_user").partner_id)

    def test_what_each_of_many_costs_does_not_grow(self):
        self.livechat_channel.user_ids = [Command.link(self.expert.id)]
        for name, user in [
            ("waiting", self.agent),
            ("ask_help", self.agent),
            ("join", self.manager),
            ("reassign", self.agent),
            ("close", self.manager),
        ]:
            few, some, many = (
                self.record_later(self.make(count).with_user(user), f"action_livechat_{name}")
                for count in (2, 4, 8)
            )
            with self.subTest(action=name):
                self.assert_linear(few, some, many)

    def record_later(self, channels, method):
        """Record an action that happens a while after all else, so that all durations change."""
        with freeze_time(fields.Datetime.now() + timedelta(seconds=9)):
            return self.record(getattr(channels, method))

    def test_many_at_once(self):
        channels = self.make(MANY)
        self.assertIn(f"Done for {MANY} of {MANY}", self.run_action("ask_help", channels))
        self.assertEqual(set(channels.mapped("livechat_status")), {"need_help"})
        periods = channels.livechat_status_period_ids.filtered(lambda p: p.status == "need_help")
        self.assertEqual(len(periods), MANY)
        self.assertIn(f"Done for {MANY} of {MANY}", self.run_action("close", channels))
        self.assertTrue(all(channels.mapped("livechat_end_dt")))
