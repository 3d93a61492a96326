from odoo import api, fields, models
from odoo.tools import SQL

EVENTS_LIMIT = 3


class LivechatContactLink(models.Model):
    """That an agent linked the guest of a conversation to a contact, or took that back."""

    _name = "livechat.contact.link"
    _inherit = ["livechat.record.mixin", "livechat.agents.only.mixin"]
    _description = "Live Chat Contact Link"
    _livechat_names = {"user_id": "user_name"}

    action = fields.Selection(
        [("linked", "Linked"), ("unlinked", "Unlinked")], readonly=True, required=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", index="btree_not_null", ondelete="set null", readonly=True
    )
    user_id = fields.Many2one("res.users", "Agent", index="btree_not_null", readonly=True)

    user_name = fields.Char("Agent (Name)", readonly=True)

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"partner_id"}

    @api.model
    def _livechat_personal_fields(self):
        return super()._livechat_personal_fields() | {"partner_id"}

    @api.model
    def _get_last_of(self, channels):
        """Return who linked, and unlinked, the contacts of conversations, in one query.

        :return: for each id of a conversation the last of them, newest first
        :rtype: dict[int, list]
        """
        if not channels:
            return {}
        rows = self.env.execute_query_dict(self._get_last_query(channels))
        contacts = self.env["res.partner"].browse({row["partner_id"] for row in rows} - {None})
        names = {contact.id: contact.name for contact in contacts._filtered_access("read")}
        events = {channel.id: [] for channel in channels}
        for row in rows:
            events[row["channel_id"]].append(
                {
                    "action": row["action"],
                    "contact_name": names.get(row["partner_id"], False),
                    "is_contact_deleted": row["is_deleted"],
                    "user_name": row["user_name"],
                    "date": fields.Datetime.to_string(row["date"]),
                }
            )
        return events

    @api.model
    def _get_last_query(self, channels):
        # sudo: livechat.contact.link - of conversations whose panel the user sees; the names of
        # contacts are told only to those who may read them
        query = self.sudo()._search([("channel_id", "in", channels.ids)], order="id DESC")
        columns = {
            name: SQL.identifier(query.table, name)
            for name in ("channel_id", "action", "partner_id", "user_name", "create_date")
        }
        return SQL(
            """
            SELECT *
              FROM (%s) AS event
                   (channel_id, action, partner_id, user_name, date, is_deleted, rank)
             WHERE event.rank <= %s
          ORDER BY event.rank
            """,
            query.select(
                *columns.values(),
                SQL("%s IS NULL", columns["partner_id"]),
                SQL(
                    "row_number() OVER (PARTITION BY %s ORDER BY %s DESC)",
                    columns["channel_id"],
                    SQL.identifier(query.table, "id"),
                ),
            ),
            EVENTS_LIMIT,
        )
