from odoo import api, fields, models
from odoo.tools import ormcache

from .constants import AGENTS

WHO_IS_CUSTOMER = {"channel_id", "guest_id", "livechat_member_type", "partner_id"}


class Im_LivechatChannelMemberHistory(models.Model):
    """Of which conversations a user is the customer, remembered until that changes, and who the
    guests were who are deleted."""

    _inherit = "im_livechat.channel.member.history"

    livechat_guest_name = fields.Char(
        "Deleted Guest",
        copy=False,
        groups=AGENTS,
        help="The name of the guest who took part, and was deleted later.",
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

    def _get_guest_name(self):
        """Return the name of the guest who took part, deleted or not; ``False`` for a contact."""
        return self.guest_id.name or self.livechat_guest_name

    def _forget_livechat_customers(self):
        """Have it asked anew of which conversations users are the customers, if it may change."""
        # sudo: im_livechat.channel.member.history - whoever begins the conversation
        customers_sudo = self.sudo().filtered(lambda h: h.livechat_member_type == "visitor")
        if customers_sudo.partner_id.user_ids.filtered(lambda user: user._is_internal()):
            self.env.registry.clear_cache()
            # What another thread remembered before this is there for it.
            self.env.cr.postcommit.add(self.env.registry.clear_cache)
