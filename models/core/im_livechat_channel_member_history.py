from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from .constants import AGENTS

# Who wrote a message, by as whom they took part.
AUTHORS = {"guest_id": "author_guest_id", "partner_id": "author_id"}
WHO_IS_CUSTOMER = {"channel_id", "guest_id", "livechat_member_type", "partner_id"}


class Im_LivechatChannelMemberHistory(models.Model):
    """Of which conversations a user is the customer, remembered until that changes, and who the
    customers were who are deleted: guests, and contacts."""

    _inherit = "im_livechat.channel.member.history"

    # Called so because it was of guests only: other addons and databases know it by this name.
    livechat_guest_name = fields.Char(
        "Deleted Customer",
        copy=False,
        groups=AGENTS,
        help="The name of the customer who took part, and was deleted later.",
        readonly=True,
    )

    @api.depends("livechat_guest_name")
    def _compute_display_name(self):
        super()._compute_display_name()
        # sudo: im_livechat.channel.member.history - who reads it may know whose it is
        for history_sudo in self.sudo():
            if history_sudo.livechat_guest_name:
                history_sudo.display_name = history_sudo.livechat_guest_name

    @api.model_create_multi
    def create(self, vals_list):
        histories = super().create(vals_list)
        histories._forget_livechat_customers()
        return histories

    def write(self, vals):
        if not WHO_IS_CUSTOMER & vals.keys():
            return super().write(vals)
        self._forget_livechat_customers()
        result = super().write(vals)
        self._forget_livechat_customers()
        return result

    def unlink(self):
        self._forget_livechat_customers()
        return super().unlink()

    @api.model
    @ormcache("partner_id")
    def _get_livechat_ids_of_customer(self, partner_id):
        """Return the ids of the conversations of which a contact is a customer.

        :rtype: tuple[int]
        """
        # sudo: im_livechat.channel.member.history - of which conversations the user is the customer
        histories_sudo = self.sudo().search(
            [("partner_id", "=", partner_id), ("livechat_member_type", "=", "visitor")]
        )
        return histories_sudo.channel_id._ids

    @api.model
    def _keep_customers(self, field, customers):
        """Keep who customers were that are about to be deleted, and what they wrote, by their
        names.

        :param str field: ``guest_id`` or ``partner_id``
        :param customers: the guests, or contacts, of whom some may be no customers
        """
        # sudo: im_livechat.channel.member.history, mail.message - what is kept of whoever is
        # deleted
        messages_sudo = self.env["mail.message"].sudo()
        domain = Domain(field, "in", customers.ids)
        if field == "partner_id":
            # Of guests all: before this addon, Odoo took some for agents.
            domain &= Domain("livechat_member_type", "=", "visitor")
        histories_sudo = self.sudo().search(domain)
        took_part = set()
        for customer_sudo, own_sudo in histories_sudo.grouped(field).items():
            own_sudo.livechat_guest_name = customer_sudo.name or customer_sudo.display_name
            took_part.update((customer_sudo, id_) for id_ in own_sudo.channel_id.ids)
        author = AUTHORS[field]
        written_sudo = messages_sudo.search_fetch(
            [
                ("model", "=", "discuss.channel"),
                ("res_id", "in", histories_sudo.channel_id.ids),
                (author, "in", histories_sudo[field].ids),
            ],
            ["res_id", author],
        ).filtered(lambda message: (message[author], message.res_id) in took_part)
        for customer_sudo, own_sudo in written_sudo.grouped(author).items():
            # Odoo shows this name where nobody is the author. Replies would go to the address.
            name = customer_sudo.name or customer_sudo.display_name
            own_sudo.write({"email_from": name, "reply_to": False})

    def _get_guest_name(self):
        """Return the name of the guest who took part, deleted or not, or of a contact who was
        deleted: who is as unknown as a guest; ``False`` for any other contact."""
        return self.guest_id.name or self.livechat_guest_name

    def _forget_livechat_customers(self):
        """Have it asked anew of which conversations users are the customers, if it may change."""
        # sudo: im_livechat.channel.member.history - whoever begins the conversation
        customers_sudo = self.sudo().filtered(lambda h: h.livechat_member_type == "visitor")
        if customers_sudo.partner_id.user_ids.filtered(lambda user: user._is_internal()):
            self._forget_livechats_of_customers()

    @api.model
    def _forget_livechats_of_customers(self):
        """Have it asked anew who is whose contact, and the customer of what."""
        self.env.registry.clear_cache()
        # What another thread remembered before this is there for it.
        self.env.cr.postcommit.add(self.env.registry.clear_cache)
