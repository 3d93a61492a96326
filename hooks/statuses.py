"""The statuses of the conversations of an existing database."""


def start_statuses(env):
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
