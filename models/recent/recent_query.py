from odoo import api, models
from odoo.tools import SQL

from ..core.text import NOTE_BEGINNING_LENGTH

# As far as they are counted, unless more are asked for: nobody looks through as many here, and all
# of them are one click away.
COUNT_LIMIT = 20


class DiscussChannel(models.Model):
    """The newest other conversations of customers, all by one statement: as quick for one who had
    a thousand as for one who had none."""

    _inherit = "discuss.channel"

    def _get_recent_query(self, by_company, limit, has_names):
        """Return the query of the newest other conversations of the customers of these ones.

        :param bool by_company: those of all people of the contacts' companies
        :param int limit: how many of each customer
        :param bool has_names: whether it tells who the customers are
        :return: ``None`` if nothing is known of any customer
        :rtype: SQL
        """
        readable, is_restricted = self._get_readable_livechats()
        counted = max(limit, COUNT_LIMIT)
        # One more tells that there are more, and the user's own may be among them. Whoever may read
        # but some has these found among all.
        most = None if is_restricted else counted + 1 + len(self._get_own_livechat_ids())
        # The one that it is about is among them.
        same = self._get_same_customer_query(by_company, most and most + 1)
        if not same:
            return None
        return SQL(
            """
              WITH same AS MATERIALIZED (
                   SELECT origin_id, id, MIN(rank) AS rank,
                          ROW_NUMBER() OVER (PARTITION BY origin_id ORDER BY id DESC) AS number
                     FROM (%(same)s) AS source
                    WHERE id != origin_id
                 GROUP BY origin_id, id
                   ),
                   recent AS MATERIALIZED (%(readable)s)
            SELECT recent.origin_id, recent.rank, LEAST(recent.count, %(counted)s) AS count,
                   recent.count > %(counted)s AS has_more, %(details)s
              FROM recent
              JOIN discuss_channel channel ON channel.id = recent.id
                   %(customer)s
             WHERE recent.number <= %(limit)s
          ORDER BY recent.origin_id, recent.number
            """,
            same=same,
            counted=counted,
            readable=self._select_of_same(readable, most),
            details=self._get_recent_details(has_names),
            customer=SQL(
                "LEFT JOIN LATERAL (%s) customer ON TRUE", self._get_livechat_customer_sql()
            )
            if has_names
            else SQL(),
            limit=limit,
        )

    @api.model
    def _select_of_same(self, query, most):
        """Return the query of those conversations of a query that are of the same customers, which
        a table ``same`` has, numbered by their last activity.

        :param int most: how many of the newest at most; ``None``: all
        """
        id_ = SQL.identifier(query.table, "id")
        query.add_join("JOIN", "same", SQL("same"), SQL("same.id = %s", id_))
        if most:
            query.add_where(SQL("same.number <= %s", most))
        return query.select(
            id_,
            SQL("same.origin_id"),
            SQL("same.rank"),
            SQL("COUNT(*) OVER (PARTITION BY same.origin_id) AS count"),
            SQL(
                """ROW_NUMBER() OVER (PARTITION BY same.origin_id
                                      ORDER BY %s DESC NULLS LAST, %s DESC) AS number""",
                SQL.identifier(query.table, "last_interest_dt"),
                id_,
            ),
        )

    @api.model
    def _get_recent_details(self, has_names):
        """Return what is told of a conversation (``channel``) and its ``customer``, named as the
        fields of the web client's record."""
        name = self._get_livechat_known_name_sql() if has_names else SQL("NULL")
        return SQL(
            """
            channel.id, channel.livechat_end_dt, channel.livechat_outcome,
            COALESCE(channel.last_interest_dt, channel.create_date) AS last_interest_dt,
            channel.livechat_status, channel.rating_last_text,
            LEFT(channel.livechat_note, %s) AS note,
            %s AS livechat_customer_name,
            (SELECT JSON_BUILD_OBJECT('id', id, 'name', name)
               FROM im_livechat_channel
              WHERE id = channel.livechat_channel_id) AS livechat_channel,
            (SELECT JSON_AGG(partner.name ORDER BY history.id)
               FROM im_livechat_channel_member_history history
               JOIN res_partner partner ON partner.id = history.partner_id
              WHERE history.channel_id = channel.id
                AND history.livechat_member_type = 'agent') AS agents,
            (SELECT JSON_AGG(JSON_BUILD_OBJECT('id', tag.id, 'name', tag.name, 'color', tag.color)
                             ORDER BY tag.name, tag.id)
               FROM livechat_conversation_tag_rel rel
               JOIN im_livechat_conversation_tag tag
                 ON tag.id = rel.im_livechat_conversation_tag_id
              WHERE rel.discuss_channel_id = channel.id) AS tags
            """,
            NOTE_BEGINNING_LENGTH,
            name,
        )
