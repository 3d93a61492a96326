"""As many conversations as a company has after years, made by SQL."""

from odoo import Command
from odoo.tools import SQL

from . import scale_statements

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
    "chatbot_message",
    "discuss_channel",
    "discuss_channel_member",
    "im_livechat_channel_member_history",
    "livechat_conversation_tag_rel",
    "mail_guest",
    "mail_message",
    "res_partner",
)

# What has ids of its own choice.
SEQUENCES = ("res_partner", "mail_guest", "discuss_channel", "discuss_channel_member")


def fill(livechat_channel, agent, count, messages=MESSAGES):
    """Make conversations of the last three years, and of each kind of customer one of now.

    Most customers had one to five, some ``EARLIER`` ones. In a database without the addon, what
    they told is missing; where the addon is installed afterwards, ``complete`` adds it.

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
    for statement in _get_statements(env):
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
    return _open_conversations(livechat_channel, agent, params)


def complete(env):
    """Add what ``fill`` left out because the addon was not installed yet."""
    env.cr.execute(scale_statements.COMPLETION)
    env.cr.execute("DROP TABLE scale_conversation")
    env.invalidate_all()


def _has_addon(env):
    return "livechat_visitor_email" in env["discuss.channel"]._fields


def _get_statements(env):
    has_addon = _has_addon(env)
    return [
        scale_statements.CONVERSATIONS,
        *scale_statements.CUSTOMERS,
        scale_statements.insert_channels(has_addon),
        *([] if has_addon else [scale_statements.ANSWERS]),
        *scale_statements.STATEMENTS,
    ]


def _create_question(env):
    """Return the step of a chatbot that asks for an address."""
    return (
        env["chatbot.script"]
        .create(
            {
                "title": "Address",
                "script_step_ids": [
                    Command.create({"step_type": "question_email", "message": "Your address?"})
                ],
            }
        )
        .script_step_ids
    )


def _get_params(livechat_channel, agent, count, messages):
    env = livechat_channel.sudo().env
    agents = agent.partner_id + env["res.partner"].create(
        [{"name": f"Agent {n}"} for n in range(1, AGENTS)]
    )
    tags = env["im_livechat.conversation.tag"].create(
        [{"name": f"Many Conversations {n}", "color": n % 12} for n in range(TAGS)]
    )
    step = _create_question(env)
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
        "step": step.id,
        "subtype": env.ref("mail.mt_comment").id,
        "tags": tags.ids,
        "tag_count": len(tags),
        "total": count + 3 * EARLIER,
    }


def _open_conversations(livechat_channel, agent, params):
    """Begin a conversation with each kind of customer."""
    env = livechat_channel.sudo().env
    new_guests = env["mail.guest"].create([{"name": "Visitor"}, {"name": "Visitor"}])
    customers = {
        "guest": {"guest_id": params["guest"]},
        "contact": {"partner_id": params["partner"]},
        "email": {"guest_id": new_guests[0].id},
        "new": {"guest_id": new_guests[1].id},
    }
    channels = open_conversations(livechat_channel, agent, customers.values())
    channels = dict(zip(customers, channels, strict=True))
    if _has_addon(env):
        channels["email"].livechat_visitor_email = EMAIL
    else:
        env["chatbot.message"].create(
            {
                "discuss_channel_id": channels["email"].id,
                "script_step_id": params["step"],
                "user_raw_answer": EMAIL,
            }
        )
    return channels


def open_conversations(livechat_channel, agent, customers):
    """Begin a conversation of an agent with each of these customers.

    :param customers: of each ``{"guest_id": …}`` or ``{"partner_id": …}``
    """
    member = {"partner_id": agent.partner_id.id, "livechat_member_type": "agent"}
    return (
        livechat_channel.with_user(agent)
        .env["discuss.channel"]
        .sudo()
        .create(
            [
                {
                    "name": "Visitor Agent",
                    "channel_type": "livechat",
                    "livechat_channel_id": livechat_channel.id,
                    "livechat_operator_id": agent.partner_id.id,
                    "livechat_status": "in_progress",
                    "channel_member_ids": [
                        Command.create(member),
                        Command.create({**customer, "livechat_member_type": "visitor"}),
                    ],
                }
                for customer in customers
            ]
        )
    )
