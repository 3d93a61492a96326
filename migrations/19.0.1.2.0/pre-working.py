"""Periods have a duration in working time from this version on: all time, until somebody says when
nobody works."""

from odoo.tools.sql import column_exists, create_column


def migrate(cr, _version):
    if not column_exists(cr, "livechat_status_period", "working_hour"):
        create_column(cr, "livechat_status_period", "working_hour", "float8")
        cr.execute("UPDATE livechat_status_period SET working_hour = duration_hour")
