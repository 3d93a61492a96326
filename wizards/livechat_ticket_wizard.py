from odoo import api, fields, models

from ..models.core.text import html_to_text
from ..models.tickets.discuss_channel import TITLE_MAX_LENGTH


class LivechatTicketWizard(models.TransientModel):
    """What an agent says of a ticket, or a lead, that is to be created from a conversation."""

    _name = "livechat.ticket.wizard"
    _inherit = "livechat.dialog.mixin"
    _description = "Create a Ticket"

    kind = fields.Selection(
        [("ticket", "Ticket"), ("lead", "Lead")], default="ticket", required=True
    )
    # One each: what a selection offers is the same for all records.
    ticket_provider = fields.Selection("_get_ticket_providers", "Create in")
    lead_provider = fields.Selection("_get_lead_providers", "Create lead in")
    has_choice = fields.Boolean(compute="_compute_has_choice")
    title = fields.Char(required=True)
    team_model = fields.Char(compute="_compute_team_model")
    team_label = fields.Char(compute="_compute_team_model")
    team_id = fields.Many2oneReference(
        compute="_compute_team_id", model_field="team_model", readonly=False, store=True
    )
    description = fields.Text()
    with_transcript = fields.Boolean("Include the conversation", default=True)

    @api.model
    def _get_ticket_providers(self):
        return self._get_provider_selection("ticket")

    @api.model
    def _get_lead_providers(self):
        return self._get_provider_selection("lead")

    @api.model
    def _get_provider_selection(self, kind):
        return [
            (provider._get_key(), provider._get_label())
            for provider in self.env["livechat.ticket.provider"]._get_providers(kind)
            if provider._can_create()
        ]

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

    @api.depends("kind", "ticket_provider", "lead_provider")
    def _compute_team_model(self):
        for wizard in self:
            provider = wizard._get_provider()
            teams = provider._get_teams() if provider is not None else None
            wizard.team_model = teams is not None and teams._name
            wizard.team_label = teams is not None and provider._get_team_label()

    @api.depends("ticket_provider", "lead_provider")
    def _compute_team_id(self):
        """The teams of one kind of tickets are none of another."""
        self.team_id = False

    def _check_given(self, names):
        super()._check_given(names)
        # While the dialog is filled in, Odoo itself names no team that the user may not read.
        for wizard in self.filtered(lambda wizard: wizard.id and wizard.team_id):
            provider = wizard._get_provider()
            if provider is not None:
                provider._get_team(wizard.team_id)

    def _get_provider(self):
        """Return the provider that is chosen, ``None`` if there is none."""
        key = self.lead_provider if self.kind == "lead" else self.ticket_provider
        for provider in self.env["livechat.ticket.provider"]._get_providers(self.kind):
            if provider._get_key() == key:
                return provider
        return None

    def action_create_ticket(self):
        """Create the ticket, as the dialog says, and show where it is."""
        key = self.lead_provider if self.kind == "lead" else self.ticket_provider
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
