"""Odoo's databases: templates that are made once, and copies of them."""

import os
import re
import shutil

from . import addons, console, locks, paths, stamps

FILESTORES = paths.DATA / "filestore"
BASE_MODULES = ("im_livechat",)


class Databases:
    def __init__(self, postgres, instance):
        self._postgres = postgres
        self._instance = instance

    def query(self, name, sql):
        return self._postgres.query(name, sql)

    @property
    def environment(self):
        """What PostgreSQL's own programs need, to be found and to find the server."""
        return self._postgres.environment

    def copy(self, source, name):
        """Copy a database and its files. Nobody may be connected to the source."""
        self.drop(name)
        if (FILESTORES / source).is_dir():
            # Odoo never changes a file of its filestore, so both databases can share it.
            shutil.copytree(FILESTORES / source, FILESTORES / name, copy_function=os.link)
        self.query("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{source}"')

    def drop(self, name):
        self.query("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(FILESTORES / name, ignore_errors=True)
        (paths.CONFIG / f"{name}.conf").unlink(missing_ok=True)

    def drop_with_copies(self, name):
        """Drop a database and the copies `<name>-gw0`… that pytest-xdist has of it."""
        for each in self._names():
            if each == name or each.startswith(f"{name}-gw"):
                self.drop(each)

    def template(self, modules=(), demo=True):
        """Return the name of a database with these modules but not the addon, made if necessary."""
        kind = f"template_{stamps.fingerprint(str(demo), *sorted(modules))}"
        versions = (self._instance.odoo.version, paths.REQUIREMENTS / "oca.txt")
        name = f"{kind}_{stamps.fingerprint(*versions)}"
        with locks.set_up(kind):
            self._make_template(kind, name, modules, demo)
        return name

    def _make_template(self, kind, name, modules, demo):
        if name in self._names():
            return
        for old in self._names():
            if old.startswith(f"{kind}_"):
                self.drop(old)
        base = self.template(demo=demo) if modules else None
        installed = sorted(modules) or list(BASE_MODULES)
        work = f"{kind}_unfinished"
        title = ", ".join([*installed, *(["demo data"] if demo else [])])
        with console.step(f"Making a database with {title}"):
            self.drop(work)
            if base:
                self.copy(base, work)
            self._instance.install(work, installed, demo)
            self._instance.build_bundles(work)  # those that the addon does not change stay
            self._rename(work, name)

    def new(self, name, modules=(), demo=True):
        """Make a database with these modules and the addon, replacing an older one.

        It is a copy of another, which is kept for the next time.

        :param name: its name; ``None`` if only that other one is wanted
        :return: the name of that other one
        """
        template = self.template(modules, demo)
        source = template.replace("template", "addon")
        with locks.set_up(source):
            self._install_addon(template, source, demo)
            if name:
                self.copy(source, name)
        return source

    def _install_addon(self, template, name, demo):
        state, browsers = addons.state(), addons.state(of_browsers=True)
        known_state, _, known_browsers = self.comment(name).partition(" ")
        if known_state != state:
            work = f"{name}_unfinished"
            with console.step(f"Installing {paths.ADDON} into a copy of it"):
                self.copy(template, work)
                self._instance.install(work, [paths.ADDON], demo)
                if known_browsers == browsers:
                    self._take_bundles(name, work)
                self.drop(name)
                self._rename(work, name)
            known_browsers = known_browsers if known_browsers == browsers else ""
            self.set_comment(name, f"{state} {known_browsers}".strip())
        if known_browsers != browsers:
            with console.step("Building the files that browsers load"):
                self._instance.build_bundles(name)
            self.set_comment(name, f"{state} {browsers}")

    def drop_abandoned(self, prefix):
        """Drop the databases `<prefix>_<process>…` of commands that were killed."""
        for name in self._names():
            match = re.match(rf"{prefix}_(\d+)\b", name)
            if match and not os.path.exists(f"/proc/{match[1]}"):
                self.drop(name)

    def comment(self, name):
        """Return the note that `set_comment` left on a database."""
        sql = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '%s'"
        return "".join(self.query("postgres", sql % name))

    def set_comment(self, name, text):
        self.query("postgres", f"COMMENT ON DATABASE \"{name}\" IS '{text}'")

    def _take_bundles(self, source, target):
        """Copy the bundles of assets, which take a minute to build and are still the same."""
        is_bundle = "url LIKE '/web/assets/%' AND store_fname IS NOT NULL"
        urls = set(self.query(target, f"SELECT url FROM ir_attachment WHERE {is_bundle}"))
        known = ", ".join(f"'{url}'" for url in urls)
        where = f"{is_bundle} AND url NOT IN ({known})" if known else is_bundle
        for file in self.query(source, f"SELECT store_fname FROM ir_attachment WHERE {where}"):
            place = FILESTORES / target / file
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                os.link(FILESTORES / source / file, place)
        self._postgres.copy_rows(source, target, "ir_attachment", where)

    def _rename(self, name, new_name):
        if (FILESTORES / name).is_dir():
            shutil.rmtree(FILESTORES / new_name, ignore_errors=True)  # of a lost database
            (FILESTORES / name).rename(FILESTORES / new_name)
        self.query("postgres", f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')

    def _names(self):
        return self.query("postgres", "SELECT datname FROM pg_database")
