from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.im_livechat.models.discuss_channel import DiscussChannel as DiscussChannelOfOdoo

from ...controllers.session import SESSIONS_LIMIT
from ..support.customer import CustomerCase

FIELDS = "_get_livechat_session_fields_to_store"
LOGGER = "odoo.addons.livechat_info_panel.models.core.session"
BEGIN_ANEW = "DO $$ BEGIN RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = '40001'; END $$"
# What the panel shows of each conversation, for agents.
SHOWN = {
    "livechat_chatbot_answers",
    "livechat_contact_events",
    "livechat_contact_id",
    "livechat_last_handover",
    "livechat_match_ids",
    "livechat_note_state",
    "livechat_recent_ids",
    "livechat_transcripts",
    "livechat_visitor_tz",
}


@tagged("post_install", "-at_install")
class TestSession(CustomerCase):
    """A part of the panel that fails is left out, and the others stay."""

    def setUp(self):
        super().setUp()
        self.channel = self.open_guest_conversation()
        self.model = type(self.channel)

    def refuse(self, *_args, **_kwargs):
        raise AccessError("Not for you.")

    def fail_in_sql(self, *_args, **_kwargs):
        self.env.cr.execute("SELECT 1/0")

    def find_missing(self):
        """Return what the panel does not get to show."""
        return SHOWN - self.panel_data(self.agent, self.channel).keys()

    def find_missing_where(self, target, name, failing):
        with (
            patch.object(target, name, failing, create=True),
            self.assertLogs(LOGGER, "ERROR") as logged,
            mute_logger("odoo.sql_db"),
        ):
            missing = self.find_missing()
        self.assertIn("goes without", logged.output[0])
        return missing

    def test_nothing_is_missing(self):
        with self.assertNoLogs(LOGGER):
            self.assertFalse(self.find_missing())

    def test_several_at_once(self):
        """Of those conversations that the user has as an agent, and of as many as are allowed."""
        other, own = self.open_guest_conversation(), self.open_conversation(self.other_agent)
        ids = [self.channel.id, "x", other.id, own.id, None, [own.id]]
        both = {self.channel.id, other.id}
        for user, expected in [
            (self.agent, both | {own.id}),
            (self.other_agent, both),  # the customer of their own one
            (self.employee, set()),
        ]:
            with self.subTest(user.name):
                self.assertEqual(self.ask_for(user, ids), expected)
        self.assertEqual(self.ask_for(self.agent, [0] * SESSIONS_LIMIT + ids), set())

    def ask_for(self, user, ids):
        """Return the conversations of which a user gets anything, asking for several."""
        asked = [["/im_livechat/session/data", {"channel_ids": ids}]]
        data = self.as_user(user, "/mail/data", {"fetch_params": asked})
        return {values["id"] for values in data.get("discuss.channel", [])}

    def test_parts_that_may_not_be_read(self):
        for name, method in [
            ("livechat_chatbot_answers", "_get_chatbot_answers"),
            ("livechat_match_ids", "_get_contact_matches"),
            ("livechat_last_handover", "_get_last_handover_values"),
            ("livechat_note_state", "_get_note_state"),
            ("livechat_recent_ids", "_get_recent_conversations"),
            ("livechat_transcripts", "_get_transcript_values"),
            ("livechat_visitor_tz", "_get_visitor_tz"),
        ]:
            with self.subTest(name):
                missing = self.find_missing_where(self.model, method, self.refuse)
                self.assertEqual(missing, {name})

    def test_database_refuses_a_part(self):
        for name, method in [
            ("livechat_recent_ids", "_get_recent_conversations"),
            ("livechat_transcripts", "_get_transcript_values"),
        ]:
            with self.subTest(name):
                missing = self.find_missing_where(self.model, method, self.fail_in_sql)
                self.assertEqual(missing, {name})

    def test_addons_that_fail_at_once(self):
        """Another addon, which comes after ours or before it, fails before it names a field."""
        for failing in (self.refuse, self.fail_in_sql):
            for target in (self.model, DiscussChannelOfOdoo):
                with self.subTest(failing=failing.__name__, target=target):
                    self.assertFalse(self.find_missing_where(target, FIELDS, failing))

    def test_odoo_begins_anew(self):
        """What is no failure is no reason to leave something out."""
        answers, times = self.model._get_chatbot_answers, []

        def answer_the_second_time(channels):
            times.append(channels)
            if len(times) == 1:
                channels.env.cr.execute(BEGIN_ANEW)
            return answers(channels)

        with (
            patch.object(self.model, "_get_chatbot_answers", answer_the_second_time),
            self.assertNoLogs(LOGGER),
            mute_logger("odoo.service.model", "odoo.sql_db"),
        ):
            self.assertFalse(self.find_missing())
        self.assertEqual(len(times), 2)
