from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core.cleaning import RECORD


class PrivacyLookupWizardLine(models.TransientModel):
    """Where a person was found in what is kept of live chats, and can be erased."""

    _inherit = "privacy.lookup.wizard.line"

    livechat_is_erasable = fields.Boolean(
        "Can Be Erased from Live Chats", compute="_compute_livechat_is_erasable"
    )
    livechat_is_erased = fields.Boolean("Erased from Live Chats")

    @api.depends("res_model", "res_id", "is_unlinked", "livechat_is_erased")
    def _compute_livechat_is_erasable(self):
        kept = self.env.registry[RECORD]._inherit_children
        # sudo: discuss.channel - which of the channels are live chats, whoever may read them
        channels_sudo = self.env["discuss.channel"].sudo().with_context(active_test=False)
        ids = self.filtered(lambda line: line.res_model == "discuss.channel").mapped("res_id")
        livechats = channels_sudo.search([("id", "in", ids), ("channel_type", "=", "livechat")])
        for line in self:
            line.livechat_is_erasable = (
                not line.is_unlinked
                and not line.livechat_is_erased
                and (
                    line.res_model in kept
                    or (line.res_model == "discuss.channel" and line.res_id in livechats.ids)
                )
            )

    def action_livechat_erase(self):
        """Erase the person where these lines found them.

        Of a conversation whose customer it is, all that identifies the customer, and all that was
        written, is erased; elsewhere, the texts that name the person.

        :return: the action that shows the lines as they are now
        :raises UserError: if a conversation is open, or a line is not about live chats
        """
        for line in self:
            if not line.livechat_is_erasable:
                raise UserError(self.env._("There is nothing to erase: %s.", line.display_name))
            line._erase_from_livechats()
        return self.wizard_id[:1].action_open_lines()

    def _erase_from_livechats(self):
        self.ensure_one()
        # sudo: discuss.channel and what is kept of it - who looked the person up may erase them
        record = self.env[self.res_model].sudo().browse(self.res_id).exists()
        if record and self._is_livechat_customer(record):
            counts = record.livechat_erase()
            what = ", ".join(f"{model} ({count})" for model, count in counts.items())
        else:
            names = self._find_livechat_fields(record)
            record._livechat_erase(names)
            what = ", ".join(record._fields[name]._description_string(self.env) for name in names)
        self.execution_details = self.env._(
            "Erased of %(model)s #%(id)s: %(what)s",
            model=self.res_model_id.name,
            id=self.res_id,
            what=what,
        )
        self.livechat_is_erased = True

    def _is_livechat_customer(self, record):
        """Whether the person is the customer of a conversation, or just named in it."""
        if record._name != "discuss.channel":
            return False
        person = self.wizard_id.sudo()
        condition = person._get_livechat_customer_condition(person._get_livechat_pattern())
        record.env.flush_all()
        return bool(
            self.env.execute_query(
                SQL("SELECT 1 FROM discuss_channel WHERE id = %s AND %s", record.id, condition)
            )
        )

    def _find_livechat_fields(self, record):
        """Return the fields of a record in which the person is named."""
        if not record:
            return set()
        person = self.wizard_id.sudo()
        conditions = person._get_livechat_conditions(record, person._get_livechat_pattern())
        record.flush_recordset()
        [row] = self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE id = %s",
                SQL(", ").join(conditions.values()),
                SQL.identifier(record._table),
                record.id,
            )
        )
        return {name for name, is_found in zip(conditions, row, strict=True) if is_found}
