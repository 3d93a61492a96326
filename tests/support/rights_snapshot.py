from odoo.tools import SQL

LIVECHAT_CHANNEL_FIELDS = [
    "answer_within_minutes",
    "first_answer_within_minutes",
    "ask_email_when_unavailable",
    "help_overdue_minutes",
    "is_waiting_after_reply",
    "late_looks_for_help",
    "leave_message_when_unavailable",
    "resource_calendar_id",
    "retention_months",
]
# Where something of a conversation is kept, besides our own models.
TABLES = [
    ("discuss_channel", "id"),
    ("discuss_channel_im_livechat_expertise_rel", "discuss_channel_id"),
    ("discuss_channel_member", "channel_id"),
    ("livechat_conversation_tag_rel", "discuss_channel_id"),
    ("mail_message", "res_id"),
    ("rating_rating", "res_id"),
]
# What says nothing of a conversation.
UNKEPT = ["last_interest_dt", "last_seen_dt", "write_date", "write_uid"]


class WhatIsKept:
    """What is kept of the conversations of a test, to see what changes it, and to take it back."""

    def undone(self):
        """Return a context after which the database is as it was before."""
        return Undone(self.env)

    def snapshot(self):
        """Return all that is kept of the conversations, to see whether something changed it."""
        self.env.flush_all()
        result = dict(self.env.execute_query(SQL(" UNION ALL ").join(self._sums())))
        self.env.invalidate_all()
        result["expert"] = self.expert.livechat_expertise_ids.ids
        result["layouts"] = [
            self.agent_settings.livechat_longest_wait_first,
            self.agent_settings.livechat_panel_layout,
            self.env.company.livechat_panel_layout,
        ]
        result["livechat_channel"] = self.livechat_channel.read(
            [name for name in LIVECHAT_CHANNEL_FIELDS if name in self.livechat_channel._fields]
        )
        return result

    def _sums(self):
        """Yield queries for the name of a table and a sum of what it has of the conversations."""
        own = [
            (self.env[name]._table, "channel_id")
            for name in self.own_models()
            if "channel_id" in self.env[name]._fields
            and self.env[name]._auto
            and not self.env[name]._transient
        ]
        for table, column in [*TABLES, *own]:
            yield SQL(
                "SELECT %s, md5(string_agg(row::text, '' ORDER BY row))"
                " FROM (SELECT to_jsonb(t) - %s::text[] FROM %s t WHERE %s = ANY(%s)) AS t (row)",
                table,
                UNKEPT,
                SQL.identifier(table),
                SQL.identifier(column),
                self.channels.ids,
            )
        for table in ("im_livechat_conversation_tag", "im_livechat_expertise"):
            yield SQL("SELECT %s, count(*)::text FROM %s", table, SQL.identifier(table))


class Undone:
    """A part of a test whose changes are taken back, whoever made them."""

    def __init__(self, env):
        self.env = env

    def __enter__(self):
        self.env.flush_all()
        self.savepoint = self.env.cr.savepoint(flush=False)

    def __exit__(self, *_exception):
        self.env.cr.precommit.clear()
        self.savepoint.close(rollback=True)
        self.env.invalidate_all(flush=False)
