"""What reports, lists and Now cost the server when they are opened."""

import statistics
import time
from datetime import date, timedelta

from toolkit.bench import filling

RUNS = 5
OPEN_IN_NOW = 200  # of all agents
OPEN = [("channel_type", "=", "livechat"), ("livechat_end_dt", "=", False)]
LABELS = {
    "livechat.waiting.report": "Waiting Times",
    "im_livechat.channel.member.history": "Agents",
    "im_livechat.report.channel": "Sessions (report)",
    "discuss.channel": "Sessions, by day",
}


def open_more(database):
    """Have as many conversations open as Now is measured with, the others of other agents."""
    from odoo.addons.livechat_info_panel.tests.support import scale

    with filling.environment(database) as env:
        agent = env["res.users"].search([("login", "=", "bench_agent_1")])
        missing = OPEN_IN_NOW - env["discuss.channel"].search_count(OPEN)
        names = [f"Guest of others {n:03}" for n in range(missing)]
        guests = env["mail.guest"].create([{"name": name} for name in names])
        customers = [{"guest_id": guest.id} for guest in guests]
        scale.open_conversations(agent.livechat_channel_ids, agent, customers)


def measure(database):
    """Return of each view the queries and the median of the milliseconds, by its label."""
    with filling.environment(database) as env:
        manager = env.ref("base.user_admin")
        manager.group_ids += env.ref("im_livechat.im_livechat_group_manager")
        env = env(user=manager, context={"tz": "Europe/Brussels"})
        return {label: _measure(env, view) for label, view in _get_views(env).items()}


def _get_views(env):
    from odoo.addons.livechat_info_panel.controllers.now import LivechatNow
    from odoo.addons.livechat_info_panel.tests.support.reports_at_first import REPORTS, show
    from odoo.addons.mail.tools.discuss import Store

    sessions = env["discuss.channel"]
    shown = sessions.get_views([(False, "list")])["models"]["discuss.channel"]["fields"]
    last_month = [("create_date", ">=", str(date.today() - timedelta(days=30)))]

    def open_list():
        domain = [("livechat_channel_id", "!=", False), *last_month]
        sessions.web_search_read(domain, {name: {} for name in shown}, limit=80)

    def open_now():
        store = Store()
        LivechatNow._add_livechat_now(env, store)
        store.get_result()

    return {
        **{LABELS[model]: lambda model=model: show(env[model]) for model in REPORTS},
        "Sessions, the list": open_list,
        f"Now, {OPEN_IN_NOW} open conversations": open_now,
    }


def _measure(env, view):
    times = []
    for _run in range(RUNS + 1):
        env.invalidate_all()
        queries, started = env.cr.sql_log_count, time.perf_counter()
        view()
        times.append(time.perf_counter() - started)
        queries = env.cr.sql_log_count - queries
    return queries, statistics.median(times[1:]) * 1000  # the first one fills the caches
