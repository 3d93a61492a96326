from collections.abc import Set

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .constants import AGENTS


class DiscussChannel(models.Model):
    """Which live chats the user may read as an agent, found and fetched in little time."""

    _inherit = "discuss.channel"

    @api.model
    def _get_readable_livechats(self):
        """Return the query of the live chats that the user may read as an agent.

        It is shorter than Odoo's, which names all channels of which the user is a member, for
        channels of other kinds.

        :rtype: Query
        """
        self.browse().check_access("read")
        # sudo: discuss.channel - restricted to what the user may read, as Odoo's rules are
        channels_sudo = self.sudo().with_context(active_test=False)
        query = channels_sudo._search(self._get_livechat_restriction())
        id_, active, channel_type = (
            channels_sudo._field_to_sql(query.table, name, query)
            for name in ("id", "active", "channel_type")
        )
        query.add_where(SQL("%s IS TRUE AND %s = 'livechat'", active, channel_type))
        if own_ids := self._get_own_livechat_ids():
            query.add_where(SQL("%s NOT IN %s", id_, own_ids))
        return query

    @api.model
    def _get_livechat_restriction(self):
        """Return which live chats rules let the user read, as an agent.

        :rtype: Domain
        """
        if self.env.su:
            return Domain.TRUE
        rules = self.env["ir.rule"]._compute_domain(self._name, "read")
        return rules.optimize(self).map_conditions(_of_livechat).optimize(self)

    @api.model
    def _find_readable_livechats(self, ids, field_names):
        """Return the live chats with some ids that the user, who is an agent, may read as such and
        that are not archived, fetched by one statement.

        Odoo would ask for each field whether the user may read it, and name all channels of which
        they are a member.

        :param list field_names: which of their fields are fetched
        """
        ids = tuple(filter(None, ids))
        if not ids or not self.env.user.has_group(AGENTS):
            return self.browse()
        query = self._get_readable_livechats()
        query.add_where(SQL("%s IN %s", SQL.identifier(query.table, "id"), ids))
        # sudo: discuss.channel - the query finds only what the user may read
        channels_sudo = self.sudo()
        fields = channels_sudo._determine_fields_to_fetch(field_names)
        found_sudo = channels_sudo._fetch_query(query, fields)
        return found_sudo.sudo(False)


def _of_livechat(condition):
    """Return a condition of a domain as what it is for a live chat, if that is known already."""
    is_type = condition.field_expr == "channel_type" and isinstance(condition.value, Set)
    if not is_type or condition.operator not in ("in", "not in"):
        return condition
    return Domain(("livechat" in condition.value) == (condition.operator == "in"))
