from odoo import api, models


class DiscussChannel(models.Model):
    """What of a conversation may say who its customer is. The room ``privacy`` finds and erases it.

    Each concern names its own; what else is kept of conversations does, in
    ``livechat.record.mixin``.
    """

    _inherit = "discuss.channel"

    @api.model
    def _livechat_personal_fields(self):
        """Return the fields of ours that may tell who a customer is, typed texts among them.

        They are searched for a person, and emptied when a conversation is erased.

        :rtype: set[str]
        """
        return set()

    def _livechat_erase(self, names):
        """Empty fields of these conversations.

        :param set names: of the fields
        """
        self.write(dict.fromkeys(names, False))

    @api.model
    def _livechat_agent_name_fields(self):
        """Return the fields that hold names of agents. They are searched for a person, and stay
        when the customer of a conversation is erased.

        :rtype: set[str]
        """
        return set()
