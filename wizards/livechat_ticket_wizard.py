from odoo import api, fields, models

from ..models.core.text import html_to_text
from ..models.tickets.discuss_channel import TITLE_MAX_LENGTH


class LivechatTicketWizard(models.TransientModel):
    """What an agent says of a ticket, or a lead, that is to be created from a conversation."""

    _name = "livechat.ticket.wizard"
    _inherit = ["livechat.dialog.mixin", "livechat.team.mixin"]
    _description = "Create a Ticket"

    kind = fields.Selection(
        [("ticket", "Ticket"), ("lead", "Lead")], default="ticket", required=True
    )
    # Beside ``ticket_provider``: what a selection offers is the same for all records.
    lead_provider = fields.Selection("_get_lead_providers", "Create lead in")
    has_choice = fields.Boolean(compute="_compute_has_choice")
    title = fields.Char(required=True)
    description = fields.Text()
    with_transcript = fields.Boolean("Include the conversation", default=True)

    @api.model
    def _get_lead_providers(self):
        return self._get_provider_selection("lead")

    @api.model
    def _get_dialog_defaults(self, channel):
        tickets = self._get_ticket_providers()[:1]
        leads = self._get_lead_providers()[:1]
        note = ""
        # Customers may see their tickets, and never see notes. They see no leads.
        if self.env.context.get("default_kind") == "lead":
            # sudo: discuss.channel - the note is for agents
            note = html_to_text(channel.sudo().livechat_note).strip()
        return {
            "title": note.split("\n")[0].strip()[:TITLE_MAX_LENGTH] or channel._get_ticket_title(),
            "description": note,
            "ticket_provider": tickets and tickets[0][0],
            "lead_provider": leads and leads[0][0],
        }

    @api.depends("kind")
    def _compute_has_choice(self):
        for wizard in self:
            wizard.has_choice = len(self._get_provider_selection(wizard.kind)) > 1

    @api.model
    def _get_provider_fields(self):
        return [*super()._get_provider_fields(), "kind", "lead_provider"]

    def _get_chosen_provider(self):
        if self.kind == "lead":
            return "lead", self.lead_provider
        return super()._get_chosen_provider()

    def action_create_ticket(self):
        """Create the ticket, as the dialog says, and show where it is."""
        _kind, key = self._get_chosen_provider()
        ticket = self.channel_id.livechat_create_ticket(
            provider=key or None,
            title=self.title,
            team_id=self.team_id,
            description=self.description,
            with_transcript=self.with_transcript,
        )
        return self._close_with_message(
            self.env._("%s was created."),
            links=[{"label": ticket["name"], "url": ticket["url"]}],
        )
