from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..support.notes import NoteCase


@tagged("post_install", "-at_install")
class TestNoteMerge(NoteCase):
    """What several agents make of one note."""

    def test_changes_of_different_lines_are_merged(self):
        base = self.save(self.channel_as_agent, "One\nTwo\nThree", None)
        self.save(self.channel_as_agent, "Zero\nOne\nTwo\nThree", base)
        result = self.save(self.channel_as_other, "One\nTwo\nThree and more", base)
        self.assertTrue(result["is_saved"])
        self.assertEqual(result["text"], "Zero\nOne\nTwo\nThree and more")
        self.assertEqual(result["author"], "Otto Agent")
        self.assertEqual(self.history()[0][1], result["text"])

    def test_neighbouring_lines_are_different_lines(self):
        base = self.save(self.channel_as_agent, "One\nTwo", None)
        for mine, theirs, merged in [
            ("1\nTwo", "One\n2", "1\n2"),
            ("One\n2", "One\nTwo\nThree", "One\n2\nThree"),
            ("Zero\nOne\nTwo", "1\nTwo", "Zero\n1\nTwo"),
            ("One\nTwo\n", "One\nTwo\nThree", "One\nTwo\nThree\n"),
        ]:
            with self.subTest(mine=mine, theirs=theirs):
                self.channel.livechat_note = False
                base = self.save(
                    self.channel_as_agent,
                    "One\nTwo",
                    {"id": self.channel.livechat_note_version_id.id},
                )
                self.save(self.channel_as_agent, theirs, base)
                result = self.save(self.channel_as_other, mine, base)
                self.assertEqual((result["is_saved"], result["text"]), (True, merged))

    def test_what_is_typed_while_a_merge_is_on_its_way(self):
        base = self.save(self.channel_as_agent, "One", None)
        self.save(self.channel_as_agent, "Zero\nOne", base)
        merged = self.save(self.channel_as_other, "One wo", base)
        self.assertEqual(merged["text"], "Zero\nOne wo")
        result = self.channel_as_other.livechat_save_note("One word", merged["typed_version_id"])
        self.assertEqual((result["is_saved"], result["text"]), (True, "Zero\nOne word"))

    def test_same_lines_are_returned_and_nothing_is_written(self):
        base = self.save(self.channel_as_agent, "One\nTwo", None)
        theirs = self.save(self.channel_as_agent, "One\ntheirs", base)
        for _try in range(2):
            result = self.save(self.channel_as_other, "0\nOne\nmine", base)
            self.assertFalse(result["is_saved"])
            self.assertEqual(result["conflicts"], [{"theirs": "theirs", "mine": "mine"}])
            self.assertEqual((result["id"], result["author"]), (theirs["id"], "Ada Agent"))
        self.assertEqual(len(self.history()), 2)
        for resolution, text in [
            ("both", "0\nOne\ntheirs\nmine"),
            ("theirs", "0\nOne\ntheirs"),
            ("mine", "0\nOne\nmine"),
        ]:
            with self.subTest(resolution=resolution):
                result = self.save(
                    self.channel_as_other,
                    "0\nOne\nmine",
                    base,
                    resolution=resolution,
                    shown_version_id=theirs["id"],
                )
                self.assertEqual((result["is_saved"], result["text"]), (True, text))
                theirs = self.save(self.channel_as_agent, "One\ntheirs", result)

    def test_a_choice_is_void_when_the_note_changed_again(self):
        base = self.save(self.channel_as_agent, "One", None)
        shown = self.save(self.channel_as_agent, "theirs", base)
        newer = self.save(self.channel_as_agent, "theirs again", shown)
        result = self.save(
            self.channel_as_other, "mine", base, resolution="mine", shown_version_id=shown["id"]
        )
        self.assertFalse(result["is_saved"])
        self.assertEqual(result["id"], newer["id"])
        self.assertEqual(self.channel.livechat_note, Markup("<p>theirs again</p>"))

    def test_forgotten_base_overwrites_nothing(self):
        base = self.save(self.channel_as_agent, "One\nTwo", None)
        self.save(self.channel_as_agent, "One\n2", base)
        self.env["livechat.note.version"].browse(base["id"]).sudo().unlink()
        result = self.save(self.channel_as_other, "One\nTwo!", base)
        self.assertEqual(result["conflicts"], [{"theirs": "2", "mine": "Two!"}])

    def test_merged_note_too_long(self):
        base = self.save(self.channel_as_agent, "x", None)
        self.save(self.channel_as_agent, "a" * 6000 + "\nx", base)
        with self.assertRaisesRegex(UserError, "these are 12003"):
            self.save(self.channel_as_other, "x\n" + "b" * 6000, base)
