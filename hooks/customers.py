"""What the customers of an existing database told chatbots about themselves."""

from odoo.tools import SQL

from ..models.core.text import html_to_text


def keep_given_addresses(env):
    """Keep on each conversation the address and the number that its customer gave last."""
    env.flush_all()
    channels = env["discuss.channel"]
    rows = env.execute_query(
        SQL(
            """
            SELECT DISTINCT ON (answer.discuss_channel_id, step.step_type)
                   answer.discuss_channel_id, step.step_type, answer.user_raw_answer,
                   channel.country_id
              FROM chatbot_message answer
              JOIN chatbot_script_step step ON step.id = answer.script_step_id
              JOIN discuss_channel channel ON channel.id = answer.discuss_channel_id
             WHERE step.step_type IN ('question_email', 'question_phone')
               AND answer.user_raw_answer IS NOT NULL
          ORDER BY answer.discuss_channel_id, step.step_type, answer.id DESC
            """
        )
    )
    given = [
        (channel_id, name, value)
        for channel_id, step_type, answer, country_id in rows
        for name, value in channels._get_given_vals(
            step_type, html_to_text(answer, False), env["res.country"].browse(country_id)
        ).items()
        if value
    ]
    for name in {name for _channel_id, name, _value in given}:
        values = [(channel_id, value) for channel_id, field, value in given if field == name]
        env.cr.execute(
            SQL(
                """UPDATE discuss_channel SET %(name)s = given.value
                     FROM unnest(%(ids)s::int[], %(values)s::varchar[]) AS given (id, value)
                    WHERE discuss_channel.id = given.id""",
                name=SQL.identifier(name),
                ids=[channel_id for channel_id, _value in values],
                values=[value for _channel_id, value in values],
            )
        )
    env.invalidate_all()
