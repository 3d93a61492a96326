from odoo import api, fields, models
from odoo.fields import Domain

from .clean import check_ids
from .server_context import get_server_context, with_server_context

RECORD = "livechat.record.mixin"
# What of this transaction is remembered: the conversations that somebody hides.
HIDDEN = "livechat_info_panel.hidden_channel_ids"


class DiscussChannel(models.Model):
    """Conversations without a message, which Odoo deletes by itself: at night, and beside
    ``website_livechat`` when an agent hides a chat request.

    What somebody typed or decided keeps them.
    """

    _inherit = "discuss.channel"

    @api.model
    def _livechat_fields_of_work(self):
        """Return the fields that are empty until an agent works on a conversation.

        Records of ``livechat.record.mixin`` keep it as well, and need not be among them.

        :rtype: set[str]
        """
        return set()

    @api.autovacuum
    def _gc_empty_livechat_sessions(self):
        cleaning = with_server_context(self, livechat_cleaning=True)
        return super(DiscussChannel, cleaning)._gc_empty_livechat_sessions()

    def channel_pin(self, pinned=False):
        # What deletes the conversation comes after this, where the context is another one.
        check_ids(self)
        if not pinned:
            self.env.cr.precommit.data.setdefault(HIDDEN, set()).update(self.ids)
        return super().channel_pin(pinned=bool(pinned))

    def _livechat_filter_deleted(self):
        """Keep what is not empty. What was hidden is closed instead, so that others can begin."""
        hidden_ids = self.env.cr.precommit.data.get(HIDDEN, ())
        hidden = self.filtered(lambda channel: channel.id in hidden_ids)
        empty = self if get_server_context(self.env, "livechat_cleaning") else hidden
        kept = empty._filter_worked_on()
        (kept & hidden).filtered(
            lambda channel: not channel.livechat_end_dt
        ).livechat_end_dt = fields.Datetime.now()
        return super()._livechat_filter_deleted() - kept

    def _filter_worked_on(self):
        """Return those of these conversations of which somebody typed or decided something."""
        if not self:
            return self
        work = [Domain(name, "!=", False) for name in self._livechat_fields_of_work()]
        for model_name in self.env.registry[RECORD]._inherit_children:
            # sudo: what is kept of conversations - whether there is anything, whoever deletes
            records_sudo = self.env[model_name].sudo()
            domain = Domain("channel_id", "in", self.ids) & records_sudo._get_work_domain()
            work.append(Domain("id", "in", records_sudo._search(domain).subselect("channel_id")))
        # sudo: discuss.channel - likewise
        channels_sudo = self.sudo().with_context(active_test=False)
        return self.browse(channels_sudo.search(Domain("id", "in", self.ids) & Domain.OR(work)).ids)
