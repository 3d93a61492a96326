"""As many conversations as a company has after years, made by SQL."""

from odoo import Command
from odoo.tools import SQL

# How many conversations each of the customers had before who had unusually many.
EARLIER = 1_000
EMAIL = "given.by.many@example.com"
AGENTS = 20
# Of how many conversations the agents are still members. Odoo fetches the ids of all of an agent's
# and expects "a thousand at most".
JOINED = 1_000 * AGENTS
TAGS = 20
MESSAGES = 4  # in each conversation
# Spreads whatever stands side by side over all the time: a prime above all counts.
SPREAD = 2_147_483_647
TABLES = (
    "discuss_channel",
    "discuss_channel_member",
    "im_livechat_channel_member_history",
    "livechat_conversation_tag_rel",
    "mail_guest",
    "mail_message",
    "res_partner",
)

# Fifteen conversations are of five customers, who had one to five of them. Every twentieth
# customer is a contact who logged in, every tenth a guest who was linked to one, and three in ten
# gave an address to the chatbot, one of them a contact's.
CONVERSATIONS = """
    CREATE TEMP TABLE scale_conversation ON COMMIT DROP AS
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

# Statements that fill the tables, in this order.
STATEMENTS = (
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
    """
    INSERT INTO discuss_channel
                (id, name, uuid, channel_type, active, livechat_operator_id, livechat_channel_id,
                 create_date, write_date, last_interest_dt, livechat_end_dt, livechat_start_hour,
                 livechat_week_day, livechat_status, livechat_status_since_dt, livechat_outcome,
                 livechat_computed_outcome, livechat_failure, livechat_is_escalated,
                 livechat_partner_id, livechat_visitor_email, livechat_visitor_lang,
                 livechat_visitor_tz, livechat_note, rating_last_value, rating_last_text)
         SELECT id, 'Visitor ' || customer || ' Agent', 'scale-' || id, 'livechat', TRUE,
                agent_id, %(livechat_channel)s, start_dt, start_dt,
                start_dt + INTERVAL '12 minutes',
                CASE WHEN is_closed THEN start_dt + INTERVAL '15 minutes' END,
                extract(hour FROM start_dt) + extract(minute FROM start_dt) / 60,
                extract(isodow FROM start_dt) - 1,
                CASE WHEN NOT is_closed THEN 'in_progress' END,
                CASE WHEN NOT is_closed THEN start_dt END,
                CASE WHEN is_closed THEN outcome END,
                CASE WHEN is_closed THEN outcome END,
                CASE WHEN outcome IN ('no_answer', 'no_agent') THEN outcome ELSE 'no_failure' END,
                outcome = 'escalated',
                CASE WHEN NOT is_contact THEN contact_id END,
                email, 'es-MX', 'America/Mexico_City',
                CASE WHEN number %% 3 = 0
                     THEN '<p>Called back about the invoice ' || number || '.</p>' END,
                COALESCE(('{5,3,1}'::int[])[1 + number %% 12], 0),
                ('{top,ok,ko}'::text[])[1 + number %% 12]
           FROM (SELECT *, number <= %(total)s - 50 AS is_closed,
                        ('{missed,no_agent,no_answer,no_answer,escalated}'::text[]
                         || array_fill('no_failure'::text, '{15}'))[1 + number %% 20] AS outcome
                   FROM scale_conversation
                ) AS conversation
       ORDER BY id
    """,
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
# What has ids of its own choice.
SEQUENCES = ("res_partner", "mail_guest", "discuss_channel", "discuss_channel_member")


def fill(livechat_channel, agent, count, messages=MESSAGES):
    """Make conversations of the last three years, and of each kind of customer one of now.

    Most customers had one to five, some ``EARLIER`` ones.

    :param livechat_channel: the ``im_livechat.channel`` of all of them
    :param agent: the ``res.users`` who has every twentieth, and those of now
    :param int count: how many, beside those of the customers with many
    :param int messages: how many are in each
    :return: the conversation of now of a guest, a contact, somebody who gave an address, and of a
        new guest, as superuser
    :rtype: dict[str, odoo.models.Model]
    """
    env = livechat_channel.sudo().env
    env.flush_all()
    env.cr.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
    if env.cr.fetchone()[0]:
        # All references are right, and looking up each takes half of the time.
        env.cr.execute("SET LOCAL session_replication_role = replica")
    params = _get_params(livechat_channel, agent, count, messages)
    for statement in (CONVERSATIONS, *STATEMENTS):
        env.cr.execute(statement, params)
    for table in SEQUENCES:
        env.cr.execute(
            SQL(
                "SELECT setval(%s, (SELECT max(id) FROM %s))",
                f"{table}_id_seq",
                SQL.identifier(table),
            )
        )
    env.cr.execute("SET LOCAL session_replication_role = origin")
    for table in TABLES:
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
    env.invalidate_all()
    return _open_conversations(
        livechat_channel,
        agent,
        env["mail.guest"].browse(params["guest"]),
        env["res.partner"].browse(params["partner"]),
    )


def _get_params(livechat_channel, agent, count, messages):
    env = livechat_channel.sudo().env
    agents = agent.partner_id + env["res.partner"].create(
        [{"name": f"Agent {n}"} for n in range(1, AGENTS)]
    )
    tags = env["im_livechat.conversation.tag"].create(
        [{"name": f"Many Conversations {n}", "color": n % 12} for n in range(TAGS)]
    )
    env.flush_all()
    last = {}
    for table in SEQUENCES:
        env.cr.execute(SQL("SELECT COALESCE(max(id), 0) FROM %s", SQL.identifier(table)))
        last[table] = env.cr.fetchone()[0]
    return {
        "agents": agents.ids,
        "agent_count": len(agents),
        "channel": last["discuss_channel"],
        "contacts": count // 60 + 10,
        "earlier": EARLIER,
        "email": EMAIL,
        "guest": last["mail_guest"] + 1,
        "joined": JOINED,
        "livechat_channel": livechat_channel.id,
        "member": last["discuss_channel_member"],
        "messages": messages,
        "partner": last["res_partner"] + 1,
        "spread": SPREAD,
        "subtype": env.ref("mail.mt_comment").id,
        "tags": tags.ids,
        "tag_count": len(tags),
        "total": count + 3 * EARLIER,
    }


def _open_conversations(livechat_channel, agent, guest, contact):
    """Begin a conversation with each kind of customer."""
    new_guests = guest.create([{"name": "Visitor"}, {"name": "Visitor"}])
    customers = {
        "guest": ({"guest_id": guest.id}, False),
        "contact": ({"partner_id": contact.id}, False),
        "email": ({"guest_id": new_guests[0].id}, EMAIL),
        "new": ({"guest_id": new_guests[1].id}, False),
    }
    channels = guest.env["discuss.channel"].create(
        [
            {
                "name": "Visitor Agent",
                "channel_type": "livechat",
                "livechat_channel_id": livechat_channel.id,
                "livechat_operator_id": agent.partner_id.id,
                "livechat_visitor_email": email,
                "channel_member_ids": [
                    Command.create(
                        {"partner_id": agent.partner_id.id, "livechat_member_type": "agent"}
                    ),
                    Command.create({**member, "livechat_member_type": "visitor"}),
                ],
            }
            for member, email in customers.values()
        ]
    )
    return dict(zip(customers, channels, strict=True))
