"""Odoo's databases: a template for each set of modules, made once, and copies of it."""

import os
import re
import shutil

from . import console, paths, stamps

FILESTORES = paths.DATA / "filestore"
BASE_MODULES = ("im_livechat",)


class Databases:
    def __init__(self, postgres, instance):
        self._postgres = postgres
        self._instance = instance

    def exists(self, name):
        return name in self._names()

    def query(self, name, sql):
        return self._postgres.query(name, sql)

    def copy(self, source, name):
        """Copy a database and its files. Nobody may be connected to the source."""
        self.drop(name)
        if (FILESTORES / source).is_dir():
            # Odoo never changes a file of its filestore, so both databases can share it.
            shutil.copytree(FILESTORES / source, FILESTORES / name, copy_function=os.link)
        self._postgres.query("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{source}"')

    def drop(self, name):
        self._postgres.query("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(FILESTORES / name, ignore_errors=True)
        (paths.CONFIG / f"{name}.conf").unlink(missing_ok=True)

    def rename(self, name, new_name):
        self.drop(new_name)
        if (FILESTORES / name).is_dir():
            (FILESTORES / name).rename(FILESTORES / new_name)
        self._postgres.query("postgres", f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')

    def comment(self, name):
        """Return the note that `set_comment` left on a database."""
        sql = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '%s'"
        return "".join(self._postgres.query("postgres", sql % name))

    def set_comment(self, name, text):
        self._postgres.query("postgres", f"COMMENT ON DATABASE \"{name}\" IS '{text}'")

    def template(self, modules=(), demo=True):
        """Return the name of a database with these modules, made if necessary.

        The addon is never in it: it is installed in the copies, as it is at that moment.
        """
        kind = f"template_{stamps.fingerprint(str(demo), *sorted(modules))}"
        versions = (self._instance.odoo.version, paths.REQUIREMENTS / "oca.txt")
        name = f"{kind}_{stamps.fingerprint(*versions)}"
        if self.exists(name):
            return name
        for old in self._names():
            if old.startswith(f"{kind}_"):
                self.drop(old)
        base = self.template(demo=demo) if modules else None
        installed = sorted(modules) or list(BASE_MODULES)
        work = "template_unfinished"
        title = ", ".join([*installed, *(["demo data"] if demo else [])])
        with console.step(f"Making a database with {title}"):
            self.drop(work)
            if base:
                self.copy(base, work)
            self._instance.install(work, installed, demo)
            self.rename(work, name)
        return name

    def new(self, name, modules=(), demo=True):
        """Make a database with these modules and the addon, replacing an older one."""
        template = self.template(modules, demo)
        with console.step(f"Installing {paths.ADDON} into a copy of it"):
            self.copy(template, name)
            self._instance.install(name, [paths.ADDON], demo)

    def drop_abandoned(self, prefix):
        """Drop the databases `<prefix>_<process>` of commands that were killed."""
        for name in self._names():
            match = re.fullmatch(rf"{prefix}_(\d+)", name)
            if match and not os.path.exists(f"/proc/{match[1]}"):
                self.drop(name)

    def _names(self):
        return self._postgres.query("postgres", "SELECT datname FROM pg_database")
