from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.clean import is_page

# How many pages a visitor's browser keeps of those that it saw.
PAGES_LIMIT = 15
# On what of a contact, and of the contact's company, depends how agents name the customer.
NAMED_BY = {"name", "email", "company_name", "parent_id", "is_company"}
# What of this transaction is remembered until its end: the contacts that were changed in these.
RENAMED = "livechat_info_panel.renamed"


class ResPartner(models.Model):
    """The contacts who customers of live chats are, or may be."""

    _inherit = "res.partner"

    _livechat_email_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")
    _livechat_phone_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")

    def write(self, vals):
        result = super().write(vals)
        if NAMED_BY & vals.keys():
            self._tell_of_livechat_names()
        return result

    def _tell_of_livechat_names(self):
        """Tell agents, at the end of the transaction, that customers have other names: those linked
        to these contacts, or to people of these companies."""
        precommit = self.env.cr.precommit
        if RENAMED not in precommit.data:
            precommit.data[RENAMED] = set()
            # sudo: res.partner - agents are told, whoever changes the contact
            nobody_sudo = self.browse().with_env(self.env(context={})).sudo()
            precommit.add(nobody_sudo._tell_of_renamed)
        precommit.data[RENAMED].update(self.ids)

    @api.model
    def _tell_of_renamed(self):
        ids = self.env.cr.precommit.data.pop(RENAMED, ())
        of_these = Domain("id", "in", ids) | Domain("commercial_partner_id", "in", ids)
        channels = self.env["discuss.channel"].with_context(active_test=False)
        open_channels = channels.search(
            Domain("livechat_partner_id", "any", of_these) & Domain("livechat_end_dt", "=", False)
        )
        if open_channels:
            open_channels.with_env(self.env)._send_livechat_contacts_anew()

    def _get_livechat_contact_values(self):
        """Return what the panel shows of a contact.

        :return: ``{"id", "name", "avatar_url", "company_name", "email", "phone"}``; false for what
            is not known
        :rtype: dict
        """
        self.ensure_one()
        unique = int(self.write_date.timestamp())
        return {
            "id": self.id,
            "name": self.name or self.display_name,
            "avatar_url": f"/web/image/res.partner/{self.id}/avatar_128?unique={unique}",
            "company_name": self.commercial_company_name != self.name
            and self.commercial_company_name,
            "email": self.email_normalized or self.email,
            "phone": self.phone,
        }

    def _get_livechat_contact_tags(self):
        """Return the tags of contacts, in one query.

        :return: for each id of a contact a list of ``{"id", "name", "color"}``
        :rtype: dict[int, list]
        """
        result = {contact.id: [] for contact in self}
        if not result:
            return result
        tags = self.env["res.partner.category"]
        query = tags._search([("partner_ids", "in", self.ids)], order="name, id")
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

    def _has_livechat_company(self):
        """Whether a contact is, or belongs to, a company that may have other people."""
        return self.is_company or self.commercial_partner_id != self
