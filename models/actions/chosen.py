from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from ..core.clean import clean_text
from ..core.in_rules import logged_in_rules
from ..handover.discuss_channel import COMMENT_MAX_LENGTH


class DiscussChannel(models.Model):
    """What agents do with many conversations once they have chosen how, in the dialog that asks:
    to whom they go, which tags they get, what their outcome was, in which app they get tickets.

    A rule chooses nothing: it logs that it could not.
    """

    _inherit = "discuss.channel"

    def _get_confirmed_actions(self):
        return {
            **super()._get_confirmed_actions(),
            "add_tags": self._add_tags_to_many,
            "correct_outcome": self._correct_outcome_of_many,
            "create_ticket": self._create_tickets_of_many,
            "reassign_to": self._reassign_many_to,
            "remove_tags": self._remove_tags_of_many,
        }

    @logged_in_rules
    def _reassign_many_to(self, user=None, comment=None, leave=True):
        """Hand open conversations over to an agent.

        :param user: the agent (``res.users``)
        :param str comment: for the agent
        :param bool leave: whether the user leaves those that they are in
        :return: a client action that reports, as of the others
        """
        if not user:
            raise UserError(self.env._("Choose an agent."))
        comment = clean_text(self.env, comment, COMMENT_MAX_LENGTH)
        possible, refused = self._split_by_what_is_possible()
        # sudo: res.users - whether a user is an agent, and there, is no secret to agents
        user_sudo = user.sudo()
        done = self.browse()
        for channel in possible:
            channel = channel.with_prefetch()
            try:
                channel._check_can_get_livechat(user_sudo)
                channel._lock_for_handover(None)
            except UserError as error:
                refused[str(error)] |= channel
                continue
            channel._hand_over(user_sudo, comment, leave)
            done |= channel
        return self._report(done, refused)

    @logged_in_rules
    def _add_tags_to_many(self, tags=None):
        """Tag conversations, open or closed.

        :param tags: the tags (``im_livechat.conversation.tag``)
        """
        return self._change_tags_of_many(tags, is_adding=True)

    @logged_in_rules
    def _remove_tags_of_many(self, tags=None):
        """Take tags off conversations. See ``_add_tags_to_many``."""
        return self._change_tags_of_many(tags, is_adding=False)

    def _change_tags_of_many(self, tags, is_adding):
        if not tags:
            raise UserError(self.env._("Choose at least one tag."))
        possible, refused = self._split_by_what_is_possible(closed_too=True)
        # sudo: discuss.channel - comparing the tags, which these users may read
        same = possible.filtered(
            lambda channel: (
                not tags - channel.sudo().livechat_conversation_tag_ids
                if is_adding
                else not tags & channel.sudo().livechat_conversation_tag_ids
            )
        )
        reason = (
            self.env._("It has these tags already")
            if is_adding
            else self.env._("It has none of these tags")
        )
        refused[reason] = same
        command = Command.link if is_adding else Command.unlink
        if done := possible - same:
            done._update_livechat_tags([command(tag.id) for tag in tags])
        return self._report(done, refused)

    @logged_in_rules
    def _correct_outcome_of_many(self, outcome=None, reason=None):
        """Correct the outcome of closed conversations. See ``livechat_correct_outcome``."""
        if not outcome:
            raise UserError(self.env._("Choose an outcome."))
        self._clean_outcome_reason(reason)
        possible, refused = self._split_by_what_is_possible(closed_too=True)
        closed = possible.filtered("livechat_end_dt")
        refused[self.env._("It is open: it has no outcome yet")] = possible - closed
        # sudo: discuss.channel - comparing the outcome, which these users may read
        same = closed.filtered(lambda channel: channel.sudo().livechat_outcome == outcome)
        refused[self.env._("It has this outcome already")] = same
        if done := closed - same:
            done.livechat_correct_outcome(outcome, reason)
        return self._report(done, refused)

    @logged_in_rules
    def _create_tickets_of_many(self, provider=None, team_id=None):
        """Create a ticket of each conversation from which none was created there.

        :param str provider: key of a ``livechat.ticket.provider``. ``None``: the first one
        :param int team_id: id of a team, of whichever model the tickets have
        """
        possible, refused = self._split_by_what_is_possible(closed_too=True)
        chosen = self._choose_ticket_provider(provider)
        if chosen._needs_team and not chosen._get_team(team_id):
            raise UserError(self.env._("Choose a %(team)s.", team=chosen._get_team_label()))
        model = chosen._ticket_model
        # sudo: livechat.ticket.link - that there is one, of conversations that the user may read
        links = self.env["livechat.ticket.link"].sudo()
        had_one = links.search(
            [("channel_id", "in", possible.ids), ("res_model", "=", model)]
        ).channel_id.sudo(self.env.su)
        refused[self.env._("There is a ticket of it already")] = had_one
        done = self.browse()
        for channel in possible - had_one:
            try:
                with self.env.cr.savepoint():
                    channel.livechat_create_ticket(provider, team_id=team_id)
            except (AccessError, UserError, ValidationError) as error:
                refused[str(error)] |= channel
            else:
                done |= channel
        return self._report(done, refused)
