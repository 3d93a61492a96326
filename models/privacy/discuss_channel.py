import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import clean_context

from odoo.addons.mail.tools.discuss import Store

from ..core.clean import join_names
from ..core.constants import AGENTS
from ..core.server_context import with_server_context
from ..core.session import BEGUN_ANEW

_logger = logging.getLogger(__name__)

ADMINISTRATORS = "im_livechat.im_livechat_group_manager"
# How many conversations are erased in one transaction.
BATCH_SIZE = 100


class DiscussChannel(models.Model):
    """The erasing of customers: by an administrator, or when the time is over for which they are
    kept."""

    _inherit = "discuss.channel"

    livechat_erased_dt = fields.Datetime(
        "Customer Erased on",
        copy=False,
        groups=AGENTS,
        help="Since when nothing in the conversation says who the customer was.",
        readonly=True,
    )

    _livechat_retention_idx = models.Index(
        "(livechat_channel_id, livechat_end_dt)"
        " WHERE livechat_end_dt IS NOT NULL AND livechat_erased_dt IS NULL"
    )

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | {"livechat_erased_dt"}

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"livechat_erased_dt"}

    def livechat_erase(self):
        """Erase who the customers of closed conversations were, and all that was written in them.

        What the reports count stays: dates, agents, numbers of messages, outcome, rating, tags.
        What is erased, field by field: see ``docs/privacy.md``.

        :return: how many records something was erased of, by the name of their model
        :rtype: dict[str, int]
        :raises AccessError: if the user is no Live Chat administrator, or may not read one of them
        :raises UserError: if one is open or no live chat
        """
        self._check_livechat_agent()
        self._check_livechat_administrator()
        if open_channels := self.filtered(lambda channel: not channel.livechat_end_dt):
            raise UserError(
                self.env._(
                    "Close a conversation before you erase its customer: %(names)s.",
                    names=join_names(open_channels),
                )
            )
        # sudo: discuss.channel - administrators erase what nobody may change
        erasing_sudo = self.sudo().with_context(clean_context(self.env.context))
        erasing_sudo = with_server_context(erasing_sudo, livechat_erasing=True)
        counts = erasing_sudo._erase_customers()
        self._outdate_livechat_session_data()
        return counts

    @api.model
    def _check_livechat_administrator(self):
        if not self.env.su and not self.env.user.has_group(ADMINISTRATORS):
            raise AccessError(self.env._("Only Live Chat administrators erase something."))

    @api.autovacuum
    def _gc_livechat_customers(self):
        """Erase the customers of conversations for which a time is set, and over."""
        domain = self.env["im_livechat.channel"]._get_livechat_retention_domain()
        all_channels = self.with_context(active_test=False)
        erased, failed_ids = 0, []
        while erased < BATCH_SIZE:
            channel = all_channels.search(
                domain & Domain("id", "not in", failed_ids), order="livechat_end_dt, id", limit=1
            )
            if not channel:
                break
            try:
                with self.env.cr.savepoint():
                    channel.livechat_erase()
            except BEGUN_ANEW:
                raise
            except Exception:  # the others' time is over as well
                _logger.exception("The customer of conversation %s is not erased.", channel.id)
                failed_ids.append(channel.id)
            else:
                erased += 1
        return erased, erased == BATCH_SIZE

    def _get_livechat_session_fields_to_store(self):
        channels = self._filter_for_livechat_agent()
        return super()._get_livechat_session_fields_to_store() + [
            # sudo: discuss.channel - agents may know that nobody knows any more who it was
            Store.Attr("livechat_erased_dt", predicate=channels.__contains__, sudo=True)
        ]
