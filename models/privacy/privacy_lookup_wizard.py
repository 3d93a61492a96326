import re

from markupsafe import escape

from odoo import models
from odoo.tools import SQL

from ..core.cleaning import RECORD

# Of a phone number, so many last digits are the same however it is written.
PHONE_DIGITS = 8


class PrivacyLookupWizard(models.TransientModel):
    """Finds a person in what is kept of live chats: as the customer, and by name, address and phone
    number wherever somebody wrote them."""

    _inherit = "privacy.lookup.wizard"

    def _get_query(self):
        # sudo: privacy.lookup.wizard - who may look up persons finds all of them
        query = super(PrivacyLookupWizard, self.sudo())._get_query()
        # A conversation is found once, for whatever reason.
        return SQL(
            "SELECT DISTINCT ON (res_model_id, res_id) * FROM (%s) AS found",
            SQL(" UNION ALL ").join([query, *self.sudo()._get_livechat_queries()]),
        )

    def _get_livechat_queries(self):
        """Yield the queries of the records of live chats in which this person is, a model each."""
        pattern = self._get_livechat_pattern()
        names = ["discuss.channel", *sorted(self.env.registry[RECORD]._inherit_children)]
        for model_name in names:
            model = self.env[model_name]
            conditions = list(self._get_livechat_conditions(model, pattern).values())
            if model_name == "discuss.channel":
                conditions.append(self._get_livechat_customer_condition(pattern))
            yield SQL(
                "SELECT %s AS res_model_id, id AS res_id, %s AS is_active FROM %s WHERE %s",
                self.env["ir.model"]._get_id(model_name),
                SQL.identifier("active") if "active" in model else True,
                SQL.identifier(model._table),
                SQL(" OR ").join(conditions),
            )

    def _get_livechat_conditions(self, model, pattern):
        """Return for each text of a model that may name somebody whether it names this person.

        :param str pattern: see ``_get_livechat_pattern``
        :return: conditions by the name of the field
        :rtype: dict[str, SQL]
        """
        names = model._livechat_personal_fields() | model._livechat_agent_name_fields()
        return {
            name: self._get_livechat_text_condition(name, pattern)
            for name in sorted(names)
            if model._fields[name].type in ("char", "html", "json", "text")
        }

    @staticmethod
    def _get_livechat_text_condition(name, pattern):
        return SQL("%s::text ~* %s", SQL.identifier(name), pattern)

    def _get_livechat_pattern(self):
        """Return the regular expression of PostgreSQL of how a text may name this person."""
        name = r"\s+".join(map(re.escape, self.name.split()))
        html = r"\s+".join(map(re.escape, str(escape(self.name)).split()))
        email = re.escape(self.email.strip())
        # No part of a longer word.
        words = [rf"(^|\W)({text})($|\W)" for text in {name, html, email} - {""}]
        phones = [
            "[^0-9]{0,3}".join(digits) + "($|[^0-9])" for digits in self._get_livechat_phones()
        ]
        return "|".join(sorted(words + phones))

    def _get_livechat_phones(self):
        """Return the last digits of the phone numbers of the contacts who are this person."""
        contacts = self.env["res.partner"].browse(
            row[0] for row in self.env.execute_query(self._get_livechat_contacts_query())
        )
        numbers = {re.sub(r"\D", "", number) for number in contacts.mapped("phone") if number}
        return {n[-PHONE_DIGITS:] for n in numbers if len(n) >= PHONE_DIGITS}

    def _get_livechat_contacts_query(self):
        """Return the query of the contacts who are this person, as Odoo finds them."""
        return SQL(
            "SELECT id FROM res_partner WHERE email_normalized = %s OR lower(name) = %s",
            self.email.strip().lower(),
            self.name.strip().lower(),
        )

    def _get_livechat_customer_condition(self, pattern):
        """Return whether this person is the customer of a conversation."""
        return SQL(
            """(
                livechat_partner_id IN (%(contacts)s)
                OR %(email)s OR %(phone)s
                OR id IN (SELECT history.channel_id
                            FROM im_livechat_channel_member_history history
                       LEFT JOIN mail_guest guest ON guest.id = history.guest_id
                           WHERE history.livechat_member_type = 'visitor'
                             AND (history.partner_id IN (%(contacts)s)
                                  OR guest.name ~* %(pattern)s
                                  OR guest.email ~* %(pattern)s
                                  OR history.livechat_guest_name ~* %(pattern)s))
                OR id IN (SELECT discuss_channel_id
                            FROM chatbot_message
                           WHERE user_raw_answer ~* %(pattern)s)
            )""",
            contacts=self._get_livechat_contacts_query(),
            email=self._get_livechat_text_condition("livechat_visitor_email", pattern),
            phone=self._get_livechat_text_condition("livechat_visitor_phone", pattern),
            pattern=pattern,
        )
