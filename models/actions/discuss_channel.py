from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel

from ..core.clean import check_ids, shorten
from ..core.in_rules import is_in_rule, logged_in_rules
from ..core.server_context import get_server_context


class DiscussChannel(models.Model):
    """What agents do with many conversations at once, from lists and automation rules.

    Each action does what it can, and reports for which conversations it could not and why. They
    are for Live Chat users, and for what runs as superuser: there, it is logged.
    """

    _inherit = "discuss.channel"

    @logged_in_rules
    def action_livechat_in_progress(self):
        """Set conversations to In progress.

        :return: a client action that reports
        :raises AccessError: if the user has no Live Chat rights
        """
        return self._set_status_of_many("in_progress")

    @logged_in_rules
    def action_livechat_waiting(self):
        """Set conversations to Waiting for customer. See ``action_livechat_in_progress``."""
        return self._set_status_of_many("waiting")

    @logged_in_rules
    def action_livechat_ask_help(self):
        """Let conversations look for help. See ``action_livechat_in_progress``."""
        return self._set_status_of_many("need_help")

    @logged_in_rules
    def action_livechat_close(self):
        """Close conversations. See ``action_livechat_in_progress``."""
        possible, refused = self._split_by_what_is_possible()
        possible.livechat_close()
        return self._report(possible, refused)

    @logged_in_rules
    def action_livechat_join(self):
        """Join conversations. See ``action_livechat_in_progress``."""
        possible, refused = self._split_by_what_is_possible()
        if not self.env["res.users"]._get_livechat_agent():
            # As an automation rule may, which a customer's message triggers.
            refused[self.env._("Only a Live Chat user can join")] = possible
            return self._report(self.browse(), refused)
        joined = possible._join_as_agent()
        refused[self.env._("You are in it already")] = possible - joined
        return self._report(joined, refused)

    @logged_in_rules
    def action_livechat_erase(self):
        """Erase the customers of closed conversations. See ``livechat_erase`` and
        ``action_livechat_in_progress``.

        :raises AccessError: if the user is no Live Chat administrator
        """
        self._check_livechat_administrator()
        possible, refused = self._split_by_what_is_possible(closed_too=True)
        closed = possible.filtered("livechat_end_dt")
        refused[self.env._("It is open: close it first")] = possible - closed
        counts = closed.livechat_erase() if closed else {}
        what = ", ".join(f"{model} ({count})" for model, count in counts.items())
        return self._report(closed, refused, what and self.env._("Erased: %(what)s.", what=what))

    @logged_in_rules
    def action_livechat_reassign(self):
        """Hand each conversation over to the best expert for it, and leave it.

        See ``livechat_reassign`` and ``action_livechat_in_progress``.
        """
        return self._reassign_many()

    def action_livechat_confirm(self, action):
        """Ask once more before something is done that cannot be undone. A rule does it at once.

        :param str action: ``close``, ``reopen``, ``send_transcript``, ``erase``; ``ask_help``,
            which asks what is needed; or what is chosen in the dialog as well: ``reassign_to``,
            ``add_tags``, ``remove_tags``, ``correct_outcome``, ``create_ticket``. Where a rule does
            these, it is logged that it could not
        :return: the action that opens the dialog, or what ``action_livechat_…`` returns
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights
        :raises UserError: if there is no such action
        """
        check_ids(self)
        self.browse()._check_livechat_agent()
        actions = self._get_confirmed_actions()
        if not isinstance(action, str) or action not in actions:
            raise UserError(self.env._("There is no action “%(action)s”.", action=shorten(action)))
        if is_in_rule(self.env):
            return actions[action]()
        if action == "ask_help":
            return self._get_help_dialog()
        return {
            "type": "ir.actions.act_window",
            "name": self._get_confirm_title(action),
            "res_model": "livechat.confirm.wizard",
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "new",
            "context": {"active_ids": self.ids, "default_action": action},
        }

    @api.model
    def _get_confirm_title(self, action):
        titles = {
            "add_tags": self.env._("Add Tags"),
            "correct_outcome": self.env._("Correct the Outcome"),
            "create_ticket": self.env._("Create Tickets"),
            "reassign_to": self.env._("Reassign"),
            "remove_tags": self.env._("Remove Tags"),
        }
        return titles.get(action) or self.env._("Are you sure?")

    def _get_confirmed_actions(self):
        """Return the methods that do what a dialog asks for, by their names; see
        ``livechat.confirm.wizard``.

        :rtype: dict
        """
        return {
            "ask_help": self.action_livechat_ask_help,
            "close": self.action_livechat_close,
            "erase": self.action_livechat_erase,
            "send_transcript": self.action_livechat_send_transcript,
        }

    def _get_help_dialog(self):
        """Return the action that asks what is needed, as wherever agents ask for help."""
        possible, _refused = self._split_by_what_is_possible()
        if not possible:
            return self.action_livechat_ask_help()  # which says why
        action = "livechat_info_panel.livechat_help_wizard_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(action),
            "context": {
                "active_id": possible[0].id,
                "active_ids": self.ids,
                "active_model": self._name,
            },
        }

    def _ask_help_of_many(self, text=None, expertise_ids=None):
        """Let conversations look for help. See ``livechat_ask_help``.

        :return: a client action that reports
        """
        possible, refused = self._split_by_what_is_possible()
        if not text and not expertise_ids:  # nothing else is said of those which do already
            # sudo: discuss.channel - comparing the status, which these users may read
            same = possible.filtered(lambda channel: channel.sudo().livechat_status == "need_help")
            refused[self.env._("It has this status already")] = same
            possible -= same
        possible.livechat_ask_help(text, expertise_ids)
        return self._report(possible, refused)

    def _reassign_many(self, comment=None, leave=True):
        """Hand each conversation over to the best expert for it.

        :return: a client action that reports
        """
        possible, refused = self._split_by_what_is_possible()
        experts = possible._choose_experts()
        refused[self.env._("No other agent who could help is available")] = possible.filtered(
            lambda channel: channel not in experts
        )
        done, busy = self.browse(), self.browse()
        for channel, expert in experts.items():
            channel = channel.with_prefetch()
            try:
                channel._lock_for_handover(None)
            except UserError:
                busy |= channel
                continue
            channel._hand_over(expert, comment, leave)
            done |= channel
        refused[self.env._("Somebody else is just changing it")] = busy
        return self._report(done, refused)

    def _set_status_of_many(self, status):
        possible, refused = self._split_by_what_is_possible()
        # sudo: discuss.channel - comparing the status, which these users may read
        same = possible.filtered(lambda channel: channel.sudo().livechat_status == status)
        refused[self.env._("It has this status already")] = same
        alone = (possible - same)._filter_without_agent_for(status)
        refused[self.env._("Nobody is in it: join it")] = alone
        done = possible - same - alone
        done.livechat_set_status(status)
        return self._report(done, refused)

    def _split_by_what_is_possible(self, closed_too=False):
        """Tell the open live chats that the user may work on from the others.

        :param bool closed_too: whether it is possible for closed ones as well
        :return: the former, and the others by the reason why they are none
        :rtype: tuple
        :raises AccessError: if the user has no Live Chat rights
        """
        check_ids(self)
        self.browse()._check_livechat_agent()
        existing = self.exists()
        readable = existing._filtered_access("read")
        all_livechats = readable.filtered(is_livechat_channel)
        # As superuser runs what an automation rule does, whoever wrote.
        livechats = all_livechats if self.env.su else all_livechats._filter_for_livechat_agent()
        closed = self.browse() if closed_too else livechats.filtered("livechat_end_dt")
        refused = defaultdict(
            self.browse,
            {
                self.env._("You may not read it"): existing - readable,
                self.env._("It is no live chat"): readable - all_livechats,
                self.env._("You are the customer of it"): all_livechats - livechats,
                self.env._("It is closed already"): closed,
            },
        )
        return livechats - closed, refused

    def _get_fulfilled(self):
        """Return the reasons for which something was not done because it is so already."""
        return {
            self.env._("It has this outcome already"),
            self.env._("It has this status already"),
            self.env._("It is closed already"),
            self.env._("You are in it already"),
        }

    def _report(self, done, refused, details=""):
        """Return the client action that says what was done, and what was not and why.

        Where a rule does it, nobody sees that: what was not done is logged.

        :param done: the conversations for which it was done
        :param dict refused: the others, by reason
        :param str details: what else there is to say
        """
        refused = {reason: channels for reason, channels in refused.items() if channels}
        if get_server_context(self.env, "livechat_rule_action"):
            # What is so already was not to be done.
            self._log_in_rule({r: refused[r] for r in refused.keys() - self._get_fulfilled()})
            return False
        total = len(done) + sum(map(len, refused.values()))
        message = self.env._(
            "Done for %(count)s of %(total)s conversations.", count=len(done), total=total
        )
        message = f"{message} {details}".strip()
        if refused:
            return self.env["livechat.action.report"]._open(message, refused)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
