"""The statements that make many conversations; ``scale.fill`` runs them."""

# Fifteen conversations are of five customers, who had one to five of them. Every twentieth
# customer is a contact who logged in, every tenth a guest who was linked to one, and three in ten
# gave an address to the chatbot, one of them a contact's.
CONVERSATIONS = """
    CREATE UNLOGGED TABLE scale_conversation AS
    SELECT number, slot, customer, %(channel)s + number AS id,
           CASE WHEN slot < %(earlier)s THEN %(guest)s
                WHEN slot < 3 * %(earlier)s AND NOT is_contact THEN %(guest)s + 1 + slot
                WHEN slot >= 3 * %(earlier)s AND NOT is_contact
                THEN %(guest)s + 1 + 3 * %(earlier)s + customer
            END AS guest_id,
           CASE WHEN slot >= %(earlier)s AND slot < 2 * %(earlier)s THEN %(partner)s
                WHEN is_contact OR slot >= 3 * %(earlier)s AND customer %% 10 = 3
                THEN %(partner)s + 1 + customer / 20
            END AS contact_id,
           is_contact,
           CASE WHEN slot >= 2 * %(earlier)s AND slot < 3 * %(earlier)s THEN %(email)s
                WHEN slot >= 3 * %(earlier)s AND customer %% 10 = 7
                THEN 'contact.' || (1 + customer / 20) || '@example.com'
                WHEN slot >= 3 * %(earlier)s AND customer %% 10 IN (1, 9)
                THEN 'guest.' || customer || '@example.com'
            END AS email,
           (%(agents)s)[1 + customer %% %(agent_count)s] AS agent_id,
           now() AT TIME ZONE 'UTC' - INTERVAL '3 years' * (1 - number / %(total)s::float)
             AS start_dt
      FROM (SELECT *, CASE WHEN slot < 3 * %(earlier)s
                           THEN slot BETWEEN %(earlier)s AND 2 * %(earlier)s - 1 AND slot %% 2 = 0
                           ELSE customer %% 20 = 0
                       END AS is_contact
              FROM (SELECT number, slot,
                           CASE WHEN slot < 3 * %(earlier)s THEN slot
                                ELSE (slot - 3 * %(earlier)s) / 15 * 5
                                     + ('{0,1,1,2,2,2,3,3,3,3,4,4,4,4,4}'::int[])
                                       [1 + (slot - 3 * %(earlier)s) %% 15]
                            END AS customer
                      FROM (SELECT number, (number * %(spread)s %% %(total)s)::int AS slot
                              FROM generate_series(1, %(total)s::bigint) AS number
                           ) AS slots
                   ) AS customers
           ) AS kinds
"""

# The columns of discuss_channel that Odoo has, and what is in them.
CHANNEL = {
    "id": "id",
    "name": "'Visitor ' || customer || ' Agent'",
    "uuid": "'scale-' || id",
    "channel_type": "'livechat'",
    "active": "TRUE",
    "livechat_operator_id": "agent_id",
    "livechat_channel_id": "%(livechat_channel)s",
    "create_date": "start_dt",
    "write_date": "start_dt",
    "last_interest_dt": "start_dt + INTERVAL '12 minutes'",
    "livechat_end_dt": "CASE WHEN is_closed THEN start_dt + INTERVAL '15 minutes' END",
    "livechat_start_hour": "extract(hour FROM start_dt) + extract(minute FROM start_dt) / 60",
    "livechat_week_day": "extract(isodow FROM start_dt) - 1",
    "livechat_status": "CASE WHEN NOT is_closed THEN 'in_progress' END",
    "livechat_outcome": "CASE WHEN is_closed THEN outcome END",
    "livechat_failure": "CASE WHEN outcome IN ('no_answer', 'no_agent') THEN outcome"
    " ELSE 'no_failure' END",
    "livechat_is_escalated": "outcome = 'escalated'",
    "livechat_note": "CASE WHEN number %% 3 = 0"
    " THEN '<p>Called back about the invoice ' || number || '.</p>' END",
    "rating_last_value": "COALESCE(('{5,3,1}'::int[])[1 + number %% 12], 0)",
    "rating_last_text": "('{top,ok,ko}'::text[])[1 + number %% 12]",
}
# Those that this addon adds: what is told at the beginning, or by a click on a contact, ...
TOLD = {
    "livechat_partner_id": "CASE WHEN NOT is_contact THEN contact_id END",
    "livechat_visitor_lang": "'es-MX'",
    "livechat_visitor_tz": "'America/Mexico_City'",
}
# ... and what its installation finds out.
FOUND = {
    "livechat_status_since_dt": "CASE WHEN NOT is_closed THEN start_dt END",
    "livechat_customer_waiting_since_dt": "CASE WHEN NOT is_closed THEN start_dt END",
    "livechat_answer_due_dt": "CASE WHEN NOT is_closed THEN start_dt + INTERVAL '5 minutes' END",
    "livechat_computed_outcome": "CASE WHEN is_closed THEN outcome END",
    "livechat_visitor_email": "email",
}
# With what Odoo alone has, the outcome of those that nobody answered is another one.
OUTCOMES = """
    SELECT *, number <= %(total)s - 50 AS is_closed,
           ('{missed,no_agent,no_answer,no_answer,escalated}'::text[]
            || array_fill('no_failure'::text, '{15}'))[1 + number %% 20] AS outcome
      FROM scale_conversation
"""
PLAIN_OUTCOMES = OUTCOMES.replace("missed", "no_failure")


