import json
from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from ...models.core.server_context import with_server_context
from ..support.outcome import OutcomeCase

CORRECTION = "livechat_outcome_correction"


@tagged("post_install", "-at_install")
class TestOutcomeCorrection(OutcomeCase):
    """An agent may say afterwards that the messages do not tell how a conversation ended."""

    def arrange(self):
        super().arrange()
        self.channel = self.play("visitor agent")
        self.channel_as_agent = self.channel.with_user(self.other_agent)

    def correct(self, outcome, reason=None):
        self.call(self.other_agent, self.channel, "livechat_correct_outcome", outcome, reason)
        self.channel.invalidate_recordset()

    def test_correction(self):
        self.assertEqual(self.channel.livechat_outcome, "no_answer")
        self.correct("no_failure", "  He thanked us\nby phone. ")
        self.assertEqual(self.channel.livechat_outcome, "no_failure")
        self.assertEqual(self.channel.livechat_computed_outcome, "no_answer")
        self.assertEqual(self.channel.livechat_outcome_reason, "He thanked us by phone.")
        self.assertEqual(self.channel.livechat_outcome_corrected_by_id, self.other_agent)
        self.assertTrue(self.channel.livechat_outcome_corrected_dt)
        for model_name, outcome in [
            ("im_livechat.report.channel", "session_outcome"),
            ("im_livechat.channel.member.history", "session_outcome"),
            ("discuss.channel", "livechat_outcome"),
        ]:
            channel = "id" if model_name == "discuss.channel" else "channel_id"
            found = self.env[model_name].search([(channel, "=", self.channel.id)])
            self.assertEqual(set(found.mapped(outcome)), {"no_failure"}, model_name)

    def test_saved_as_it_is_it_stays_who_said_it(self):
        self.correct("no_failure", "He thanked us by phone.")
        long_ago = datetime(2024, 1, 1)
        self.channel.livechat_outcome_corrected_dt = long_ago
        channel = self.channel.with_user(self.agent)
        channel.livechat_correct_outcome("no_failure", " He thanked us by phone. ")
        self.channel.invalidate_recordset()
        self.assertEqual(self.channel.livechat_outcome_corrected_by_id, self.other_agent)
        self.assertEqual(self.channel.livechat_outcome_corrected_dt, long_ago)
        channel.livechat_correct_outcome("no_failure", "He thanked us twice.")
        self.channel.invalidate_recordset()
        self.assertEqual(self.channel.livechat_outcome_corrected_by_id, self.agent)

    def test_taken_back(self):
        for outcome, reason in [(False, None), ("no_answer", "It was right.")]:
            self.correct("no_failure", "He thanked us by phone.")
            self.correct(outcome, reason)
            self.assertEqual(self.channel.livechat_outcome, "no_answer")
            self.assertFalse(self.channel.livechat_outcome_correction)
            self.assertFalse(self.channel.livechat_outcome_reason)
            self.assertFalse(self.channel.livechat_outcome_corrected_by_id)
            self.assertFalse(self.channel.livechat_outcome_corrected_dt)

    def test_stays_when_computed_again(self):
        self.correct("no_failure", "He thanked us by phone.")
        field = self.channel._fields["livechat_computed_outcome"]
        self.env.add_to_compute(field, self.channel)
        self.assertEqual(self.channel.livechat_outcome, "no_failure")

    def test_void_when_the_conversation_goes_on(self):
        self.correct("no_failure", "He thanked us by phone.")
        reopening = with_server_context(self.channel, livechat_reopening=True)
        reopening.livechat_end_dt = False
        self.assertFalse(self.channel.livechat_outcome)
        self.channel.livechat_end_dt = "2026-01-01 10:00:00"
        self.assertFalse(self.channel.livechat_outcome_correction)
        self.assertFalse(self.channel.livechat_outcome_reason)

    def test_of_many(self):
        channels = self.channel | self.play("visitor agent visitor") | self.play("visitor")
        channels.with_user(self.agent).livechat_correct_outcome("no_failure", "All were served.")
        self.assertEqual(set(channels.mapped("livechat_outcome")), {"no_failure"})
        self.assertEqual(
            channels.mapped("livechat_outcome_correction"), ["no_failure", False, "no_failure"]
        )

    def test_refused(self):
        open_channel = self.open_conversation()
        group = (
            self.env["discuss.channel"]
            .with_user(self.other_agent)
            ._create_group(partners_to=self.other_agent.partner_id.ids)
        )
        for channel, outcome, reason, message in [
            (open_channel, "missed", "Because", "open conversation has no outcome"),
            (open_channel, False, None, "open conversation has no outcome"),
            (group, "missed", "Because", "live chats only"),
            (self.channel, "lost", "Because", "no outcome “lost”"),
            (self.channel, ["missed"], "Because", "no outcome"),
            (self.channel, {"a": 1}, "Because", "no outcome"),
            (self.channel, "missed", None, "Say why"),
            (self.channel, "missed", " \n", "Say why"),
            (self.channel, {}, "Because", "no outcome"),
            (self.channel, "missed", 7, "should be a text"),
            (self.channel, "missed", "x" * 501, "500 characters at most"),
        ]:
            with (
                self.subTest(outcome=outcome, reason=reason),
                self.assertRaisesRegex(UserError, message),
            ):
                channel.with_user(self.other_agent).livechat_correct_outcome(outcome, reason)
        self.assertEqual(self.channel.livechat_outcome, "no_answer")

    def test_not_to_be_written_past_the_method(self):
        before = self.channel.read(["livechat_outcome", "livechat_computed_outcome"])
        for user in (self.agent, self.manager):
            for name in ("livechat_outcome", "livechat_computed_outcome", CORRECTION):
                with (
                    self.subTest(user.login, name=name),
                    self.assertRaisesRegex(JsonRpcException, "UserError|AccessError"),
                    mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"),
                ):
                    self.call(user, self.channel, "write", {name: "no_failure"})
        self.channel.invalidate_recordset()
        self.assertEqual(self.channel.read(list(before[0])), before)

    def test_for_live_chat_users_only(self):
        self.channel._add_members(users=self.employee | self.customer, post_joined_message=False)
        for user in (self.employee, self.customer):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self.channel.with_user(user).livechat_correct_outcome("missed", "Because")
                with self.assertRefused():
                    self.call(user, self.channel, "livechat_correct_outcome", False)
        self.correct("no_failure", "He thanked us by phone.")
        for user in (self.employee, self.customer):
            for name in (
                "livechat_computed_outcome",
                "livechat_outcome_correction",
                "livechat_outcome_reason",
                "livechat_outcome_corrected_by_id",
                "livechat_outcome_corrected_dt",
            ):
                with self.subTest(user.login, name=name), self.assertRaises(AccessError):
                    self.channel.with_user(user).read([name])
            with self.subTest(user.login):
                self.assertNotIn("by phone", json.dumps(self.panel_data(user, self.channel)))
        correction = self.panel_data(self.agent, self.channel)[CORRECTION]
        self.assertEqual(correction["reason"], "He thanked us by phone.")

    def test_reaches_every_open_panel_and_nobody_else(self):
        self._reset_bus()
        self.correct("no_failure", "He thanked us by phone.")
        [(channel, values)] = self.told(CORRECTION)
        self.assertIn("livechat_users", channel)
        self.assertEqual(
            values[CORRECTION],
            {
                "computed_outcome": "no_answer",
                "date": str(self.channel.livechat_outcome_corrected_dt),
                "reason": "He thanked us by phone.",
                "user_name": "Otto Agent",
            },
        )
        [(channel, values)] = self.told("livechat_outcome")
        self.assertIn("livechat_users", channel)
        self.assertEqual(values["livechat_outcome"], "no_failure")
        self._reset_bus()
        self.correct(False)
        [(_channel, values)] = self.told(CORRECTION)
        self.assertFalse(values[CORRECTION])
