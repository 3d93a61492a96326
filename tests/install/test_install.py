from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ...hooks import pre_init_hook


@tagged("post_install", "-at_install")
class TestInstall(TransactionCase):
    """Installing on a database in which one name was typed in several ways."""

    def test_namesakes_become_one(self):
        channels = self.env["discuss.channel"].create(
            [
                {
                    "name": name,
                    "channel_type": "livechat",
                    "livechat_operator_id": self.env.user.partner_id.id,
                }
                for name in ("first", "second", "third")
            ]
        )
        names = ("Spam  test ", "spam TEST", "\tSpam Test ", " Spam tests")
        tags = self.insert("im_livechat.conversation.tag", names, "%s")
        expertises = self.insert("im_livechat.expertise", names, "jsonb_build_object('en_US', %s)")
        links = [(0, 0), (0, 1), (1, 1), (1, 3), (2, 2)]  # numbers of a conversation and of a name
        for channel, name in links:
            channels[channel].livechat_conversation_tag_ids |= tags[name]
            channels[channel].livechat_expertise_ids |= expertises[name]
        settings = self.env["res.users.settings"]._find_or_create_for_user(self.env.user)
        settings.livechat_expertise_ids |= expertises[2]

        external_id = self.env["ir.model.data"].create(
            {"module": "other", "name": "spam", "model": tags._name, "res_id": tags[1].id}
        )

        pre_init_hook(self.env)

        self.assertEqual(external_id.res_id, tags[0].id)
        for records in (tags, expertises):
            self.assertEqual(records.exists().mapped("name"), ["Spam test", "Spam tests"])
        self.assertEqual(tags.exists(), tags[0] | tags[3])
        self.assertEqual(expertises.exists(), expertises[0] | expertises[3])
        for channel, kept in zip(channels, ([0], [0, 3], [0]), strict=True):
            for found, records in [
                (channel.livechat_conversation_tag_ids, tags),
                (channel.livechat_expertise_ids, expertises),
            ]:
                self.assertEqual(found, records.browse([records[number].id for number in kept]))
        self.assertEqual(settings.livechat_expertise_ids & expertises, expertises[0])

    def test_names_that_look_the_same_become_one(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        names = ("Caf\u00e9", "Cafe\u0301", "\ufeffCaf\u00e9\u200b", "\u200b")
        tags = self.insert("im_livechat.conversation.tag", names, "%s")
        expertises = self.insert(
            "im_livechat.expertise", names, "jsonb_build_object('en_US', %s, 'fr_FR', 'E\u0301te')"
        )

        pre_init_hook(self.env)

        for records in (tags, expertises):
            self.assertEqual(records.exists().mapped("name"), ["Caf\u00e9", "\u200b"])
        self.assertEqual(expertises[0].with_context(lang="fr_FR").name, "\u00c9te")

    def insert(self, model_name, names, value):
        """Create records as Odoo would without the addon, which refuses such names."""
        table_name = self.env[model_name]._table
        table = SQL.identifier(table_name)
        index = SQL.identifier(f"{table_name}_name_case_insensitive_unique")
        self.env.cr.execute(SQL("DROP INDEX %s", index))
        ids = []
        for name in names:
            [(record_id,)] = self.env.execute_query(
                SQL("INSERT INTO %s (name) VALUES (%s) RETURNING id", table, SQL(value, name))
            )
            ids.append(record_id)
        return self.env[model_name].browse(ids)
