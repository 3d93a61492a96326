import re

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, ormcache

from .constants import AGENTS
from .server_context import get_server_context, with_server_context


class LivechatAgentsOnlyMixin(models.AbstractModel):
    """Fields that are empty for the Live Chat users who may not know what they say.

    One rule for all of them, with two cases, as access rights know fields or records, not the one
    of the other:

    - The user is the customer of the conversation: none of these fields is for them.
    - The field refers to a contact that the user may not read: Odoo names what a record refers to,
      whoever asks.

    They are empty wherever RPC reads them (``_filter_hidden``), and wherever they become SQL
    (``_get_hidden_condition``): whatever searches, orders, groups or counts by them, in whichever
    model it begins. A field to many is no column: it is one of ``fields.py`` in this folder.
    """

    _name = "livechat.agents.only.mixin"
    _description = "Live Chat Agents Only Mixin"

    # The field that holds the id of the conversation.
    _livechat_channel_field = "channel_id"

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
    def _livechat_agents_only_store_names(self):
        """Return what web clients of agents only receive and is no field, by its names.

        :rtype: set[str]
        """
        return set()

    @api.model
    @ormcache()
    def _get_livechat_agents_only_fields(self):
        return frozenset(self._livechat_agents_only_fields())

    @api.model
    def _names_for_livechat_agents_only(self, specs):
        """Return the fields of that kind by which paths begin."""
        names = (re.split(r"[.:/]", spec, maxsplit=1)[0] for spec in specs if isinstance(spec, str))
        return [name for name in names if self._is_for_livechat_agents_only(name)]

    @api.model
    def _names_of_livechat_contacts(self, specs):
        """As ``_names_for_livechat_agents_only``, those of them that refer to contacts."""
        names = self._names_for_livechat_agents_only(specs)
        return [name for name in names if self._fields[name].comodel_name == "res.partner"]

    def _filter_as_livechat_customer(self):
        """Return those of these records of whose conversation the user is the customer."""
        own_ids = self._get_own_livechat_ids()
        if not own_ids:
            return self.browse()
        # sudo: whichever model - of which conversation it is
        return self.filtered(lambda record: record._origin.sudo()._get_livechat_id() in own_ids)

    def _get_livechat_id(self):
        return self[self._livechat_channel_field].id

    @api.model
    def _get_own_livechat_ids(self):
        """Return the ids of the conversations in which the user, who is an agent elsewhere, is the
        customer.

        :rtype: tuple[int]
        """
        if self.env.su or not self.env.user.has_group(AGENTS):
            return ()
        histories = self.env["im_livechat.channel.member.history"]
        partner_id = self.env["res.users"]._get_livechat_partner_id()
        return histories._get_livechat_ids_of_customer(partner_id)

    # ------------------------------------------------------------
    # Where it becomes SQL
    # ------------------------------------------------------------

    def _field_to_sql(self, alias, field_expr, query=None):
        sql = super()._field_to_sql(alias, field_expr, query)
        return self._hide_sql(field_expr.partition(".")[0], sql, alias, query)

    def _hide_sql(self, name, sql, alias, query):
        """Return what a field is in SQL, where it is not hidden from the user.

        :param str name: name of the field
        :param SQL sql: what it holds
        """
        # What is fetched is kept for superuser, too: it is hidden from whoever reads it.
        is_fetching = get_server_context(self.env, "livechat_fetching")
        if self.env.su or is_fetching or not self._is_for_livechat_agents_only(name):
            return sql
        if is_hidden := self._get_hidden_condition(name, sql, alias, query):
            sql = SQL("CASE WHEN %s THEN NULL ELSE %s END", is_hidden, sql)
        return sql

    def _get_hidden_condition(self, name, sql, alias, query):
        """Return the condition that a field is hidden from the user, ``None`` if it never is.

        :param str name: name of the field
        :param SQL sql: what it holds
        """
        conditions = [self._is_own_livechat_sql(alias, query)]
        if self._names_of_livechat_contacts([name]):
            readable = self.env["res.partner"].with_context(active_test=False)._search([])
            readable.add_where(SQL("%s = %s", SQL.identifier(readable.table, "id"), sql))
            conditions.append(SQL("NOT EXISTS %s", readable.subselect(SQL("1"))))
        return SQL(" OR ").join(filter(None, conditions)) or None

    def _is_own_livechat_sql(self, alias, query):
        """Return the condition that the user is the customer, ``None`` if they are of none."""
        own_ids = self._get_own_livechat_ids()
        if not own_ids:
            return None
        channel_id = self._field_to_sql(alias, self._livechat_channel_field, query)
        return SQL("COALESCE(%s IN %s, FALSE)", channel_id, own_ids)

    def _fetch_query(self, query, fields):
        fetching = with_server_context(self, livechat_fetching=True)
        return (
            super(LivechatAgentsOnlyMixin, fetching)._fetch_query(query, fields).with_env(self.env)
        )

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Leave out what has a record in each of several groups: their number tells as well."""
        sql = super()._read_group_groupby(alias, groupby_spec, query)
        name = re.split(r"[.:]", groupby_spec, maxsplit=1)[0]
        if self._is_for_livechat_agents_only(name) and self._fields[name].type == "many2many":
            self._check_field_access(self._fields[name], "read")
            if is_own := self._is_own_livechat_sql(alias, query):
                query.add_where(SQL("NOT %s", is_own))
        return sql

    # ------------------------------------------------------------
    # Where it is read
    # ------------------------------------------------------------

    def _read_format(self, fnames, load="_classic_read"):
        result = super()._read_format(fnames, load)
        records = self.browse(vals["id"] for vals in result)
        for name in set(self._names_for_livechat_agents_only(fnames)):
            hidden_ids = set(records._filter_hidden(name)._ids)
            nothing = [] if self._fields[name].type.endswith("2many") else False
            for vals in result:
                if vals["id"] in hidden_ids:
                    vals[name] = nothing
        return result

    def _filter_hidden(self, name):
        """Return those of these records of which a field is hidden from the user.

        :param str name: name of the field
        """
        hidden = self._filter_as_livechat_customer()
        if self._names_of_livechat_contacts([name]):
            readable = self[name]._filtered_access("read")
            hidden |= self.filtered(lambda record: record[name] - readable)
        return hidden

    def _export_rows(self, fields, **kwargs):
        names = [path[0] for path in fields if path]
        if self._names_for_livechat_agents_only(names):
            self._check_no_livechat_customer()
        for name in self._names_of_livechat_contacts(names):
            self[name].check_access("read")
        return super()._export_rows(fields, **kwargs)

    def onchange(self, values, field_names, fields_spec):
        if self._names_for_livechat_agents_only([*fields_spec, *field_names, *values]):
            self._check_no_livechat_customer()
        return super().onchange(values, field_names, fields_spec)

    def _check_no_livechat_customer(self):
        if self._filter_as_livechat_customer():
            raise AccessError(self.env._("You are the customer of this conversation."))
