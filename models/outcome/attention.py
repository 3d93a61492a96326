from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.constants import AGENTS


class DiscussChannel(models.Model):
    """Which conversations a supervisor should look at.

    It changes as time goes by, so it is not stored: the database computes it, for searching and
    grouping as well.
    """

    _inherit = "discuss.channel"

    livechat_needs_attention = fields.Selection(
        [
            ("need_help", "Looking for help"),
            ("customer_waits", "Customer waits for an answer"),
            ("nobody_helped", "Nobody helped"),
        ],
        "Needs Attention",
        compute="_compute_livechat_needs_attention",
        groups=AGENTS,
        help="Looking for help: no agent has come to help yet.\n"
        "Customer waits for an answer: in progress, and the customer has been waiting longer than"
        " the live chat channel says.\n"
        "Nobody helped: closed, and no agent was available, or the one it was assigned to never"
        " wrote. Answer by email, or correct the outcome once it is settled.",
        search="_search_livechat_needs_attention",
    )

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"livechat_needs_attention"}

    @api.depends(
        "livechat_customer_waiting_since_dt",
        "livechat_outcome",
        "livechat_outcome_correction",
        "livechat_status",
    )
    def _compute_livechat_needs_attention(self):
        self.livechat_needs_attention = False
        for kind, domain in self._get_attention_domains().items():
            self.filtered_domain(domain).livechat_needs_attention = kind

    def _search_livechat_needs_attention(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._get_attention_domains()
        found = Domain.OR(domains.get(kind, Domain.FALSE) for kind in value)
        return found if all(value) else found | ~Domain.OR(domains.values())

    @api.model
    def _get_attention_domains(self):
        """Return for each kind of attention which conversations need it (``Domain``)."""
        is_late = self.env["im_livechat.channel"]._get_livechat_late_domain()
        return {
            "need_help": Domain("livechat_status", "=", "need_help"),
            "customer_waits": Domain("livechat_status", "=", "in_progress") & is_late,
            "nobody_helped": Domain("livechat_outcome", "in", ("missed", "no_agent"))
            & Domain("livechat_outcome_correction", "=", False),
        }

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != "livechat_needs_attention":
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        cases = SQL(" ").join(
            SQL("WHEN %s THEN %s", domain.optimize_full(self)._to_sql(self, alias, query), kind)
            for kind, domain in self._get_attention_domains().items()
        )
        return SQL("CASE %s END", cases)
