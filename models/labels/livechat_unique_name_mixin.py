from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import SQL
from odoo.tools.sql import escape_psql

from ..core.clean import clean_limit, clean_text, to_name
from .merging import move_references

NAME_MAX_LENGTH = 100


class LivechatUniqueNameMixin(models.AbstractModel):
    """Names which people type, and which mean the same in capitals or with a blank too many, and
    where they look the same."""

    _name = "livechat.unique.name.mixin"
    _description = "Live Chat Unique Name Mixin"

    # The field of conversations that has such records.
    _livechat_field = None

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

    def livechat_merge(self):
        """Merge records into the oldest of them, which takes over all that refers to the others.

        :return: the id of the one that is kept
        :rtype: int
        :raises AccessError: if the user may not change and delete such records
        :raises UserError: if there are not two of them
        """
        self.check_access("write")
        self.check_access("unlink")
        records = self.exists().sorted("id")
        if len(records) < 2:
            raise UserError(self.env._("Select at least two to merge them."))
        kept, merged = records[0], records[1:]
        # sudo: discuss.channel - whoever may change and delete what they have
        channels_sudo = self.env["discuss.channel"].sudo()
        # Open ones are written as by an agent: panels, and lists of who needs help, show them.
        open_sudo = channels_sudo.search(
            [(self._livechat_field, "in", merged.ids), ("livechat_end_dt", "=", False)]
        )
        commands = [Command.link(kept.id), *(Command.unlink(record.id) for record in merged)]
        self._update_livechats(open_sudo, commands)
        move_references(merged, kept)
        merged.unlink()
        return kept.id

    @api.model
    def _update_livechats(self, channels, commands):
        """Write such records on conversations, and tell of it whoever sees them.

        :param channels: conversations (``discuss.channel``)
        :param list commands: those of the field ``_livechat_field``
        """
        raise NotImplementedError

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
