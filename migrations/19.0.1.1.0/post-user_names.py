"""Who did something in a conversation is kept there by name, from this version on."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

USERS = SQL(
    "SELECT users.id, partner.name FROM res_users users"
    " JOIN res_partner partner ON partner.id = users.partner_id"
)
OF_CONVERSATIONS = {
    "livechat_note_author_id": (
        "livechat_note_author_name",
        SQL("SELECT id, name FROM res_partner"),
    ),
    "livechat_outcome_corrected_by_id": ("livechat_outcome_corrected_by_name", USERS),
}


def migrate(cr, _version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.flush_all()
    for model in env.values():
        for field, name in getattr(model, "_livechat_names", {}).items():
            keep_names(env, model._table, field, name, USERS)
    for field, (name, people) in OF_CONVERSATIONS.items():
        keep_names(env, "discuss_channel", field, name, people)
    env.invalidate_all()


def keep_names(env, table, field, name, people):
    """Write the names of those to whom a field refers into another field."""
    env.cr.execute(
        SQL(
            "UPDATE %(table)s SET %(name)s = people.name FROM (%(people)s) people"
            " WHERE people.id = %(table)s.%(field)s AND %(table)s.%(name)s IS NULL",
            field=SQL.identifier(field),
            name=SQL.identifier(name),
            people=people,
            table=SQL.identifier(table),
        )
    )
