from markupsafe import Markup

from odoo.tests import tagged

from ...models.notes.format import revise_html
from ..support.notes import NoteCase


@tagged("post_install", "-at_install")
class TestNoteText(NoteCase):
    """What an agent types comes back, and what others wrote in HTML can be read and changed."""

    def test_text_comes_back_as_it_was_typed(self):
        saved = None
        for text in (
            "One\n\n\nTwo\n  indented\ttab\n",
            "Uses <b>bold</b> & 1 < 2 &amp; \"quoted\" 'it'\n> quoted\n-- \nNora",
            "\nhttps://example.com/?a=1&b=%7B2%7D. and <script>alert(1)</script>",
            "مرحبا\u200f بك \u202eabc 😀 𐍈 e\u0301 a\xa0b\u2028c",
        ):
            with self.subTest(text=text):
                saved = self.save(self.channel_as_agent, text, saved)
                self.assertEqual(saved["text"], text)
                self.env.invalidate_all()
                data = self.panel_data(self.agent, self.channel)["livechat_note_state"]
                self.assertEqual(data["text"], text)
                self.assertNotIn("<script", self.channel.livechat_note)

    def test_links_can_be_clicked_in_lists(self):
        self.channel_as_agent.livechat_save_note("See https://example.com/?a=1&b=2.", 0)
        self.assertIn('href="https://example.com/?a=1&amp;b=2"', self.channel.livechat_note)
        for text in ("javascript:alert(1)", "https://x\" onmouseover='alert(1)"):
            self.channel.livechat_note = False
            self.channel_as_agent.livechat_save_note(text, self.channel.livechat_note_version_id.id)
            self.assertNotRegex(self.channel.livechat_note, r"<[^>]*(javascript|onmouseover)")

    def test_what_is_no_text_is_left_out(self):
        saved = self.call(
            self.agent,
            self.channel,
            "livechat_save_note",
            "a\x00b\x1b[0m\r\nc\x0bd\ud83d!\ufffe",
            0,
        )
        self.assertEqual(saved["text"], "ab[0m\nc\nd!")
        self.call(self.agent, self.channel, "livechat_set_note", "a\x00b\ud83d")
        self.assertEqual(self.channel.livechat_note, Markup("<p>ab</p>"))

    def test_white_space_alone_is_no_note(self):
        saved = self.channel_as_agent.livechat_save_note(" \n\t\n", 0)
        self.assertEqual(saved["text"], "")
        self.assertFalse(self.channel.livechat_note_version_id)

    def test_notes_of_plain_odoo_are_readable(self):
        for note, text in [
            ("<p>One</p><p>Two<br>Three</p>", "One\nTwo\nThree"),
            ("<p>One</p><p><br></p><p>Two</p>", "One\n\nTwo"),
            ("<ul><li>One</li><li><p>Two</p></li></ul>Three", "- One\n- Two\nThree"),
            (
                '<p>See <a href="https://example.com">this</a>!</p>',
                "See this (https://example.com)!",
            ),
            ("<pre>One\n  two\n\nthree</pre>four", "One\n  two\n\nthree\nfour"),
            ("<div>\n <p>One\n two</p>\n</div>", "One two"),
            ("<p>😀 <span title=':)'>😀</span></p>", "😀 😀"),
        ]:
            with self.subTest(note=note):
                self.channel.livechat_note = note
                data = self.panel_data(self.agent, self.channel)["livechat_note_state"]
                self.assertEqual(data["text"], text)

    def test_what_is_formatted_stays_where_it_is_not_changed(self):
        note = (
            '<p>One <b>bold</b></p><ul><li>a</li><li>b</li></ul><p>See <img src="/web/image/5"></p>'
        )
        for before, after, result in [
            ("", "", note),
            ("image/5", "image/5\nmore", f"{note}<p>more</p>"),
            ("One", "First\n\nOne", f"<p>First<br></p>{note}"),
            ("bold", "thin", note.replace("<b>bold</b>", "thin")),
            ("- b", "- c", note.replace("<ul><li>a</li><li>b</li></ul>", "<p>- a<br>- c</p>")),
        ]:
            with self.subTest(after=after):
                self.channel.livechat_note = note
                saved = self.panel_data(self.agent, self.channel)["livechat_note_state"]
                self.assertEqual(saved["text"], "One bold\n- a\n- b\nSee /web/image/5")
                text = saved["text"].replace(before, after, 1)
                saved = self.save(self.channel_as_agent, text, saved)
                self.assertEqual(saved["text"], text)
                self.assertEqual(self.channel.livechat_note, Markup(result))

    def test_blocks_of_formatted_notes(self):
        for note, text, result in [
            ("<p>a</p><p><br></p><p>b</p>", "a\n\nb\nc", "<p>a</p><p><br></p><p>b</p><p>c</p>"),
            ("between <p>a</p>", "between \na\nb", "<p>between <br>a<br>b</p>"),
            ("<p>a<br>b</p>", "a\nb\nc", "<p>a<br>b<br>c</p>"),
            ("<p>a</p><h2>b</h2>", "", ""),
            (False, "a", "<p>a</p>"),
        ]:
            with self.subTest(note=note):
                self.assertEqual(revise_html(note, text), Markup(result))
