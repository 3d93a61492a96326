from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import escape_psql

from ..core.clean import clean_limit, clean_text, to_name

NAME_MAX_LENGTH = 100


class LivechatUniqueNameMixin(models.AbstractModel):
    """Names which people type, and which mean the same in capitals or with a blank too many, and
    where they look the same."""

    _name = "livechat.unique.name.mixin"
    _description = "Live Chat Unique Name Mixin"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_normalized_name(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_normalized_name(vals))

    @api.model
    def name_create(self, name):
        record = self._find_or_create(name)
        return record.id, record.display_name

    @api.model
    def livechat_search_names(self, text, limit=8):
        """Return the names that hold a text: the same, then those that begin with it, then others.

        :param str text: what was typed; empty for any
        :param int limit: how many names at most
        :return: ``{"names": [str], "more_count": int}``, the latter being how many more there are
        :rtype: dict
        :raises AccessError: if the user may not read such records
        :raises UserError: if it is no text, or longer than a name
        """
        text = to_name(clean_text(self.env, text, NAME_MAX_LENGTH))
        limit = clean_limit(limit, 8, 80)
        holds_text = Domain("name", "ilike", escape_psql(text)) if text else Domain.TRUE
        found = self.browse()
        for domain in (
            self._namesakes_domain(text),
            Domain("name", "=ilike", escape_psql(text) + "%"),
            holds_text,
        ):
            if len(found) < limit:
                found |= self.search(domain, limit=limit)
        return {
            "names": found[:limit].mapped("name"),
            "more_count": max(self.search_count(holds_text) - limit, 0),
        }

    @api.model
    def _normalize_name(self, name):
        """Return a name as it is kept, see ``to_name``.

        :param str name: what was typed
        :raises ValidationError: if nothing is left, or too much
        """
        name = to_name(name) if isinstance(name, str) else ""
        if not name:
            raise ValidationError(self.env._("The name cannot be empty."))
        if len(name) > NAME_MAX_LENGTH:
            raise ValidationError(
                self.env._("A name has %(maximum)s characters at most.", maximum=NAME_MAX_LENGTH)
            )
        return name

    def _with_normalized_name(self, vals):
        return {**vals, "name": self._normalize_name(vals["name"])} if "name" in vals else vals

    def _namesakes_domain(self, name):
        """Return the domain of the records that a name stands for.

        :param str name: a normalized name
        :rtype: Domain
        """
        self.flush_model(["name"])
        return Domain(
            "id",
            "in",
            SQL(
                "(SELECT id FROM %s WHERE lower(name) = lower(%s))",
                SQL.identifier(self._table),
                name,
            ),
        )

    @api.model
    def _find_or_create(self, name):
        """Return the record with that name, whatever its case; create it where there is none.

        :param str name: what was typed
        :raises ValidationError: if the name is empty
        :raises AccessError: if there is no such record and the user may not create one
        """
        name = self._normalize_name(name)
        if record := self.search(self._namesakes_domain(name), limit=1):
            return record
        try:
            return self.create({"name": name})
        except UniqueViolation as error:
            # Somebody else just created it, which this transaction cannot see: once more.
            raise ConcurrencyError(str(error)) from error
