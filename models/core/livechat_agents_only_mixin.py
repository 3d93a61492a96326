import re

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import ormcache

from .constants import AGENTS


class LivechatAgentsOnlyMixin(models.AbstractModel):
    """Fields that no Live Chat user may know of the conversations in which he is the customer.

    Access rights know fields or records, not the one of the other. Here such fields are empty
    whatever RPC reads them, and no search, group or order by them finds those records.
    """

    _name = "livechat.agents.only.mixin"
    _description = "Live Chat Agents Only Mixin"

    # The path to the contacts who are the customers.
    _livechat_customers_path = "livechat_customer_partner_ids"

    @api.model
    def _is_for_livechat_agents_only(self, name):
        """Whether a field is for the agents of a conversation only.

        :param str name: name of the field, or of what is none
        """
        return name in self._get_livechat_agents_only_fields()

    @api.model
    def _livechat_agents_only_fields(self):
        """Return the fields that are for the agents of a conversation only.

        :rtype: set[str]
        """
        return set()

    @api.model
    @ormcache()
    def _get_livechat_agents_only_fields(self):
        return frozenset(self._livechat_agents_only_fields())

    @api.model
    def _names_for_livechat_agents_only(self, specs):
        """Return the fields of that kind by which paths, aggregates or terms of an order begin."""
        texts = (spec.strip() for spec in specs if isinstance(spec, str))
        names = (re.split(r"[.:/ ]", text, maxsplit=1)[0] for text in texts)
        return [name for name in names if self._is_for_livechat_agents_only(name)]

    def _filter_as_livechat_customer(self):
        """Return those of these records of whose conversation the user is the customer."""
        if self.env.su or not self.env.user.has_group(AGENTS):
            return self.browse()
        partner = self.env.user.partner_id
        # sudo: res.partner - whether the user is the customer, not who else is
        return self.filtered(
            lambda record: partner in record.sudo().mapped(self._livechat_customers_path)
        )

    def _with_livechat_agents_only(self, domain, specs=()):
        """Return a domain without what its user may not find by it.

        :param domain: the domain
        :param specs: what else is asked for: paths, aggregates, terms of an order
        :rtype: Domain
        :raises AccessError: if the user may not read one of the fields
        """
        domain = Domain(domain)
        if self.env.su:
            return domain
        asked = [condition.field_expr for condition in domain.iter_conditions()]
        names = self._names_for_livechat_agents_only([*asked, *specs])
        if not names:
            return domain
        for name in names:  # which Odoo forgets where it groups by several values
            self._check_field_access(self._fields[name], "read")
        customers = Domain(self._livechat_customers_path, "in", self.env.user.partner_id.ids)
        return domain & ~customers

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        domain = self._with_livechat_agents_only(domain, (order or "").split(","))
        return super()._search(domain, offset, limit, order, **kwargs)

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        domain = self._with_livechat_agents_only(domain, [*groupby, *aggregates])
        return super()._read_group(domain, groupby, aggregates, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        specs = [spec for specs in grouping_sets for spec in specs]
        domain = self._with_livechat_agents_only(domain, [*specs, *aggregates])
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Check what other models group by, by a path; Odoo checks none of the groups there.

        :raises AccessError: if the user may not read the field, or is the customer of anything
        """
        names = self._names_for_livechat_agents_only([groupby_spec])
        if names and alias != self._table and not self.env.su:
            self._check_field_access(self._fields[names[0]], "read")
            customers = Domain(self._livechat_customers_path, "in", self.env.user.partner_id.ids)
            # sudo: whichever model - whether the user is the customer of any, not of which
            self.sudo().search(customers, limit=1).sudo(False)._check_no_livechat_customer()
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_format(self, fnames, load="_classic_read"):
        result = super()._read_format(fnames, load)
        names = self._names_for_livechat_agents_only(fnames)
        if names and (own := self._filter_as_livechat_customer()):
            nothing = {
                name: [] if self._fields[name].type.endswith("2many") else False for name in names
            }
            for vals in result:
                if vals["id"] in own._ids:
                    vals.update(nothing)
        return result

    def _export_rows(self, fields, **kwargs):
        if self._names_for_livechat_agents_only(path[0] for path in fields if path):
            self._check_no_livechat_customer()
        return super()._export_rows(fields, **kwargs)

    def onchange(self, values, field_names, fields_spec):
        if self._names_for_livechat_agents_only([*fields_spec, *field_names, *values]):
            self._check_no_livechat_customer()
        return super().onchange(values, field_names, fields_spec)

    def _check_no_livechat_customer(self):
        if self._filter_as_livechat_customer():
            raise AccessError(self.env._("You are the customer of this conversation."))
