"""Time that goes by between what visitors and agents do."""

from datetime import timedelta

from odoo.tools import SQL

from .common import PanelCase

# All that says when something happened in a conversation.
DATES = [
    ("discuss_channel", ("create_date", "livechat_end_dt"), "id"),
    (
        "discuss_channel",
        ("livechat_customer_waiting_since_dt", "livechat_status_since_dt"),
        "id",
    ),
    ("im_livechat_channel_member_history", ("create_date", "livechat_left_dt"), "channel_id"),
    ("livechat_customer_wait", ("start_dt", "end_dt"), "channel_id"),
    ("livechat_handover", ("create_date",), "channel_id"),
    ("livechat_status_period", ("start_dt", "end_dt"), "channel_id"),
    ("mail_message", ("create_date",), "res_id"),
]


class PassingTimeCase(PanelCase):
    def minutes_pass(self, channel, minutes):
        """Have all that happened in a conversation be so much longer ago."""
        self.env.flush_all()
        for table, columns, key in DATES:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s WHERE %s = %s",
                    SQL.identifier(table),
                    SQL(", ").join(
                        SQL(
                            "%(name)s = %(name)s - %(passed)s",
                            name=SQL.identifier(column),
                            passed=timedelta(minutes=minutes),
                        )
                        for column in columns
                    ),
                    SQL.identifier(key),
                    channel.id,
                )
            )
        self.env.invalidate_all()
