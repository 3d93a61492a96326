from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ...hooks.outcomes import compute_outcomes, restore_outcomes
from ..support.outcome import OutcomeCase

# What happens in a conversation, in this order, and how it ended. It begins when a visitor opens it
# with an agent, or with a chatbot, and is closed after the last line, unless it says so itself.
CASES = {
    # The customer and one agent
    "visitor writes, agent, visitor": ("no_failure", "visitor agent visitor"),
    "visitor between two answers": ("no_failure", "visitor agent visitor agent"),
    "nobody writes": ("missed", ""),
    "agent never writes": ("missed", "visitor visitor"),
    "agent has the last word": ("no_answer", "visitor agent"),
    "agent writes alone": ("no_answer", "agent"),
    "agent insists": ("no_answer", "visitor agent agent"),
    "visitor sends a file only": ("no_failure", "visitor agent visitor_file"),
    "agent closes": ("no_answer", "visitor agent agent_closes"),
    # What is no answer
    "agent calls": ("missed", "visitor agent_calls"),
    "agent invites a colleague, none writes": ("missed", "visitor observer_invited"),
    "visitor rates": ("no_answer", "visitor agent visitor_rates"),
    "visitor rates a good talk": ("no_failure", "visitor agent visitor visitor_rates"),
    # Several agents
    "observer never writes": ("no_failure", "visitor agent visitor observer_invited"),
    "observer writes": ("escalated", "visitor agent visitor observer_invited observer visitor"),
    "observer writes last": ("escalated", "visitor agent observer_invited observer"),
    "observer writes instead": ("no_failure", "visitor observer_invited observer visitor"),
    "colleague helps silently": ("escalated", "visitor agent help observer_joins visitor"),
    "colleague helps, none writes": ("escalated", "visitor help observer_joins"),
    "nobody helps": ("no_failure", "visitor agent visitor help"),
    "reassigned": ("escalated", "visitor agent reassigned visitor"),
    # The customer's own people
    "customer's colleague looks on": ("no_failure", "visitor agent visitor friend_invited"),
    "customer's colleague answers": ("no_failure", "visitor agent friend_invited friend"),
    "customer's colleague writes too soon": ("no_answer", "visitor friend_invited friend agent"),
    # After a chatbot
    "chatbot alone": ("no_failure", "chatbot"),
    "chatbot answered": ("no_failure", "chatbot visitor"),
    "chatbot finds nobody": ("no_agent", "chatbot nobody_there forward"),
    "agent comes too late to write": ("no_agent", "chatbot nobody_there forward observer_comes"),
    "agent comes late and writes": (
        "no_failure",
        "chatbot nobody_there forward observer_comes observer visitor",
    ),
    "agent comes late, visitor is gone": (
        "no_answer",
        "chatbot nobody_there forward observer_comes observer",
    ),
    "chatbot finds an agent": ("no_failure", "chatbot forward agent visitor"),
    "chatbot finds a silent agent": ("missed", "chatbot forward visitor"),
    # What comes after the end
    "agent writes after the end": ("missed", "visitor leaves later agent"),
    "visitor writes after the end": ("no_answer", "visitor agent leaves later visitor"),
    "observer writes after the end": (
        "no_failure",
        "visitor agent visitor leaves later observer_invited observer",
    ),
}


