"""A program that runs Odoo in several processes, behind a proxy, as in production.

It takes Odoo's command line, with --workers and with --http-port, which is where the proxy listens.
When it is told to end, or when Odoo ends, both end.
"""

import argparse
import asyncio
import sys

from . import process
from .instance import HOST, free_port

PATIENCE = 180  # seconds until Odoo must listen


def add_option(parser, text):
    """Give a command the option `--workers N`."""
    parser.add_argument("--workers", type=int, default=0, metavar="N", help=text)


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--workers", required=True)
    options, odoo = parser.parse_known_args()
    ports = free_port(), free_port()
    odoo += ["--http-port", str(ports[0]), "--gevent-port", str(ports[1])]
    return asyncio.run(serve([*odoo, "--workers", options.workers], options.http_port, *ports))


async def serve(odoo, port, http_port, gevent_port):
    """Run Odoo and the proxy until Odoo ends."""
    command = process.ending_with_us([sys.executable, *odoo], "KILL")
    workers = await asyncio.create_subprocess_exec(*command)
    try:
        for each in (http_port, gevent_port):
            _reader, writer = await connect(each)
            writer.close()

        async def forward(reader, writer):
            head = await reader.readuntil(b"\r\n")
            is_websocket = head.split(b" ")[1].startswith(b"/websocket")
            there, here = await connect(gevent_port if is_websocket else http_port)
            here.write(head)
            await asyncio.gather(copy(reader, here), copy(there, writer), return_exceptions=True)

        async with await asyncio.start_server(forward, HOST, port):
            return await workers.wait()
    finally:
        if workers.returncode is None:
            workers.terminate()
            await workers.wait()


async def connect(port):
    """Connect to Odoo, which may still be starting."""
    for _attempt in range(PATIENCE * 5):
        try:
            return await asyncio.open_connection(HOST, port)
        except OSError:
            await asyncio.sleep(0.2)
    raise TimeoutError("Odoo does not listen.")


async def copy(reader, writer):
    """Pass on whatever comes, and the end of it."""
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


if __name__ == "__main__":
    process.main(main)
