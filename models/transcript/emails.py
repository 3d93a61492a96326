import re
import unicodedata

from odoo import api, models
from odoo.exceptions import UserError

from ..core.clean import clean_text, to_line
from ..core.emails import EMAIL_MAX_LENGTH, parse_email, to_mail_server

ADDRESS_LIMIT = 10
# What stands between commas, semicolons or lines, and not within quotes.
BETWEEN_SEPARATORS = re.compile(r'(?:"[^"\n]*"|[^,;\n])+')


class DiscussChannel(models.Model):
    """To whom a conversation is sent by email."""

    _inherit = "discuss.channel"

    def _get_transcript_emails(self):
        """Return the addresses by which the customer is known: the contact's, those they gave.

        :rtype: list[str]
        """
        known = sorted(
            self._get_livechat_emails(),
            key=lambda email: email != self.livechat_contact_id.email_normalized,
        )
        candidates = [*known, self._get_livechat_guest().email or ""]
        return list(dict.fromkeys(filter(None, map(self._normalize_address, candidates))))

    @api.model
    def _clean_emails(self, emails):
        """Return addresses that came in by RPC, each normalized, and once.

        :rtype: list[str]
        :raises UserError: if one is invalid, or there are none or too many
        """
        if isinstance(emails, list | tuple) and all(isinstance(text, str) for text in emails):
            emails = "\n".join(emails)
        text = clean_text(self.env, emails, ADDRESS_LIMIT * 2 * EMAIL_MAX_LENGTH)
        # What is copied from a page or an address book may bring marks that nobody sees.
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
        parts = [part.strip() for part in BETWEEN_SEPARATORS.findall(text)]
        candidates = [
            candidate
            for part in parts
            if part
            # Several by blanks, or one with a name.
            for candidate in (part.split() if part.count("@") > 1 else [part])
        ]
        addresses = {candidate: self._normalize_address(candidate) for candidate in candidates}
        if invalid := [candidate for candidate, address in addresses.items() if not address]:
            raise UserError(
                self.env._(
                    "Not an email address: %(addresses)s. Nothing was sent.",
                    addresses=", ".join(map(to_line, invalid)),
                )
            )
        if not addresses:
            raise UserError(self.env._("Enter the email address to send to."))
        addresses = list(dict.fromkeys(addresses.values()))
        if len(addresses) > ADDRESS_LIMIT:
            raise UserError(
                self.env._(
                    "To %(limit)s addresses at once at most, not to %(count)s. Nothing was sent.",
                    limit=ADDRESS_LIMIT,
                    count=len(addresses),
                )
            )
        return addresses

    @api.model
    def _normalize_address(self, text):
        """Return an address as mail servers on the internet take it, or false."""
        email = parse_email(text)
        return email and to_mail_server(email)
