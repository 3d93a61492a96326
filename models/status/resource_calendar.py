from functools import partial

from odoo import api, models
from odoo.fields import Domain

RENEWING = "livechat_info_panel.calendars"


class LivechatWorkingHoursMixin(models.AbstractModel):
    """What working hours consist of: when it changes, what waits by them is due at another time."""

    _name = "livechat.working.hours.mixin"
    _description = "Live Chat Working Hours Mixin"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._get_livechat_calendars()._renew_livechat_due_once()
        return records

    def write(self, vals):
        calendars = self._get_livechat_calendars()
        result = super().write(vals)
        (calendars | self._get_livechat_calendars())._renew_livechat_due_once()
        return result

    def unlink(self):
        calendars = self._get_livechat_calendars()
        result = super().unlink()
        calendars._renew_livechat_due_once()
        return result

    def _get_livechat_calendars(self):
        """Return the working hours that these records belong to (``resource.calendar``)."""
        # sudo: resource.calendar, im_livechat.channel - which are those of live chat channels
        return self.sudo().calendar_id


class ResourceCalendar(models.Model):
    _name = "resource.calendar"
    _inherit = ["resource.calendar", "livechat.working.hours.mixin"]

    def _get_livechat_calendars(self):
        return self

    def _renew_livechat_due_once(self):
        """Renew it at the end of the transaction: working hours change line by line."""
        if not self:
            return
        precommit = self.env.cr.precommit
        ids = precommit.data.setdefault(RENEWING, set())
        if not ids:
            precommit.add(partial(self._renew_livechat_due, ids))
        ids.update(self.ids)

    def _renew_livechat_due(self, ids):
        calendar_ids = list(ids)
        ids.clear()
        # sudo: im_livechat.channel - as for the working hours, whoever changes them
        livechat_channels_sudo = self.env["im_livechat.channel"].sudo()
        found_sudo = livechat_channels_sudo.search([("resource_calendar_id", "in", calendar_ids)])
        if found_sudo:
            of_these = Domain("livechat_channel_id", "in", found_sudo.ids)
            self.env["discuss.channel"]._renew_livechat_due(of_these)


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "livechat.working.hours.mixin"]


class ResourceCalendarLeaves(models.Model):
    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "livechat.working.hours.mixin"]

    def _get_livechat_calendars(self):
        """Days off without working hours are for all of them; those of a resource for none."""
        # sudo: resource.calendar, im_livechat.channel - which are those of live chat channels
        leaves_sudo = self.sudo().filtered(lambda leave: not leave.resource_id)
        calendars_sudo = leaves_sudo.calendar_id
        if all(leave.calendar_id for leave in leaves_sudo):
            return calendars_sudo
        return (
            calendars_sudo
            | self.env["im_livechat.channel"]
            .sudo()
            .search([("resource_calendar_id", "!=", False)])
            .resource_calendar_id
        )
