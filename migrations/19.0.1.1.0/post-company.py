"""The company whose name and address a conversation carries is the customer's, from this version
on: the email template asks the conversation for it, also where somebody edited or copied it."""


def migrate(cr, _version):
    cr.execute(
        """
        UPDATE mail_template template
           SET body_html = REPLACE(body_html::text, %(before)s, %(now)s)::jsonb,
               subject = REPLACE(subject::text, %(before)s, %(now)s)::jsonb,
               email_from = REPLACE(email_from, %(before)s, %(now)s),
               reply_to = REPLACE(reply_to, %(before)s, %(now)s)
          FROM ir_model_data data
         WHERE data.module = 'livechat_info_panel'
           AND data.name = 'mail_template_transcript'
           AND data.res_id = template.id
        """,
        {"before": "user.company_id", "now": "object._get_livechat_company()"},
    )
