"""What an upgrade from the previous version changes on purpose, and why.

All else that the previous version had in a database must be there afterwards as it was. Whoever
changes what databases store (a field, a table, an XML id, what a value means) writes a migration
(``migrations/<version>/``, with that version in the manifest), lists here what it changes, and has
``tests/support/upgrade_filling.py`` put something into the old database for it.

When a version is released, its commit becomes ``VERSION`` in ``tests/support/upgrade_filling.py``,
and what is listed here goes.
"""

from typing import NamedTuple


class Change(NamedTuple):
    why: str
    # Where it is afterwards: its new name. None: nowhere.
    now: str | None = None


# By the name of the table.
TABLES: dict[str, Change] = {}
# By (table, column), both as they were. What is listed with its own name has other values.
COLUMNS: dict[tuple[str, str], Change] = {
    ("discuss_channel", "livechat_note_author_id"): Change("The name of the author is kept."),
    **{
        ("mail_template", name): Change(
            "Conversations carry the company that the customer knows.", now=name
        )
        for name in ("body_html", "email_from", "subject")
    },
}
# By the XML id, without the name of the addon.
XML_IDS: dict[str, Change] = {
    "field_discuss_channel__livechat_note_author_id": Change("The name of the author is kept."),
    **{
        f"livechat_status_period_{name}": Change("The report has a model of its own.")
        for name in ("action", "view_graph", "view_list", "view_pivot", "view_search")
    },
    "livechat_status_period_menu": Change(
        "The report has a model of its own.", now="livechat_waiting_report_menu"
    ),
}
# What an agent gets of a conversation, by (model of the web client, name). Not compared.
PANEL: dict[tuple[str, str], Change] = {
    ("discuss.channel", "livechat_customer"): Change(
        "The contact is a record of the web client, what else is known stands beside it.",
        now="livechat_contact_id",
    ),
    ("discuss.channel", "livechat_recent_conversations"): Change(
        "They are records of the web client.", now="livechat_recent_ids"
    ),
}
# Warnings of Odoo during the update, by a part of their text.
WARNINGS: dict[str, Change] = {
    "(lead_provider, ticket_provider) of livechat.ticket.wizard() have the same label": Change(
        "The dialog shows one of them only. A new database gets this warning as well."
    ),
}
