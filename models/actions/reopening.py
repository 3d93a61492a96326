from odoo import models
from odoo.exceptions import UserError

from ..core.in_rules import is_in_rule, logged_in_rules


class DiscussChannel(models.Model):
    """The reopening of conversations from lists."""

    _inherit = "discuss.channel"

    @logged_in_rules
    def action_livechat_reopen(self):
        """Reopen closed conversations, as far as that is still possible. See ``livechat_reopen``
        and ``action_livechat_in_progress``."""
        possible, refused = self._split_by_what_is_possible(closed_too=True)
        closed = possible.filtered("livechat_end_dt")
        refused[self.env._("It is open already")] = possible - closed
        # sudo: discuss.channel - why agents cannot reopen what they can read
        for channel, reason in closed.sudo()._get_livechat_reopening_refusals().items():
            refused[reason] |= channel.sudo(self.env.su)
        done = self.browse()
        reopened = closed - self.browse().union(*refused.values())
        for channel in reopened.sorted("id"):  # the order in which others lock several
            channel = channel.with_prefetch()
            try:
                with self.env.cr.savepoint():
                    channel.livechat_reopen()
            except UserError as error:  # as others do it, or leave it, at this moment
                refused[str(error)] |= channel
            else:
                done |= channel
        return self._report(done, refused)

    def action_livechat_confirm(self, action):
        """Ask once more only before several conversations are reopened."""
        if action == "reopen" and len(self) == 1 and not is_in_rule(self.env):
            return self.action_livechat_reopen()
        return super().action_livechat_confirm(action)

    def _get_confirmed_actions(self):
        return {**super()._get_confirmed_actions(), "reopen": self.action_livechat_reopen}

    def _get_fulfilled(self):
        return super()._get_fulfilled() | {self.env._("It is open already")}
