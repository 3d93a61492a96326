from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

# What makes the customer of another conversation the same one, the surest first.
MATCHES = ("contact", "guest", "email")
RECENT_LIMIT = 5
RECENT_MAX_LIMIT = 80
NOTE_LINE_MAX_LENGTH = 200


class DiscussChannel(models.Model):
    """What the same customer chatted before, and meanwhile.

    The same customer is: the same contact, the same guest, or whoever gave the same e-mail address,
    which is not verified, so that the latter are shown as perhaps the same.
    """

    _inherit = "discuss.channel"

    livechat_same_customer_id = fields.Many2one(
        "discuss.channel",
        "Same Customer As",
        groups="im_livechat.im_livechat_group_user",
        search="_search_livechat_same_customer_id",
        store=False,
    )
    livechat_same_company_id = fields.Many2one(
        "discuss.channel",
        "Same Company As",
        groups="im_livechat.im_livechat_group_user",
        search="_search_livechat_same_company_id",
        store=False,
    )

    def _search_livechat_same_customer_id(self, operator, value):
        return self._get_same_customer_domain(operator, value)

    def _search_livechat_same_company_id(self, operator, value):
        return self._get_same_customer_domain(operator, value, by_company=True)

    @api.model
    def _get_same_customer_domain(self, operator, value, by_company=False):
        """Return the domain of the conversations of the customers of those with some ids."""
        if operator != "in":
            return NotImplemented
        channels = self.search([("id", "in", [id_ for id_ in value if id_])])
        return Domain.OR(
            Domain(
                "id",
                "in",
                SQL(
                    "(SELECT id FROM (%s) AS source (id, rank))",
                    channel._get_same_customer_query(by_company),
                ),
            )
            for channel in channels._filter_for_livechat_agent()
        )

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
        limit = min(limit, RECENT_MAX_LIMIT) if type(limit) is int and limit > 0 else RECENT_LIMIT
        recent = self._get_recent_conversations(bool(by_company), limit)[self.id]
        return {name: recent[name] for name in ("count", "items")}

    def livechat_get_recent_action(self, by_company=False):
        """Return the action that lists what ``livechat_get_recent_conversations`` counts.

        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat
        """
        self.ensure_one()
        self._check_livechat_agent()
        action = self.env["ir.actions.act_window"]._for_xml_id("im_livechat.discuss_channel_action")
        name = "livechat_same_company_id" if by_company else "livechat_same_customer_id"
        # sudo: discuss.channel - the name of the customer
        customer = self.sudo()._get_livechat_customer_name()
        title = self.env._("Conversations of %(customer)s", customer=customer)
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

    def _get_livechat_customer_values(self):
        """Add ``livechat_recent_conversations`` (see ``livechat_get_recent_conversations``), and to
        ``livechat_customer`` how many of the guest's could be linked to the same contact."""
        result = super()._get_livechat_customer_values()
        recent = self._get_recent_conversations()
        for channel_id, values in result.items():
            count = recent[channel_id].pop("unlinked_count")
            contact = values["livechat_customer"]["contact"]
            values["livechat_customer"]["other_count"] = (
                count if contact and contact["is_linked"] else 0
            )
            values["livechat_recent_conversations"] = recent[channel_id]
        return result

    def _get_recent_conversations(self, by_company=False, limit=RECENT_LIMIT):
        """Return for each of these conversations the other ones of the same customer.

        All of it is one query, whatever there is.

        :return: by id of a conversation, see ``livechat_get_recent_conversations``; and
            ``unlinked_count``, of the same guest's that are linked to no contact
        :rtype: dict[int, dict]
        """
        result = {channel.id: {"count": 0, "unlinked_count": 0, "items": []} for channel in self}
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
            recent["count"], recent["unlinked_count"] = row.pop("count"), row.pop("unlinked_count")
            recent["items"].append(self._to_recent_conversation(row))
        return result

    @api.model
    def _to_recent_conversation(self, row):
        """Return as an item of ``livechat_get_recent_conversations`` what the query found."""
        note = html2plaintext(row["note"] or "").strip().split("\n")[0]
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
            SELECT recent.origin_id, recent.count, recent.unlinked_count, recent.match,
                   channel.id, channel.last_interest_dt AS date,
                   channel.livechat_end_dt AS end_date, channel.livechat_status AS status,
                   channel.livechat_outcome AS outcome, channel.rating_last_text AS rating,
                   channel.livechat_note AS note, livechat_channel.name AS channel_name,
                   COALESCE((SELECT COALESCE(partner.name, guest.name)
                               FROM im_livechat_channel_member_history history
                          LEFT JOIN res_partner partner ON partner.id = history.partner_id
                          LEFT JOIN mail_guest guest ON guest.id = history.guest_id
                              WHERE history.channel_id = channel.id
                                AND history.livechat_member_type = 'visitor'
                           ORDER BY history.id
                              LIMIT 1), channel.name) AS name,
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
          ORDER BY channel.last_interest_dt DESC NULLS LAST, channel.id DESC
            """,
            SQL(" UNION ALL ").join(
                channel._get_recent_ids_query(by_company, limit) for channel in self
            ),
        )

    def _get_recent_ids_query(self, by_company, limit):
        """Return the query of the newest other conversations of the customer of this one.

        It searches as the user, and counts only what the user may read.
        """
        query = self._search(Domain("channel_type", "=", "livechat") & Domain("id", "!=", self.id))
        query.add_join(
            "JOIN",
            "same",
            SQL(
                "(SELECT id, min(rank) AS rank FROM (%s) AS source (id, rank) GROUP BY id)",
                self._get_same_customer_query(by_company),
            ),
            SQL("same.id = %s", SQL.identifier(query.table, "id")),
        )
        columns = [
            SQL.identifier(query.table, name)
            for name in ("id", "last_interest_dt", "livechat_partner_id")
        ]
        # First all of them are found, and then the newest taken: in view of a limit, PostgreSQL
        # tries the newest ones of all customers in turn, which is slow where there are few others.
        return SQL(
            """
            (WITH found AS MATERIALIZED (%s)
           SELECT %s AS origin_id, id, count(*) OVER () AS count,
                  count(*) FILTER (WHERE livechat_partner_id IS NULL AND id IN (%s)) OVER ()
                      AS unlinked_count,
                  (%s)[rank] AS match
             FROM found
         ORDER BY last_interest_dt DESC NULLS LAST, id DESC
            LIMIT %s)
            """,
            query.select(*columns, SQL("same.rank")),
            self.id,
            self._get_guest_source(self._get_livechat_guest()),
            list(MATCHES),
            limit,
        )

    def _get_same_customer_query(self, by_company=False):
        """Return the query of all conversations of the customer of this one: their ids, and by
        which of ``MATCHES`` they were found, from 1. It may find one more than once."""
        sources = self._get_same_customer_sources(by_company)
        # Each source is an array by itself: PostgreSQL, which overestimates some of them, would
        # otherwise search them in parallel, and to start with that takes longer than to search.
        parts = [
            SQL("SELECT unnest(ARRAY(%s)), %s", source, rank)
            for rank, match in enumerate(MATCHES, start=1)
            for source in sources[match]
        ]
        return SQL(" UNION ALL ").join([SQL("SELECT %s, 1", self.id), *parts])

    def _get_same_customer_sources(self, by_company=False):
        """Return the queries of ids of conversations by what makes their customer the same one."""
        contact_sudo = self._get_livechat_contact_sudo()
        guest = self._get_livechat_guest()
        emails = tuple(self._get_livechat_emails())
        sources = {"contact": [], "guest": [], "email": []}
        if contact_sudo:
            contacts_sudo = contact_sudo
            if by_company:
                # By their ids: agents are contacts too, so that on average one has very many
                # conversations, and of unknown ones PostgreSQL would rather read whole tables.
                contacts_sudo |= contact_sudo.with_context(active_test=False).search(
                    [("commercial_partner_id", "=", contact_sudo.commercial_partner_id.id)]
                )
            sources["contact"] = self._get_contact_sources(SQL("%s", contacts_sudo._ids))
        if guest:
            sources["guest"].append(self._get_guest_source(guest))
        if emails:
            sources["email"] = [
                SQL("SELECT id FROM discuss_channel WHERE livechat_visitor_email IN %s", emails),
                *self._get_contact_sources(
                    SQL("(SELECT id FROM res_partner WHERE email_normalized IN %s)", emails)
                ),
            ]
        return sources

    @staticmethod
    def _get_guest_source(guest):
        """Return the query of ids of conversations of a guest."""
        return SQL(
            """SELECT channel_id FROM im_livechat_channel_member_history
                WHERE guest_id = %s AND livechat_member_type = 'visitor'""",
            guest.id or 0,
        )

    @staticmethod
    def _get_contact_sources(contacts):
        """Return the queries of ids of conversations of contacts.

        :param SQL contacts: the ids of the contacts, in brackets
        """
        return [
            SQL(
                """SELECT channel_id FROM im_livechat_channel_member_history
                    WHERE partner_id IN %s AND livechat_member_type = 'visitor'""",
                contacts,
            ),
            SQL("SELECT id FROM discuss_channel WHERE livechat_partner_id IN %s", contacts),
        ]
