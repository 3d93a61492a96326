from odoo import models


class DiscussChannel(models.Model):
    """In the name of which company the customer is written to."""

    _inherit = "discuss.channel"

    def _get_livechat_company(self):
        """Return the company that the customer knows, for all that leaves for them: that of the
        website of the live chat; else the contact's; else the one in which the user works.

        :return: the company (``res.company``), as superuser
        """
        # sudo: discuss.channel, res.company - whose name and address the customer sees, whoever
        # writes to them
        channel_sudo = self.sudo()
        company = channel_sudo.env["res.company"]
        # Fields of website_livechat, on which the addon does not depend.
        if "livechat_visitor_id" in self._fields:
            websites_sudo = channel_sudo.livechat_visitor_id.website_id
            websites_sudo = websites_sudo or channel_sudo.env["website"].search(
                [("channel_id", "in", channel_sudo.livechat_channel_id.ids)]
            )
            if len(websites_sudo.company_id) == 1:
                company = websites_sudo.company_id
        contact_sudo = channel_sudo._get_livechat_contact_sudo()
        return company or contact_sudo.company_id or channel_sudo.env.company
