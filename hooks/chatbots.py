"""What chatbots asked the customers of an existing database, and what these answered."""

from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

COLUMNS = {
    "livechat_is_answer": "bool",
    "livechat_raw_step_id": "int4",
    "livechat_selected_answer": "varchar",
    "livechat_step_type": "varchar",
}


def keep_chatbot_dialogs(env):
    """Keep of each message to or of a chatbot what it was, as ``chatbot.message`` does of new ones.

    Before the fields are there: Odoo would compute them for one message after the other.
    """
    env.flush_all()
    for name, column_type in COLUMNS.items():
        if not column_exists(env.cr, "chatbot_message", name):
            create_column(env.cr, "chatbot_message", name, column_type)
    env.cr.execute(
        SQL(
            """
            UPDATE chatbot_message asked
               SET livechat_is_answer = message.author_guest_id IS NOT NULL OR EXISTS (
                       SELECT FROM im_livechat_channel_member_history history
                        WHERE history.channel_id = asked.discuss_channel_id
                          AND history.partner_id = message.author_id
                          AND history.livechat_member_type = 'visitor'
                   ),
                   livechat_raw_step_id = step.id,
                   livechat_selected_answer = COALESCE(
                       answer.name->>lang.code, answer.name->>'en_US'
                   ),
                   livechat_step_type = step.step_type
              FROM chatbot_message kept
              JOIN discuss_channel channel ON channel.id = kept.discuss_channel_id
         LEFT JOIN res_lang lang ON lang.id = channel.livechat_lang_id
         LEFT JOIN mail_message message ON message.id = kept.mail_message_id
         LEFT JOIN chatbot_script_step step ON step.id = kept.script_step_id
         LEFT JOIN chatbot_script_answer answer ON answer.id = kept.user_script_answer_id
             WHERE kept.id = asked.id
            """
        )
    )
    env.invalidate_all()
