import re

import polib

from odoo.tests import BaseCase
from odoo.tools.misc import file_path

LANGUAGES = ("es", "es_419")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?s")


class TestTranslations(BaseCase):
    def test_complete(self):
        """Every text of the template stands in each language, with the same placeholders."""
        folder = "livechat_info_panel/i18n"
        texts = {
            entry.msgid for entry in polib.pofile(file_path(f"{folder}/livechat_info_panel.pot"))
        }
        self.assertIn("Ask for help", texts)
        for language in LANGUAGES:
            with self.subTest(language=language):
                entries = polib.pofile(file_path(f"{folder}/{language}.po"))
                translated = {entry.msgid: entry.msgstr for entry in entries if entry.translated()}
                self.assertEqual(texts, set(translated))
                for text, translation in translated.items():
                    self.assertCountEqual(
                        PLACEHOLDER.findall(text), PLACEHOLDER.findall(translation), text
                    )
