"""One tag, or expertise, of those whose names are the same."""

from psycopg2.extras import Json

from odoo.tools import SQL

from ..models.core.clean import to_name
from ..models.labels.merging import move_references


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
    records = env[model_name]
    for kept_id, ids in env.cr.fetchall():
        kept = records.browse(kept_id)
        merged = records.browse(ids) - kept
        move_references(merged, kept)
        # No unlink, which would tell web clients of conversations that had both.
        env.cr.execute(SQL("DELETE FROM %s WHERE id IN %s", table, merged._ids))
