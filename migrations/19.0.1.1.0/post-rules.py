"""Rules that took an action of the addon get a copy of it, from this version on."""

from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    servers = env["ir.actions.server"]
    for name in servers._fields.keys() & {"base_automation_id", "parent_id"}:
        for action in servers.search([(name, "!=", False)])._filter_livechat_actions():
            owner = action[name]
            action[name] = False
            action[name] = owner
