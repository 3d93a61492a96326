"""What dev/bench does inside of Odoo's own process: fill, log in, measure methods, uninstall."""

import json
import signal
import sys
from contextlib import closing
from pathlib import Path

from odoo import SUPERUSER_ID, Command, api, http
from odoo.modules.registry import Registry
from odoo.service.security import compute_session_token
from odoo.sql_db import db_connect
from odoo.tools import config

from toolkit import console, paths
from toolkit.bench import methods

OPEN_CHATS = 50  # of the agent whose browser is measured
AGENTS = 50  # others, who are told of what happens
MESSAGES = 20  # in each open chat


def main(config_file, database, action, file, *arguments):
    config.parse_config(["-c", config_file, "-d", database, "--log-level=warn"])
    registry = Registry(database)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        result = ACTIONS[action](env, *arguments)
    if action in ("fill", "complete"):
        with closing(db_connect(database).cursor()) as cr:
            cr._cnx.autocommit = True
            cr.execute("VACUUM ANALYZE")
    Path(file).write_text(json.dumps(result))


def _scale_common():
    # Only now: the configuration says where this module of the addon is.
    from odoo.addons.livechat_info_panel.tests import scale_common

    return scale_common


def fill(env, count):
    """Make conversations; return the ids of the users and of the conversations to measure."""
    scale_common = _scale_common()
    agent = _create_agents(env, ["Agent"])
    channel = env["im_livechat.channel"].create({"name": "Help", "user_ids": agent.ids})
    chats = scale_common.fill(channel, agent, int(count))
    chats["guest"].channel_member_ids.guest_id.name = "Guest with many"
    others = _create_agents(env, [f"Agent {n}" for n in range(1, AGENTS + 1)])
    channel.user_ids = [Command.link(user.id) for user in others]
    names = [f"Guest {n:02}" for n in range(1, OPEN_CHATS - len(chats) + 1)]
    guests = env["mail.guest"].create([{"name": name} for name in names])
    new = scale_common.open_conversations(channel, agent, [{"guest_id": g.id} for g in guests])
    for chat in [*chats.values(), *new]:
        _write_messages(env, chat, agent)
    chats |= {"first": new[0], "next": new[1], "seen": new[2], "help": new[3]}
    chats["seen"]._add_members(users=others, post_joined_message=False)
    return {
        "open_chats": [chat.id for chat in [*new, *chats.values()]],
        "users": [agent.id, *others.ids],
        "chats": {
            name: {"id": chat.id, "customer": _get_customer(chat, agent).name}
            for name, chat in chats.items()
        },
    }


def _create_agents(env, names):
    group = env.ref("im_livechat.im_livechat_group_user")
    logins = [name.lower().replace(" ", "_") for name in names]
    return env["res.users"].create(
        [
            {"name": name, "login": f"bench_{login}", "group_ids": [Command.set(group.ids)]}
            for name, login in zip(names, logins, strict=True)
        ]
    )


def _get_customer(chat, agent):
    members = chat.channel_member_ids
    return members.guest_id or members.partner_id - agent.partner_id


def _write_messages(env, chat, agent):
    """Have the customer write what the agent has not read yet."""
    customer = _get_customer(chat, agent)
    author = {"author_id": False, "author_guest_id": False}
    author["author_guest_id" if customer._name == "mail.guest" else "author_id"] = customer.id
    env["mail.message"].create(
        [
            {
                **author,
                "model": "discuss.channel",
                "res_id": chat.id,
                "message_type": "comment",
                "subtype_id": env.ref("mail.mt_comment").id,
                "body": f"<p>Where is my parcel {number}?</p>",
            }
            for number in range(MESSAGES)
        ]
    )


def complete(env):
    _scale_common().complete(env)


def log_in(env, *user_ids):
    """Return the ids of sessions in which these users are logged in."""
    return [_log_in(env, int(user_id)) for user_id in user_ids]


def _log_in(env, user_id):
    session = http.root.session_store.new()
    session.update(http.get_default_session(), db=env.cr.dbname, _trace_disable=True)
    user = env["res.users"].browse(user_id)
    session.uid, session.login = user_id, user.login
    session.context = dict(user.with_user(user).context_get())
    session.session_token = compute_session_token(session, env)
    http.root.session_store.save(session)
    return session.sid


def measure_methods(env, *channel_ids):
    """Return what the panel's data costs, for each kind of customer."""
    agent = env["res.users"].search([("login", "=", "bench_agent")])
    return methods.measure(env["discuss.channel"].with_user(agent).browse(map(int, channel_ids)))


def uninstall(env):
    module = env["ir.module.module"].search([("name", "=", paths.ADDON)])
    with console.step("Uninstalling the addon"):
        module.button_immediate_uninstall()


ACTIONS = {
    action.__name__: action for action in (fill, complete, log_in, measure_methods, uninstall)
}

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main(*sys.argv[1:])
