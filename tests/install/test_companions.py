import inspect
import os
import pkgutil
from importlib import import_module
from unittest import SkipTest, TestCase
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from ..support.common import need_module
from ..support.tickets import TicketCase


@tagged("post_install", "-at_install", "companions")
class TestCompanions(TransactionCase):
    """Tests beside other modules run where those are, and nowhere pass by being skipped."""

    def test_where_the_runner_says_that_it_is_there_nothing_is_skipped(self):
        need_module(self.env, "im_livechat")
        with patch.dict(os.environ, LIVECHAT_COMPANIONS="crm_livechat,no_such_module"):
            need_module(self.env, "im_livechat")
            with self.assertRaisesRegex(AssertionError, "no_such_module should be installed"):
                need_module(self.env, "no_such_module")
            with self.assertRaises(SkipTest):
                need_module(self.env, "such_module")
        with patch.dict(os.environ):
            os.environ.pop("LIVECHAT_COMPANIONS", None)
            with self.assertRaises(SkipTest):
                need_module(self.env, "no_such_module")

    def test_each_companion_of_the_runner_is_there(self):
        for name in filter(None, os.environ.get("LIVECHAT_COMPANIONS", "").split(",")):
            with self.subTest(name):
                need_module(self.env, name)

    def test_all_that_needs_one_is_tagged(self):
        package = import_module(__package__.rpartition(".")[0])
        dependent = {
            cls
            for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
            if module.name.rpartition(".")[2].startswith("test_")
            for cls in vars(import_module(module.name)).values()
            if inspect.isclass(cls)
            and issubclass(cls, TestCase)
            and cls.__name__.startswith("Test")
            if getattr(cls, "ticket_app", None) or "need_module(" in inspect.getsource(cls)
        }
        self.assertTrue(any(issubclass(cls, TicketCase) for cls in dependent))
        self.assertGreater(len(dependent), 6)
        for cls in dependent:
            with self.subTest(cls.__name__):
                self.assertIn("companions", cls.test_tags)
