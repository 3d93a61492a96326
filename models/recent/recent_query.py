from odoo import api, models
from odoo.tools import SQL

from ..core.text import NOTE_BEGINNING_LENGTH

# As far as they are counted, unless more are asked for: nobody looks through as many here, and all
# of them are one click away.
COUNT_LIMIT = 10


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
        counted = max(limit, COUNT_LIMIT)
        # One more tells that there are more.
        same = self._get_newest_of_same_customer_query(by_company, counted + 1)
        if not same:
            return None
        return SQL(
            """
              WITH recent AS (
                   SELECT origin_id, id, MIN(rank) AS rank,
                          COUNT(*) OVER customer AS count, ROW_NUMBER() OVER customer AS number
                     FROM (%(same)s) AS same
                 GROUP BY origin_id, id
                   WINDOW customer AS (
                          PARTITION BY origin_id
                              ORDER BY MAX(last_interest_dt) DESC NULLS LAST, id DESC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                   )
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
            details=self._get_recent_details(has_names),
            customer=SQL(
                "LEFT JOIN LATERAL (%s) customer ON TRUE", self._get_livechat_customer_sql()
            )
            if has_names
            else SQL(),
            limit=limit,
        )

    @api.model
    def _get_recent_details(self, has_names):
        """Return what is told of a conversation (``channel``) and its ``customer``, named as the
        fields of the web client's record; dates as Odoo's texts."""
        name = self._get_livechat_known_name_sql() if has_names else SQL("NULL")
        return SQL(
            """
            channel.id, channel.livechat_outcome,
            DATE_TRUNC('second', channel.livechat_end_dt)::text AS livechat_end_dt,
            DATE_TRUNC(
                'second', COALESCE(channel.last_interest_dt, channel.create_date)
            )::text AS last_interest_dt,
            channel.livechat_status, channel.rating_last_text,
            LEFT(channel.livechat_note, %s) AS note,
            %s AS livechat_customer_name,
            channel.livechat_channel_id,
            (SELECT name
               FROM im_livechat_channel
              WHERE id = channel.livechat_channel_id) AS livechat_channel_name,
            ARRAY(SELECT (SELECT name FROM res_partner WHERE id = history.partner_id)
                    FROM im_livechat_channel_member_history history
                   WHERE history.channel_id = channel.id
                     AND history.livechat_member_type = 'agent'
                     AND history.partner_id IS NOT NULL
                ORDER BY history.id) AS livechat_agent_names,
            ARRAY(SELECT ARRAY[id::text, name, color::text]
                    FROM im_livechat_conversation_tag
                   WHERE id = ANY(ARRAY(
                         SELECT im_livechat_conversation_tag_id
                           FROM livechat_conversation_tag_rel
                          WHERE discuss_channel_id = channel.id))
                ORDER BY name, id) AS tags
            """,
            NOTE_BEGINNING_LENGTH,
            name,
        )
