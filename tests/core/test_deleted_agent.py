import runpy
from pathlib import Path

from odoo.tests import tagged

from ..support.customer import CustomerCase

ROOT = Path(__file__).parents[2]
SAVE, VERSIONS = "livechat_save_note", "livechat_get_note_versions"


@tagged("post_install", "-at_install")
class TestDeletedAgent(CustomerCase):
    """Who did something in a conversation is named with it, whatever becomes of their user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.presence"]._update_presence(cls.other_agent)

    def arrange(self):
        super().arrange()
        self.channel = channel = self.make_guest_conversations(1)
        self.call(self.agent, channel, SAVE, "First", 0)
        self.call(self.agent, channel, SAVE, "Second", channel.livechat_note_version_id.id)
        [_second, first] = self.env["livechat.note.version"].search(
            [("channel_id", "=", channel.id)]
        )
        self.call(self.agent, channel, "livechat_restore_note", first.id)
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        self.call(self.agent, channel, "livechat_unlink_contact")
        self.call(self.agent, channel, "livechat_send_transcript", ["mia@example.com"])
        mail = channel.livechat_transcript_ids.mail_mail_ids
        mail.write({"state": "exception", "failure_reason": "No such mailbox"})
        channel.livechat_transcript_ids._follow_mails()
        self.as_user(
            self.agent,
            "/web/dataset/call_kw/livechat.transcript/livechat_retry",
            {
                "model": "livechat.transcript",
                "method": "livechat_retry",
                "args": [channel.livechat_transcript_ids.ids],
                "kwargs": {},
            },
        )
        self.call(self.agent, channel, "livechat_reassign", self.other_agent.id, None, None, False)
        self.call(self.agent, channel, "livechat_ask_help", "Who knows?")
        self.call(self.manager, channel, "livechat_join")
        self.call(self.agent, channel, "livechat_close")
        self.call(self.agent, channel, "livechat_correct_outcome", "no_failure", "Settled")

    def said(self):
        """Return by whom what was done, as the panel and the lists say it."""
        self.env.invalidate_all()
        panel = self.panel_data(self.manager, self.channel)
        handovers = self.channel.livechat_handover_ids
        [sending] = panel["livechat_transcripts"]["items"]
        history = self.call(self.manager, self.channel, VERSIONS)["versions"]
        calls = self.env["livechat.status.period"].with_user(self.manager)
        calls = calls.search([("channel_id", "=", self.channel.id), ("status", "=", "need_help")])
        return {
            "versions": [version["author"] for version in history],
            "note": panel["livechat_note_state"]["author"],
            "linked": {event["user_name"] for event in panel["livechat_contact_events"]},
            "sent": (sending["user_name"], sending["retry_user_name"]),
            "handed over": [(each.from_user_name, each.to_user_name) for each in handovers],
            "last handover": (
                panel["livechat_last_handover"]["from_name"],
                panel["livechat_last_handover"]["to_name"],
            ),
            "corrected": panel["livechat_outcome_correction"]["user_name"],
            "asked, helped": [(each.user_name, each.helper_name) for each in calls],
        }

    def test_it_is_as_it_was(self):
        agent, helper = self.agent.name, self.manager.name
        expected = {
            "versions": [agent] * 3,
            "note": agent,
            "linked": {agent},
            "sent": (agent, agent),
            "handed over": [(agent, helper), (agent, self.other_agent.name)],
            "last handover": (agent, helper),
            "corrected": agent,
            "asked, helped": [(agent, helper)],
        }
        self.assertEqual(self.said(), expected)
        for what_happens in ("archived", "renamed", "deleted"):
            with self.subTest(what_happens):
                users = self.agent | self.other_agent
                if what_happens == "archived":
                    users.active = False
                elif what_happens == "renamed":
                    users.partner_id.name = "Somebody Else"
                else:
                    users.unlink()
                self.assertEqual(self.said(), expected)

    def test_an_older_database_is_updated(self):
        """Who retried was not kept there, and of the note's author the contact was."""
        expected = self.said()
        self.env.flush_all()
        self.env.cr.execute(
            """
            ALTER TABLE discuss_channel ADD COLUMN livechat_note_author_id int;
            UPDATE discuss_channel
               SET livechat_note_author_id = %s, livechat_note_author_name = NULL,
                   livechat_outcome_corrected_by_name = NULL
             WHERE id = %s;
            UPDATE livechat_note_version SET user_name = NULL;
            UPDATE livechat_handover SET from_user_name = NULL, to_user_name = NULL;
            UPDATE livechat_contact_link SET user_name = NULL;
            UPDATE livechat_transcript SET user_name = NULL;
            UPDATE livechat_status_period SET user_name = NULL, helper_name = NULL;
            """,
            [self.agent.partner_id.id, self.channel.id],
        )
        script = runpy.run_path(str(ROOT / "migrations/19.0.1.1.0/post-user_names.py"))
        script["migrate"](self.env.cr, "19.0.1.0.0")
        self.assertEqual(self.said(), expected)

    def test_a_deleted_contact(self):
        """It is not one that an agent may not see."""
        events = self.customer_data(self.channel, self.manager)["livechat_contact_events"]
        self.assertEqual({event["contact_name"] for event in events}, {self.mia.name})
        self.hide_contact(self.mia)
        events = self.customer_data(self.channel, self.manager)["livechat_contact_events"]
        told = {(event["contact_name"], event["is_contact_deleted"]) for event in events}
        self.assertEqual(told, {(False, False)})
        self.mia.unlink()
        events = self.customer_data(self.channel, self.manager)["livechat_contact_events"]
        told = {(event["contact_name"], event["is_contact_deleted"]) for event in events}
        self.assertEqual(told, {(False, True)})

    def test_lists(self):
        periods = self.env["livechat.status.period"].with_user(self.manager)
        name = self.agent.name
        domain = [("channel_id", "=", self.channel.id), ("user_name", "=", name)]
        found = periods.search(domain)
        self.assertTrue(found)
        self.agent.unlink()
        self.assertEqual(periods.search(domain), found)
        groups = periods.formatted_read_group(domain, ["user_name"], ["__count"])
        self.assertEqual(
            [(group["user_name"], group["__count"]) for group in groups], [(name, len(found))]
        )
