from functools import cache

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

from ..core.clean import browse_ids, join_names


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
                    names=join_names(other),
                )
            )
        self.filtered(lambda channel: not channel.sudo().livechat_partner_id)._set_linked_contact(
            contact
        )

    def livechat_unlink_contact(self):
        """Take back that the guests of conversations are the contacts to which they are linked.

        :raises AccessError: if the user has no Live Chat rights, or may not read one of them, or
            its contact
        :raises UserError: if one is no live chat, or its customer is no guest or has logged in
        """
        self._check_livechat_agent()
        self._check_has_unverified_guest()
        if hidden := self.filtered(
            lambda channel: channel._get_livechat_contact_sudo() and not channel.livechat_contact_id
        ):
            raise AccessError(
                self.env._(
                    "You may not see the contact, and so cannot unlink it: %(names)s.",
                    names=join_names(hidden),
                )
            )
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
        others = self.browse(guest and self._get_unlinked_query(guest))
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

    def _filter_livechat_guests(self):
        """Return those of these conversations whose customers are guests who have not logged in, or
        as a contact who was deleted since."""
        # sudo: discuss.channel - who the customer is
        return self.filtered(
            lambda channel: (
                channel._get_customer_history_sudo()._get_guest_name()
                and not channel._get_logged_in_contact_sudo()
            )
        )

    def _check_has_unverified_guest(self):
        """Raise unless the customers of these conversations are guests who have not logged in."""
        if known := self - self._filter_livechat_guests():
            raise UserError(
                self.env._(
                    "The customer has logged in and is a known contact: %(names)s.",
                    names=join_names(known),
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
        # No agent verifies it. It may be left of a contact who was deleted.
        channels_sudo.write(
            {"livechat_partner_id": contact.id, "livechat_partner_is_verified": False}
        )
        self._outdate_livechat_session_data()

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _get_livechat_session_fields_to_store(self):
        channels = self._filter_for_livechat_agent()
        guests = cache(channels._filter_livechat_guests)
        unknown = cache(
            lambda: guests().filtered(lambda channel: not channel._get_livechat_contact_sudo())
        )
        matches = cache(lambda: unknown()._get_contact_matches())
        events = cache(lambda: self.env["livechat.contact.link"]._get_last_of(guests()))
        # None where the contact is hidden: whoever may not see it can link no others to it.
        counts = cache(lambda: self._get_unlinked_counts(guests().filtered("livechat_contact_id")))
        contacts = self.env["res.partner"]
        return super()._get_livechat_session_fields_to_store() + [
            Store.Many(
                "livechat_match_ids",
                contacts._get_livechat_store_fields(),
                predicate=channels.__contains__,
                value=lambda channel: matches().get(channel, contacts),
            ),
            Store.Attr(
                "livechat_contact_events",
                lambda channel: events().get(channel.id, []),
                predicate=channels.__contains__,
            ),
            Store.Attr(
                "livechat_unlinked_count",
                lambda channel: counts().get(channel.id, 0),
                predicate=channels.__contains__,
            ),
        ]

    @api.model
    def _get_unlinked_counts(self, channels):
        """Return how many conversations of the guests of some are linked to no contact yet: as many
        as ``livechat_link_guest_conversations`` would link.

        :return: for each id of a conversation the number of the others, in one query
        :rtype: dict[int, int]
        """
        guests = {channel.id: channel._get_livechat_guest() for channel in channels}
        if not any(guests.values()):
            return {}
        query = self._get_unlinked_query(self.env["mail.guest"].union(*guests.values()))
        query.groupby = SQL("customer.guest_id")
        counts = dict(self.env.execute_query(query.select(SQL("customer.guest_id, count(*)"))))
        return {id_: counts.get(guest.id, 0) for id_, guest in guests.items()}

    @api.model
    def _get_unlinked_query(self, guests):
        """Return the query of the conversations of guests that agents could link, not those in
        which the guests only came along. It searches as the user, as whose customer nobody is."""
        query = self._search(
            Domain("channel_type", "=", "livechat")
            & Domain("id", "not in", self._get_own_livechat_ids())
        )
        # As a column: a contact whom the user may not read is hidden from them, and yet is linked.
        query.add_where(SQL("%s IS NULL", SQL.identifier(query.table, "livechat_partner_id")))
        self.flush_model(["livechat_partner_id"])
        self.env["im_livechat.channel.member.history"].flush_model()
        query.add_join(
            "JOIN",
            "customer",
            SQL(
                """(SELECT DISTINCT ON (channel_id) channel_id, guest_id
                      FROM im_livechat_channel_member_history
                     WHERE livechat_member_type = 'visitor'
                       AND channel_id IN (SELECT channel_id
                                            FROM im_livechat_channel_member_history
                                           WHERE guest_id IN %s)
                  ORDER BY channel_id, id)""",
                guests._ids,
            ),
            SQL(
                "customer.channel_id = %s AND customer.guest_id IN %s",
                SQL.identifier(query.table, "id"),
                guests._ids,
            ),
        )
        return query
