import json

from freezegun import freeze_time
from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from ..hooks.notes import keep_notes
from .common import PanelCase


@tagged("post_install", "-at_install")
class TestNotes(PanelCase):
    """The note of a conversation, of which nothing gets lost."""

    def setUp(self):
        super().setUp()
        self.channel = self.open_conversation()
        self.channel_as_agent = self.channel.with_user(self.agent)
        self.channel_as_other = self.channel.with_user(self.other_agent)

    def save(self, channel, text, base, **kwargs):
        return channel.livechat_save_note(text, base["id"] if base else 0, **kwargs)

    def history(self, channel=None):
        """Return authors and texts of the versions, the newest first."""
        versions = (channel or self.channel_as_agent).livechat_get_note_versions()["versions"]
        return [
            (
                version["author"],
                "\n".join(line for kind, line in version["lines"] if kind != "removed"),
            )
            for version in versions
        ]

    # The whole note, as HTML

    def test_note(self):
        result = self.call(
            self.other_agent, self.channel, "livechat_set_note", "One<br>two<script>x</script>"
        )
        self.assertEqual(result, {"is_saved": True, "note": "<p>One<br>two</p>"})
        self.assertEqual(self.channel.livechat_note, Markup("<p>One<br>two</p>"))

    def test_note_based_on_an_older_one_is_not_saved(self):
        first = self.channel_as_other.livechat_set_note("first", base="")["note"]
        second = self.channel_as_agent.livechat_set_note("second", base=first)["note"]
        result = self.channel_as_other.livechat_set_note("third", base=first)
        self.assertEqual(result, {"is_saved": False, "note": second})
        self.assertEqual(self.channel.livechat_note, second)

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
        with self.assertRaisesRegex(UserError, "too long: 10001 characters, of 10000 at most"):
            self.channel_as_agent.livechat_set_note("x" * 10_001)
        with self.assertRaisesRegex(UserError, "too long"):
            self.channel_as_agent.livechat_save_note("😀" * 10_001, 0)
        self.channel_as_agent.livechat_save_note("😀" * 10_000, 0)

    # What is typed comes back

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
        self.assertEqual(saved["text"], "ab[0m\nc\nd\ufffd!")
        self.call(self.agent, self.channel, "livechat_set_note", "a\x00b\ud83d")
        self.assertEqual(self.channel.livechat_note, Markup("<p>ab\ufffd</p>"))

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

    def test_no_version_and_no_query_where_nothing_changes(self):
        saved = self.channel_as_agent.livechat_save_note("the same", 0)
        before = self.channel.livechat_note_version_id
        self.env.flush_all()
        with self.assertQueryCount(1):  # as in plain Odoo, which writes when it was written
            self.channel.livechat_note = Markup("<p>the same</p>")
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
        self.assertEqual(
            self.history(),
            [("Otto Agent", "One\n\nTwo"), ("Ada Agent", "Three"), ("Ada Agent", "One\n\nTwo")],
        )

    def test_version_of_another_conversation_is_not_restored(self):
        other = self.open_conversation().with_user(self.agent)
        version_id = other.livechat_save_note("of another one", 0)["id"]
        for id_ in (version_id, 0, 2**31 - 1):
            with self.assertRaisesRegex(UserError, "is gone"):
                self.channel_as_agent.livechat_restore_note(id_)
        saved = self.channel_as_agent.livechat_save_note("first", 0)
        result = self.save(self.channel_as_agent, "mine", {"id": version_id})
        self.assertFalse(result["is_saved"])
        self.assertNotIn("another", json.dumps(result))
        self.assertEqual(result["id"], saved["id"])

    # Merging

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
        with self.assertRaisesRegex(UserError, "too long: 12003 characters"):
            self.save(self.channel_as_other, "x\n" + "b" * 6000, base)

    # Bad input

    def test_bad_input_is_refused(self):
        self.channel_as_agent.livechat_save_note("something", 0)
        calls = [
            ("livechat_save_note", args)
            for args in (
                (7, 0),
                (["x"], 0),
                ({"x": 1}, 0),
                ("x", "1"),
                ("x", None),
                ("x", -1),
                ("x", 2**40),
                ("x", [1]),
                ("x", True),
                ("x", 0, None, "delete"),
                ("x", 0, None, ["mine"]),
            )
        ]
        calls += [("livechat_restore_note", (id_,)) for id_ in (None, "1", [1], -1, 2**40, True)]
        calls += [
            ("livechat_get_note_versions", args)
            for args in ((0,), (-1,), ("5",), (None,), (5, "x"), (5, [1]), (2**40,))
        ]
        for method, args in calls:
            with (
                self.subTest(method=method, args=args),
                self.assertRaises(UserError),
            ):
                getattr(self.channel_as_other, method)(*args)
        self.assertEqual(self.history(), [("Ada Agent", "something")])

    def test_strange_editing_keys_do_no_harm(self):
        saved = None
        for number, key in enumerate((7, ["x"], {"a": 1}, "x" * 10_000, "\x00\ud83d", False)):
            with self.subTest(key=key):
                saved = self.save(self.channel_as_agent, f"note {number}", saved, editing_key=key)
                self.env.flush_all()
                self.channel_as_agent.livechat_notify_note_editing(key)

    # Rights

    def test_for_live_chat_users_who_are_not_the_customer(self):
        saved = self.channel_as_agent.livechat_save_note("secret", 0)
        self.channel._add_members(users=self.employee, post_joined_message=False)
        own = self.open_conversation(self.other_agent)
        own_version = own.with_user(self.agent).livechat_save_note("about Otto", 0)
        versions = self.env["livechat.note.version"]
        for user, channel, version_id in [
            (self.employee, self.channel, saved["id"]),
            (self.customer, self.channel, saved["id"]),
            (self.env.ref("base.public_user"), self.channel, saved["id"]),
            (self.other_agent, own, own_version["id"]),
        ]:
            for method, *args in [
                ("livechat_set_note", "mine"),
                ("livechat_save_note", "mine", version_id),
                ("livechat_restore_note", version_id),
                ("livechat_get_note_versions",),
                ("livechat_notify_note_editing", "key"),
            ]:
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    getattr(channel.with_user(user), method)(*args)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                versions.browse(version_id).with_user(user).read(["note"])
        found = versions.with_user(self.other_agent).search(
            [("channel_id", "in", (own | self.channel).ids)]
        )
        self.assertEqual(found.channel_id.ids, self.channel.ids)
        self.assertNotIn("livechat_note_state", self.panel_data(self.other_agent, own))
        self.assertNotIn("livechat_note_state", self.panel_data(self.employee, self.channel))

    def test_nobody_changes_versions_by_rpc(self):
        version_id = self.channel_as_agent.livechat_save_note("kept", 0)["id"]
        for user in (self.agent, self.manager, self.env.ref("base.user_admin")):
            version = self.env["livechat.note.version"].browse(version_id).with_user(user)
            with self.assertRaises(AccessError):
                version.note = "forged"
            with self.assertRaises(AccessError):
                version.unlink()
            with self.assertRaises(AccessError):
                version.create({"channel_id": self.channel.id, "note": "forged"})
            for name in ("livechat_note_version_id", "livechat_note_author_id", "livechat_note_dt"):
                with self.assertRaises(AccessError):
                    self.channel.with_user(user).write({name: False})
        with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
            self.call(self.agent, self.channel, "_keep_typed_note", "forged")

    # What reaches the panels

    def sent(self, name, since):
        """Return subchannel and payload of each notification of a name."""
        notifications = self.env["bus.bus"].search([("id", ">", since), ("message", "like", name)])
        return [
            (json.loads(n.channel)[-1], json.loads(n.message)["payload"]) for n in notifications
        ]

    def last_sent(self):
        return self.env["bus.bus"].search([], order="id DESC", limit=1).id

    def test_panels_are_told_the_note_its_author_and_time(self):
        since = self.last_sent()
        saved = self.call(self.agent, self.channel, "livechat_save_note", "told\n\nall", 0)
        [(subchannel, payload)] = self.sent("livechat_note_state", since)
        self.assertEqual(subchannel, "livechat_users")
        [values] = payload["discuss.channel"]
        state = {key: saved[key] for key in ("id", "text", "author", "date")}
        self.assertEqual(values, {"id": self.channel.id, "livechat_note_state": state})
        self.assertEqual(state["author"], "Ada Agent")
        self.assertTrue(state["date"])
        data = self.panel_data(self.other_agent, self.channel)
        self.assertEqual(data["livechat_note_state"], state)

    def test_panels_are_told_who_is_editing(self):
        since = self.last_sent()
        self.call(self.agent, self.channel, "livechat_notify_note_editing", "key")
        self.call(self.agent, self.channel, "livechat_notify_note_editing", "key", False)
        self.assertEqual(
            self.sent("note_editing", since),
            [
                (
                    "livechat_users",
                    {
                        "channel_id": self.channel.id,
                        "editing_key": "key",
                        "is_editing": is_editing,
                        "name": "Ada Agent",
                        "user_id": self.agent.id,
                    },
                )
                for is_editing in (True, False)
            ],
        )
        self.assertFalse(self.channel.livechat_note_version_id)

    def test_queries(self):
        """What the note adds to the panel's one request."""
        self.channel_as_agent.livechat_save_note("counted", 0)
        for author, count in [(self.agent, 0), (self.manager, 1)]:
            self.channel.livechat_note_author_id = author.partner_id
            self.env.flush_all()
            self.env.invalidate_all()
            channel = self.channel.sudo()
            self.assertEqual(channel.livechat_operator_id.name, "Ada Agent")
            with self.subTest(author=author.name), self.assertQueryCount(count):
                channel._get_note_state()

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
