from odoo import api, models
from odoo.tools import SQL

from .constants import UNWRITTEN_MESSAGE_TYPES


class DiscussChannel(models.Model):
    """Which messages somebody wrote, in Python and in SQL: notices and comments are none."""

    _inherit = "discuss.channel"

    @staticmethod
    def _is_livechat_written(message):
        """Whether somebody wrote a message, for customers and agents to read.

        :param message: the message (``mail.message``), as superuser
        """
        return (
            message.message_type not in UNWRITTEN_MESSAGE_TYPES
            and not message.is_internal
            and bool(message.subtype_id)
            and not message.subtype_id.internal
        )

    @api.model
    def _flush_livechat_written(self):
        """Have the database know what queries of what was written, and by whom, look at."""
        self.flush_model(["livechat_end_dt"])
        self.env["im_livechat.channel.member.history"].flush_model(
            [
                *("channel_id", "guest_id", "livechat_guest_name", "livechat_member_type"),
                *("message_count", "partner_id"),
            ]
        )
        self.env["mail.message"].flush_model(
            [
                *("author_guest_id", "author_id", "create_date", "email_from", "is_internal"),
                *("message_type", "model", "res_id", "subtype_id"),
            ]
        )
        self.env["mail.message.subtype"].flush_model(["internal"])

    @api.model
    def _get_livechat_written_condition(self, message, channel):
        """Return the condition that a message was written, and before the conversation ended.

        As ``_is_livechat_written``: an internal comment is no answer to anybody.

        The end is kept in whole seconds, the date of a message in fractions.

        :param SQL message: the message (``mail_message``)
        :param SQL channel: its conversation (``discuss_channel``)
        :rtype: SQL
        """
        return SQL(
            """(
                %(message)s.message_type NOT IN %(unwritten)s
                AND %(message)s.is_internal IS NOT TRUE
                AND %(message)s.subtype_id IN (
                    SELECT id FROM mail_message_subtype WHERE internal IS NOT TRUE
                )
                AND (
                    %(channel)s.livechat_end_dt IS NULL
                    OR %(message)s.create_date < %(channel)s.livechat_end_dt + INTERVAL '1 second'
                )
            )""",
            message=message,
            channel=channel,
            unwritten=UNWRITTEN_MESSAGE_TYPES,
        )

    @api.model
    def _get_livechat_author_condition(self, message, history):
        """Return the condition that a message is by somebody who takes, or took, part.

        A customer who was deleted is known by name.

        :param SQL message: the message (``mail_message``) of a conversation
        :param SQL history: who takes part (``im_livechat_channel_member_history``)
        :rtype: SQL
        """
        return SQL(
            """(
                %(history)s.channel_id = %(message)s.res_id
                AND (
                    %(history)s.partner_id = %(message)s.author_id
                    OR %(history)s.guest_id = %(message)s.author_guest_id
                    OR (
                        %(history)s.livechat_guest_name = %(message)s.email_from
                        AND COALESCE(%(message)s.author_id, %(message)s.author_guest_id) IS NULL
                    )
                )
            )""",
            history=history,
            message=message,
        )
