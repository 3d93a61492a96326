"""Fields to many, fetched in fewer statements than Odoo takes: it takes at least one for each."""

from odoo.fields import Domain
from odoo.tools import SQL


def fetch_lines(records, name):
    """Fetch the lines of a field together with what they hold, if they are not there already.

    :param records: whose lines they are
    :param str name: of a field from one to many
    """
    field = records._fields[name]
    missing = records.browse(id_ for id_ in field._cache_missing_ids(records) if id_)
    if not missing:
        return
    lines = records.env[field.comodel_name].search_fetch(
        Domain(field.inverse_name, "in", missing.ids)
    )
    by_record = lines.grouped(field.inverse_name)
    field._insert_cache(missing, [by_record.get(record, lines[:0])._ids for record in missing])


def note_empty(records, names):
    """Find by one statement where fields hold nothing, for nobody to ask for them again.

    For fields that mostly hold nothing: where one does, it is fetched as always.

    :param records: as superuser, whose fields they are
    :param names: of fields to many, each kept in a table
    """
    missing = {
        name: ids
        for name in names
        if (ids := {id_ for id_ in records._fields[name]._cache_missing_ids(records) if id_})
    }
    if len(missing) < 2:
        return
    filled = records.env.execute_query(
        SQL(" UNION ALL ").join(
            _select_filled(records._fields[name], tuple(ids), records.env)
            for name, ids in missing.items()
        )
    )
    for name, record_id in filled:
        missing[name].discard(record_id)
    for name, ids in missing.items():
        records._fields[name]._insert_cache(records.browse(ids), [()] * len(ids))


def _select_filled(field, ids, env):
    if field.type == "many2many":
        table, column = field.relation, SQL.identifier(field.column1)
    else:
        lines = env[field.comodel_name]
        inverse = lines._fields[field.inverse_name]
        table, column = lines._table, SQL.identifier(field.inverse_name, to_flush=inverse)
    return SQL(
        "SELECT %s, %s FROM %s WHERE %s IN %s",
        field.name,
        column,
        SQL.identifier(table),
        column,
        ids,
    )
