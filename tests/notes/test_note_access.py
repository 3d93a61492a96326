from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..support.notes import NoteCase


@tagged("post_install", "-at_install")
class TestNoteAccess(NoteCase):
    """Who may note something, and what."""

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
        for method, args in calls:
            with (
                self.subTest(method=method, args=args),
                self.assertRaises(UserError),
            ):
                getattr(self.channel_as_other, method)(*args)
        self.assertEqual(self.history(), [("Ada Agent", "something")])

    def test_strange_limits_are_none(self):
        versions = self.channel_as_other.livechat_get_note_versions()
        for args in ((0,), (-1,), ("5",), (None,), (5, "x"), (5, [1]), (2**40,)):
            with self.subTest(args=args):
                found = self.channel_as_other.livechat_get_note_versions(*args)
                self.assertEqual(found, versions)

    def test_strange_editing_keys_do_no_harm(self):
        saved = None
        for number, key in enumerate((7, ["x"], {"a": 1}, "x" * 10_000, "\x00\ud83d", False)):
            with self.subTest(key=key):
                saved = self.save(self.channel_as_agent, f"note {number}", saved, editing_key=key)
                self.env.flush_all()
                self.assertTrue(saved["is_saved"])
                self.assertEqual(saved["text"], f"note {number}")
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
            for name in (
                "livechat_note_version_id",
                "livechat_note_author_name",
                "livechat_note_dt",
            ):
                with self.assertRaises(AccessError):
                    self.channel.with_user(user).write({name: False})
        with self.assertRefused():
            self.call(self.agent, self.channel, "_keep_typed_note", "forged")
