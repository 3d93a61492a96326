from odoo import api, fields, models
from odoo.fields import Domain

from ..core.jobs import run_in_batches

JOB = "livechat_info_panel.ir_cron_late_looks_for_help"


class DiscussChannel(models.Model):
    """Conversations that look for help by themselves when the answer to the customer is late.

    Once for each wait: whatever call for help was there when it was due, or since.
    """

    _inherit = "discuss.channel"

    def _livechat_after_write(self, vals, before):
        super()._livechat_after_write(vals, before)
        if vals.get("livechat_customer_waiting_since_dt"):
            # sudo: discuss.channel - what follows from a wait, whoever writes
            self.sudo()._schedule_help_when_late()

    @api.model
    def _renew_livechat_due(self, domain=Domain.TRUE, is_told=True):
        super()._renew_livechat_due(domain, is_told)
        # sudo: discuss.channel - as above
        due = Domain("livechat_answer_due_dt", "!=", False)
        self.sudo().search(due & domain)._schedule_help_when_late()

    def _schedule_help_when_late(self):
        """Have the job run when answers are due in those of these conversations that want it."""
        moments = {
            channel.livechat_answer_due_dt
            for channel in self
            if channel.livechat_channel_id.late_looks_for_help
        } - {False}
        job = self.env.ref(JOB, raise_if_not_found=False)
        if moments and job:
            now = fields.Datetime.now()
            job._trigger({max(moment, now) for moment in moments})

    @api.model
    def _cron_look_for_help_when_late(self, batch_size=100):
        """Let conversations look for help whose answer is late, where the live chat channel wants.

        :param int batch_size: how many in one transaction
        """
        late = self._search_late_without_help()
        run_in_batches(late, JOB, "_look_for_help_when_late", batch_size)

    @api.model
    def _search_late_without_help(self, domain=Domain.TRUE):
        late = self.search(
            self.env["im_livechat.channel"]._get_livechat_late_domain()
            & Domain("livechat_channel_id.late_looks_for_help", "=", True)
            & Domain("livechat_end_dt", "=", False)
            & Domain("livechat_status", "=", "in_progress")
            & domain,
            order="livechat_answer_due_dt, id",
        )
        last_call = dict(
            self.env["livechat.status.period"]._read_group(
                [("channel_id", "in", late.ids), ("status", "=", "need_help")],
                ["channel_id"],
                ["end_dt:max"],
            )
        )
        return late.filtered(
            lambda channel: (
                not (ended := last_call.get(channel)) or ended < channel.livechat_answer_due_dt
            )
        )

    def _look_for_help_when_late(self):
        """Let those of these conversations look for help that still are late without any."""
        locked = self.try_lock_for_update(allow_referencing=True)
        late = self._search_late_without_help(Domain("id", "in", locked.ids))
        for text, channels in late.grouped(lambda channel: channel._get_late_help_text()).items():
            channels.write(
                {
                    "livechat_status": "need_help",
                    "livechat_help_text": text,
                    "livechat_help_user_id": False,
                }
            )

    def _get_late_help_text(self):
        """Return what it looks for help for, in the language of the company.

        The same for all with one target: many at once are one notification.
        """
        env = self.with_context(lang=self.env.company.partner_id._get_livechat_lang()).env
        return env._(
            "The customer has been waiting for more than %(minutes)s min.",
            minutes=self._get_answer_target_minutes(),
        )
