"""The run of dev/bench under Odoo's Python, from the empty databases to the table."""

import os
import sys
import time
from contextlib import ExitStack, contextmanager
from itertools import zip_longest

from playwright.sync_api import sync_playwright

from toolkit import console, paths, process, serving, setup
from toolkit.bench import filling, table, views
from toolkit.bench.scenarios import Scenarios
from toolkit.bench.visits import visit_twice
from toolkit.console import say, step
from toolkit.instance import free_port

PLAIN, ADDON = NAMES = [f"bench_{kind}_{os.getpid()}" for kind in ("plain", "addon")]
CUSTOMERS = {
    "guest": "Guest with 1,000 earlier ones",
    "contact": "Contact with 1,000",
    "email": "Address that 1,000 gave",
    "new": "Guest for the first time",
}


def main(program, count, rounds):
    """Fill two databases, measure both, drop them, and print the figures."""
    say("This takes minutes (a million conversations: ten minutes, 10 GB). Ctrl-C drops all.")
    started = time.monotonic()
    with setup.ready([], "test", demo=False) as (odoo, databases):
        for name in NAMES:
            databases.drop_abandoned(name.rpartition("_")[0])
        try:
            known = fill(odoo, databases, count)
            *medians, visits = measure(odoo, program, known, rounds)
            panels = filling.measure_panels(ADDON, [known["chats"][name] for name in CUSTOMERS])
            with step("Opening the reports"):
                opened = views.measure(ADDON)
            with step("Uninstalling the addon"):
                filling.uninstall(ADDON)
        finally:
            for name in NAMES:
                databases.drop(name)
    say(f"\n{count:,} conversations; medians of {rounds} rounds\n")
    say("\n".join(table.lines(*medians)))
    say("\nWhere the addon costs most, compared with plain Odoo\n")
    say("\n".join(table.lines_of_worst(*medians)))
    say(
        "\nPanels of 20 chats: until they rest, how far what they show moves, memory kept of each\n"
    )
    say("\n".join(table.lines_of_visits(visits[PLAIN], visits[ADDON])))
    say("\nThe panel's data: queries, median and 95th percentile of the server's milliseconds\n")
    say("\n".join(table.lines_of_panels(dict(zip(CUSTOMERS.values(), panels, strict=True)))))
    say("\nReports and Now as they are opened, without web server and browser\n")
    say("\n".join(table.lines_of_views(opened)))
    say(f"\nWhat was requested, round by round: {paths.LOGS / 'bench-requests.log'}")
    say(f"The whole run took {(time.monotonic() - started) / 60:.0f} minutes.")


def fill(odoo, databases, count):
    """Make both, the one with the addon as a copy; return the users and chats in them."""
    databases.copy(databases.template(demo=False), PLAIN)
    filling.configure(odoo.config(PLAIN))
    with step(f"Making {count:,} conversations, and 3,000 of customers with many"):
        known = filling.fill(PLAIN, count)
        databases.query(PLAIN, "VACUUM ANALYZE")
    with step("Copying that database"):
        databases.copy(PLAIN, ADDON)
    with step("Installing the addon into the copy"):
        odoo.install(ADDON, [paths.ADDON], demo=False)
    with step("Adding what customers told the addon"):
        filling.complete(ADDON)
        views.open_more(ADDON)
        databases.query(ADDON, "VACUUM ANALYZE")
    databases.query(PLAIN, "DROP TABLE scale_conversation")
    for name in NAMES:
        [size] = databases.query(name, f"SELECT pg_database_size('{name}')")
        say(f"{name} has {console.readable_size(int(size))}.")
    return known


@contextmanager
def serving_of(odoo, name):
    """Serve a database; yield the address and the file of the log."""
    port, log = free_port(), paths.LOGS / f"{name.rpartition('_')[0]}.log"
    command = odoo.command(name, "--http-port", port, "--max-cron-threads", 0)
    with log.open("w") as output:
        with process.child(command, stdout=output, stderr=output, env=odoo.environment) as server:
            with step(f"Starting the server of {name}"):
                serving.wait_for(f"http://127.0.0.1:{port}/web/login", server, log)
            yield f"http://127.0.0.1:{port}", log


def measure(odoo, program, known, rounds):
    """Return the medians of the figures of each scenario, for both databases, and the visits."""
    found = {name: {} for name in NAMES}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(serving_of(odoo, name)) for name in NAMES}
        driver = stack.enter_context(sync_playwright())
        switches = ["--disable-gpu", "--no-proxy-server", "--no-sandbox"]
        browser = driver.chromium.launch(executable_path=program, args=switches)
        stack.callback(browser.close)
        log = stack.enter_context((paths.LOGS / "bench-requests.log").open("w"))
        with step("Opening a page and 50 websockets for each"):
            scenarios = {
                name: Scenarios(
                    browser, name, *servers[name], known, filling.log_in(name, known["users"])
                )
                for name in NAMES
            }
        for number in range(rounds + 1):
            with step(f"Round {number} of {rounds}" if number else "A round that warms up"):
                for name, scenario, figures in by_turns(scenarios, number):
                    print(f"{name}: {scenario}", *figures["log"], sep="\n    ", file=log)
                    if number:
                        found[name].setdefault(scenario, []).append(figures)
        with step("Visiting chats, twice"):
            # One round varies too much to compare both visits. Plain Odoo's panel is not open.
            visits = {
                name: visit_twice(scenarios[name], 1 if name == PLAIN else rounds) for name in NAMES
            }
    medians = ({key: table.median(all_) for key, all_ in found[name].items()} for name in NAMES)
    return [*medians, visits]


def by_turns(scenarios, number):
    """Run one thing on both servers, then the next; whatever else goes on hits both alike.

    :param int number: of the round: who is first in one is second in the next
    """
    names = list(scenarios)[:: -1 if number % 2 else 1]
    for both in zip_longest(*(scenarios[name].run(name == ADDON) for name in names)):
        for name, measured in zip(names, both, strict=True):
            if measured:
                yield name, *measured


if __name__ == "__main__":
    process.main(lambda: main(sys.argv[1], *map(int, sys.argv[2:])))
