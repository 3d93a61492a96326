"""A program that runs Odoo in several processes, behind an nginx of its own.

It takes Odoo's command line, with --workers and with --http-port, which is where nginx serves. When
it is told to end, or when Odoo or nginx ends, both end.
"""

import argparse
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

from . import nginx, process
from .console import Stop
from .instance import free_port

HOST = "127.0.0.1"
PATIENCE = 180  # seconds until Odoo must listen


def add_option(parser, text):
    """Give a command the option `--workers N`."""
    parser.add_argument("--workers", type=_count, default=0, metavar="N", help=text)


def _count(text):
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0")
    return int(text)


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--workers", required=True)
    options, odoo = parser.parse_known_args()
    http_port, gevent_port = ports = free_port(), free_port()
    odoo += ["--http-port", str(http_port), "--gevent-port", str(gevent_port)]
    odoo += ["--workers", options.workers, "--proxy-mode"]
    with _program([sys.executable, *odoo]) as workers:
        for port in ports:
            _wait_until_it_listens(port, workers)
        with nginx.command(options.http_port, *ports) as proxy, _program(proxy) as server:
            while workers.poll() is None and server.poll() is None:
                time.sleep(0.2)
    return 1


@contextmanager
def _program(command):
    """Start a program in our own process group, so that who ends it with us misses nothing."""
    program = subprocess.Popen(process.ending_with_us(command, "KILL"))
    try:
        yield program
    finally:
        program.terminate()
        program.wait()


def _wait_until_it_listens(port, program):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and program.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port), PATIENCE):
            return
        time.sleep(0.2)
    raise Stop("Odoo does not start.")


if __name__ == "__main__":
    process.main(main)
