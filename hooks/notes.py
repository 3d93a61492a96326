"""The notes of the conversations of an existing database."""


def keep_notes(env):
    """Make what each conversation holds as its note the first version of it.

    Who wrote it, and when, was not kept.
    """
    env.flush_all()
    env.cr.execute(
        """
        WITH version AS (
            INSERT INTO livechat_note_version (channel_id, note, create_date, write_date)
                 SELECT id, livechat_note, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                   FROM discuss_channel
                  WHERE channel_type = 'livechat'
                    AND livechat_note != ''
                    AND livechat_note_version_id IS NULL
              RETURNING id, channel_id
        )
        UPDATE discuss_channel
           SET livechat_note_version_id = version.id
          FROM version
         WHERE discuss_channel.id = version.channel_id
        """
    )
    env.invalidate_all()
