"""Two databases with the same conversations: one of plain Odoo, one with the addon."""

import json
import os
from contextlib import contextmanager

from toolkit import console, paths, process
from toolkit.console import Stop

PLAIN, ADDON = "plain", "addon"


class Pair:
    def __init__(self, odoo, databases):
        self._odoo = odoo
        self._databases = databases
        self.names = {kind: f"bench_{kind}_{os.getpid()}" for kind in (PLAIN, ADDON)}

    @contextmanager
    def filled(self, count):
        """Make them; yield the ids of users and chats in them; drop them.

        The one with the addon is a copy of the other in which it was installed.
        """
        for kind in self.names:
            self._databases.drop_abandoned(f"bench_{kind}")
        try:
            yield self._fill(count)
        finally:
            for name in self.names.values():
                self._databases.drop(name)

    def _fill(self, count):
        plain, addon = self.names[PLAIN], self.names[ADDON]
        self._databases.copy(self._databases.template(demo=False), plain)
        with console.step(f"Making {count:,} conversations, and 3,000 of customers with many"):
            known = self.in_odoo(PLAIN, "fill", count)
        with console.step("Copying that database"):
            self._databases.copy(plain, addon)
        with console.step("Installing the addon into the copy"):
            self._odoo.install(addon, [paths.ADDON], demo=False)
        with console.step("Adding what customers told the addon"):
            self.in_odoo(ADDON, "complete")
        self._databases.query(plain, "DROP TABLE scale_conversation")
        for kind, name in self.names.items():
            [size] = self._databases.query(name, f"SELECT pg_database_size('{name}')")
            console.say(f"The database {kind} has {console.readable_size(int(size))}.")
        return known

    def in_odoo(self, kind, action, *arguments):
        """Run an action of `in_odoo` in one of them; return its result."""
        name = self.names[kind]
        file = paths.TEMPORARY / f"{name}.json"
        command = ["-m", "toolkit.bench.in_odoo", self._odoo.config(name), name, action, file]
        log = paths.LOGS / f"bench-{kind}-{action}.log"
        try:
            with log.open("w") as errors:
                options = {"stderr": errors, "env": self._odoo.environment}
                with process.child(self._odoo.python(*command, *arguments), **options) as child:
                    if child.wait():
                        raise Stop(f"Odoo could not {action.replace('_', ' ')}: see above.", log)
            return json.loads(file.read_text())
        finally:
            file.unlink(missing_ok=True)
