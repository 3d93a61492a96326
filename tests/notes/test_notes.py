import json

from freezegun import freeze_time
from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...hooks.notes import keep_notes
from ..support.notes import NoteCase


@tagged("post_install", "-at_install")
class TestNotes(NoteCase):
    """The note of a conversation, of which nothing gets lost."""

    # The whole note, as HTML

    def test_note(self):
        result = self.call(
            self.other_agent, self.channel, "livechat_set_note", "One<br>two<script>x</script>"
        )
        self.assertEqual((result["is_saved"], result["text"]), (True, "One\ntwo"))
        self.assertEqual(self.channel.livechat_note, Markup("<p>One<br>two</p>"))

    def test_note_based_on_an_older_one_is_not_saved(self):
        self.channel_as_other.livechat_set_note("first", base="")
        first = self.channel.livechat_note
        self.channel_as_agent.livechat_set_note("second", base=first)
        result = self.channel_as_other.livechat_set_note("third", base=first)
        self.assertEqual((result["is_saved"], result["text"]), (False, "second"))
        self.assertEqual(result["author"], "Ada Agent")
        self.assertEqual(self.channel.livechat_note, Markup("<p>second</p>"))

    def test_note_emptied(self):
        self.channel_as_agent.livechat_set_note("something")
        for nothing in ("", False, None):
            self.channel_as_agent.livechat_set_note(nothing)
            self.assertFalse(self.channel.livechat_note)
        self.assertEqual(self.history(), [("Ada Agent", ""), ("Ada Agent", "something")])

    def test_note_that_is_no_text_is_refused(self):
        self.channel_as_agent.livechat_set_note("something")
        for note in (["x"], {"x": 1}, 7):
            with self.subTest(note=note), self.assertRaises(UserError):
                self.channel_as_agent.livechat_set_note(note)
        self.assertEqual(self.channel.livechat_note, Markup("<p>something</p>"))

    def test_note_too_long(self):
        with self.assertRaisesRegex(UserError, "in 10000 characters at most; these are 10001"):
            self.channel_as_agent.livechat_set_note("x" * 10_001)
        with self.assertRaisesRegex(UserError, "these are 10001"):
            self.channel_as_agent.livechat_save_note("😀" * 10_001, 0)
        self.channel_as_agent.livechat_save_note("😀" * 10_000, 0)

    # Versions

    def test_each_change_is_a_version_whoever_makes_it(self):
        self.as_user(
            self.agent,
            "/im_livechat/session/update_note",
            {"channel_id": self.channel.id, "note": "by Odoo's route"},
        )
        self.channel.with_user(self.other_agent).sudo().livechat_note = "by the ORM"
        self.call(
            self.other_agent,
            self.channel,
            "livechat_save_note",
            "by the panel",
            self.channel.livechat_note_version_id.id,
        )
        self.channel.with_user(self.env.ref("base.public_user")).sudo().livechat_note = "by a rule"
        self.assertEqual(
            self.history(),
            [
                (False, "by a rule"),
                ("Otto Agent", "by the panel"),
                ("Otto Agent", "by the ORM"),
                ("Ada Agent", "by Odoo's route"),
            ],
        )

    def test_notes_of_many_at_once(self):
        channels = self.channel.copy({"livechat_note": "born with it"}) | self.channel
        self.assertEqual(self.history(channels[0].with_user(self.agent))[0][1], "born with it")
        channels.write({"livechat_note": "imported"})
        self.assertEqual([len(self.history(c.with_user(self.agent))) for c in channels], [2, 1])

    def test_no_version_where_nothing_changes(self):
        saved = self.channel_as_agent.livechat_save_note("the same", 0)
        before = self.channel.livechat_note_version_id
        same = Markup("<p>the same</p>")
        statements = self.record(lambda: self.channel.write({"livechat_note": same}))
        self.assertEqual(
            [statement.name for statement in statements if "SELECT" not in statement.name],
            ["UPDATE discuss_channel"],  # as in plain Odoo: when it was written, and by whom
        )
        self.save(self.channel_as_agent, "the same", saved)
        self.save(self.channel_as_other, "the same", None)
        self.assertEqual(self.channel.livechat_note_version_id, before)
        self.assertEqual(len(self.history()), 1)

    def test_what_is_typed_in_one_go_shows_as_one_version(self):
        saved = None
        for text in ("He", "Hello", "Hello you"):
            saved = self.save(self.channel_as_agent, text, saved, editing_key="go 1")
        self.assertEqual(self.history(), [("Ada Agent", "Hello you")])
        saved = self.save(self.channel_as_agent, "Hello you two", saved, editing_key="go 2")
        saved = self.save(self.channel_as_other, "Hello\nOtto", saved, editing_key="go 2")
        with freeze_time("2100-01-01"):
            saved = self.save(self.channel_as_other, "Hello\nOtto later", saved, editing_key="go 2")
        self.assertEqual(
            [text for _author, text in self.history()],
            ["Hello\nOtto later", "Hello\nOtto", "Hello you two", "Hello you"],
        )

    def test_versions_without_a_key_are_all_kept(self):
        saved = None
        for text in ("1", "2", "3"):
            saved = self.save(self.channel_as_agent, text, saved)
        self.assertEqual(len(self.history()), 3)

    def test_intermediate_versions_are_forgotten_the_others_not(self):
        saved = None
        for text in ("He", "Hello", "Hello you"):
            saved = self.save(self.channel_as_agent, text, saved, editing_key="go 1")
        versions = self.env["livechat.note.version"]
        versions._gc_intermediate_versions()
        self.assertEqual(versions.search_count([("channel_id", "=", self.channel.id)]), 3)
        with freeze_time("2100-01-01"):
            versions._gc_intermediate_versions()
        self.assertEqual(versions.search_count([("channel_id", "=", self.channel.id)]), 1)
        self.assertEqual(self.history(), [("Ada Agent", "Hello you")])

    def test_history_says_what_changed_page_by_page(self):
        saved = None
        for text in ("One\nTwo", "One\nTwo\nThree", "One\n2\nThree"):
            saved = self.save(self.channel_as_agent, text, saved)
        page = self.call(self.agent, self.channel, "livechat_get_note_versions", 2)
        self.assertTrue(page["has_more"])
        self.assertEqual(
            page["versions"][0]["lines"],
            [["same", "One"], ["removed", "Two"], ["added", "2"], ["same", "Three"]],
        )
        self.assertEqual(
            page["versions"][1]["lines"], [["same", "One"], ["same", "Two"], ["added", "Three"]]
        )
        rest = self.channel_as_agent.livechat_get_note_versions(2, page["versions"][1]["id"])
        self.assertFalse(rest["has_more"])
        self.assertEqual(rest["versions"][0]["lines"], [("added", "One"), ("added", "Two")])

    def test_a_version_is_restored_and_the_present_one_kept(self):
        first = self.save(self.channel_as_agent, "One\n\nTwo", None)
        self.save(self.channel_as_agent, "Three", first)
        state = self.call(self.other_agent, self.channel, "livechat_restore_note", first["id"])
        self.assertEqual((state["text"], state["author"]), ("One\n\nTwo", "Otto Agent"))
        self.assertTrue(state["is_saved"])
        self.assertEqual(
            self.history(),
            [("Otto Agent", "One\n\nTwo"), ("Ada Agent", "Three"), ("Ada Agent", "One\n\nTwo")],
        )

    def test_version_of_another_conversation_is_not_restored(self):
        other = self.open_conversation().with_user(self.agent)
        version_id = other.livechat_save_note("of another one", 0)["id"]
        for id_ in (version_id, 2**31 - 1):
            with self.assertRaisesRegex(UserError, "is gone"):
                self.channel_as_agent.livechat_restore_note(id_)
        saved = self.channel_as_agent.livechat_save_note("first", 0)
        result = self.save(self.channel_as_agent, "mine", {"id": version_id})
        self.assertFalse(result["is_saved"])
        self.assertNotIn("another", json.dumps(result))
        self.assertEqual(result["id"], saved["id"])

    # Existing databases

    def test_existing_notes_get_a_first_version(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE discuss_channel SET livechat_note = '<p>old</p>' WHERE id = %s",
            [self.channel.id],
        )
        self.env.invalidate_all()
        other = self.open_conversation()
        keep_notes(self.env)
        keep_notes(self.env)
        self.assertFalse(other.livechat_note_version_id)
        self.assertEqual(self.history(), [(False, "old")])
        data = self.panel_data(self.agent, self.channel)["livechat_note_state"]
        self.assertEqual((data["text"], data["author"], data["date"]), ("old", False, False))
        result = self.save(self.channel_as_agent, "old\nnew", data)
        self.assertEqual((result["is_saved"], result["text"]), (True, "old\nnew"))

    def test_note_that_was_written_past_the_orm_is_kept_when_it_changes(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE discuss_channel SET livechat_note = '<p>old</p>' WHERE id = %s",
            [self.channel.id],
        )
        self.env.invalidate_all()
        self.channel_as_agent.livechat_set_note("new")
        self.assertEqual(self.history(), [("Ada Agent", "new"), (False, "old")])
