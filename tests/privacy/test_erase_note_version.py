from odoo.tests import tagged

from ..support.privacy import PrivacyCase

CARD = "<p>Card 4111 1111</p>"


@tagged("post_install", "-at_install")
class TestEraseNoteVersion(PrivacyCase):
    """An administrator erases what should never have been noted."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()

    def get_history(self, user=None):
        return self.call(user or self.manager, self.channel, "livechat_get_note_versions")

    def erase(self, version, user=None):
        return self.call(
            user or self.manager, self.channel, "livechat_erase_note_version", version["id"]
        )

    def note(self, note):
        self.call(self.agent, self.channel, "livechat_set_note", note)

    def test_earlier_version(self):
        for note in ("<p>Angry</p>", CARD, "<p>Paid</p>"):
            self.note(note)
        _paid, card, _angry = self.get_history()["versions"]
        answer = self.erase(card)
        self.assertEqual(answer["text"], "Paid")
        self.assertEqual(self.find_in_database("4111 1111"), set())
        paid, card, angry = self.get_history()["versions"]
        self.assertEqual((card["author"], card["erased"]["by"]), ("Ada Agent", "Mara Manager"))
        self.assertTrue(card["date"] and card["erased"]["date"])
        self.assertFalse(angry["erased"] or paid["erased"])
        self.assertEqual(paid["lines"], [["added", "Paid"]])

    def test_present_version(self):
        self.note(CARD)
        [card] = self.get_history()["versions"]
        answer = self.erase(card)
        self.assertEqual((answer["id"], answer["text"]), (card["id"], ""))
        self.assertFalse(self.channel.livechat_note)
        self.assertEqual(self.find_in_database("4111 1111"), set())
        self.assertEqual(len(self.get_history()["versions"]), 1)
        self.note("<p>Paid</p>")
        self.assertEqual(
            self.panel_data(self.agent, self.channel)["livechat_note_state"]["text"], "Paid"
        )

    def test_erased_version_is_neither_restored_nor_erased_again(self):
        self.note(CARD)
        self.note("<p>Paid</p>")
        card = self.get_history()["versions"][1]
        self.erase(card)
        for method in ("livechat_restore_note", "livechat_erase_note_version"):
            with self.assertRefused("odoo.exceptions.UserError"):
                self.call(self.manager, self.channel, method, card["id"])
        self.assertEqual(self.channel.livechat_note, "<p>Paid</p>")

    def test_what_was_typed_on_the_way(self):
        save = ("livechat_save_note", "Card 4111 1111 2", 0, "key")
        state = self.call(self.agent, self.channel, *save)
        self.call(self.agent, self.channel, "livechat_save_note", "Card gone", state["id"], "key")
        self.assertTrue(self.find_in_database("4111 1111"))
        [version] = self.get_history()["versions"]
        self.erase(version)
        self.assertEqual(self.find_in_database("4111 1111", "Card gone"), set())

    def test_who_may(self):
        self.note(CARD)
        [card] = self.get_history()["versions"]
        self.assertTrue(self.get_history()["can_erase"])
        self.assertFalse(self.get_history(self.agent)["can_erase"])
        for user in (self.agent, self.employee, self.customer):
            with self.assertRefused():
                self.erase(card, user)
        self.assertIn("4111", self.channel.livechat_note)

    def test_version_of_another_conversation(self):
        self.note(CARD)
        [card] = self.get_history()["versions"]
        self.channel = self.open_conversation()
        with self.assertRefused("odoo.exceptions.UserError"):
            self.erase(card)
