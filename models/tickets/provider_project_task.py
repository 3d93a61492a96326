from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import str2bool

PARAMETER = "livechat_info_panel.project_tasks"


class LivechatTicketProviderProjectTask(models.AbstractModel):
    """Tasks of Odoo's Project, for who has that turned on in the settings."""

    _name = "livechat.ticket.provider.project_task"
    _inherit = "livechat.ticket.provider"
    _description = "Live Chat Tasks"

    _ticket_model = "project.task"
    _assignee_field = "user_ids"
    _team_field = "project_id"
    _needs_team = True
    _email_field = "email_from"
    _phone_field = "partner_phone"
    _merged_by = ("project.task.merge", "merge_tasks")  # of the OCA's project_merge

    def _is_installed(self):
        # sudo: ir.config_parameter - a setting that is no secret
        parameters = self.env["ir.config_parameter"].sudo()
        return super()._is_installed() and str2bool(parameters.get_param(PARAMETER, ""), False)

    def _get_open_domain(self):
        return Domain("is_closed", "=", False) & Domain("is_template", "=", False)

    def _prepare_vals(self, channel, title, description, team):
        if not team:
            raise UserError(self.env._("A task needs a project: choose one."))
        return super()._prepare_vals(channel, title, description, team)

    def _get_merged(self, records):
        records = records.with_context(active_test=False)  # it archives them
        return records.dst_task_id, records.task_ids
