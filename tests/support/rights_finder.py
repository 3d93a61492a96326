import ast
import threading
from pathlib import Path

from odoo import models

ADDON = "odoo.addons.livechat_info_panel"
ROOT = Path(__file__).parents[2]


class WhatThereIs:
    """What the addon has, or extends, and so has to have a row in the table of rights."""

    def own_models(self):
        return [
            name
            for name in self.env.registry
            if self.env[name]._original_module == "livechat_info_panel"
            and not self.env[name]._abstract
        ]

    def own_methods(self):
        """Return the names of the methods that can be called over RPC, with their models."""
        return sorted(
            f"{name}.{attribute}"
            for name, model in self.env.registry.items()
            if not model._abstract
            for attribute in {
                attribute
                for cls in model.__mro__
                if cls.__module__.startswith(ADDON)
                for attribute, value in vars(cls).items()
                if callable(value) and not getattr(value, "_api_private", False)
            }
            if not attribute.startswith("_")
            and (attribute == "name_create" or not hasattr(models.BaseModel, attribute))
        )

    def own_fields(self):
        return sorted(
            f"{name}.{field.name}"
            for name, model in self.env.registry.items()
            if model._original_module != "livechat_info_panel" and not model._abstract
            for field in model._fields.values()
            if "livechat_info_panel" in field._modules
        )

    def own_routes(self):
        """Return the names of the methods of the routes that the addon has."""
        return {
            name
            for name, controller in self.controllers()
            if any(
                cls.__module__.startswith(ADDON) and name in vars(cls)
                for cls in type(controller).__mro__
            )
        }

    def rules(self):
        """Return the rules of all routes that there are."""
        thread = threading.current_thread()
        # As in a request: by it, Odoo finds the database if it has not made the rules yet.
        thread.dbname = getattr(thread, "dbname", None) or self.env.cr.dbname
        return self.env["ir.http"].routing_map().iter_rules()

    def controllers(self):
        for rule in self.rules():
            yield rule.endpoint.func.__name__, rule.endpoint.func.__self__

    def find_route(self, name):
        """Return the path and the type of a route by the name of its method, if it exists."""
        for rule in self.rules():
            if rule.endpoint.func.__name__ == name:
                return rule.rule, rule.endpoint.routing["type"]
        return None

    def is_method(self, name):
        model, _dot, method = name.rpartition(".")
        return model in self.env and hasattr(self.env[model], method)

    def is_field(self, name):
        model, _dot, field = name.rpartition(".")
        return model in self.env and field in self.env[model]._fields

    @staticmethod
    def own_data_names():
        """Return what the addon's controllers answer of what is asked of ``/mail/data``."""
        return {
            value.value
            for path in (ROOT / "controllers").glob("*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Compare)
            and isinstance(node.left, ast.Name)
            and node.left.id == "name"
            for value in node.comparators
            if isinstance(value, ast.Constant)
        }

    @staticmethod
    def own_notifications():
        """Return the kinds of notifications that the addon's models send."""
        return {
            node.value
            for path in (ROOT / "models").rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith("livechat_info_panel/")
        }
