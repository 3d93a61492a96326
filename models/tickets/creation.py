from odoo import models
from odoo.exceptions import UserError

from ..core.clean import browse_ids


class LivechatTicketProvider(models.AbstractModel):
    """The creation of tickets, or leads, from a conversation."""

    _inherit = "livechat.ticket.provider"

    def _get_team(self, team_id):
        """Return the team of an id that came in by RPC, none for false.

        :raises AccessError: if the user may not read it
        :raises UserError: if there is no such team
        """
        teams = self._get_teams()
        if teams is None or not team_id:
            return teams
        team = browse_ids(teams, [team_id])
        if not team:
            raise UserError(self.env._("This team does not exist any more."))
        team.check_access("read")
        return team

    def _prepare_vals(self, channel, title, description, team):
        """Return the values of a new ticket.

        :param channel: the conversation (``discuss.channel``) from which it is created
        :param str title: one line
        :param Markup description: maybe empty
        :param team: the team, none, or ``None`` if there are no teams
        :rtype: dict
        """
        contact = channel.livechat_contact_id
        vals = {
            self._title_field: title,
            self._description_field: description,
            self._team_field: team and team.id,
            self._channel_field: channel.id,
            self._partner_field: contact.id,
        }
        if not contact:
            vals.update(self._prepare_guest_vals(channel))
        known = self._get_tickets()._fields
        return {name: value for name, value in vals.items() if value and name in known}

    def _prepare_guest_vals(self, channel):
        """Return the values of a new ticket that say who the customer is who is no contact.

        :param channel: the conversation (``discuss.channel``) from which it is created
        :rtype: dict
        """
        # sudo: discuss.channel - what agents may know of their customers, checked by the caller
        channel_sudo = channel.sudo()
        return {
            self._customer_name_field: channel_sudo._get_livechat_customer_name(),
            self._email_field: channel_sudo.livechat_visitor_email,
            self._phone_field: channel_sudo.livechat_visitor_phone,
        }

    def _create_ticket(self, vals):
        """Create a ticket, as the user; one that a rule creates is nobody's yet.

        :param dict vals: see ``_prepare_vals``
        :return: one record
        """
        tickets = self._get_tickets()
        is_known = self._assignee_field in tickets._fields
        if is_known and not self.env["res.users"]._get_livechat_agent():
            vals = {**vals, self._assignee_field: False}
        return tickets.create(vals)
