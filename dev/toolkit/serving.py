"""Waiting for a server that was started."""

import time
import urllib.error
import urllib.request

from .console import Stop

PATIENCE = 180  # seconds until Odoo must have answered


def wait_for(page, server, log):
    """Wait until Odoo answers with a whole page."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            direct.open(page, timeout=PATIENCE)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise Stop("Odoo does not answer: see the lines above.", log)
