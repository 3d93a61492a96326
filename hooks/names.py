"""One tag, or expertise, of those whose names are the same."""

from psycopg2.extras import Json

from odoo.tools import SQL

from ..models.core.clean import to_name


def merge_same_names(env):
    """Make one of the tags, and of the expertises, whose names mean or look the same.

    From now on their names are unique in that sense (see ``im_livechat.conversation.tag`` and
    ``im_livechat.expertise``), and an existing database may hold "Bug" and "bug ". The oldest
    of them stays and takes over whatever the others were linked to, external ids included.
    """
    env.flush_all()
    _merge_namesakes(env, "im_livechat.conversation.tag", SQL("name"))
    _rename(env, "im_livechat_conversation_tag", _normalized)
    _merge_namesakes(env, "im_livechat.expertise", SQL("name->>'en_US'"))
    _rename(
        env,
        "im_livechat_expertise",
        lambda names: {lang: _normalized(name) for lang, name in names.items()},
    )
    env.invalidate_all()


def _normalized(name):
    """Return a name as it is kept from now on; as it is, if nothing is seen of it."""
    return (name and to_name(name)) or name


def _rename(env, table, normalized):
    """Write the names of a table as they are kept from now on."""
    table = SQL.identifier(table)
    for id_, name in env.execute_query(SQL("SELECT id, name FROM %s", table)):
        if name and (new_name := normalized(name)) != name:
            value = Json(new_name) if isinstance(new_name, dict) else new_name
            env.cr.execute(SQL("UPDATE %s SET name = %s WHERE id = %s", table, value, id_))


def _merge_namesakes(env, model_name, name):
    """Merge the records of a model whose normalized names are the same.

    :param str model_name: the model
    :param SQL name: the SQL expression of the name to compare
    """
    table = SQL.identifier(env[model_name]._table)
    names = dict(env.execute_query(SQL("SELECT id, %s FROM %s", name, table)))
    env.cr.execute(
        SQL(
            """
            SELECT MIN(id), array_agg(id)
              FROM UNNEST(%s::int[], %s::text[]) AS normalized(id, name)
          GROUP BY lower(name)
            HAVING COUNT(*) > 1
            """,
            list(names),
            list(map(_normalized, names.values())),
        )
    )
    for kept_id, ids in env.cr.fetchall():
        merged_ids = tuple(set(ids) - {kept_id})
        for relation, own_column, tag_column in _relations_to(env, model_name):
            env.cr.execute(
                SQL(
                    """
                    INSERT INTO %(relation)s (%(own)s, %(tag)s)
                         SELECT DISTINCT %(own)s, %(kept_id)s FROM %(relation)s
                          WHERE %(tag)s IN %(merged_ids)s
                    ON CONFLICT DO NOTHING
                    """,
                    relation=SQL.identifier(relation),
                    own=SQL.identifier(own_column),
                    tag=SQL.identifier(tag_column),
                    kept_id=kept_id,
                    merged_ids=merged_ids,
                )
            )
        env.cr.execute(
            SQL(
                "UPDATE ir_model_data SET res_id = %s WHERE model = %s AND res_id IN %s",
                kept_id,
                model_name,
                merged_ids,
            )
        )
        # The links to the merged records go with them (ON DELETE CASCADE).
        env.cr.execute(SQL("DELETE FROM %s WHERE id IN %s", table, merged_ids))


def _relations_to(env, model_name):
    """Return the many2many tables that lead to a model.

    :return: a set of (table, column of the other model, column of this model)
    """
    return {
        (field.relation, field.column1, field.column2)
        for model in env.registry.values()
        for field in model._fields.values()
        if field.type == "many2many" and field.store and field.comodel_name == model_name
    } | {
        (field.relation, field.column2, field.column1)
        for field in env[model_name]._fields.values()
        if field.type == "many2many" and field.store
    }
