from odoo import api, models
from odoo.fields import Domain


class DiscussChannelMember(models.Model):
    """Nobody learns by the members of a conversation what is for its agents only.

    From members, Odoo searches in their conversations without any check of those.
    """

    _inherit = "discuss.channel.member"

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        domain = self._without_own_livechats(domain)
        return super()._search(domain, offset, limit, order, **kwargs)

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        domain = self._without_own_livechats(domain)
        return super()._read_group(domain, groupby, aggregates, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        domain = self._without_own_livechats(domain)
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    @api.model
    def _without_own_livechats(self, domain):
        """Return a domain without members of conversations of which its user is the customer, if
        it asks for something of conversations that is for agents only."""
        domain = Domain(domain)
        if self.env.su or not any(
            map(self._asks_for_livechat_agents_only, domain.iter_conditions())
        ):
            return domain
        customers = "channel_id.livechat_customer_partner_ids"
        return domain & ~Domain(customers, "in", self.env.user.partner_id.ids)

    @api.model
    def _asks_for_livechat_agents_only(self, condition):
        name, _dot, path = condition.field_expr.partition(".")
        if name != "channel_id":
            return False
        if path:
            asked = Domain(path, condition.operator, condition.value)
        elif isinstance(condition.value, Domain | list | tuple) and "any" in condition.operator:
            asked = Domain(condition.value)
        else:
            return False
        channels = self.env["discuss.channel"]
        return asked != channels._with_livechat_agents_only(asked)
