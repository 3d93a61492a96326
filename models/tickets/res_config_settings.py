from odoo import fields, models

from .provider_project_task import PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    livechat_project_tasks = fields.Boolean("Tasks beside Live Chats", config_parameter=PARAMETER)
    livechat_has_project = fields.Boolean(compute="_compute_livechat_has_project")

    def _compute_livechat_has_project(self):
        self.livechat_has_project = "project.task" in self.env
