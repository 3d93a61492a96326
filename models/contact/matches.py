from odoo import api, models
from odoo.tools import SQL

from .discuss_channel import SESSION_FIELDS

MATCHES_LIMIT = 5
# As many contacts with one address as are looked at, some of which the user may not read.
CANDIDATES_LIMIT = 100
# Of as many contacts with one address as there may be, people before companies, newest first.
ORDER = "is_company, id DESC"


def _get_order(contact):
    return contact.is_company, -contact.id


class DiscussChannel(models.Model):
    """Which contacts may be the guests of conversations, by what the guests told the chatbot."""

    _inherit = "discuss.channel"

    def _get_contact_matches(self):
        """Return contacts who may be the guests of these conversations, in two queries.

        :return: for each conversation the contacts (``res.partner``), best first
        :rtype: dict
        """
        contacts = self.env["res.partner"]
        # sudo: discuss.channel - what agents may know of their customers, checked by the caller
        given = {
            channel_sudo: (
                channel_sudo.livechat_visitor_email,
                channel_sudo.livechat_visitor_phone_sanitized,
            )
            for channel_sudo in self.sudo()
        }
        queries = [
            self._get_candidates_query(*values)
            for values in dict.fromkeys(given.values())
            if any(values)
        ]
        if queries:
            contacts.flush_model(["active", "email_normalized", "is_company", "phone_sanitized"])
            rows = self.env.execute_query(SQL(" UNION ").join(queries))
            candidates = contacts.browse(id_ for [id_] in rows)
            # sudo: res.partner - fetched only, with what Odoo's rules of who may read them look at
            candidates.sudo().fetch(SESSION_FIELDS)
            contacts = candidates._filtered_access("read").sorted(_get_order)
        return {
            channel: self._filter_contact_matches(contacts, email, phone)
            for channel, (email, phone) in given.items()
        }

    @api.model
    def _get_candidates_query(self, email, phone):
        """Return the query of the contacts with an address, or a number, that a guest gave, whether
        the user may read them or not."""
        given = (("email_normalized", email), ("phone_sanitized", phone))
        return SQL(
            "(SELECT id FROM res_partner WHERE active AND (%s) ORDER BY %s LIMIT %s)",
            SQL(" OR ").join(
                SQL("%s = %s", SQL.identifier(name), value) for name, value in given if value
            ),
            SQL(ORDER),
            CANDIDATES_LIMIT,
        )

    @api.model
    def _filter_contact_matches(self, contacts, email, phone):
        """Return those of some contacts who may be a guest, best first."""
        same_email = contacts.filtered(lambda contact: email and contact.email_normalized == email)
        same_phone = contacts.filtered(lambda contact: phone and contact.phone_sanitized == phone)
        return (same_email | same_phone)[:MATCHES_LIMIT].with_prefetch(contacts._prefetch_ids)
