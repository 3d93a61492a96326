import re

import polib

from odoo.tests import BaseCase
from odoo.tools.misc import file_path

FOLDER = "livechat_info_panel/i18n"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?s")


def read(name):
    """Return the translation of each text in a file, empty where it has none."""
    entries = polib.pofile(file_path(f"{FOLDER}/{name}"))
    return {entry.msgid: entry.msgstr for entry in entries if not entry.fuzzy}


class TestTranslations(BaseCase):
    def test_complete(self):
        """Every text of the template stands in Spanish, with the same placeholders."""
        texts = set(read("livechat_info_panel.pot"))
        self.assertIn("Ask for help", texts)
        spanish = read("es.po")
        self.assertEqual(texts, {text for text, translation in spanish.items() if translation})
        for translations in (spanish, read("es_419.po")):
            for text, translation in translations.items():
                self.assertCountEqual(
                    PLACEHOLDER.findall(text), PLACEHOLDER.findall(translation), text
                )

    def test_only_what_differs(self):
        """Odoo loads `es` before `es_419`, which has only what Latin America says otherwise."""
        spanish, latin_american = read("es.po"), read("es_419.po")
        self.assertIn("Looking for help", spanish)
        self.assertTrue(latin_american)
        for text, translation in latin_american.items():
            self.assertIn(text, spanish)
            self.assertNotIn(translation, ("", spanish[text]), text)
