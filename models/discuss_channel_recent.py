from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

from odoo.addons.mail.tools.discuss import Store

RECENT_LIMIT = 5
RECENT_MAX_LIMIT = 80
NOTE_LINE_MAX_LENGTH = 200
PREVIEW_LIMIT = 30
PREVIEW_TEXT_MAX_LENGTH = 1_000


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
            [("id", "in", channel._get_same_customer_sql(by_company))]
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
        return self._get_recent_conversations(bool(by_company), limit)[self.id]

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
        return {
            **action,
            "name": self.env._("Conversations of %(customer)s", customer=customer),
            "domain": [(name, "=", self.id), ("id", "!=", self.id)],
            "context": {},
            "views": [view for view in action["views"] if view[1] in ("list", "form")],
            "view_mode": "list,form",
        }

    def livechat_get_preview(self):
        """Return what was said in a conversation last, to read it beside another one.

        :return: ``{"note": str, "messages": list, "is_partial": bool}``, the note and the messages
            as plain text, the latter in their order and each ``{"id", "author", "type", "date",
            "text", "attachments"}``: type is ``customer``, ``agent`` or ``bot``, the date a text
            in UTC, the attachments a list of names; whether there are earlier ones
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat
        """
        self.ensure_one()
        self._check_livechat_agent()
        # sudo: mail.message, ir.attachment - who can read a conversation can read its messages
        messages = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", "discuss.channel"),
                    ("res_id", "=", self.id),
                    ("message_type", "not in", ("notification", "user_notification")),
                ],
                order="id DESC",
                limit=PREVIEW_LIMIT + 1,
            )
        )
        # sudo: discuss.channel - the note is for agents
        channel_sudo = self.sudo()
        return {
            "note": html2plaintext(channel_sudo.livechat_note or "").strip(),
            "messages": [
                {
                    "id": message.id,
                    "author": message.author_id.name or message.author_guest_id.name or "",
                    "type": channel_sudo._get_author_type(message),
                    "date": fields.Datetime.to_string(message.create_date),
                    "text": self._to_plain_text(message.body)[:PREVIEW_TEXT_MAX_LENGTH],
                    "attachments": message.attachment_ids.mapped("name"),
                }
                for message in reversed(messages[:PREVIEW_LIMIT])
            ],
            "is_partial": len(messages) > PREVIEW_LIMIT,
        }

    def _get_author_type(self, message):
        """Return as what somebody wrote in this conversation: customer, agent or bot."""
        if self._is_of_customer(message):
            return "customer"
        bots = self.livechat_bot_history_ids.partner_id
        return "bot" if message.author_id in bots else "agent"

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _get_livechat_session_fields_to_store(self):
        recent = self._filter_for_livechat_agent()._get_recent_conversations()
        return super()._get_livechat_session_fields_to_store() + [
            Store.Attr(
                "livechat_recent_conversations",
                lambda channel: recent[channel.id],
                predicate=lambda channel: channel.id in recent,
            ),
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
        for origin_id, count, *values in self.env.execute_query(
            self._get_recent_query(by_company, limit)
        ):
            result[origin_id]["count"] = count
            result[origin_id]["items"].append(self._to_recent_conversation(*values))
        return result

    def _to_recent_conversation(
        self, id_, name, date, end_date, status, outcome, rating, note, channel_name, agents, tags,
        match,
    ):
        return {
            "id": id_,
            "name": name,
            "date": fields.Datetime.to_string(date),
            "end_date": fields.Datetime.to_string(end_date),
            "channel_name": channel_name or "",
            "agents": agents or [],
            "status": status or False,
            "outcome": bool(end_date) and (outcome or False),
            "tags": tags or [],
            "rating": rating or "none",
            "note": html2plaintext(note or "").strip().split("\n")[0][:NOTE_LINE_MAX_LENGTH],
            "match": match,
        }

    def _get_recent_query(self, by_company=False, limit=RECENT_LIMIT):
        """Return the query of ``_get_recent_conversations``."""
        return SQL(
            """
            SELECT recent.origin_id, recent.count, channel.id, channel.name,
                   channel.last_interest_dt, channel.livechat_end_dt, channel.livechat_status,
                   channel.livechat_outcome, channel.rating_last_text, channel.livechat_note,
                   livechat_channel.name,
                   ARRAY(SELECT partner.name
                           FROM im_livechat_channel_member_history history
                           JOIN res_partner partner ON partner.id = history.partner_id
                          WHERE history.channel_id = channel.id
                            AND history.livechat_member_type = 'agent'
                       ORDER BY history.id),
                   (SELECT json_agg(
                               json_build_object('id', tag.id, 'name', tag.name, 'color', tag.color)
                               ORDER BY tag.name)
                      FROM livechat_conversation_tag_rel rel
                      JOIN im_livechat_conversation_tag tag
                        ON tag.id = rel.im_livechat_conversation_tag_id
                     WHERE rel.discuss_channel_id = channel.id),
                   recent.match
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
        domain = Domain("channel_type", "=", "livechat") & Domain("id", "!=", self.id)
        query = self._search(
            domain & Domain("id", "in", self._get_same_customer_sql(by_company)),
            order="last_interest_dt DESC, id DESC",
            limit=limit,
        )
        id_ = SQL.identifier(query.table, "id")
        sources = self._get_same_customer_sources(by_company)
        return SQL(
            "(%s)",
            query.select(
                SQL("%s AS origin_id", self.id),
                id_,
                SQL("count(*) OVER () AS count"),
                SQL(
                    "CASE %s ELSE 'email' END AS match",
                    SQL(" ").join(
                        SQL("WHEN %s IN (%s) THEN %s", id_, SQL(" UNION ALL ").join(parts), name)
                        for name, parts in sources.items()
                        if parts and name != "email"
                    )
                    or SQL("WHEN FALSE THEN ''"),
                ),
            ),
        )

    def _get_same_customer_sql(self, by_company=False):
        """Return the query of the ids of all conversations of the customer of this one."""
        sources = self._get_same_customer_sources(by_company)
        parts = [SQL("SELECT %s", self.id), *(part for parts in sources.values() for part in parts)]
        return SQL("(%s)", SQL(" UNION ALL ").join(parts))

    def _get_same_customer_sources(self, by_company=False):
        """Return the queries of ids of conversations by what makes their customer the same one."""
        contact_sudo = self._get_livechat_contact_sudo()
        guest = self._get_livechat_guest()
        emails = tuple(self._get_livechat_emails())
        sources = {"contact": [], "guest": [], "email": []}
        if contact_sudo:
            contacts = SQL("(%s)", contact_sudo.id)
            if by_company:
                contacts = SQL(
                    "(SELECT id FROM res_partner WHERE commercial_partner_id = %s)",
                    contact_sudo.commercial_partner_id.id,
                )
            sources["contact"] = self._get_contact_sources(contacts)
        if guest:
            sources["guest"] = [
                SQL(
                    """SELECT channel_id FROM im_livechat_channel_member_history
                        WHERE guest_id = %s AND livechat_member_type = 'visitor'""",
                    guest.id,
                )
            ]
        if emails:
            sources["email"] = [
                SQL("SELECT id FROM discuss_channel WHERE livechat_visitor_email IN %s", emails),
                *self._get_contact_sources(
                    SQL("(SELECT id FROM res_partner WHERE email_normalized IN %s)", emails)
                ),
            ]
        return sources

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
