from odoo import api, models
from odoo.fields import Domain

from .res_partner import STORE_FIELDS

MATCHES_LIMIT = 5
# Of as many contacts with one address as there may be, people before companies, newest first.
ORDER = "is_company, id DESC"


class DiscussChannel(models.Model):
    """Which contacts may be the guests of conversations, by what the guests told the chatbot."""

    _inherit = "discuss.channel"

    def _get_contact_matches(self):
        """Return contacts who may be the guests of these conversations, in one query.

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
        found = contacts.search_fetch(
            Domain.OR(
                Domain("id", "in", contacts._search(domain, limit=MATCHES_LIMIT * 2, order=ORDER))
                for domain in map(self._get_contact_domain, dict.fromkeys(given.values()))
                if not domain.is_false()
            ),
            STORE_FIELDS,
            order=ORDER,
        )
        return {
            channel: self._filter_contact_matches(found, email, phone)
            for channel, (email, phone) in given.items()
        }

    @api.model
    def _get_contact_domain(self, given):
        """Return the domain of the contacts with an address, or a number, that a guest gave."""
        names = ("email_normalized", "phone_sanitized")
        return Domain.OR(
            Domain(name, "=", value) for name, value in zip(names, given, strict=True) if value
        )

    @api.model
    def _filter_contact_matches(self, contacts, email, phone):
        """Return those of some contacts who may be a guest, best first."""
        same_email = contacts.filtered(lambda contact: email and contact.email_normalized == email)
        same_phone = contacts.filtered(lambda contact: phone and contact.phone_sanitized == phone)
        return (same_email | same_phone)[:MATCHES_LIMIT].with_prefetch(contacts._prefetch_ids)
