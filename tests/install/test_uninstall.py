from odoo import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ...hooks import uninstall_hook

ADDON = "livechat_info_panel"


@tagged("post_install", "-at_install", "companions", "long")
class TestUninstall(TransactionCase):
    """Uninstalling takes away what the addon brought, and nothing of Odoo's."""

    def test_data_of_odoo_stays_as_it_was(self):
        agent = self.env.ref("base.user_admin")
        channel = self.env["discuss.channel"].create(
            {
                "name": "Conversation",
                "channel_type": "livechat",
                "livechat_operator_id": agent.partner_id.id,
                "livechat_status": "in_progress",
                "livechat_visitor_tz": "America/Mexico_City",
                "country_id": self.env.ref("base.be").id,
            }
        )
        channel.with_user(agent).livechat_set_status("need_help")
        channel.with_user(agent).livechat_set_note("A note")
        channel.with_user(agent).livechat_add_tag("Some tag")
        channel.with_user(agent).livechat_add_expertise("Some expertise")
        guess = channel.copy({"country_id": False, "livechat_visitor_tz": "America/Mexico_City"})
        self.assertTrue(guess.livechat_country_is_estimated)
        missed = self.create_missed_conversations(agent)
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("livechat_info_panel.project_tasks", "True")
        own_columns = self.columns_of_the_addon()
        self.assertIn(("discuss_channel", "livechat_visitor_tz"), own_columns)
        before = self.rows_of_odoo(channel)
        self.assertTrue(all(before))
        for name in ("case_insensitive", "res_partner_livechat"):
            self.assertTrue(self.indexes(name))

        uninstall_hook(self.env)
        # Odoo uninstalls with a registry that is new, and has not yet looked up these.
        self.registry._field_trigger_trees.clear()
        self.env["ir.module.module"].search([("name", "=", ADDON)]).module_uninstall()

        self.assertEqual(self.rows_of_odoo(channel), before)
        self.assertFalse(self.rows_of_odoo(guess)[0][0][4], "a guess would pass for a fact")
        self.assertEqual(
            self.env.execute_query(
                SQL(
                    "SELECT livechat_outcome, livechat_is_escalated FROM discuss_channel"
                    " WHERE id IN %s ORDER BY id",
                    missed._ids,
                )
            ),
            [("no_answer", False), ("escalated", True)],
        )
        self.assertFalse(
            self.env.execute_query(
                SQL("SELECT 1 FROM discuss_channel WHERE livechat_outcome = 'missed'")
            )
        )
        self.assertFalse(own_columns & self.columns())
        self.assertFalse(self.indexes("case_insensitive"))
        self.assertFalse(self.indexes("res_partner_livechat"))
        self.assertFalse(parameters.search([("key", "like", "livechat_info_panel")]))
        self.assertTrue(self.indexes("im_livechat_conversation_tag_name_unique"))
        self.assertFalse(
            self.env.execute_query(SQL("SELECT 1 FROM ir_model_data WHERE module = %s", ADDON))
        )

    def create_missed_conversations(self, agent):
        """Create two conversations that their creator missed; an agent looked on at the second,
        which is escalated in the eyes of plain Odoo."""
        channels = self.env["discuss.channel"].create(
            [
                {
                    "name": "Missed",
                    "channel_type": "livechat",
                    "livechat_end_dt": "2026-01-01 10:00:00",
                    "livechat_failure": "no_answer",
                    "livechat_operator_id": self.env.user.partner_id.id,
                    "channel_member_ids": [
                        Command.create({"partner_id": partner.id, "livechat_member_type": "agent"})
                        for partner in onlookers
                    ],
                }
                for onlookers in ([], agent.partner_id)
            ]
        )
        self.assertEqual(set(channels.mapped("livechat_outcome")), {"missed"})
        self.assertEqual(set(channels.mapped("livechat_is_escalated")), {False})
        return channels

    def columns(self):
        return set(
            self.env.execute_query(
                SQL("SELECT table_name, column_name FROM information_schema.columns")
            )
        )

    def columns_of_the_addon(self):
        fields = self.env.execute_query(
            SQL(
                """SELECT field.model, field.name
                     FROM ir_model_data data JOIN ir_model_fields field ON field.id = data.res_id
                    WHERE data.model = 'ir.model.fields'
                 GROUP BY field.model, field.name
                   HAVING array_agg(DISTINCT data.module::text) = %s""",
                [ADDON],
            )
        )
        return {(self.env[model]._table, name) for model, name in fields} & self.columns()

    def indexes(self, name):
        return self.env.execute_query(
            SQL("SELECT 1 FROM pg_indexes WHERE indexname LIKE %s", f"%{name}%")
        )

    def rows_of_odoo(self, channel):
        self.env.flush_all()
        return [
            self.env.execute_query(SQL(query, channel.id))
            for query in (
                """SELECT livechat_status, livechat_note, livechat_outcome, livechat_end_dt,
                          country_id, livechat_lang_id, livechat_operator_id
                     FROM discuss_channel WHERE id = %s""",
                """SELECT tag.name
                     FROM livechat_conversation_tag_rel rel
                     JOIN im_livechat_conversation_tag tag
                       ON tag.id = rel.im_livechat_conversation_tag_id
                    WHERE rel.discuss_channel_id = %s""",
                """SELECT expertise.name
                     FROM discuss_channel_im_livechat_expertise_rel rel
                     JOIN im_livechat_expertise expertise
                       ON expertise.id = rel.im_livechat_expertise_id
                    WHERE rel.discuss_channel_id = %s""",
            )
        ]
