from odoo.tests import tagged

from ..support.known_timings import EXPECTED, KnownTimingsCase

ZONES = ("UTC", "America/New_York")
MINUTES = 60  # of an hour, in which reports tell times
# How many minutes the machine may take for what happens at once.
BUSY = 0.9


@tagged("post_install", "-at_install")
class TestKnownTimings(KnownTimingsCase):
    """Eight conversations whose figures are known are told alike wherever somebody looks."""

    def rows(self, model, tz, group_by, *aggregates):
        """Return a report by conversation, as the web client asks for it."""
        result = self.as_user(
            self.manager,
            f"/web/dataset/call_kw/{model}/formatted_read_group",
            {
                "model": model,
                "method": "formatted_read_group",
                "args": [[("channel_id", "in", self.ids)]],
                "kwargs": {
                    "groupby": ["channel_id", *group_by],
                    "aggregates": ["__count", *aggregates],
                    "context": {"tz": tz},
                },
            },
        )
        names = {channel.id: name for name, channel in self.channels.items()}
        return [(names[row["channel_id"][0]], row) for row in result]

    def assert_minutes(self, hours, minutes):
        if minutes is False:
            self.assertFalse(hours)
        else:
            self.assertAlmostEqual(hours * MINUTES, minutes, delta=BUSY)

    def each_zone(self):
        for tz in ZONES:
            with self.subTest(tz=tz):
                yield tz

    def test_panel_and_sessions(self):
        for name, expected in EXPECTED.items():
            with self.subTest(name):
                channel = self.channels[name]
                data = self.as_user(
                    self.agent, "/mail/data", {"fetch_params": [["discuss.channel", channel.ids]]}
                )
                [panel] = [row for row in data["discuss.channel"] if row["id"] == channel.id]
                self.assertEqual(panel.get("livechat_outcome", False), expected.outcome)
                [row] = channel.with_user(self.manager).read(
                    ["livechat_outcome", "message_count", "rating_last_value"]
                )
                self.assertEqual(row["livechat_outcome"], expected.outcome)
                self.assertEqual(row["message_count"], expected.messages)
                self.assertEqual(row["rating_last_value"], expected.rating or 0)

    def test_report_of_sessions(self):
        for tz in self.each_zone():
            figures = ("time_to_answer:avg", "duration:avg", "nbr_message:avg", "rating:avg")
            rows = self.rows("im_livechat.report.channel", tz, ["session_outcome"], *figures)
            self.assertEqual(len(rows), len(EXPECTED))
            for name, row in rows:
                with self.subTest(name):
                    expected = EXPECTED[name]
                    self.assertEqual(row["session_outcome"], expected.outcome)
                    self.assert_minutes(row["time_to_answer:avg"], expected.first)
                    if expected.minutes is not None:
                        self.assertAlmostEqual(row["duration:avg"], expected.minutes, delta=BUSY)
                    self.assertEqual(row["nbr_message:avg"], expected.messages)
                    self.assertEqual(row["rating:avg"] or False, expected.rating)

    def test_waiting_times(self):
        for tz in self.each_zone():
            rows = self.rows(
                "livechat.waiting.report", tz, ["kind", "user_id"], "duration_hour:avg",
                "median_hour:median", "total_hour:sum",
            )  # fmt: skip
            for name, expected in EXPECTED.items():
                with self.subTest(name):
                    told = {row["kind"]: row for of, row in rows if of == name}
                    self.assertEqual(set(told), {kind for kind, _minutes, _who in expected.waits})
                    for kind, minutes, who in expected.waits:
                        row = told[kind]
                        self.assertEqual(row["__count"], 1)
                        user = who and getattr(self, who)
                        self.assertEqual(row["user_id"] and row["user_id"][0], user and user.id)
                        for figure in ("duration_hour:avg", "median_hour:median", "total_hour:sum"):
                            self.assert_minutes(row[figure], minutes)

    def test_export_of_waiting_times(self):
        waits = self.env["livechat.waiting.report"].with_user(self.env.ref("base.user_admin"))
        waits = waits.search([("channel_id", "in", self.ids)])
        names = {channel.id: name for name, channel in self.channels.items()}
        exported = waits.export_data(["channel_id/.id", "kind", "duration_hour"])["datas"]
        told = sorted((names[int(id_)], kind, hours) for id_, kind, hours in exported)
        kinds = dict(waits._fields["kind"]._description_selection(waits.env))
        expected = sorted(
            (name, kinds[kind], minutes)
            for name, conversation in EXPECTED.items()
            for kind, minutes, _who in conversation.waits
        )
        self.assertEqual([row[:2] for row in told], [row[:2] for row in expected])
        for (*_of, hours), (*_of, minutes) in zip(told, expected, strict=True):
            self.assert_minutes(hours, minutes)

    def test_report_of_agents(self):
        figures = {
            "response": "response_time_hour:avg",
            "answers": "livechat_answer_count:sum",
            "messages": "message_count:avg",
            "minutes": "session_duration_hour:avg",
            "helped": "livechat_helped_count:sum",
            "asked": "livechat_asked_for_help_count:sum",
            "handed_over": "livechat_handed_over_count:sum",
            "reassigned": "livechat_reassigned_count:sum",
        }
        logins = {user.partner_id.id: user.login for user in self.agent | self.other_agent}
        for tz in self.each_zone():
            rows = self.rows(
                "im_livechat.channel.member.history",
                tz,
                ["partner_id"],
                *figures.values(),
                "livechat_first_answer_hour:avg",
                "livechat_missed_count:sum",
            )
            told = {
                (name, logins[row["partner_id"][0]]): row
                for name, row in rows
                if row["partner_id"] and row["partner_id"][0] in logins
            }
            for name, expected in EXPECTED.items():
                self.assertEqual({who for of, who in told if of == name}, set(expected.agents))
                for who, agent in expected.agents.items():
                    row = told[name, who]
                    with self.subTest(name, who=who):
                        for figure, value in agent._asdict().items():
                            if figure in ("response", "minutes"):
                                self.assert_minutes(row[figures[figure]], value)
                            else:
                                self.assertEqual(row[figures[figure]] or 0, value, figure)
                        self.assertEqual(
                            row["livechat_missed_count:sum"], int(expected.outcome == "missed")
                        )
                        is_first = ("first_answer", expected.first, who) in expected.waits
                        first = is_first and expected.first
                        self.assert_minutes(row["livechat_first_answer_hour:avg"], first)

    def test_each_agent_alone_is_read_alike(self):
        """In a list and its export as in a pivot."""
        histories = self.env["im_livechat.channel.member.history"].search(
            [("channel_id", "in", self.ids), ("livechat_member_type", "=", "agent")]
        )
        groups = dict(
            histories._read_group(
                [("id", "in", histories.ids)], ["id"], ["session_duration_hour:avg"]
            )
        )
        for history in histories:
            self.assertAlmostEqual(history.session_duration_hour, groups[history])
            [name] = [
                name for name, channel in self.channels.items() if channel == history.channel_id
            ]
            who = "agent" if history.partner_id == self.agent.partner_id else "other_agent"
            self.assertEqual(history.livechat_answer_count, EXPECTED[name].agents[who].answers)
            [[exported]] = history.export_data(["livechat_answer_count"])["datas"]
            self.assertEqual(exported, history.livechat_answer_count)

    def test_what_is_not_rated_is_not_rated_nothing(self):
        channels = self.env["discuss.channel"]
        [[average]] = channels._read_group([("id", "in", self.ids)], [], ["rating_last_value:avg"])
        self.assertEqual(average, 5)
