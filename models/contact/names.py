import re
from functools import cache

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.translate import get_translation

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.constants import AGENTS

# What Odoo calls guests who gave no name, by the module that has the translations.
GUEST_NAMES = [
    ("im_livechat", "Visitor"),
    ("website_livechat", "Visitor #%d"),
    ("mail", "Guest"),
]
# Of what of a conversation the name of its customer depends.
NAMED_BY = {
    "livechat_partner_id",
    "livechat_partner_is_verified",
    "livechat_visitor_email",
    "livechat_visitor_phone",
}


class DiscussChannel(models.Model):
    """By which name agents know the customers of conversations.

    That is the name of the contact; else the name, e-mail address or phone number that the guest
    gave; else what Odoo calls its guests. Customers are told nothing of it.

    The name of a contact to whom an agent linked the guest is for those only who may read the
    contact. Whatever is sent to several at once has the name by which all of them may know them,
    and says whether there is such a contact: then each asks for its name.
    """

    _inherit = "discuss.channel"

    livechat_customer_name = fields.Char(
        "Customer",
        compute="_compute_livechat_customer_name",
        compute_sudo=False,
        groups=AGENTS,
        help="The name of the contact; else the name, email address or phone number that the"
        " visitor gave.",
    )

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"livechat_customer_name"}

    @api.model
    def _livechat_agents_only_store_names(self):
        names = super()._livechat_agents_only_store_names()
        return names | {"livechat_is_contact_told", "livechat_is_linked"}

    @api.depends(*sorted(NAMED_BY))
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_livechat_customer_name(self):
        names = self._get_livechat_known_names()
        contacts = {
            channel: channel.livechat_contact_id for channel in self._filter_livechat_linked()
        }
        for channel in self:
            contact = contacts.get(channel, self.env["res.partner"])
            channel.livechat_customer_name = contact.name or names[channel]

    def _get_livechat_known_names(self):
        """Return by which names all agents may know the customers of these conversations.

        :return: names by conversation
        :rtype: dict
        """
        pattern = self._get_guest_name_pattern()
        # sudo: discuss.channel - what agents may know of their customers
        return {
            channel_sudo.sudo(False): channel_sudo._get_livechat_known_name(pattern)
            for channel_sudo in self.sudo()
        }

    def _get_livechat_known_name(self, pattern):
        """Return the name of one of them, as superuser; see ``_get_guest_name_pattern``."""
        if not is_livechat_channel(self):
            return self.name or ""
        customer = self._get_customer_history_sudo()
        guest_name = (customer._get_guest_name() or "").strip()
        return (
            self._get_login_name()
            or customer.partner_id.name
            or (not re.fullmatch(pattern, guest_name) and guest_name)
            or self.livechat_visitor_email
            or self.livechat_visitor_phone
            or guest_name
            or self.name
            or ""
        )

    @api.model
    def _get_guest_name_pattern(self):
        """Return the regular expression of what Odoo calls guests who gave no name.

        They were named in the language of the website, or of the browser. It is the same for
        Python and for the database.
        """
        names = {
            re.escape(get_translation(module, lang, source, ())).replace("%d", "[0-9]+")
            for lang, _label in self.env["res.lang"].get_installed()
            for module, source in GUEST_NAMES
        }
        return f"^(?:{'|'.join(sorted(names))})$"

    @api.model
    def _get_livechat_customer_sql(self):
        """Return the query of the customer of a conversation (``channel``), see
        ``_get_customer_history_sudo``."""
        return SQL(
            """
            SELECT history.id, history.partner_id, NULLIF(partner.name, '') AS partner_name,
                   COALESCE(NULLIF(TRIM(guest.name), ''), history.livechat_guest_name)
                       AS guest_name
              FROM im_livechat_channel_member_history history
         LEFT JOIN res_partner partner ON partner.id = history.partner_id
         LEFT JOIN mail_guest guest ON guest.id = history.guest_id
             WHERE history.channel_id = channel.id
               AND history.livechat_member_type = 'visitor'
          ORDER BY history.id
             LIMIT 1
            """
        )

    @api.model
    def _get_livechat_known_name_sql(self):
        """Return in SQL what ``_get_livechat_known_names`` returns of a conversation (``channel``)
        and its customer (``customer``, see ``_get_livechat_customer_sql``)."""
        return SQL(
            """
            COALESCE(
                CASE WHEN channel.livechat_partner_is_verified THEN COALESCE(
                    (SELECT NULLIF(name, '') FROM res_partner
                      WHERE id = channel.livechat_partner_id),
                    (SELECT livechat_guest_name FROM im_livechat_channel_member_history
                      WHERE channel_id = channel.id AND channel.livechat_partner_id IS NULL
                        AND id > customer.id AND livechat_member_type = 'visitor'
                        AND livechat_guest_name IS NOT NULL
                   ORDER BY id LIMIT 1)
                ) END,
                customer.partner_name,
                CASE WHEN customer.guest_name !~ %s THEN customer.guest_name END,
                NULLIF(channel.livechat_visitor_email, ''),
                NULLIF(channel.livechat_visitor_phone, ''),
                customer.guest_name,
                channel.name
            )
            """,
            self._get_guest_name_pattern(),
        )

    def _is_livechat_linked(self):
        """Whether an agent linked the guest of this conversation, as superuser, to a contact."""
        return bool(
            self.livechat_partner_id
            and not self.livechat_partner_is_verified
            and not self._get_customer_history_sudo().partner_id
        )

    def _get_livechat_names(self):
        if not self.env.su and not self.env.user.has_group(AGENTS):
            return super()._get_livechat_names()
        return [channel.livechat_customer_name or channel.display_name for channel in self]

    def _get_livechat_customer_name_for(self, user):
        """Return the name of the customer of this conversation as a user may know it.

        :param user: one ``res.users``
        """
        # sudo: discuss.channel - whether there is anything that not all may know
        if not self.sudo()._is_livechat_linked():
            return self._get_livechat_known_names()[self]
        return self._as_read_by(user).livechat_customer_name

    def _as_read_by(self, user):
        """Return these conversations in the environment of a user, whoever acts."""
        if user == self.env.user:
            return self.with_user(user)
        # sudo: res.users - what they may read, they may in all of their companies
        company_ids = user.sudo().company_ids.ids
        return self.with_user(user.id).with_context(allowed_company_ids=company_ids)

    def _get_given_customer_name(self):
        """Return the name of the customer, ``False`` where it is but what Odoo calls its guests."""
        customer_sudo = self._get_customer_history_sudo()
        name = (customer_sudo._get_guest_name() or "").strip()
        is_unnamed = re.fullmatch(self._get_guest_name_pattern(), name)
        # sudo: discuss.channel - agents may know with whom they speak
        known = self.sudo()._get_login_name() or customer_sudo.partner_id.name
        return known or (not is_unnamed and name)

    # ------------------------------------------------------------
    # What the web client receives
    # ------------------------------------------------------------

    def _get_livechat_users_store_fields(self, target):
        store_fields = super()._get_livechat_users_store_fields(target)
        return store_fields + self._get_livechat_name_fields(target.get_user(self.env))

    def _get_livechat_name_fields(self, user=None):
        """Return what the web client receives of agents to name the customers.

        :param user: who receives it (``res.users``); nobody if several do
        """
        livechats = self.filtered(is_livechat_channel)
        names = cache(livechats._get_livechat_known_names)
        store_fields = [
            Store.Attr(
                "livechat_customer_name",
                lambda channel: names()[channel],
                predicate=is_livechat_channel,
            ),
            Store.Attr(
                "livechat_is_linked",
                # sudo: discuss.channel - whether it is so, not who the contact is
                lambda channel: channel.sudo()._is_livechat_linked(),
                predicate=is_livechat_channel,
            ),
            # sudo: discuss.channel - what the customer gave is for all agents
            Store.Attr("livechat_visitor_email", predicate=is_livechat_channel, sudo=True),
        ]
        return store_fields + livechats._get_livechat_contact_fields(user)

    def _get_livechat_contact_fields(self, user=None):
        """Return what the web client receives of the contacts who the customers are: their records
        if one user receives it, and else only where it is nobody.

        :param user: who receives it (``res.users``); nobody if several do
        """
        if not user:
            return [
                Store.Attr(
                    "livechat_contact_id",
                    False,
                    predicate=lambda channel: (
                        channel in self and not channel._get_livechat_contact_sudo()
                    ),
                )
            ]
        nobody = self.env["res.partner"]
        known = self.filtered(lambda channel: channel._get_livechat_contact_sudo())
        return [
            Store.One(
                "livechat_contact_id",
                nobody._get_livechat_store_fields(),
                predicate=is_livechat_channel,
                value=lambda channel: (
                    channel._as_read_by(user).livechat_contact_id if channel in known else nobody
                ),
            ),
            self._get_livechat_contact_told(True),
        ]

    def _get_livechat_contact_told(self, is_told):
        """Return whether a web client was told by now who the contacts are, where there are any."""
        return Store.Attr(
            "livechat_is_contact_told",
            is_told,
            predicate=lambda channel: channel in self and channel._get_livechat_contact_sudo(),
        )

    def _livechat_after_write(self, vals, before):
        super()._livechat_after_write(vals, before)
        if NAMED_BY & vals.keys():
            self.filtered(is_livechat_channel)._send_livechat_customer_names()

    def _get_new_livechat_name_fields(self):
        """As ``_get_livechat_name_fields``, for several who may know other ones: each of them asks
        who the contact is, which is told to nobody who may not know it."""
        return [*self._get_livechat_name_fields(), self._get_livechat_contact_told(False)]

    def _send_livechat_customer_names(self):
        """Tell agents the names of the customers of these conversations, which may be others."""
        for channel in self:
            channel._send_to_livechat_agents(channel._get_new_livechat_name_fields())

    def _send_livechat_contacts_anew(self):
        """Have agents ask anew who the contacts of these conversations are, which are others now,
        or have changed."""
        self._send_livechat_customer_names()
        self._outdate_livechat_session_data()

    def _filter_livechat_linked(self):
        # sudo: discuss.channel - whether there is a contact whom some may not know
        return self.filtered(lambda channel: channel.sudo()._is_livechat_linked())
