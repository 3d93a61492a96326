from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.text import NOTE_BEGINNING_LENGTH, get_note_line

OPEN = Domain([("channel_type", "=", "livechat"), ("livechat_end_dt", "=", False)])
# More than anybody looks at: those who wait longest.
ROWS_LIMIT = 500
# What the web client's record of a conversation takes from a row as it is.
VALUES = (
    "country_id",
    "livechat_answer_due_dt",
    "livechat_answer_warn_dt",
    "livechat_customer_name",
    "livechat_customer_waiting_since_dt",
    "livechat_end_dt",
    "livechat_expertise_ids",
    "livechat_help_due_dt",
    "livechat_help_text",
    "livechat_help_warn_dt",
    "livechat_helper_id",
    "livechat_is_linked",
    "livechat_last_handover_id",
    "livechat_looking_for_help_since_dt",
    "livechat_present_agent_ids",
    "livechat_status",
    "livechat_status_since_dt",
    "livechat_visitor_email",
    "name",
)


class DiscussChannel(models.Model):
    """What *Now* shows of conversations: a row of each, all by one statement."""

    _inherit = "discuss.channel"

    @api.model
    def _livechat_now_to_store(self, store):
        """Send the open conversations that the user may work on, those who wait longest first.

        :param Store store: what is sent
        """
        query = self._search(OPEN)
        condition = SQL("channel.id IN %s", query.subselect())
        if own_ids := self._get_own_livechat_ids():
            condition = SQL("%s AND channel.id NOT IN %s", condition, own_ids)
        rows = self._get_livechat_now_rows(condition, ROWS_LIMIT)
        self._livechat_now_rows_to_store(store, rows)
        linked = self.browse(row["id"] for row in rows if row["livechat_is_linked"])
        store.add(linked, linked._get_livechat_contact_fields(self.env.user))
        self._livechat_now_contacts_to_store(store, rows)
        for country in filter(None, (row["country"] for row in rows)):
            store.add_model_values("res.country", country)  # in the language of the user
        store.add_global_values(livechat_now_threads=self._livechat_now_ids(rows))

    @api.model
    def _livechat_now_contacts_to_store(self, store, rows):
        """Send who the customers are that logged in, if the user may read them: the web client may
        still take one for whom an agent had linked."""
        known = {row["id"]: row["known_contact_id"] for row in rows if row["known_contact_id"]}
        contacts = self.env["res.partner"].browse(set(known.values()))._filtered_access("read")
        for id_, contact_id in known.items():
            contact_id = contact_id in contacts._ids and contact_id
            values = {"id": id_, "livechat_contact_id": contact_id}
            store.add_model_values("discuss.channel", values)

    @api.model
    def _livechat_now_ids(self, rows):
        return [{"id": row["id"], "model": "discuss.channel"} for row in rows]

    @api.model
    def _livechat_now_rows_to_store(self, store, rows):
        """Send rows as the records of which they consist.

        :param Store store: what is sent
        :param list[dict] rows: see ``_get_livechat_now_rows``
        """
        for row in rows:
            for model, records in (
                ("im_livechat.channel", [row["livechat_channel"]]),
                ("res.partner", row["agents"]),
            ):
                for values in filter(None, records or ()):
                    store.add_model_values(model, values)
            known = {}
            if row["known_contact_name"]:  # which all agents may know
                contact = {"id": row["known_contact_id"], "name": row["known_contact_name"]}
                known = {"livechat_known_contact": contact}
            is_nobody = not row["known_contact_id"] and not row["livechat_is_linked"]
            store.add_model_values(
                "discuss.channel",
                {
                    **({"livechat_contact_id": False} if is_nobody else known),
                    "id": row["id"],
                    "channel_type": "livechat",
                    "livechat_channel_id": (row["livechat_channel"] or {}).get("id", False),
                    "livechat_note_line": get_note_line(row["note"]),
                    **{name: row[name] or False for name in VALUES},
                },
            )

    @api.model
    def _get_livechat_now_rows(self, condition, limit=None):
        """Return what is shown of conversations, those first whose customers wait longest, then
        those that look for help, then the newest.

        Who the customer and the agents are is what ``_get_livechat_known_names`` and
        ``_get_present_agents`` say.

        :param SQL condition: which conversations (``channel``)
        :rtype: list[dict]
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT channel.id, channel.active, channel.country_id, channel.create_date,
                       channel.livechat_outcome, channel.name, channel.livechat_visitor_email,
                       channel.livechat_answer_due_dt,
                       channel.livechat_answer_warn_dt, channel.livechat_customer_waiting_since_dt,
                       channel.livechat_end_dt, channel.livechat_help_due_dt,
                       channel.livechat_help_text, channel.livechat_help_warn_dt,
                       channel.livechat_looking_for_help_since_dt, channel.livechat_status,
                       channel.livechat_status_since_dt,
                       LEFT(channel.livechat_note, %(note_length)s) AS note,
                       CASE WHEN livechat_channel.id IS NOT NULL THEN JSONB_BUILD_OBJECT(
                           'id', livechat_channel.id, 'name', livechat_channel.name
                       ) END AS livechat_channel,
                       CASE WHEN country.id IS NOT NULL THEN JSONB_BUILD_OBJECT(
                           'id', country.id, 'code', country.code, 'name', %(country_name)s
                       ) END AS country,
                       %(name)s AS livechat_customer_name,
                       channel.livechat_partner_id IS NOT NULL
                           AND channel.livechat_partner_is_verified IS NOT TRUE
                           AND customer.partner_id IS NULL AS livechat_is_linked,
                       COALESCE(logged_in.id, customer.partner_id) AS known_contact_id,
                       CASE WHEN logged_in.id IS NULL THEN customer.partner_name
                            ELSE NULLIF(logged_in.name, '')
                        END AS known_contact_name,
                       people.agents, people.livechat_present_agent_ids, people.customer_ids,
                       asked_for.livechat_expertise_ids,
                       (SELECT MAX(id) FROM livechat_handover WHERE channel_id = channel.id)
                           AS livechat_last_handover_id,
                       helper.partner_id AS livechat_helper_id
                  FROM (
                       SELECT *
                         FROM discuss_channel channel
                        WHERE %(condition)s
                     ORDER BY %(order)s
                        LIMIT %(limit)s
                     ) channel
             LEFT JOIN im_livechat_channel livechat_channel
                    ON livechat_channel.id = channel.livechat_channel_id
             LEFT JOIN res_country country ON country.id = channel.country_id
             LEFT JOIN res_partner logged_in
                    ON logged_in.id = channel.livechat_partner_id
                   AND channel.livechat_partner_is_verified
             LEFT JOIN LATERAL (%(customer)s) customer ON TRUE
            CROSS JOIN LATERAL (%(people)s) people
            CROSS JOIN LATERAL (%(expertises)s) asked_for
             LEFT JOIN LATERAL (%(helper)s) helper ON TRUE
              ORDER BY %(order)s
                """,
                condition=condition,
                country_name=self.env["res.country"]._field_to_sql("country", "name"),
                customer=self._get_livechat_customer_sql(),
                expertises=self._get_livechat_now_expertises(),
                helper=self._get_livechat_now_helper(),
                limit=limit,
                name=self._get_livechat_known_name_sql(),
                note_length=NOTE_BEGINNING_LENGTH,
                order=SQL(
                    "channel.livechat_customer_waiting_since_dt NULLS LAST,"
                    " channel.livechat_looking_for_help_since_dt NULLS LAST, channel.id DESC"
                ),
                people=self._get_livechat_now_people(),
            )
        )
        return self.env.cr.dictfetchall()

    @api.model
    def _get_livechat_now_people(self):
        is_agent = SQL(
            """history.livechat_member_type = 'agent' AND history.member_id IS NOT NULL AND EXISTS (
                SELECT FROM res_users WHERE partner_id = partner.id AND active
            )"""
        )
        return SQL(
            """
            SELECT JSONB_AGG(
                       JSONB_BUILD_OBJECT('id', partner.id, 'name', partner.name)
                       ORDER BY history.id
                   ) FILTER (WHERE %(is_agent)s) AS agents,
                   JSONB_AGG(partner.id ORDER BY history.id) FILTER (WHERE %(is_agent)s)
                       AS livechat_present_agent_ids,
                   JSONB_AGG(partner.id) FILTER (WHERE history.livechat_member_type = 'visitor')
                       AS customer_ids
              FROM im_livechat_channel_member_history history
              JOIN res_partner partner ON partner.id = history.partner_id
             WHERE history.channel_id = channel.id
            """,
            is_agent=is_agent,
        )

    @api.model
    def _get_livechat_now_expertises(self):
        return SQL(
            """
            SELECT JSONB_AGG(im_livechat_expertise_id ORDER BY im_livechat_expertise_id)
                       AS livechat_expertise_ids
              FROM discuss_channel_im_livechat_expertise_rel
             WHERE discuss_channel_id = channel.id
            """
        )

    @api.model
    def _get_livechat_now_helper(self):
        """Return the query of who answered the last call for help, see ``_get_last_helper``."""
        return SQL(
            """
            SELECT users.partner_id
              FROM livechat_status_period period
         LEFT JOIN res_users users ON users.id = period.helper_id
             WHERE period.channel_id = channel.id AND period.status = 'need_help'
          ORDER BY period.id DESC
             LIMIT 1
            """
        )
