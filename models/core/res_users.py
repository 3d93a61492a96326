from odoo import api, models

from .constants import AGENTS


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_livechat_agent(self):
        """Return the present user if they are a Live Chat user, nobody otherwise.

        The user as whom scheduled actions run has all rights, but nobody can log in as them.

        :rtype: res.users
        """
        user = self.env.user
        return user if user.active and user.has_group(AGENTS) else user.browse()
