from odoo import api, fields, models
from odoo.tools import SQL

EVENTS_LIMIT = 3


class LivechatContactLink(models.Model):
    """That an agent linked the guest of a conversation to a contact, or took that back."""

    _name = "livechat.contact.link"
    _inherit = ["livechat.record.mixin", "livechat.agents.only.mixin"]
    _description = "Live Chat Contact Link"

    action = fields.Selection(
        [("linked", "Linked"), ("unlinked", "Unlinked")], readonly=True, required=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", index="btree_not_null", ondelete="set null", readonly=True
    )
    user_id = fields.Many2one("res.users", "Agent", index="btree_not_null", readonly=True)

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"partner_id"}

    @api.model
    def _get_last_of(self, channels):
        """Return who linked, and unlinked, the contacts of conversations, in one query.

        :return: for each id of a conversation the last of them, newest first
        :rtype: dict[int, list]
        """
        if not channels:
            return {}
        query = self._search([("channel_id", "in", channels.ids)], order="id DESC")
        columns = {
            name: self._field_to_sql(query.table, name, query)
            for name in ("channel_id", "action", "partner_id", "user_id", "create_date")
        }
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT event.*, agent.name AS user_name
                  FROM (%s) AS event (channel_id, action, partner_id, user_id, date, rank)
             LEFT JOIN res_users ON res_users.id = event.user_id
             LEFT JOIN res_partner agent ON agent.id = res_users.partner_id
                 WHERE event.rank <= %s
              ORDER BY event.rank
                """,
                query.select(
                    *columns.values(),
                    SQL(
                        "row_number() OVER (PARTITION BY %s ORDER BY %s DESC)",
                        columns["channel_id"],
                        SQL.identifier(query.table, "id"),
                    ),
                ),
                EVENTS_LIMIT,
            )
        )
        contacts = self.env["res.partner"].browse({row["partner_id"] for row in rows} - {None})
        names = {contact.id: contact.name for contact in contacts._filtered_access("read")}
        events = {channel.id: [] for channel in channels}
        for row in rows:
            events[row["channel_id"]].append(
                {
                    "action": row["action"],
                    "contact_name": names.get(row["partner_id"], False),
                    # The names of agents are known to agents.
                    "user_name": row["user_name"],
                    "date": fields.Datetime.to_string(row["date"]),
                }
            )
        return events
