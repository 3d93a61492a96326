"""A plugin for pytest: Odoo's test_lint looks at this addon only, not at all that it finds."""

import sys

import pytest

from odoo.modules import Manifest
from odoo.tools import config

import odoo.addons

from .paths import ADDON

OCA_KEYS = {"development_status", "maintainers"}  # of manifests; Odoo does not know them


@pytest.fixture(autouse=True)
def only_this_addon(monkeypatch):
    from odoo.addons.test_lint.tests import test_manifests, test_pofile

    test_manifests.MANIFEST_KEYS.update(OCA_KEYS)
    monkeypatch.setattr(test_pofile, "get_modules", lambda: [ADDON])
    manifest = Manifest.for_addon(ADDON)
    monkeypatch.setattr(Manifest, "all_addon_manifests", lambda: [manifest])
    # test_pylint checks this folder too, which is all of Odoo.
    monkeypatch.setattr(config, "root_path", manifest.path)
    # pytest has put the folder of addons here, and test_pylint passes it on to pylint, which
    # would take Odoo's addon `calendar` for Python's module.
    folders = [folder for folder in sys.path if folder not in odoo.addons.__path__]
    monkeypatch.setattr(sys, "path", folders)
