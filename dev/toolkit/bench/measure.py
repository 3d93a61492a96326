"""Measure two servers by turns, in a browser for each; write the medians into a file."""

import json
import sys
from contextlib import ExitStack
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path

from toolkit import console, paths, process
from toolkit.bench import chromium
from toolkit.bench.scenarios import Scenarios
from toolkit.bench.table import median


def main(file):
    """:param file: JSON of the two servers, the rounds and the chats; its answer goes there too"""
    task = json.loads(Path(file).read_text())
    servers = task["servers"]
    rounds = {name: {} for name in servers}
    with ExitStack() as stack:
        scenarios = {}
        with console.step("Opening a browser and 50 websockets for each"):
            for name, server in servers.items():
                browser = stack.enter_context(chromium.running(task["browser"]))
                scenarios[name] = Scenarios(browser, server, task["chats"])
                stack.callback(scenarios[name].close)
        log = stack.enter_context((paths.LOGS / "bench-requests.log").open("w"))
        for number in range(task["rounds"] + 1):
            title = f"Round {number} of {task['rounds']}" if number else "A round that warms up"
            with console.step(title):
                for name, scenario, figures in _by_turns(scenarios, number):
                    title = f"{name}, {scenario}, round {number}"
                    print(title, *figures.log, sep="\n    ", file=log, flush=True)
                    if number:
                        rounds[name].setdefault(scenario, []).append(figures)
    medians = {
        name: {scenario: asdict(median(all_figures)) for scenario, all_figures in found.items()}
        for name, found in rounds.items()
    }
    Path(file).write_text(json.dumps(medians))


def _by_turns(scenarios, number):
    """Run one thing on both servers, then the next; whatever else goes on hits both alike.

    :param int number: of the round: who is first in one is second in the next
    """
    names = list(scenarios)[:: -1 if number % 2 else 1]
    for both in zip_longest(*(scenarios[name].run() for name in names)):
        for name, measured in zip(names, both, strict=True):
            if measured:
                yield name, *measured


process.main(lambda: main(sys.argv[1]))
