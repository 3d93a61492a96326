from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..support.common import PanelCase

PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
COMPOSED, DECOMPOSED = "Caf\u00e9", "Cafe\u0301"
# Invisible: at the end, at the beginning, inside, before a picture's colour, a Hangul letter.
SAME = {
    "Gold": (
        "Gold\u200b",
        "\ufeffGold",
        "Go\u00adld",
        "Gold\ufe0f",
        "Go\u2060ld\u3164",
        "Go\ufe0f\ufe0fld",
    ),
    COMPOSED: (DECOMPOSED, "CAFE\u0301", f"{DECOMPOSED}\u200d"),
    # Persian, with what parts two of its letters.
    PERSIAN: (f"{PERSIAN}\u200c", PERSIAN.replace("\u200c", "\u200c\u200c\u200b")),
    # Hangul, and a letter of Vietnamese with two accents in either order.
    "\ud55c": ("\u1112\u1161\u11ab",),
    "\u1ed9": ("o\u0323\u0302", "o\u0302\u0323"),
}
# What some scripts, and pictures, need to look as they do.
DIFFERENT = (
    PERSIAN,
    "\u0915\u094d\u200d\u0937",
    "\U0001f469\u200d\U0001f4bb",
    "\U0001f441\ufe0f\u200d\U0001f5e8",
)


@tagged("post_install", "-at_install")
class TestNames(PanelCase):
    """Names that look the same are one, whoever writes them."""

    def test_typed(self):
        channel = self.open_conversation()
        for user, method, field in [
            (self.agent, "livechat_add_tag", "livechat_conversation_tag_ids"),
            (self.manager, "livechat_add_expertise", "livechat_expertise_ids"),
        ]:
            for name, others in SAME.items():
                with self.subTest(method, name=ascii(name)):
                    for text in (name, *others):
                        self.call(user, channel, method, text)
                    self.assertEqual(channel[field].mapped("name"), [name])
                    channel[field] = False

    def test_created_by_code_and_renamed(self):
        for model in ("im_livechat.conversation.tag", "im_livechat.expertise"):
            with self.subTest(model):
                record = self.env[model].create({"name": DECOMPOSED})
                self.assertEqual(record.name, COMPOSED)
                record.name = "Go\u200bld"
                self.assertEqual(record.name, "Gold")
                if record._fields["name"].translate:
                    record.update_field_translations("name", {"en_US": DECOMPOSED})
                    self.assertEqual(record.name, COMPOSED)

    def test_imported(self):
        for model in ("im_livechat.conversation.tag", "im_livechat.expertise"):
            with self.subTest(model):
                result = self.env[model].load(["name"], [[DECOMPOSED], ["Go\u200bld"]])
                self.assertEqual(
                    self.env[model].browse(result["ids"]).mapped("name"), [COMPOSED, "Gold"]
                )

    def test_found_as_they_are_typed(self):
        tags = self.env["im_livechat.conversation.tag"]
        tags.create([{"name": COMPOSED}, {"name": "Gold card"}])
        for text, name in [(DECOMPOSED, COMPOSED), ("go\u200bld", "Gold card")]:
            found = tags.with_user(self.agent).livechat_search_names(text)
            self.assertEqual(found["names"], [name])

    def test_nothing_that_is_seen_is_lost(self):
        tags = self.env["im_livechat.conversation.tag"]
        for name in DIFFERENT:
            self.assertEqual(tags.create({"name": name}).name, name)

    def test_what_is_not_seen_is_no_name(self):
        for name in ("\u3164", "\u034f", "\u200b \ufeff", "\ufe0f"):
            with self.subTest(ascii(name)), self.assertRaises(ValidationError):
                self.env["im_livechat.conversation.tag"].create({"name": name})