@tagged("post_install", "-at_install")
class TestOutcome(OutcomeCase):
    def test_who_wrote_when_and_who_joined_how(self):
        expected = {}
        for name, (outcome, script) in CASES.items():
            with self.subTest(name):
                channel = self.play(script)
                expected[channel] = outcome
                self.assertEqual(channel.livechat_outcome, outcome)
        channels = self.env["discuss.channel"].union(*expected)

        self.assert_all_agree(channels, expected)
        with self.subTest("recomputed in one batch"):
            for name in ("livechat_computed_outcome", "livechat_is_escalated"):
                self.env.add_to_compute(channels._fields[name], channels)
            self.assert_all_agree(channels, expected)
        with self.subTest("computed when the addon is installed"):
            helping = self.read_help(channels)
            restore_outcomes(self.env)
            self.assertEqual(self.read_outcomes(channels), self.plain_odoo_s_outcomes(channels))
            compute_outcomes(self.env)
            self.assert_all_agree(channels, expected)
            self.assertEqual(self.read_help(channels), helping)

    def assert_all_agree(self, channels, expected):
        """Check the outcome wherever it can be seen."""
        by_outcome = {
            outcome: channels.filtered(lambda channel, o=outcome: expected[channel] == o)
            for outcome in expected.values()
        }
        self.assertEqual(
            set(by_outcome), {"escalated", "no_agent", "no_answer", "missed", "no_failure"}
        )
        self.assertEqual(self.read_outcomes(channels), {c.id: expected[c] for c in channels})
        for model_name, channel, outcome, user in [
            ("discuss.channel", "id", "livechat_outcome", self.agent),
            ("im_livechat.report.channel", "channel_id", "session_outcome", self.manager),
            ("im_livechat.channel.member.history", "channel_id", "session_outcome", self.manager),
        ]:
            records = self.env[model_name].with_user(user)
            domain = [(channel, "in", channels.ids)]
            groups = records._read_group(domain, [outcome], [f"{channel}:recordset"])
            self.assertEqual(dict(groups), by_outcome)
            for value, found in by_outcome.items():
                lines = records.search([*domain, (outcome, "=", value)])
                ids = lines.ids if channel == "id" else lines[channel].ids
                self.assertEqual(set(ids), set(found.ids))
                self.assertEqual(set(lines.mapped(outcome)), {value})
        escalated = channels.filtered("livechat_is_escalated")
        self.assertEqual(escalated, by_outcome["escalated"])
        self.assertEqual(channels.filtered("livechat_agent_requesting_help_history"), escalated)
        for channel in escalated:
            self.assertEqual(
                channel.livechat_agent_requesting_help_history.partner_id, self.agent.partner_id
            )
            self.assertEqual(
                channel.livechat_agent_providing_help_history.partner_id,
                self.other_agent.partner_id,
            )

    def read_outcomes(self, channels):
        channels.invalidate_recordset()
        return {channel.id: channel.livechat_outcome for channel in channels}

    def read_help(self, channels):
        histories = channels.livechat_channel_member_history_ids
        return {history.id: history.help_status for history in histories}

    def plain_odoo_s_outcomes(self, channels):
        return {
            channel.id: "escalated"
            if len(channel.livechat_agent_history_ids) > 1
            else channel.livechat_failure
            for channel in channels
        }

    def test_open_conversation_has_none(self):
        channel = self.open_conversation()
        for step in (
            self.do_visitor,
            lambda channel: self.user_writes(self.agent, channel),
            self.do_observer_invited,
        ):
            step(channel)
            channel.invalidate_recordset()
            self.assertFalse(channel.livechat_outcome)
            self.assertFalse(channel.livechat_is_escalated)
        self.user_writes(self.other_agent, channel)
        channel.invalidate_recordset()
        self.assertFalse(channel.livechat_outcome)
        self.assertTrue(channel.livechat_is_escalated)

    def test_notice_of_an_agent_is_no_answer(self):
        channel = self.play("chatbot nobody_there forward observer_comes")
        history = channel.livechat_agent_history_ids
        self.assertEqual(channel.livechat_failure, "no_agent")
        self.assertFalse(history.response_time_hour)
        self.assertFalse(history.message_count)
        self.set_presence(self.agent, "online")
        channel = self.open_conversation()
        self.do_agent_calls(channel)
        self.assertEqual(channel.livechat_failure, "no_answer")
        self.assertFalse(channel.livechat_agent_history_ids.response_time_hour)
        self.assertFalse(self.report(channel).time_to_answer)
        self.do_visitor(channel)
        self.env.flush_all()
        for table, name, key in (
            ("discuss_channel", "livechat_customer_waiting_since_dt", "id"),
            ("im_livechat_channel_member_history", "create_date", "channel_id"),
        ):
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s SET %(name)s = %(name)s - INTERVAL '1 hour'"
                    " WHERE %(key)s = %(id)s",
                    id=channel.id,
                    key=SQL.identifier(key),
                    name=SQL.identifier(name),
                    table=SQL.identifier(table),
                )
            )
        self.env.invalidate_all()
        self.user_writes(self.agent, channel)
        self.assertEqual(channel.livechat_failure, "no_failure")
        self.env.flush_all()
        self.env.invalidate_all()
        response_time = channel.livechat_agent_history_ids.response_time_hour
        self.assertAlmostEqual(response_time, 1, delta=0.1)
        self.assertAlmostEqual(self.report(channel).time_to_answer, 1, delta=0.1)

    def test_what_is_written_after_the_end_changes_no_figure(self):
        channel = self.play("visitor leaves later")
        history = channel.livechat_agent_history_ids
        self.user_writes(self.agent, channel)
        channel.invalidate_recordset()
        history.invalidate_recordset()
        self.assertEqual((history.message_count, history.response_time_hour), (0, 0))
        self.assertEqual(channel.livechat_failure, "no_answer")
        self.assertFalse(self.report(channel).time_to_answer)

    def test_conversation_of_an_older_odoo_keeps_its_outcome(self):
        channels = self.env["discuss.channel"].create(
            [
                {
                    "name": "Old",
                    "channel_type": "livechat",
                    "livechat_operator_id": self.agent.partner_id.id,
                    "livechat_failure": failure,
                    "livechat_end_dt": "2020-01-01 10:00:00",
                }
                for failure in ("no_answer", "no_agent", "no_failure", False)
            ]
        )
        channels.livechat_channel_member_history_ids.unlink()
        self.env.add_to_compute(channels._fields["livechat_computed_outcome"], channels)
        self.assertEqual(
            channels.mapped("livechat_outcome"), ["no_answer", "no_agent", "no_failure", False]
        )

    def test_escalated_without_agents_is_no_error(self):
        channel = self.open_conversation()
        channel.livechat_channel_member_history_ids.unlink()
        self.env["livechat.handover"].create(
            {"channel_id": channel.id, "kind": "joined", "to_user_id": self.agent.id}
        )
        self.assertTrue(channel.livechat_is_escalated)
        self.assertFalse(channel.livechat_agent_requesting_help_history)
        self.assertFalse(channel.livechat_agent_providing_help_history)

    def test_statements_do_not_grow(self):
        """Closing one conversation or fifty costs the same to compute."""
        recorded = []
        for size in (1, 50):
            channels = self.env["discuss.channel"].create(
                [
                    {
                        "name": "Conversation",
                        "channel_type": "livechat",
                        "livechat_operator_id": self.agent.partner_id.id,
                        "livechat_failure": "no_failure",
                        "livechat_end_dt": "2026-01-01 10:00:00",
                        "channel_member_ids": [
                            Command.create(
                                {
                                    "partner_id": self.agent.partner_id.id,
                                    "livechat_member_type": "agent",
                                }
                            )
                        ],
                    }
                    for _number in range(size)
                ]
            )
            recorded.append(self.record(lambda channels=channels: self.compute_outcome(channels)))
            self.assertEqual(set(channels.mapped("livechat_outcome")), {"missed"})
        self.assert_same_statements(*recorded)

    def compute_outcome(self, channels):
        for name in (
            "livechat_computed_outcome",
            "livechat_is_escalated",
            "livechat_agent_requesting_help_history",
            "livechat_agent_providing_help_history",
        ):
            self.env.add_to_compute(channels._fields[name], channels)
        self.env.flush_all()

    def test_nightly_cleanup_moves_no_end(self):
        ended = self.play("visitor agent visitor leaves later")
        idle, unread = self.open_conversation(), self.open_conversation()
        for channel in (ended, idle, unread):
            self.user_writes(self.agent, channel)
        self.do_visitor(unread)
        member = (ended | idle | unread).channel_member_ids.filtered(
            lambda member: member.partner_id == self.agent.partner_id
        )
        member.write({"last_seen_dt": "2020-01-01 10:00:00", "unpin_dt": False})
        (ended | idle).channel_member_ids.filtered("partner_id").write(
            {"new_message_separator": max(self.env["mail.message"].search([], limit=1).ids) + 1}
        )
        end, outcome = ended.livechat_end_dt, ended.livechat_outcome
        self._reset_bus()

        self.env["discuss.channel.member"]._gc_unpin_livechat_sessions()

        self.assertEqual((ended.livechat_end_dt, ended.livechat_outcome), (end, outcome))
        self.assertTrue(idle.livechat_end_dt)
        self.assertFalse(unread.livechat_end_dt)
        self.assertTrue(ended.channel_member_ids.filtered("partner_id").unpin_dt)
        told = {
            values["id"]: values["livechat_end_dt"]
            for _channel, values in self.told("livechat_end_dt")
            if values.get("close_chat_window") and values["id"] in (ended | idle | unread).ids
        }
        self.assertEqual(
            told, {c.id: str(c.livechat_end_dt) for c in (ended, idle)}, "what the agent is told"
        )

    def report(self, channel):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["im_livechat.report.channel"].search([("channel_id", "=", channel.id)])