def insert_channels(has_addon):
    """Return the statement that inserts the conversations into Odoo's table.

    :param bool has_addon: whether the table has the addon's columns
    """
    columns = {**CHANNEL, **TOLD, **FOUND} if has_addon else CHANNEL
    return f"""
        INSERT INTO discuss_channel ({", ".join(columns)})
             SELECT {", ".join(columns.values())}
               FROM ({OUTCOMES if has_addon else PLAIN_OUTCOMES}) AS conversation
           ORDER BY id
    """


# What is missing when the addon was installed after the conversations were made.
COMPLETION = f"""
    UPDATE discuss_channel
       SET {", ".join(f"{column} = told.{column}" for column in TOLD)}
      FROM (SELECT id, {", ".join(f"{value} AS {name}" for name, value in TOLD.items())}
              FROM scale_conversation) AS told
     WHERE told.id = discuss_channel.id
"""

# The addresses that customers gave to a chatbot, in Odoo alone.
ANSWERS = """
    INSERT INTO chatbot_message (discuss_channel_id, script_step_id, user_raw_answer, create_date)
         SELECT id, %(step)s, '<p>' || email || '</p>', start_dt
           FROM scale_conversation WHERE email IS NOT NULL
"""

# Statements that fill the tables, in this order: what conversations refer to, and what to them.
CUSTOMERS = (
    """
    INSERT INTO res_partner
                (id, name, complete_name, active, type, is_company, commercial_partner_id,
                 parent_id, partner_share, email, email_normalized, phone, phone_sanitized,
                 create_date, write_date)
         SELECT %(partner)s + n, 'Contact ' || n, 'Contact ' || n, TRUE, 'contact',
                n %% 10 = 9, %(partner)s + LEAST(n / 10 * 10 + 9, %(contacts)s),
                NULLIF(%(partner)s + LEAST(n / 10 * 10 + 9, %(contacts)s), %(partner)s + n),
                TRUE, 'contact.' || n || '@example.com', 'contact.' || n || '@example.com',
                '+324700' || n, '+324700' || n, now() AT TIME ZONE 'UTC',
                now() AT TIME ZONE 'UTC'
           FROM generate_series(0, %(contacts)s) AS n
    """,
    """
    INSERT INTO mail_guest (id, name, access_token, lang, timezone, create_date)
         SELECT guest_id, 'Visitor', 'scale-' || guest_id, 'en_US', 'Europe/Brussels', min(start_dt)
           FROM scale_conversation
          WHERE guest_id IS NOT NULL
       GROUP BY guest_id
    """,
)
STATEMENTS = (
    """
    INSERT INTO discuss_channel_member
                (id, channel_id, partner_id, guest_id, new_message_separator, create_date,
                 last_interest_dt, last_seen_dt, unpin_dt)
         SELECT %(member)s + 2 * number, id, CASE WHEN is_contact THEN contact_id END,
                CASE WHEN NOT is_contact THEN guest_id END, 0, start_dt,
                start_dt + INTERVAL '12 minutes', start_dt + INTERVAL '12 minutes', NULL
           FROM scale_conversation
      UNION ALL
         SELECT %(member)s + 2 * number + 1, id, agent_id, NULL, 0, start_dt,
                start_dt + INTERVAL '12 minutes', start_dt + INTERVAL '12 minutes',
                start_dt + INTERVAL '1 day'
           FROM scale_conversation
          WHERE number > %(total)s - %(joined)s
    """,
    """
    INSERT INTO im_livechat_channel_member_history
                (member_id, channel_id, partner_id, guest_id, livechat_member_type, create_date,
                 message_count, response_time_hour, session_duration_hour, has_call,
                 call_duration_hour)
         SELECT CASE WHEN type = 'visitor' THEN %(member)s + 2 * number
                     WHEN number > %(total)s - %(joined)s THEN %(member)s + 2 * number + 1
                END,
                id,
                CASE WHEN type = 'agent' THEN agent_id WHEN is_contact THEN contact_id END,
                CASE WHEN type = 'visitor' AND NOT is_contact THEN guest_id END,
                type, start_dt, %(messages)s / 2, CASE WHEN type = 'agent' THEN 0.02 END, 0.25, 0, 0
           FROM scale_conversation, (VALUES ('agent'), ('visitor')) AS types (type)
    """,
    """
    INSERT INTO im_livechat_channel_member_history_discuss_channel_agent_rel
                (discuss_channel_id, res_partner_id)
         SELECT id, agent_id FROM scale_conversation
    """,
    """
    INSERT INTO im_livechat_channel_member_history_discuss_channel_customer_rel
                (discuss_channel_id, res_partner_id)
         SELECT id, contact_id FROM scale_conversation WHERE is_contact
    """,
    """
    INSERT INTO livechat_conversation_tag_rel (discuss_channel_id, im_livechat_conversation_tag_id)
         SELECT id, (%(tags)s)[1 + customer %% %(tag_count)s]
           FROM scale_conversation WHERE number %% 2 = 0
      UNION ALL
         SELECT id, (%(tags)s)[1 + (customer + 1) %% %(tag_count)s]
           FROM scale_conversation WHERE number %% 6 = 0
    """,
    """
    INSERT INTO mail_message
                (model, res_id, message_type, subtype_id, body, author_id, author_guest_id,
                 message_id, date, create_date)
         SELECT 'discuss.channel', id, 'comment', %(subtype)s, '<p>Where is my invoice?</p>',
                CASE WHEN n %% 2 = 0 THEN agent_id WHEN is_contact THEN contact_id END,
                CASE WHEN n %% 2 = 1 AND NOT is_contact THEN guest_id END,
                '<scale-' || id || '-' || n || '>', start_dt + INTERVAL '3 minutes' * n,
                start_dt + INTERVAL '3 minutes' * n
           FROM scale_conversation, generate_series(1, %(messages)s) AS n
    """,
)
