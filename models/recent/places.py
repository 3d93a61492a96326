"""Where conversations of a customer are found, by a value that is known of the customer."""

from typing import NamedTuple

from odoo.tools import SQL


class Place(NamedTuple):
    """Where conversations are, among those of a table ``known`` that has the values."""

    # What is joined to the conversations, unless it is these themselves.
    table: SQL | None
    # There, the id of a conversation.
    id: SQL
    condition: SQL

    def select_all(self):
        """Return the query of the ids of all of them."""
        table = self.table or SQL("discuss_channel")
        return SQL("SELECT %s AS id FROM %s WHERE %s", self.id, table, self.condition)

    def select_newest(self, channels, limit):
        """Return the query of those that began last, other than the one of which a value is known.

        :param Query channels: among which conversations
        :return: of ``id`` and ``last_interest_dt``
        """
        id_ = SQL.identifier(channels.table, "id")
        newest = SQL(
            "SELECT %s, %s FROM %s WHERE %s AND %s",
            id_,
            SQL.identifier(channels.table, "last_interest_dt"),
            channels.from_clause,
            channels.where_clause,
            SQL("%s = %s", self.id, id_) if self.table else self.condition,
        )
        if self.table:
            # Each by itself (OFFSET 0): PostgreSQL need not think of other ways to join them.
            newest = SQL(
                "SELECT channel.* FROM %s CROSS JOIN LATERAL (%s OFFSET 0) AS channel WHERE %s",
                self.table,
                newest,
                self.condition,
            )
        others = SQL("%s AND %s != known.origin_id", newest, self.id)
        return SQL("%s ORDER BY %s DESC LIMIT %s", others, self.id, limit)


def _in_history(column):
    """Return the place of the conversations in which somebody takes part as the customer."""
    condition = SQL(
        "history.%s = known.value AND history.livechat_member_type = 'visitor'",
        SQL.identifier(column),
    )
    table = SQL("im_livechat_channel_member_history history")
    return Place(table, SQL("history.channel_id"), condition)


def _in_channels(column):
    """Return the place of the conversations that have a value themselves."""
    column = SQL.identifier("discuss_channel", column)
    return Place(None, SQL.identifier("discuss_channel", "id"), SQL("%s = known.value", column))


def _found_before(column):
    """As above, where there is no index of the newest ones: all are found before."""
    table = SQL(
        "unnest(ARRAY(SELECT id FROM discuss_channel WHERE %s = known.value)) AS found_before (id)",
        SQL.identifier(column),
    )
    return Place(table, SQL("found_before.id"), SQL("TRUE"))


# Where conversations of a contact, of a guest or of an address are found.
OF_CONTACT = (_in_history("partner_id"), _in_channels("livechat_partner_id"))
OF_GUEST = (_in_history("guest_id"),)
OF_VISITOR = (_found_before("livechat_visitor_id"),)
OF_EMAIL = (_in_channels("livechat_visitor_email"),)
