"""Running Odoo on one of our databases."""

import os
import socket
from contextlib import closing

from . import paths, process, venv
from .console import Stop
from .postgres import PORT, USER

HOST = "127.0.0.1"
# Odoo knows those that its pages name; the live chat loads its own in another way.
BUILD_BUNDLES = b"""
qweb = env["ir.qweb"]
qweb._pregenerate_assets_bundles()
for name in (
    "bus.websocket_worker_assets",
    "im_livechat.assets_embed_cors",
    "im_livechat.assets_embed_external",
    "im_livechat.assets_livechat_support_tours",
    "web.assets_emoji",
):
    bundle = qweb._get_asset_bundle(name)
    bundle.js(), bundle.css()
env.cr.commit()
"""
# The upgrade test makes it, too, where it is not there.
MAKE_PREVIOUS = b"""
from odoo.addons.livechat_info_panel.tests.install import test_upgrade
if test_upgrade.is_checkout():
    test_upgrade.previous_version()
"""


class Instance:
    """Odoo, the Python that runs it and the PostgreSQL that it talks to."""

    def __init__(self, odoo, postgres):
        self.odoo = odoo
        self._postgres = postgres

    @property
    def environment(self):
        """What Odoo's Python needs, which finds the modules of this folder as well."""
        folders = (self.odoo.python_path, paths.ROOT / "dev")
        return process.environment(PYTHONPATH=os.pathsep.join(map(str, folders)))

    def python(self, *arguments):
        """Return the command line that runs the Python of the virtual environment."""
        return [str(venv.PYTHON), *map(str, arguments)]

    def config(self, database, addons=paths.ADDONS):
        """Write the configuration file for a database, and return its path."""
        addons_path = ",".join(map(str, (*self.odoo.addons, addons)))
        file = paths.CONFIG / f"{database}.conf"
        file.write_text(
            "[options]\n"
            f"addons_path = {addons_path}\n"
            f"data_dir = {paths.DATA}\n"
            f"db_host = {self._postgres.socket_folder}\n"
            f"db_port = {PORT}\n"
            f"db_user = {USER}\n"
            f"dbfilter = ^{database}$\n"
            f"http_interface = {HOST}\n"
            f"http_port = {free_port()}\n"
            "list_db = False\n"
            f"screenshots = {paths.DEV / 'screenshots'}\n"
        )
        return file

    def dsn(self, database):
        """Return how psycopg2 connects to a database."""
        return f"host={self._postgres.socket_folder} port={PORT} user={USER} dbname={database}"

    def program(self, workers=0, subcommand="server"):
        """Return the start of the command line that runs Odoo; its options follow.

        :param workers: how many processes answer, behind a proxy; with none, one does without it
        """
        launcher = ("-m", "toolkit.workers", "--workers", workers) if workers else ()
        return self.python(*launcher, self.odoo.script, subcommand)

    def command(self, database, *arguments, **options):
        """Return the command line that runs Odoo on a database. For `options`, see `program`."""
        return [
            *self.program(**options),
            *map(str, ("-c", self.config(database), "-d", database, *arguments)),
        ]

    def install(self, database, modules, demo=True):
        """Install modules; stop if one of them did not get installed."""
        self._load(database, "-i", modules, "--with-demo" if demo else "--without-demo")

    def update(self, database, modules):
        self._load(database, "-u", modules)

    def build_bundles(self, database):
        """Build the bundles of assets, which a test would build by itself and roll back."""
        command = self.command(database, "--no-http", subcommand="shell")
        failure = "Odoo could not build its bundles of assets: see the lines above."
        log = f"bundles-{database}"
        process.run(command, log, failure, env=self.environment, text=BUILD_BUNDLES)

    def make_previous(self, database, base):
        """Make the database of the previous version, with which the upgrade test begins.

        :param database: one with the addon
        :param base: one without it, of which it is a copy
        """
        command = self.command(database, "--no-http", subcommand="shell")
        failure = "Odoo could not make a database of the previous version: see the lines above."
        environment = {**self.environment, "LIVECHAT_BASE_DATABASE": base}
        process.run(command, "previous", failure, env=environment, text=MAKE_PREVIOUS)

    def _load(self, database, option, modules, *arguments):
        arguments += (option, ",".join(modules), "--stop-after-init", "--no-http")
        log = "odoo-" + database.rstrip("_0123456789")
        failure = "Odoo could not load the modules: see the lines above."
        process.run(self.command(database, *arguments), log, failure, env=self.environment)
        installed = "SELECT name FROM ir_module_module WHERE state = 'installed'"
        missing = sorted(set(modules) - set(self._postgres.query(database, installed)))
        if missing:
            sentence = f"Odoo did not install {', '.join(missing)}: see the lines above."
            raise Stop(sentence, paths.LOGS / f"{log}.log")


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def is_taken(port):
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            return True
    return False
