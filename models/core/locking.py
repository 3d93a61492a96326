"""Who may change something of which only one can at a time.

Tables are locked in this order: conversations, their members, users, sendings, mails.
"""

from odoo.tools import SQL


def lock(records):
    """Wait until nobody else is changing these records, and let nobody do so from now on.

    Whoever waited here saw how it was before: PostgreSQL refuses them, and Odoo begins their
    request anew. So ask first what does not have to be done any more.

    :param records: of one model, in any order
    :raises SerializationFailure: if somebody else locked one of them since this transaction began
    """
    if not records:
        return
    # Only what was written makes the others see that it is another one.
    records.env.execute_query(
        SQL(
            """
                UPDATE %(table)s
                   SET write_uid = %(table)s.write_uid
                  FROM (SELECT id FROM %(table)s
                         WHERE id IN %(ids)s
                      ORDER BY id
                           FOR NO KEY UPDATE) AS locked
                 WHERE locked.id = %(table)s.id
             RETURNING %(table)s.id
            """,
            table=SQL.identifier(records._table),
            ids=tuple(records.ids),
        )
    )
