from odoo import api, models
from odoo.tools import ormcache

from .constants import AGENTS


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    @ormcache("self.env.uid")
    def _get_livechat_partner_id(self):
        """Return the id of the contact of the present user: for this alone, each request would read
        the user."""
        return self.env.user.partner_id.id

    def write(self, vals):
        result = super().write(vals)
        if "partner_id" in vals:
            self.env["im_livechat.channel.member.history"]._forget_livechats_of_customers()
        return result

    @api.model
    def _get_livechat_agent(self):
        """Return the present user if they are a Live Chat user, nobody otherwise.

        The user as whom scheduled actions run has all rights, but nobody can log in as them.

        :rtype: res.users
        """
        return self.env.user._filter_livechat_agents()

    def _filter_livechat_agents(self):
        """Return those of these users who can answer customers."""
        # sudo: res.users - whether somebody is an agent, whoever asks
        return self.filtered(lambda user: user.sudo().active and user.sudo().has_group(AGENTS))

    def _get_livechat_presence(self):
        """Return whether a user is there: ``online``, ``away``, ``busy`` or ``offline``.

        It is Odoo's definition without what other modules write into ``im_status``: where somebody
        works, or that they are on leave.

        :rtype: str
        """
        # sudo: mail.presence - that an agent is there is known to agents
        presence = self.sudo().presence_ids.status or "offline"
        return presence if presence == "offline" else self.manual_im_status or presence

    def _filter_livechat_available(self):
        """Return those of these users who are there, neither away nor busy."""
        return self.filtered(lambda user: user._get_livechat_presence() == "online")
