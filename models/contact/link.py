from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.clean import browse_ids

MATCHES_LIMIT = 5
CONTACT_FIELDS = [
    "commercial_company_name",
    "email",
    "email_normalized",
    "name",
    "phone",
    "phone_sanitized",
    "write_date",
]
# Of as many contacts with one address as there may be, people before companies, newest first.
ORDER = "is_company, id DESC"
EVENTS_LIMIT = 3


class DiscussChannel(models.Model):
    """The linking of a guest's conversation to the contact who the guest is.

    It says what the team believes. It makes no member of the contact, changes nothing of it, and
    gives the guest no right.
    """

    _inherit = "discuss.channel"

    def livechat_link_contact(self, partner_id):
        """Link conversations of guests to the contact who they are.

        :param int partner_id: id of a ``res.partner``
        :raises AccessError: if the user has no Live Chat rights, or may not read one of the
            conversations, or the contact
        :raises UserError: if one is no live chat, its customer is no guest or has logged in, it is
            linked to another contact, or there is no such contact
        """
        self._check_livechat_agent()
        contact = browse_ids(self.env["res.partner"], [partner_id])
        if not contact:
            raise UserError(self.env._("This contact does not exist any more."))
        contact.check_access("read")
        self._check_has_unverified_guest()
        # sudo: discuss.channel - agents may link every conversation of a guest that they can read
        channels_sudo = self.sudo()
        if other := channels_sudo.filtered("livechat_partner_id").filtered(
            lambda channel: channel.livechat_partner_id != contact
        ):
            raise UserError(
                self.env._(
                    "Linked to another contact already: %(names)s. Unlink it first.",
                    names=", ".join(other.mapped("display_name")),
                )
            )
        self.filtered(lambda channel: not channel.sudo().livechat_partner_id)._set_linked_contact(
            contact
        )

    def livechat_unlink_contact(self):
        """Take back that the guests of conversations are the contacts to which they are linked.

        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is no live chat, or its customer is no guest or has logged in
        """
        self._check_livechat_agent()
        self._check_has_unverified_guest()
        # sudo: discuss.channel - as in livechat_link_contact
        linked = self.filtered(lambda channel: channel.sudo().livechat_partner_id)
        linked._set_linked_contact(self.env["res.partner"])

    def livechat_link_guest_conversations(self):
        """Link the other conversations of the same guest to the contact of this one.

        Those which are linked to another contact stay as they are.

        :return: how many were linked
        :rtype: int
        :raises AccessError: as ``livechat_link_contact``
        :raises UserError: as ``livechat_link_contact``, or if this one is linked to no contact
        """
        self.ensure_one()
        self._check_livechat_agent()
        # sudo: discuss.channel - see livechat_link_contact, which checks what is written
        contact = self.sudo().livechat_partner_id
        if not contact:
            raise UserError(self.env._("Link this conversation to a contact first."))
        guest = self._get_livechat_guest()
        # Not those in which they only came along, or which are the agent's own.
        others = (
            self.search(self._get_unlinked_guest_domain())
            ._filter_for_livechat_agent()
            .filtered(lambda channel: channel._get_livechat_guest() == guest)
        )
        others.livechat_link_contact(contact.id)
        return len(others)

    def livechat_get_contact_defaults(self):
        """Return what is known of the customer, as the context of a form for a new contact.

        :return: keys ``default_…`` of ``res.partner``
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat
        """
        self.ensure_one()
        self._check_livechat_agent()
        # sudo: discuss.channel - what agents may know of their customers
        channel_sudo = self.sudo()
        vals = {
            "name": channel_sudo._get_given_customer_name(),
            "email": channel_sudo.livechat_visitor_email,
            "phone": channel_sudo.livechat_visitor_phone,
            "lang": channel_sudo.livechat_lang_id.code,
            "tz": channel_sudo.livechat_visitor_tz,
            "country_id": channel_sudo.country_id.id,
        }
        return {f"default_{name}": value for name, value in vals.items() if value}

    def _check_has_unverified_guest(self):
        """Raise unless the customers of these conversations are guests who have not logged in."""
        # sudo: discuss.channel - who the customer is
        if known := self.filtered(
            lambda channel: (
                not channel._get_livechat_guest() or channel.sudo().livechat_partner_is_verified
            )
        ):
            raise UserError(
                self.env._(
                    "The customer has logged in and is a known contact: %(names)s.",
                    names=", ".join(known.mapped("display_name")),
                )
            )

    def _set_linked_contact(self, contact):
        """Write to which contact these conversations are linked, and keep who did it.

        :param contact: a ``res.partner``, none to unlink
        """
        # sudo: discuss.channel, livechat.contact.link - checked by the callers
        channels_sudo = self.sudo()
        self.env["livechat.contact.link"].sudo().create(
            [
                {
                    "channel_id": channel.id,
                    "action": "linked" if contact else "unlinked",
                    "partner_id": (contact or channel.livechat_partner_id).id,
                    "user_id": self.env.uid,
                }
                for channel in channels_sudo
            ]
        )
        channels_sudo.livechat_partner_id = contact
        self._outdate_livechat_session_data()

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _get_livechat_customer_values(self):
        """Add to ``livechat_customer``: ``matches`` (as ``contact``, and ``by``: ``email`` or
        ``phone``) and ``events`` (``{"action", "contact_name", "user_name", "date"}``)."""
        result = super()._get_livechat_customer_values()
        # sudo: discuss.channel - whether the customer has logged in
        guests = self.filtered(
            lambda channel: (
                channel._get_livechat_guest() and not channel.sudo().livechat_partner_is_verified
            )
        )
        customers = {id_: values["livechat_customer"] for id_, values in result.items()}
        unknown = guests.filtered(
            lambda channel: (
                not customers[channel.id]["contact"]
                and not customers[channel.id]["is_contact_hidden"]
            )
        )
        matches, events = unknown._get_contact_matches(), guests._get_contact_events()
        for id_, customer in customers.items():
            customer.update(matches=matches.get(id_, []), events=events.get(id_, []))
        return result

    def _get_contact_matches(self):
        """Return contacts who may be the guests of these conversations, in one query.

        :return: for each id of a conversation what the panel shows of them, best first
        :rtype: dict[int, list]
        """
        contacts = self.env["res.partner"]
        # sudo: discuss.channel - as in _get_customer_values
        given = {
            channel_sudo.id: (
                channel_sudo.livechat_visitor_email,
                channel_sudo.livechat_visitor_phone_sanitized,
            )
            for channel_sudo in self.sudo()
        }
        found = contacts.search_fetch(
            Domain.OR(
                Domain("id", "in", contacts._search(domain, limit=MATCHES_LIMIT * 2, order=ORDER))
                for domain in map(self._get_contact_domain, dict.fromkeys(given.values()))
                if not domain.is_false()
            ),
            CONTACT_FIELDS,
            order=ORDER,
        )
        return {
            id_: self._to_contact_matches(found, email, phone)
            for id_, (email, phone) in given.items()
        }

    @api.model
    def _get_contact_domain(self, given):
        """Return the domain of the contacts with an address, or a number, that a guest gave."""
        names = ("email_normalized", "phone_sanitized")
        return Domain.OR(
            Domain(name, "=", value) for name, value in zip(names, given, strict=True) if value
        )

    @api.model
    def _to_contact_matches(self, contacts, email, phone):
        """Return as the panel shows them those of some contacts who may be a guest, best first."""
        same_email = contacts.filtered(lambda contact: email and contact.email_normalized == email)
        same_phone = contacts.filtered(lambda contact: phone and contact.phone_sanitized == phone)
        return [
            {
                **contact._get_livechat_contact_values(),
                "by": "email" if contact in same_email else "phone",
            }
            for contact in (same_email | same_phone)[:MATCHES_LIMIT]
        ]

    def _get_contact_events(self):
        """Return who linked, and unlinked, the contacts of these conversations, in one query.

        :return: for each id of a conversation the last of them, newest first
        :rtype: dict[int, list]
        """
        if not self:
            return {}
        links = self.env["livechat.contact.link"]
        query = links._search([("channel_id", "in", self.ids)], order="id DESC")
        columns = {
            name: links._field_to_sql(query.table, name, query)
            for name in ("channel_id", "action", "partner_id", "user_id", "create_date")
        }
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT event.*, agent.name AS user_name
                  FROM (%s) AS event (channel_id, action, partner_id, user_id, date, rank)
             LEFT JOIN res_users ON res_users.id = event.user_id
             LEFT JOIN res_partner agent ON agent.id = res_users.partner_id
                 WHERE event.rank <= %s
              ORDER BY event.rank
                """,
                query.select(
                    *columns.values(),
                    SQL(
                        "row_number() OVER (PARTITION BY %s ORDER BY %s DESC)",
                        columns["channel_id"],
                        SQL.identifier(query.table, "id"),
                    ),
                ),
                EVENTS_LIMIT,
            )
        )
        contacts = self.env["res.partner"].browse({row["partner_id"] for row in rows} - {None})
        names = {contact.id: contact.name for contact in contacts._filtered_access("read")}
        events = {channel.id: [] for channel in self}
        for row in rows:
            events[row["channel_id"]].append(
                {
                    "action": row["action"],
                    "contact_name": names.get(row["partner_id"], False),
                    # The names of agents are known to agents.
                    "user_name": row["user_name"],
                    "date": fields.Datetime.to_string(row["date"]),
                }
            )
        return events

    def _get_unlinked_guest_domain(self):
        """Return the domain of the guest's other conversations that are linked to no contact."""
        return Domain(
            [
                ("id", "!=", self.id),
                ("channel_type", "=", "livechat"),
                ("livechat_partner_id", "=", False),
                ("livechat_partner_is_verified", "=", False),
                (
                    "livechat_channel_member_history_ids",
                    "any",
                    [
                        ("guest_id", "=", self._get_livechat_guest().id),
                        ("livechat_member_type", "=", "visitor"),
                    ],
                ),
            ]
        )
