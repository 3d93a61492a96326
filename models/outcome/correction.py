from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.clean import clean_line, join_names, shorten
from ..core.constants import AGENTS

REASON_MAX_LENGTH = 500

# Only agents read these, and only the methods for it write them.
GUARDED = {
    "livechat_outcome_corrected_by_id",
    "livechat_outcome_corrected_by_name",
    "livechat_outcome_corrected_dt",
    "livechat_outcome_correction",
    "livechat_outcome_reason",
}


class DiscussChannel(models.Model):
    """What an agent says of how a conversation ended, instead of what its messages say."""

    _inherit = "discuss.channel"

    livechat_outcome_correction = fields.Selection(
        "_selection_livechat_outcome", "Corrected Outcome", copy=False, groups=AGENTS, readonly=True
    )
    livechat_outcome_reason = fields.Char(
        "Reason for the Correction", copy=False, groups=AGENTS, readonly=True
    )
    livechat_outcome_corrected_by_id = fields.Many2one(
        "res.users", "Outcome Corrected by", copy=False, groups=AGENTS, readonly=True
    )
    livechat_outcome_corrected_by_name = fields.Char(
        "Outcome Corrected by (Name)",
        copy=False,
        groups=AGENTS,
        readonly=True,
    )
    livechat_outcome_corrected_dt = fields.Datetime(
        "Outcome Corrected on", copy=False, groups=AGENTS, readonly=True
    )

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | GUARDED

    @api.model
    def _livechat_fields_of_work(self):
        return super()._livechat_fields_of_work() | {"livechat_outcome_correction"}

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | GUARDED

    @api.model
    def _livechat_personal_fields(self):
        return super()._livechat_personal_fields() | {"livechat_outcome_reason"}

    @api.model
    def _livechat_agent_name_fields(self):
        return super()._livechat_agent_name_fields() | {"livechat_outcome_corrected_by_name"}

    def _livechat_complete_vals(self, vals):
        """A conversation that goes on will end anew: what was said of its former end is void, and
        kept with the time while it was closed (``livechat.status.period``)."""
        vals = super()._livechat_complete_vals(vals)
        if not vals.get("livechat_end_dt", True) and self._is_reopening_livechat():
            vals = {**self._get_outcome_correction_vals(), **vals}
        return vals

    def livechat_correct_outcome(self, outcome, reason=None):
        """Correct the outcome of closed conversations, or take the correction back.

        :param str outcome: the outcome that they should have had; false, or the one that the
            messages say, takes a correction back
        :param str reason: why, in a line; needed unless a correction is taken back
        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is open or no live chat, the outcome is unknown, or the reason
            is missing or too long
        """
        self._check_livechat_agent()
        if open_channels := self.filtered(lambda channel: not channel.livechat_end_dt):
            raise UserError(
                self.env._(
                    "An open conversation has no outcome yet: %(names)s.",
                    names=join_names(open_channels),
                )
            )
        # sudo: discuss.channel - agents may correct the outcome of every live chat they can read
        channels_sudo = self.sudo()
        corrected_sudo = channels_sudo.browse()
        if outcome not in (False, None, ""):
            if outcome not in self._fields["livechat_outcome"].get_values(self.env):
                raise UserError(
                    self.env._("There is no outcome “%(name)s”.", name=shorten(outcome))
                )
            reason = self._clean_outcome_reason(reason)
            corrected_sudo = channels_sudo.filtered(
                lambda channel: channel.livechat_computed_outcome != outcome
            )
        (channels_sudo - corrected_sudo).write(self._get_outcome_correction_vals())
        # Who saves what somebody said already is not the one who said it.
        corrected_sudo.filtered(
            lambda channel: (
                (channel.livechat_outcome_correction, channel.livechat_outcome_reason)
                != (outcome, reason)
            )
        ).write(
            self._get_outcome_correction_vals(outcome, reason, self.env.user, fields.Datetime.now())
        )

    def _clean_outcome_reason(self, reason):
        reason = clean_line(self.env, reason, REASON_MAX_LENGTH)
        if not reason:
            raise UserError(self.env._("Say why the outcome is another one."))
        return reason

    @api.model
    def _get_outcome_correction_vals(self, outcome=False, reason=False, user=None, date=False):
        return {
            "livechat_outcome_correction": outcome,
            "livechat_outcome_reason": reason,
            "livechat_outcome_corrected_by_id": user and user.id,
            "livechat_outcome_corrected_by_name": user and user.name,
            "livechat_outcome_corrected_dt": date,
        }

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _sync_field_names(self):
        field_names = super()._sync_field_names()
        field_names["livechat_users"].append(self._get_outcome_correction_store_field())
        return field_names

    def _get_livechat_session_fields_to_store(self):
        store_fields = super()._get_livechat_session_fields_to_store()
        if self.env.user.has_group(AGENTS):
            store_fields.append(self._get_outcome_correction_store_field())
        return store_fields

    @api.model
    def _get_outcome_correction_store_field(self):
        """Return the correction of the outcome, for Live Chat users only."""
        return Store.Attr(
            "livechat_outcome_correction",
            # sudo: discuss.channel - sent to Live Chat users only, whoever corrects
            lambda channel: channel.sudo()._get_outcome_correction(),
            predicate=is_livechat_channel,
        )

    def _get_outcome_correction(self):
        if not self.livechat_outcome_correction:
            return False
        return {
            "computed_outcome": self.livechat_computed_outcome,
            "user_name": self.livechat_outcome_corrected_by_name,
            "date": fields.Datetime.to_string(self.livechat_outcome_corrected_dt),
            "reason": self.livechat_outcome_reason,
        }
