from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

from ..core.clean import is_page

# How many pages a visitor's browser keeps of those that it saw.
PAGES_LIMIT = 15
# What agents receive of contacts, by the names that Odoo's web client has for it.
STORE_FIELDS = [
    "active",
    "commercial_company_name",
    "commercial_partner_id",
    "email",
    "email_normalized",
    "is_company",
    "name",
    "phone",
    "phone_sanitized",
    "write_date",
]
# On what of a contact, and of their company, depends by which name agents know the customer.
NAMED_BY = {"company_name", "email", "is_company", "name", "parent_id"}
# What else of a contact the panel shows.
SHOWN = {"active", "category_id", "image_1920", "phone"}
# What of this transaction is remembered until its end: the contacts that were changed in these, and
# whether in one of their names.
CHANGED = "livechat_info_panel.contacts"


class ResPartner(models.Model):
    """The contacts who customers of live chats are, or may be."""

    _inherit = "res.partner"

    _livechat_email_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")
    _livechat_phone_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")

    def write(self, vals):
        result = super().write(vals)
        if (NAMED_BY | SHOWN) & vals.keys():
            self._tell_of_livechat_contacts(bool(NAMED_BY & vals.keys()))
        return result

    def unlink(self):
        channels = self._find_open_livechats(self.ids)
        self.env["im_livechat.channel.member.history"]._keep_customers("partner_id", self)
        result = super().unlink()
        channels.exists()._send_livechat_contacts_anew()
        return result

    def _get_livechat_lang(self):
        """Return the code of this contact's language, or the user's if they have none.

        Of an archived contact, Odoo lets the language be turned off.

        :rtype: str
        """
        return self.env["res.lang"]._get_code(self.lang) or self.env.lang

    def _tell_of_livechat_contacts(self, is_name=True):
        """Tell agents, at the end of the transaction, that customers have changed: these contacts,
        or people of these companies.

        :param bool is_name: whether their names may be others, which are shown not only in panels
        """
        precommit = self.env.cr.precommit
        if CHANGED not in precommit.data:
            precommit.data[CHANGED] = {}
            # sudo: res.partner - agents are told, whoever changes the contact
            nobody_sudo = self.browse().with_env(self.env(context={})).sudo()
            precommit.add(nobody_sudo._tell_of_changed)
        changed = precommit.data[CHANGED]
        changed.update({id_: is_name or changed.get(id_, False) for id_ in self.ids})

    @api.model
    def _tell_of_changed(self):
        changed = self.env.cr.precommit.data.pop(CHANGED, {})
        named_ids = {id_ for id_, is_name in changed.items() if is_name}
        named = self._find_open_livechats(named_ids)
        named._send_livechat_contacts_anew()
        shown = self._find_open_livechats(changed.keys() - named_ids)
        (shown - named)._outdate_livechat_session_data()

    @api.model
    def _find_open_livechats(self, ids):
        """Return the open conversations of contacts, or of people of companies, as superuser."""
        # sudo: discuss.channel - agents are told, whoever changes the contact
        channels_sudo = self.env["discuss.channel"].with_env(self.env(context={})).sudo()
        if not ids:
            return channels_sudo
        searching = channels_sudo.with_context(active_test=False)
        found = searching.union(
            *(searching.search(domain) for domain in self._get_open_livechat_domains(ids))
        )
        return found.with_env(channels_sudo.env)

    @api.model
    def _get_open_livechat_domains(self, ids):
        """Return the domains of the open conversations of contacts, or of people of companies.

        There are two, for the database to find each by an index.
        """
        of_these = Domain("id", "in", ids) | Domain("commercial_partner_id", "in", ids)
        takes_part = Domain("livechat_member_type", "=", "visitor")
        takes_part &= Domain("partner_id", "any", of_these)
        return [
            Domain("livechat_end_dt", "=", False) & of_customer
            for of_customer in (
                Domain("livechat_partner_id", "any", of_these),
                Domain("livechat_channel_member_history_ids", "any", takes_part),
            )
        ]

    @api.model
    def _get_livechat_store_fields(self):
        """Return what agents receive of contacts, as records of Odoo's web client."""
        return [
            *STORE_FIELDS,
            Store.Attr("display_name", predicate=lambda contact: not contact.name),
        ]

    def _get_livechat_contact_tags(self):
        """Return the tags of contacts, in one query.

        :return: for each id of a contact a list of ``{"id", "name", "color"}``
        :rtype: dict[int, list]
        """
        result = {contact.id: [] for contact in self}
        if not result:
            return result
        tags = self.env["res.partner.category"]
        query = tags._search([], order="name, id")
        rel = tags._fields["partner_ids"]
        query.add_join(
            "JOIN",
            "tagged",
            rel.relation,
            SQL(
                "tagged.%s = %s AND tagged.%s IN %s",
                SQL.identifier(rel.column1),
                SQL.identifier(query.table, "id"),
                SQL.identifier(rel.column2),
                self._ids,
            ),
        )
        for contact_id, *values in self.env.execute_query(
            query.select(
                SQL.identifier("tagged", rel.column2),
                SQL.identifier(query.table, "id"),
                tags._field_to_sql(query.table, "name", query),
                SQL.identifier(query.table, "color"),
            )
        ):
            result[contact_id].append(dict(zip(("id", "name", "color"), values, strict=True)))
        return result

    def _search_for_channel_invite_to_store(self, store, channel):
        """Let employees without Live Chat rights invite into their live chats.

        They may, but Odoo 19.0 before its change 254565 raises when it looks who is available.
        """
        partners = self
        if channel.channel_type == "livechat" and not self.env["im_livechat.channel"].has_access(
            "read"
        ):
            # sudo: im_livechat.channel - who of the people that the user may invite is available
            partners = self.sudo()
        return super(ResPartner, partners)._search_for_channel_invite_to_store(store, channel)

    def _bus_send_history_message(self, channel, page_history):
        """Show an agent nothing but pages, whatever a visitor's browser says."""
        pages = page_history if isinstance(page_history, list | tuple) else []
        pages = [page for page in pages if is_page(page)][-PAGES_LIMIT:]
        return super()._bus_send_history_message(channel, pages)
