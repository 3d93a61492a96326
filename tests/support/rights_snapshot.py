import json

from odoo.tools import SQL

LIVECHAT_CHANNEL_FIELDS = [
    "help_overdue_minutes",
    "is_waiting_after_reply",
    "leave_message_when_unavailable",
]


class WhatIsKept:
    """What is kept of the conversations of a test, to see what changes it, and to take it back."""

    def undone(self):
        """Return a context after which the database is as it was before."""
        return Undone(self.env)

    def snapshot(self):
        """Return all that is kept of the conversations, to see whether something changed it."""
        self.env.flush_all()
        ids = self.channels.ids
        result = {}
        for table, column in [
            ("discuss_channel", "id"),
            ("discuss_channel_member", "channel_id"),
            ("mail_message", "res_id"),
            ("rating_rating", "res_id"),
            ("livechat_conversation_tag_rel", "discuss_channel_id"),
            ("discuss_channel_im_livechat_expertise_rel", "discuss_channel_id"),
            *(
                (self.env[name]._table, "channel_id")
                for name in self.own_models()
                if "channel_id" in self.env[name]._fields and not self.env[name]._transient
            ),
        ]:
            rows = self.env.execute_query(
                SQL(
                    "SELECT to_jsonb(t) - 'write_date' - 'write_uid' - 'last_seen_dt'"
                    " - 'last_interest_dt' FROM %s t WHERE %s = ANY(%s)",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    ids,
                )
            )
            result[table] = sorted(json.dumps(row, sort_keys=True) for row in rows)
        for name in ("im_livechat.conversation.tag", "im_livechat.expertise"):
            result[name] = self.env[name].search_count([("id", ">", 0)])
        self.env.invalidate_all()
        result["expert"] = self.expert.livechat_expertise_ids.ids
        result["livechat_channel"] = self.livechat_channel.read(
            [name for name in LIVECHAT_CHANNEL_FIELDS if name in self.livechat_channel._fields]
        )
        return result


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
