from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

MOST_SECTIONS = 100
LONGEST_NAME = 100


class ResUsersSettings(models.Model):
    """How agents arrange their panel: the order of its sections, and which of them are folded; and
    their own chats in the sidebar."""

    _inherit = "res.users.settings"

    livechat_panel_layout = fields.Json(
        "Live Chat Panel", help="Names of the panel's sections: {'folded': [name], 'order': [name]}"
    )

    livechat_longest_wait_first = fields.Boolean(
        "Longest Waiting Customer First",
        help="In the sidebar of Discuss, the own chats stand by how long their customers wait.",
    )

    @api.constrains("livechat_panel_layout")
    def _check_livechat_panel_layout(self):
        for settings in self:
            layout = settings.livechat_panel_layout
            if layout and not self._is_livechat_panel_layout(layout):
                raise ValidationError(self.env._("The panel cannot be arranged in this way."))

    @api.model
    def _is_livechat_panel_layout(self, layout):
        return (
            isinstance(layout, dict)
            and layout.keys() == {"folded", "order"}
            and all(
                isinstance(names, list)
                and len(names) <= MOST_SECTIONS
                and all(isinstance(name, str) and len(name) <= LONGEST_NAME for name in names)
                for names in layout.values()
            )
        )

    @api.model
    def _format_settings(self, fields_to_format):
        formatted = super()._format_settings(fields_to_format)
        if "livechat_panel_layout" in fields_to_format:
            # sudo: res.company - how the panel is arranged in one's own company
            company_sudo = self.user_id.company_id.sudo()
            formatted["livechat_panel_default_layout"] = company_sudo.livechat_panel_layout
        return formatted

    def livechat_share_panel_layout(self):
        """Arrange the panel in the company as the user has it.

        Agents who arranged theirs keep it. Others see it when they load the page again.

        :raises AccessError: if the user is no Live Chat administrator, or these are not theirs
        """
        self.ensure_one()
        is_administrator = self.env.user.has_group("im_livechat.im_livechat_group_manager")
        if not is_administrator or self.user_id != self.env.user:
            raise AccessError(self.env._("Only Live Chat administrators arrange it for others."))
        # sudo: res.company - by its Live Chat administrators
        self.user_id.company_id.sudo().livechat_panel_layout = self.livechat_panel_layout
