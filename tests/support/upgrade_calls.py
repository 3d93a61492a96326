"""What is done with a database by an Odoo of its own: with the previous version, or with this one.

So it imports nothing of the addon, and calls what Odoo names.
"""

import json
from pathlib import Path

from odoo.tools.safe_eval import safe_eval

from odoo.addons.mail.tools.discuss import Store

ADDON = "livechat_info_panel"
# Where the old database keeps what agents saw.
PARAMETER = "upgrade.seen"


def remember_what_is_seen(env):
    env["ir.config_parameter"].set_param(PARAMETER, _see(env))


def write_what_is_seen(env, file):
    Path(file).write_text(_see(env))


def uninstall(env):
    addon = env["ir.module.module"].search([("name", "=", ADDON)])
    addon.button_immediate_uninstall()


def _see(env):
    """Return as JSON what an agent sees of each conversation, and finds by saved searches."""
    agent = env["res.users"].search([("login", "=", "upgrade_ada")])
    channels = env["discuss.channel"].search([("channel_type", "=", "livechat")], order="id")
    panels = {}
    for channel in channels.with_user(agent):
        store = Store().add(channel)
        store.add(channel, channel._get_livechat_session_fields_to_store())
        panels[channel.id] = store.get_result()
    found = {
        saved.name: env[saved.model_id].with_user(agent).search(safe_eval(saved.domain)).ids
        for saved in env["ir.filters"].search([("model_id", "=", "discuss.channel")])
    }
    return json.dumps({"panels": panels, "found": found}, default=str)
