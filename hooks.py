"""What happens once, when the addon is installed or uninstalled."""

from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


def pre_init_hook(env):
    merge_same_names(env)
    create_outcome_column(env)


def post_init_hook(env):
    """Give the conversations of an existing database what new ones get as they go on."""
    fix_member_types(env)
    compute_outcomes(env)
    _start_statuses(env)


def uninstall_hook(env):
    restore_outcomes(env)
    forget_estimated_countries(env)


def merge_same_names(env):
    """Make one of the tags, and of the expertises, that differ only in case or blanks.

    From now on their names are unique in that sense (see ``im_livechat.conversation.tag`` and
    ``im_livechat.expertise``), and an existing database may hold "Bug" and "bug ". The oldest
    of them stays and takes over whatever the others were linked to, external ids included.
    """
    for model_name, name, normalized_names in [
        ("im_livechat.conversation.tag", SQL("name"), _normalized(SQL("name"))),
        (
            "im_livechat.expertise",
            SQL("name->>'en_US'"),
            SQL(
                "(SELECT jsonb_object_agg(key, %s) FROM jsonb_each_text(name))",
                _normalized(SQL("value")),
            ),
        ),
    ]:
        env.flush_all()
        _merge_namesakes(env, model_name, name)
        env.cr.execute(
            SQL(
                "UPDATE %(table)s SET name = %(names)s WHERE name IS DISTINCT FROM %(names)s",
                table=SQL.identifier(env[model_name]._table),
                names=normalized_names,
            )
        )
        env.invalidate_all()


def forget_estimated_countries(env):
    """Take back the countries that were guesses: nothing would tell them from known ones."""
    env.cr.execute(
        SQL("UPDATE discuss_channel SET country_id = NULL WHERE livechat_country_is_estimated")
    )
    env.invalidate_all()


def create_outcome_column(env):
    """Keep Odoo from computing the outcomes of all conversations: ``compute_outcomes`` does."""
    if not column_exists(env.cr, "discuss_channel", "livechat_computed_outcome"):
        create_column(env.cr, "discuss_channel", "livechat_computed_outcome", "varchar")


def fix_member_types(env):
    """Make visitors of the customers whom Odoo took for agents, because an agent invited them.

    Those are guests, and contacts whose users are all no internal ones. Archived agents stay.
    """
    env.flush_all()
    env.cr.execute(
        """
        UPDATE im_livechat_channel_member_history history
           SET livechat_member_type = 'visitor',
               help_status = NULL,
               rating_id = NULL
         WHERE livechat_member_type = 'agent'
           AND (
               guest_id IS NOT NULL
               OR (
                   SELECT BOOL_AND(share) FROM res_users WHERE partner_id = history.partner_id
               )
           )
     RETURNING channel_id, partner_id
        """
    )
    fixed = tuple(row for row in env.cr.fetchall() if row[1])
    if fixed:
        for query, name in [
            (
                "DELETE FROM %(table)s WHERE (%(channel)s, %(partner)s) IN %(fixed)s",
                "livechat_agent_partner_ids",
            ),
            (
                """INSERT INTO %(table)s (%(channel)s, %(partner)s) VALUES %(values)s
                   ON CONFLICT DO NOTHING""",
                "livechat_customer_partner_ids",
            ),
        ]:
            field = env["discuss.channel"]._fields[name]
            env.cr.execute(
                SQL(
                    query,
                    table=SQL.identifier(field.relation),
                    channel=SQL.identifier(field.column1),
                    partner=SQL.identifier(field.column2),
                    fixed=fixed,
                    values=SQL(", ").join(SQL("%s", row) for row in fixed),
                )
            )
    env.invalidate_all()


def compute_outcomes(env):
    """Compute the outcome of every conversation, and what depends on it, without the ORM."""
    env.flush_all()
    env.cr.execute(
        SQL(
            """
            UPDATE discuss_channel channel
               SET livechat_computed_outcome = computed.outcome,
                   livechat_outcome = COALESCE(
                       channel.livechat_outcome_correction, computed.outcome
                   ),
                   livechat_is_escalated = computed.outcome IS NOT DISTINCT FROM 'escalated'
              FROM (%s) computed
             WHERE computed.id = channel.id
            """,
            env["discuss.channel"]._get_livechat_outcome_query(SQL("TRUE")),
        )
    )
    env.cr.execute(
        """
        UPDATE discuss_channel channel
           SET livechat_outcome = NULL,
               livechat_is_escalated = EXISTS (
                   SELECT FROM livechat_handover WHERE channel_id = channel.id
               ) OR (
                   SELECT COUNT(*) > 1
                     FROM im_livechat_channel_member_history
                    WHERE channel_id = channel.id
                      AND livechat_member_type = 'agent'
                      AND message_count > 0
               )
         WHERE channel_type = 'livechat'
           AND livechat_end_dt IS NULL
        """
    )
    _update_help(
        env,
        SQL(
            """(
                history.message_count > 0
                OR EXISTS (
                    SELECT
                      FROM livechat_handover handover
                      JOIN res_users agent
                        ON agent.id IN (handover.from_user_id, handover.to_user_id)
                     WHERE handover.channel_id = channel.id
                       AND agent.partner_id = history.partner_id
                )
            )"""
        ),
    )


