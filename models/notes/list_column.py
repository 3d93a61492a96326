from odoo import api, fields, models
from odoo.fields import Domain

from ..core.constants import AGENTS
from ..core.text import html_to_text


class DiscussChannel(models.Model):
    """A note in the form that a line of a list needs."""

    _inherit = "discuss.channel"

    livechat_note_text = fields.Char(
        "Note",
        compute="_compute_livechat_note_text",
        groups=AGENTS,
        search="_search_livechat_note_text",
    )

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"livechat_note_text"}

    @api.depends("livechat_note")
    def _compute_livechat_note_text(self):
        for channel in self:
            note = channel.livechat_note
            channel.livechat_note_text = note and " ".join(html_to_text(note).split())

    def _search_livechat_note_text(self, operator, value):
        """As Odoo searches in what is written with formats."""
        if operator == "in":
            value = [str(text or "") for text in value]
        return Domain("livechat_note", operator, value)
