from odoo import api, fields, models


class LivechatTeamMixin(models.AbstractModel):
    """A dialog in which one chooses where tickets are created, and for which team or project."""

    _name = "livechat.team.mixin"
    _inherit = "livechat.given.mixin"
    _description = "Live Chat Team Mixin"

    ticket_provider = fields.Selection("_get_ticket_providers", "Create in")
    team_model = fields.Char(compute="_compute_team_model")
    team_label = fields.Char(compute="_compute_team_model")
    is_team_required = fields.Boolean(compute="_compute_team_model")
    team_id = fields.Many2oneReference(
        compute="_compute_team_id", model_field="team_model", readonly=False, store=True
    )

    @api.model
    def _get_ticket_providers(self):
        return self._get_provider_selection("ticket")

    @api.model
    def _get_provider_selection(self, kind):
        return [
            (provider._get_key(), provider._get_label())
            for provider in self.env["livechat.ticket.provider"]._get_providers(kind)
            if provider._can_create()
        ]

    @api.model
    def _get_provider_fields(self):
        """Return the names of the fields by which a provider is chosen."""
        return ["ticket_provider"]

    def _get_chosen_provider(self):
        """Return the kind and the key of what is chosen."""
        return "ticket", self.ticket_provider

    @api.depends(lambda self: self._get_provider_fields())
    def _compute_team_model(self):
        for wizard in self:
            provider = wizard._get_provider()
            teams = provider._get_teams() if provider is not None else None
            wizard.team_model = teams is not None and teams._name
            wizard.team_label = teams is not None and provider._get_team_label()
            wizard.is_team_required = teams is not None and provider._needs_team

    @api.depends(lambda self: self._get_provider_fields())
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
        kind, key = self._get_chosen_provider()
        for provider in self.env["livechat.ticket.provider"]._get_providers(kind):
            if provider._get_key() == key:
                return provider
        return None
