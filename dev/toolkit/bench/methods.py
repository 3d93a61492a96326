"""What the methods behind the panel cost, without a web server, for each kind of customer."""

import statistics
import time

RUNS = 20


def measure(channels):
    """Return for each conversation the queries and the median of the milliseconds of two methods.

    :return: ``[[queries, ms] of the recent conversations, [queries, ms] of the whole panel]`` each
    """
    return [
        [_measure(channel, what) for what in (_recent_conversations, _panel)]
        for channel in channels
    ]


def _measure(channel, what):
    times = []
    for _run in range(RUNS + 1):
        channel.env.invalidate_all()
        channel.read(["name"])  # as Odoo did when it searched the conversation
        queries, started = channel.env.cr.sql_log_count, time.perf_counter()
        what(channel)
        times.append(time.perf_counter() - started)
        queries = channel.env.cr.sql_log_count - queries
    return queries, statistics.median(times[1:]) * 1000  # the first one fills the caches


def _recent_conversations(channel):
    channel._get_recent_conversations()


def _panel(channel):
    from odoo.addons.mail.tools.discuss import Store

    Store().add(channel, channel._get_livechat_session_fields_to_store()).get_result()
