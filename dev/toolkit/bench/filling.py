"""What dev/bench does with its databases through Odoo: fill, measure panels, uninstall."""

import statistics
import time
from contextlib import contextmanager

from odoo import SUPERUSER_ID, Command, api, http
from odoo.modules.registry import Registry
from odoo.service.security import compute_session_token
from odoo.sql_db import close_db
from odoo.tools import config

from toolkit import paths

OPEN_CHATS = 50  # of the agent whose browser is measured
AGENTS = 50  # others, who are told of what happens
MESSAGES = 20  # in each open chat
# After one that fills the caches; fewer do not tell customers apart who differ by a twentieth.
RUNS = 1_000


def configure(file):
    config.parse_config(["-c", str(file), "--log-level=warn"])


@contextmanager
def environment(database):
    try:
        with Registry(database).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})
    finally:
        close_db(database)  # which may be copied or dropped now


def fill(database, count):
    """Make conversations; return the ids of those to measure, their customers, and the users."""
    # Only now: the configuration says where this module of the addon is.
    from odoo.addons.livechat_info_panel.tests.support import scale

    with environment(database) as env:
        agent = _create_agents(env, ["Agent"])
        channel = env["im_livechat.channel"].create({"name": "Help", "user_ids": agent.ids})
        chats = scale.fill(channel, agent, count)
        chats["guest"].channel_member_ids.guest_id.name = "Guest with many"
        others = _create_agents(env, [f"Agent {n}" for n in range(1, AGENTS + 1)])
        channel.user_ids = [Command.link(user.id) for user in others]
        names = [f"Guest {n:02}" for n in range(1, OPEN_CHATS - len(chats) + 1)]
        guests = env["mail.guest"].create([{"name": name} for name in names])
        new = scale.open_conversations(channel, agent, [{"guest_id": g.id} for g in guests])
        open_chats = [*chats.values(), *new]
        customers = {chat: _write_messages(chat, agent) for chat in open_chats}
        chats |= {"first": new[0], "next": new[1], "seen": new[2], "help": new[3]}
        chats["seen"]._add_members(users=others, post_joined_message=False)
        return {
            "chats": {name: chat.id for name, chat in chats.items()},
            "customers": {name: customers[chat].name for name, chat in chats.items()},
            "open_chats": [chat.id for chat in open_chats],
            "users": [agent.id, *others.ids],
        }


def _create_agents(env, names):
    group = env.ref("im_livechat.im_livechat_group_user")
    logins = [f"bench_{name.lower().replace(' ', '_')}" for name in names]
    return env["res.users"].create(
        [
            {"name": name, "login": login, "group_ids": [Command.set(group.ids)]}
            for name, login in zip(names, logins, strict=True)
        ]
    )


def _write_messages(chat, agent):
    """Have the customer write what the agent has not read yet; return the customer."""
    members = chat.channel_member_ids
    customer = members.guest_id or members.partner_id - agent.partner_id
    is_guest = customer._name == "mail.guest"
    values = {"model": "discuss.channel", "res_id": chat.id, "message_type": "comment"}
    values["subtype_id"] = chat.env.ref("mail.mt_comment").id
    values["author_id"] = False if is_guest else customer.id
    values["author_guest_id"] = customer.id if is_guest else False
    bodies = [f"<p>Where is my parcel {number}?</p>" for number in range(MESSAGES)]
    chat.env["mail.message"].create([{**values, "body": body} for body in bodies])
    return customer


def complete(database):
    from odoo.addons.livechat_info_panel.tests.support import scale

    with environment(database) as env:
        scale.complete(env)


def log_in(database, user_ids):
    """Return the ids of sessions in which these users are logged in."""
    with environment(database) as env:
        return [_log_in(user) for user in env["res.users"].browse(user_ids)]


def _log_in(user):
    session = http.root.session_store.new()
    session.update(http.get_default_session(), db=user.env.cr.dbname, _trace_disable=True)
    session.uid, session.login = user.id, user.login
    session.context = dict(user.with_user(user).context_get())
    session.session_token = compute_session_token(session, user.env)
    http.root.session_store.save(session)
    return session.sid


def measure_panels(database, channel_ids):
    """Return for each conversation what the data of its panel cost the server, as the route finds
    them, all by turns.

    :return: queries, and of the milliseconds the median and the 95th percentile, for each
    """
    with environment(database) as env:
        env = env(user=env["res.users"].search([("login", "=", "bench_agent")]))
        times = {id_: [] for id_ in channel_ids}
        queries = {}
        for _run in range(RUNS + 1):
            for id_ in channel_ids:
                queries[id_], seconds = _measure_panel(env, id_)
                times[id_].append(seconds)
    return [(queries[id_], *_median_and_most(times[id_][1:])) for id_ in channel_ids]


def _measure_panel(env, channel_id):
    from odoo.addons.livechat_info_panel.controllers.session import LivechatSessionData
    from odoo.addons.mail.tools.discuss import Store

    env.invalidate_all()
    store = Store()
    queries, started = env.cr.sql_log_count, time.perf_counter()
    LivechatSessionData._add_livechat_sessions(env, store, [channel_id])
    store.get_result()
    return env.cr.sql_log_count - queries, time.perf_counter() - started


def _median_and_most(times):
    cuts = statistics.quantiles(times, n=20)
    return cuts[9] * 1000, cuts[18] * 1000


def uninstall(database):
    with environment(database) as env:
        module = env["ir.module.module"].search([("name", "=", paths.ADDON)])
        module.button_immediate_uninstall()
