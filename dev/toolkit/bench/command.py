"""The run of dev/bench, from the empty database to the table."""

import json
import os
import time
from contextlib import ExitStack, contextmanager

from toolkit import console, paths, process, serving
from toolkit.bench import table
from toolkit.bench.databases import ADDON, PLAIN, Pair
from toolkit.console import Stop, say
from toolkit.instance import free_port

CUSTOMERS = {
    "guest": "Guest with 1,000 earlier ones",
    "contact": "Contact with 1,000",
    "email": "Address that 1,000 gave",
    "new": "Guest for the first time",
}


def run(odoo, databases, browser, count, rounds):
    """Fill two databases, measure both, and print the figures."""
    say("This takes minutes (a million conversations: ten minutes, 10 GB). Ctrl-C drops all.")
    started = time.monotonic()
    pair = Pair(odoo, databases)
    with pair.filled(count) as known:
        chats = known["chats"]
        with ExitStack() as stack:
            servers = {
                kind: stack.enter_context(_serving(odoo, databases, pair, kind, known))
                for kind in (PLAIN, ADDON)
            }
            task = {"browser": browser, "chats": chats, "rounds": rounds, "servers": servers}
            medians = _measure(odoo, task)
        ids = [chats[customer]["id"] for customer in CUSTOMERS]
        methods = pair.in_odoo(ADDON, "measure_methods", *ids)
        pair.in_odoo(ADDON, "uninstall")
    figures = [
        {name: table.Figures(**values) for name, values in medians[kind].items()}
        for kind in (PLAIN, ADDON)
    ]
    say(f"\n{count:,} conversations; medians of {rounds} rounds\n")
    say("\n".join(table.lines(*figures)))
    say("\nWithout web server and browser: queries, milliseconds\n")
    say("\n".join(table.lines_of_methods(dict(zip(CUSTOMERS.values(), methods, strict=True)))))
    say(f"\nWhat was requested, round by round: {paths.LOGS / 'bench-requests.log'}")
    say(f"The whole run took {(time.monotonic() - started) / 60:.0f} minutes.")
    return 0


@contextmanager
def _serving(odoo, databases, pair, kind, known):
    """Serve one of the databases; yield what `scenarios` wants to know of the server."""
    name, port = pair.names[kind], free_port()
    url = f"http://127.0.0.1:{port}"
    log = paths.LOGS / f"bench-{kind}.log"
    agent = known["users"][0]
    [partner] = databases.query(name, f"SELECT partner_id FROM res_users WHERE id = {agent}")
    sessions = pair.in_odoo(kind, "log_in", *known["users"])
    command = odoo.command(name, "--http-port", port, "--max-cron-threads", 0)
    with log.open("w") as output:
        with process.child(command, stdout=output, stderr=output, env=odoo.environment) as server:
            with console.step(f"Starting the server {kind}"):
                serving.wait_for(f"{url}/web/login", server, log)
            yield {
                "dsn": odoo.dsn(name),
                "has_addon": kind == ADDON,
                "log": str(log),
                "open_chats": known["open_chats"],
                "partner": int(partner),
                "port": port,
                "sessions": sessions,
                "url": url,
            }


def _measure(odoo, task):
    file = paths.TEMPORARY / f"bench_{os.getpid()}.json"
    file.write_text(json.dumps(task))
    try:
        command = odoo.python("-m", "toolkit.bench.measure", file)
        with process.child(command, env=odoo.environment) as child:
            if child.wait():
                raise Stop("Nothing could be measured: see above.")
        return json.loads(file.read_text())
    finally:
        file.unlink(missing_ok=True)
