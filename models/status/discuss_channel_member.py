from datetime import datetime, timedelta

from odoo import api, fields, models

from odoo.addons.mail.tools.discuss import Store


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    @api.autovacuum
    def _gc_unpin_livechat_sessions(self):
        """Unpin live chats that were read a day ago, and close those of them which are open.

        No super: it writes, and tells, a new end of those that ended long before.
        """
        members = self.search(
            [
                ("is_pinned", "=", True),
                ("last_seen_dt", "<=", datetime.now() - timedelta(days=1)),
                ("channel_id.channel_type", "=", "livechat"),
            ]
        ).filtered(lambda member: not member.message_unread_counter)
        now = fields.Datetime.now()
        members.write({"unpin_dt": now})
        members.channel_id.filtered(lambda channel: not channel.livechat_end_dt).write(
            {"livechat_end_dt": now}
        )
        for member in members:
            Store(bus_channel=member._bus_channel()).add(
                member.channel_id,
                {
                    "close_chat_window": True,
                    "livechat_end_dt": member.channel_id.livechat_end_dt,
                },
            ).bus_send()
