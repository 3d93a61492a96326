"""Fields to many, in models with ``livechat.agents.only.mixin``, that are for agents only."""

from odoo import fields
from odoo.tools import SQL


class _ForAgentsOnly:
    """No search finds by them the conversations in which its user is the customer."""

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        sql = super().condition_to_sql(field_expr, operator, value, model, alias, query)
        is_own = model._is_own_livechat_sql(alias, query)
        return SQL("(%s AND NOT %s)", sql, is_own) if is_own else sql


class One2manyForAgentsOnly(_ForAgentsOnly, fields.One2many):
    pass


class Many2manyForAgentsOnly(_ForAgentsOnly, fields.Many2many):
    pass
