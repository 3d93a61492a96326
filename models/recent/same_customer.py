from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.constants import AGENTS
from .places import OF_CONTACT, OF_EMAIL, OF_GUEST, OF_VISITOR, Place

# What makes the customer of another conversation the same one, the surest first.
MATCHES = ("contact", "guest", "email")
# Which of MATCHES they are, from 1.
SOURCES = (
    ("contact", 1, OF_CONTACT),
    ("guest", 2, OF_GUEST),
    ("visitor", 2, OF_VISITOR),
    ("email", 3, OF_EMAIL),
    ("contact_by_email", 3, OF_CONTACT),
)


class DiscussChannel(models.Model):
    """Which conversations are of the same customer, or of the same company.

    The same customer is: the same contact, the same guest, or whoever gave the same e-mail address,
    which is not verified, so that the latter are shown as perhaps the same.
    """

    _inherit = "discuss.channel"

    livechat_same_customer_id = fields.Many2one(
        "discuss.channel",
        "Same Customer As",
        copy=False,
        groups=AGENTS,
        search="_search_livechat_same_customer_id",
        store=False,
    )
    livechat_same_company_id = fields.Many2one(
        "discuss.channel",
        "Same Company As",
        copy=False,
        groups=AGENTS,
        search="_search_livechat_same_company_id",
        store=False,
    )

    # The newest ones of a customer who had very many.
    _livechat_of_contact_idx = models.Index(
        "(livechat_partner_id, id) WHERE livechat_partner_id IS NOT NULL"
    )
    _livechat_of_email_idx = models.Index(
        "(livechat_visitor_email, id) WHERE livechat_visitor_email IS NOT NULL"
    )

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {
            "livechat_same_company_id",
            "livechat_same_customer_id",
        }

    def _search_livechat_same_customer_id(self, operator, value):
        return self._search_same_customer("livechat_same_customer_id", operator, value)

    def _search_livechat_same_company_id(self, operator, value):
        return self._search_same_customer("livechat_same_company_id", operator, value)

    @api.model
    def _search_same_customer(self, name, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        self._check_field_access(self._fields[name], "read")  # which Odoo does not here
        found = self._get_same_customer_domain(value, name == "livechat_same_company_id")
        # Never their own, whatever is asked.
        own = Domain("id", "in", self._get_own_livechat_ids())
        return (found if operator == "in" else ~found) & ~own

    @api.model
    def _get_same_customer_domain(self, value, by_company):
        """Return the domain of the conversations of the customers of those with some ids."""
        channels = self.search([("id", "in", [id_ for id_ in value if id_])])
        channels = channels._filter_for_livechat_agent()
        found = Domain("id", "in", channels.ids)
        if query := channels._get_same_customer_query(by_company):
            found |= Domain("id", "in", SQL("(SELECT id FROM (%s) AS source)", query))
        return found

    def _get_same_customer_query(self, by_company=False, match=None):
        """Return the query of all conversations of the customers of these ones.

        It has archived ones, may find one more than once, or the very one that it begins with.

        :param bool by_company: those of all people of the contacts' companies
        :param str match: those only that are found by this one of ``MATCHES``
        :return: of ``origin_id``, which is one of these; ``id``; and ``rank``, by which of
            ``MATCHES`` it was found, from 1; ``None`` if nothing is known of any customer
        :rtype: SQL
        """
        return self._select_same_customer(Place.select_all, by_company, match)

    def _get_newest_of_same_customer_query(self, by_company, limit):
        """Return the query of those other conversations of the same customers that began last,
        without archived ones and those that the user may not read.

        It may find one more than once.

        :param int limit: how many at most of each contact, guest and address
        :return: as ``_get_same_customer_query``, and the ``last_interest_dt``
        :rtype: SQL
        """
        channels = self._get_readable_livechats()
        return self._select_same_customer(
            lambda place: place.select_newest(channels, limit), by_company
        )

    def _select_same_customer(self, select, by_company, match=None):
        """Return the query of conversations of the customers of these ones.

        It asks for each contact, guest and address by itself: PostgreSQL knows only how many
        conversations one has on average, and would rather read whole tables.

        :param select: takes a ``Place``, returns the query of what is wanted of it
        """
        self.env.flush_all()
        sources = [
            SQL(
                """SELECT known.origin_id, found.*, %s AS rank
                     FROM %s
               CROSS JOIN LATERAL (%s) AS found""",
                rank,
                known,
                SQL(" UNION ALL ").join(SQL("(%s)", select(place)) for place in places),
            )
            for rank, known, places in self._get_same_customer_sources(by_company, match)
        ]
        return SQL(" UNION ALL ").join(sources) if sources else None

    def _get_same_customer_sources(self, by_company, match):
        """Return what is known of the customers of these conversations, and where to look for it.

        :return: tuples of the rank of a match; what is known, as a table of ``origin_id`` and
            ``value``; and the places where conversations with such a value are found
        :rtype: list[tuple]
        """
        known = {"contact": [], "guest": [], "visitor": [], "email": []}
        for channel in self:
            values = {
                "contact": channel._get_same_customer_contacts_sudo(by_company).ids,
                "guest": channel._get_livechat_guest().ids,
                "email": channel._get_livechat_emails(),
            }
            # What the same browser chatted on the website, where the guest may be a new one.
            if "livechat_visitor_id" in self._fields:
                # sudo: website.visitor - that it is the same one, not who it is
                values["visitor"] = channel.sudo().livechat_visitor_id.ids
            for name, found in values.items():
                known[name] += [(channel.id, value) for value in found]
        searched = [source for source in SOURCES if match in (None, MATCHES[source[1] - 1])]
        if any(name == "contact_by_email" for name, _rank, _places in searched):
            known["contact_by_email"] = self._get_others_with_address(known)
        return [
            (rank, _as_table(known[name]), places) for name, rank, places in searched if known[name]
        ]

    @api.model
    def _get_others_with_address(self, known):
        """Return which contacts have the addresses of customers, and are not known to be these.

        :param dict known: pairs of the id of a conversation and what is known of its customer
        :return: such pairs, with the ids of contacts whom the user may read: whose address it is,
            others do not tell
        :rtype: list[tuple]
        """
        if not known["email"]:
            return []
        found = self.env.execute_query(
            SQL(
                """SELECT known.origin_id, partner.id
                     FROM res_partner partner
                     JOIN %s ON known.value = partner.email_normalized""",
                _as_table(known["email"]),
            )
        )
        others = sorted(set(found) - set(known["contact"]))
        if not others:  # as mostly
            return []
        contacts = self.env["res.partner"].browse({contact_id for _id, contact_id in others})
        readable_ids = set(contacts._filtered_access("read")._ids)
        return [pair for pair in others if pair[1] in readable_ids]

    def _get_same_customer_contacts_sudo(self, by_company):
        """Return the contact who the customer is, or all people of the contact's company whom the
        user may read, if they may read the contact: others do not tell where they work."""
        contact_sudo = self._get_livechat_contact_sudo()
        contact = by_company and self.livechat_contact_id
        if not contact:
            return contact_sudo
        # Which company it is, Odoo tells all who may read the contact.
        return contact_sudo | contact.with_context(active_test=False).search(
            [("commercial_partner_id", "=", contact.commercial_partner_id.id)]
        )


def _as_table(pairs):
    """Return as a table pairs of the id of a conversation and what is known of its customer."""
    type_ = SQL("text" if isinstance(pairs[0][1], str) else "int")
    if len(pairs) == 1:  # PostgreSQL knows the customers who had most
        return SQL("(VALUES (%s, %s::%s)) AS known (origin_id, value)", *pairs[0], type_)
    origin_ids, values = map(list, zip(*pairs, strict=True))
    return SQL("unnest(%s::int[], %s::%s[]) AS known (origin_id, value)", origin_ids, values, type_)
