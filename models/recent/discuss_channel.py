from functools import cache

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

from ..core.clean import clean_limit
from ..core.text import html_to_text
from .same_customer import MATCHES

RECENT_LIMIT = 5
RECENT_MAX_LIMIT = 80
NOTE_LINE_MAX_LENGTH = 200


class DiscussChannel(models.Model):
    """What the same customer chatted before, and meanwhile, as the panel shows it."""

    _inherit = "discuss.channel"

    # ------------------------------------------------------------
    # What an agent asks for
    # ------------------------------------------------------------

    def livechat_get_recent_conversations(self, by_company=False, limit=None):
        """Return the other conversations of the same customer that the user may read, newest first.

        :param bool by_company: those of all people of the contact's company
        :param int limit: how many at most; ``None``: as many as the panel shows at first
        :return: ``{"count": int, "items": list}``, the count being the one of all, and each item
            ``{"id", "name", "date", "end_date", "channel_name", "agents", "status", "outcome",
            "tags", "rating", "note", "match"}``. The dates are of the last activity and of the
            end, as texts in UTC; the note is its first line; match is ``contact``, ``guest``, or
            ``email`` for one who only gave the same address
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat
        """
        self.ensure_one()
        self._check_livechat_agent()
        limit = clean_limit(limit, RECENT_LIMIT, RECENT_MAX_LIMIT)
        return self._get_recent_conversations(bool(by_company), limit)[self.id]

    def action_livechat_open_recent(self, by_company=False):
        """Return the action that lists what ``livechat_get_recent_conversations`` counts.

        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat
        """
        self.ensure_one()
        self._check_livechat_agent()
        action = self.env["ir.actions.act_window"]._for_xml_id("im_livechat.discuss_channel_action")
        name = "livechat_same_company_id" if by_company else "livechat_same_customer_id"
        title = self.env._("Conversations of %(customer)s", customer=self.livechat_customer_name)
        return {
            **action,
            "name": title,
            "display_name": title,
            "domain": [(name, "=", self.id), ("id", "!=", self.id)],
            "context": {},
            "views": [view for view in action["views"] if view[1] in ("list", "form")],
            "view_mode": "list,form",
        }

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _get_livechat_session_fields_to_store(self):
        channels = self._filter_for_livechat_agent()
        recent = cache(channels._get_recent_conversations)
        return super()._get_livechat_session_fields_to_store() + [
            Store.Attr(
                "livechat_recent_conversations",
                lambda channel: recent()[channel.id],
                predicate=lambda channel: channel in channels,
            )
        ]

    def _get_recent_conversations(self, by_company=False, limit=RECENT_LIMIT):
        """Return for each of these conversations the other ones of the same customer.

        All of it is one query, whatever there is.

        :return: by id of a conversation, see ``livechat_get_recent_conversations``
        :rtype: dict[int, dict]
        """
        result = {channel.id: {"count": 0, "items": []} for channel in self}
        if not self:
            return result
        for model in (
            "discuss.channel",
            "im_livechat.channel.member.history",
            "im_livechat.conversation.tag",
            "res.partner",
        ):
            self.env[model].flush_model()
        for row in self.env.execute_query_dict(self._get_recent_query(by_company, limit)):
            recent = result[row.pop("origin_id")]
            recent["count"] = row.pop("count")
            recent["items"].append(self._to_recent_conversation(row))
        return result

    @api.model
    def _to_recent_conversation(self, row):
        """Return as an item of ``livechat_get_recent_conversations`` what the query found."""
        note = html_to_text(row["note"]).strip().split("\n")[0]
        return {
            **row,
            "date": fields.Datetime.to_string(row["date"]),
            "end_date": fields.Datetime.to_string(row["end_date"]),
            "channel_name": row["channel_name"] or "",
            "status": row["status"] or False,
            "outcome": bool(row["end_date"]) and (row["outcome"] or False),
            "tags": row["tags"] or [],
            "rating": row["rating"] or "none",
            "note": note[:NOTE_LINE_MAX_LENGTH],
        }

    def _get_recent_query(self, by_company=False, limit=RECENT_LIMIT):
        """Return the query of ``_get_recent_conversations``."""
        return SQL(
            """
            SELECT recent.origin_id, recent.count, recent.match,
                   channel.id, channel.last_interest_dt AS date,
                   channel.livechat_end_dt AS end_date, channel.livechat_status AS status,
                   channel.livechat_outcome AS outcome, channel.rating_last_text AS rating,
                   channel.livechat_note AS note, livechat_channel.name AS channel_name,
                   %s AS name,
                   ARRAY(SELECT partner.name
                           FROM im_livechat_channel_member_history history
                           JOIN res_partner partner ON partner.id = history.partner_id
                          WHERE history.channel_id = channel.id
                            AND history.livechat_member_type = 'agent'
                       ORDER BY history.id) AS agents,
                   (SELECT json_agg(
                               json_build_object('id', tag.id, 'name', tag.name, 'color', tag.color)
                               ORDER BY tag.name)
                      FROM livechat_conversation_tag_rel rel
                      JOIN im_livechat_conversation_tag tag
                        ON tag.id = rel.im_livechat_conversation_tag_id
                     WHERE rel.discuss_channel_id = channel.id) AS tags
              FROM (%s) AS recent
              JOIN discuss_channel channel ON channel.id = recent.id
         LEFT JOIN im_livechat_channel livechat_channel
                ON livechat_channel.id = channel.livechat_channel_id
         LEFT JOIN LATERAL (%s) customer ON TRUE
          ORDER BY channel.last_interest_dt DESC NULLS LAST, channel.id DESC
            """,
            self._get_livechat_known_name_sql(),
            self._get_recent_ids_query(by_company, limit),
            self._get_livechat_customer_sql(),
        )

    def _get_recent_ids_query(self, by_company, limit):
        """Return the query of the newest other conversations of the customers of these ones.

        It searches as the user, and counts only what the user may read as an agent.
        """
        customers = Domain("livechat_customer_partner_ids", "in", self.env.user.partner_id.ids)
        query = self._search(Domain("channel_type", "=", "livechat") & ~customers)
        sources = SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s, id, rank FROM (%s) AS source (id, rank)",
                channel.id,
                channel._get_same_customer_query(by_company),
            )
            for channel in self
        )
        id_ = SQL.identifier(query.table, "id")
        query.add_join(
            "JOIN",
            "same",
            SQL(
                """(SELECT origin_id, id, min(rank) AS rank
                      FROM (%s) AS source (origin_id, id, rank)
                  GROUP BY origin_id, id)""",
                sources,
            ),
            SQL("same.id = %s AND same.origin_id != %s", id_, id_),
        )
        # First all of them are found, and then the newest taken: in view of a limit, PostgreSQL
        # tries the newest ones of all customers in turn, which is slow where there are few others.
        return SQL(
            """
            WITH found AS MATERIALIZED (%s)
          SELECT origin_id, id, count, (%s)[rank] AS match
            FROM found
           WHERE number <= %s
            """,
            query.select(
                id_,
                SQL("same.origin_id"),
                SQL("same.rank"),
                SQL("count(*) OVER (PARTITION BY same.origin_id) AS count"),
                SQL(
                    """row_number() OVER (PARTITION BY same.origin_id
                                          ORDER BY %s DESC NULLS LAST, %s DESC) AS number""",
                    SQL.identifier(query.table, "last_interest_dt"),
                    id_,
                ),
            ),
            list(MATCHES),
            limit,
        )