def restore_outcomes(env):
    """Put Odoo's own outcomes back, by Odoo's own rules."""
    env.flush_all()
    env.cr.execute(
        """
        UPDATE discuss_channel channel
           SET livechat_outcome = CASE
                   WHEN agents.are_several THEN 'escalated'
                   ELSE channel.livechat_failure
               END,
               livechat_is_escalated = agents.are_several
          FROM (
                SELECT channel.id, COUNT(history.id) > 1 AS are_several
                  FROM discuss_channel channel
             LEFT JOIN im_livechat_channel_member_history history
                    ON history.channel_id = channel.id
                   AND history.livechat_member_type = 'agent'
                 WHERE channel.channel_type = 'livechat'
              GROUP BY channel.id
          ) agents
         WHERE agents.id = channel.id
        """
    )
    _update_help(env, SQL("TRUE"))


def _update_help(env, is_counted):
    """Note which agents of escalated conversations asked for help and gave it: the first, the last.

    :param SQL is_counted: the condition that an agent counts (``history``)
    """
    env.cr.execute(
        SQL(
            """
            UPDATE discuss_channel channel
               SET livechat_agent_requesting_help_history = NULLIF(helping.first, helping.last),
                   livechat_agent_providing_help_history = helping.last
              FROM (
                    SELECT channel.id,
                           (ARRAY_AGG(history.id ORDER BY history.create_date, history.id))[1]
                               AS first,
                           (ARRAY_AGG(history.id ORDER BY history.create_date DESC, history.id DESC)
                               )[1] AS last
                      FROM discuss_channel channel
                 LEFT JOIN im_livechat_channel_member_history history
                        ON channel.livechat_is_escalated
                       AND history.channel_id = channel.id
                       AND history.livechat_member_type = 'agent'
                       AND %s
                     WHERE channel.livechat_is_escalated
                        OR channel.livechat_agent_requesting_help_history IS NOT NULL
                        OR channel.livechat_agent_providing_help_history IS NOT NULL
                  GROUP BY channel.id
              ) helping
             WHERE helping.id = channel.id
            """,
            is_counted,
        )
    )
    env.cr.execute(
        """
        UPDATE im_livechat_channel_member_history history
           SET help_status = helping.status
          FROM (
                SELECT history.id,
                       CASE history.id
                           WHEN channel.livechat_agent_requesting_help_history THEN 'requested'
                           WHEN channel.livechat_agent_providing_help_history THEN 'provided'
                       END AS status
                  FROM im_livechat_channel_member_history history
                  JOIN discuss_channel channel
                    ON channel.id = history.channel_id
                 WHERE channel.livechat_is_escalated
                    OR history.help_status IS NOT NULL
          ) helping
         WHERE helping.id = history.id
           AND helping.status IS DISTINCT FROM history.help_status
        """
    )
    env.invalidate_all()


def _start_statuses(env):
    """Give each open conversation that an agent handles a status, and its first period.

    Since when a conversation has been in its status was not kept: it counts from now on.
    """
    env.flush_all()
    env.cr.execute(
        """
        UPDATE discuss_channel channel
           SET livechat_status = agent.status
          FROM (SELECT open.id,
                       CASE WHEN EXISTS (
                                SELECT FROM im_livechat_channel_member_history history
                                 WHERE history.channel_id = open.id
                                   AND history.livechat_member_type = 'agent'
                                   AND history.member_id IS NOT NULL
                            ) THEN 'in_progress' END AS status
                  FROM discuss_channel open
                 WHERE open.channel_type = 'livechat'
                   AND open.livechat_end_dt IS NULL
                   AND COALESCE(open.livechat_status, 'in_progress') = 'in_progress'
               ) AS agent
         WHERE channel.id = agent.id AND channel.livechat_status IS DISTINCT FROM agent.status
        """
    )
    env.cr.execute(
        """
        UPDATE discuss_channel
           SET livechat_status_since_dt = now() AT TIME ZONE 'UTC',
               livechat_looking_for_help_since_dt =
                   CASE WHEN livechat_status = 'need_help' THEN now() AT TIME ZONE 'UTC' END
         WHERE livechat_status IS NOT NULL
           AND livechat_status_since_dt IS NULL
           AND channel_type = 'livechat'
        """
    )
    env.cr.execute(
        """
        INSERT INTO livechat_status_period
                    (channel_id, livechat_channel_id, status, start_dt, create_date, write_date)
             SELECT id, livechat_channel_id, livechat_status, livechat_status_since_dt,
                    livechat_status_since_dt, livechat_status_since_dt
               FROM discuss_channel
              WHERE livechat_status_since_dt IS NOT NULL
                AND livechat_status IS NOT NULL
                AND channel_type = 'livechat'
                AND NOT EXISTS (SELECT FROM livechat_status_period period
                                 WHERE period.channel_id = discuss_channel.id
                                   AND period.end_dt IS NULL)
        """
    )
    env.invalidate_all()


def _normalized(name):
    """Return the SQL expression of a name without blanks around it, and single ones inside."""
    return SQL(r"btrim(regexp_replace(%s, '\s+', ' ', 'g'))", name)


def _merge_namesakes(env, model_name, name):
    """Merge the records of a model whose normalized names are the same.

    :param str model_name: the model
    :param SQL name: the SQL expression of the name to compare
    """
    table = SQL.identifier(env[model_name]._table)
    env.cr.execute(
        SQL(
            """
            SELECT MIN(id), array_agg(id)
              FROM %s
          GROUP BY lower(%s)
            HAVING COUNT(*) > 1
            """,
            table,
            _normalized(name),
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
