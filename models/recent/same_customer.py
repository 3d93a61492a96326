from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.constants import AGENTS

# What makes the customer of another conversation the same one, the surest first.
MATCHES = ("contact", "guest", "email")


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
        # What the same browser chatted on the website, where the guest may be a new one.
        # sudo: website.visitor - that it is the same one, not who it is
        if "livechat_visitor_id" in self._fields and (
            visitor_sudo := self.sudo().livechat_visitor_id
        ):
            sources["guest"].append(
                SQL(
                    "SELECT id FROM discuss_channel WHERE livechat_visitor_id = %s", visitor_sudo.id
                )
            )
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
