"""All the set-up that a command needs, and the PostgreSQL server meanwhile."""

from contextlib import contextmanager

from . import addons, locks, odoo, venv
from .databases import Databases
from .instance import Instance
from .postgres import Postgres


@contextmanager
def ready(modules, *requirements, demo=True):
    """Set up what is missing; yield an instance of Odoo and its databases.

    :param modules: names of the modules that the databases will have beside the addon
    :param demo: whether the databases will have demo data
    :param requirements: files of dev/requirements to install beside runtime.txt
    """
    with locks.set_up():
        postgres = Postgres()
        home = odoo.get()
        venv.ensure("runtime", *requirements)
        addons.ensure(home, modules)
        addons.link()
    with postgres.running():
        instance = Instance(home, postgres)
        databases = Databases(postgres, instance)
        databases.template(modules, demo)
        yield instance, databases
