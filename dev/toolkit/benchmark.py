"""What dev/bench runs inside of Odoo: fill a database, and measure what the panel costs in it."""

import signal
import statistics
import sys
import time
from contextlib import closing

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tools import config

from . import console

RUNS = 20
CUSTOMERS = {
    "guest": "Guest with {earlier:,} earlier ones",
    "contact": "Contact with {earlier:,}",
    "email": "Address that {earlier:,} gave",
    "new": "Guest for the first time",
}
COLUMNS = ("recent conversations", "whole panel")


def main(config_file, database, count):
    config.parse_config(["-c", config_file, "-d", database, "--log-level=warn"])
    registry = Registry(database)
    # Only now: this module of the addon is found by the configuration, and its tests with it.
    from odoo.addons.livechat_info_panel.tests import scale_common

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        with console.step(f"Making {count + 3 * scale_common.EARLIER:,} conversations"):
            agent = _create_agent(env)
            channels = scale_common.fill(_create_livechat_channel(env, agent), agent, count)
            cr.commit()
    with console.step("VACUUM ANALYZE"), closing(db_connect(database).cursor()) as cr:
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE")
    with registry.cursor() as cr:
        env = api.Environment(cr, agent.id, {})
        cr.execute("SELECT pg_database_size(current_database())")
        console.say(f"The database has {console.readable_size(cr.fetchone()[0])} now.\n")
        console.say(f"{'':<34}{''.join(f'{name:>24}' for name in COLUMNS)}")
        for customer, label in CUSTOMERS.items():
            channel = env["discuss.channel"].browse(channels[customer].id)
            figures = [_measure(channel, what) for what in (_recent_conversations, _panel)]
            console.say(f"{label.format(earlier=scale_common.EARLIER):<34}{''.join(figures)}")


def _create_agent(env):
    return env["res.users"].create(
        {
            "name": "Agent",
            "login": "bench_agent",
            "group_ids": [Command.set(env.ref("im_livechat.im_livechat_group_user").ids)],
        }
    )


def _create_livechat_channel(env, agent):
    return env["im_livechat.channel"].create({"name": "Help", "user_ids": [Command.set(agent.ids)]})


def _measure(channel, what):
    """Return how many queries something takes, and the median of its milliseconds, as text."""
    times = []
    for _run in range(RUNS + 1):
        channel.env.invalidate_all()
        channel.read(["name"])  # as Odoo did when it searched the conversation
        queries, started = channel.env.cr.sql_log_count, time.perf_counter()
        what(channel)
        times.append(time.perf_counter() - started)
        queries = channel.env.cr.sql_log_count - queries
    milliseconds = statistics.median(times[1:]) * 1000  # the first one fills the caches
    return f"{f'{queries} queries, {milliseconds:.1f} ms':>24}"


def _recent_conversations(channel):
    channel._get_recent_conversations()


def _panel(channel):
    from odoo.addons.mail.tools.discuss import Store

    Store().add(channel, channel._get_livechat_session_fields_to_store()).get_result()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
