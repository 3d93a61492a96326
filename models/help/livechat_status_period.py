from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..core.jobs import run_in_batches
from .due import JOB

UNANSWERED_HELP = Domain(
    [("status", "=", "need_help"), ("end_dt", "=", False), ("overdue_notified_dt", "=", False)]
)


class LivechatStatusPeriod(models.Model):
    """Calls for help that nobody answers."""

    _inherit = "livechat.status.period"

    overdue_notified_dt = fields.Datetime("Administrators Notified on", readonly=True)
    overdue_message_ids = fields.Many2many(
        "mail.message",
        string="Messages to Administrators",
        bypass_search_access=True,  # or each view reads all messages that there are
        groups=fields.NO_ACCESS,
    )

    _unanswered_help_idx = models.Index(
        "(start_dt) WHERE status = 'need_help' AND end_dt IS NULL AND overdue_notified_dt IS NULL"
    )

    @api.model
    def _livechat_personal_fields(self):
        """The messages name the customer, whatever the call says."""
        return super()._livechat_personal_fields() | {"overdue_message_ids"}

    def _livechat_erase(self, names):
        if names & {"help_text", "overdue_message_ids"}:
            self.overdue_message_ids.unlink()
        super()._livechat_erase(names)

    @api.model
    def _cron_notify_overdue_help(self, batch_size=100):
        """Tell Live Chat administrators, once, of the calls for help that nobody has answered.

        :param int batch_size: how many calls are told in one transaction
        """
        overdue = self._search_overdue_help()
        run_in_batches(overdue, JOB, "_notify_overdue_help", batch_size)

    @api.model
    def _search_overdue_help(self):
        is_due = Domain("channel_id.livechat_help_due_dt", "<=", fields.Datetime.now())
        return self.search(UNANSWERED_HELP & is_due, order="start_dt, id")

    def _notify_overdue_help(self):
        """Tell administrators of those of these calls that are still unanswered."""
        calls = self.try_lock_for_update().filtered_domain(UNANSWERED_HELP)
        calls.overdue_notified_dt = fields.Datetime.now()
        managers = self.env.ref("im_livechat.im_livechat_group_manager")
        administrators = managers.all_user_ids.filtered("active")
        for call in calls:
            told = administrators.filtered(
                lambda user, call=call: (
                    user.partner_id not in call.channel_id.livechat_customer_partner_ids
                )
            )
            for channel in call.channel_id._split_by_livechat_audience():
                managers.with_env(channel.env)._bus_send(
                    "livechat_info_panel/help_requested",
                    channel._get_help_notification(told, is_overdue=True),
                )
            by_name = told.grouped(
                lambda user, channel=call.channel_id: (
                    user.lang,
                    channel._get_livechat_customer_name_for(user),
                )
            )
            for (lang, name), users in by_name.items():
                call.with_context(lang=lang)._notify_overdue_help_to(users.partner_id, name)

    def _notify_overdue_help_to(self, partners, name):
        """Send partners who speak the same language a message of a call that nobody answers.

        :param str name: of the customer, as these partners may know it
        """
        channel = self.channel_id
        body = Markup("<p>%s</p><p>%s</p><p><a href='%s'>%s</a></p>") % (
            self.env._(
                "%(name)s has been looking for help for %(minutes)s minutes.",
                name=name,
                minutes=int((fields.Datetime.now() - self.start_dt).total_seconds() // 60),
            ),
            self.help_text or "",
            f"{self.get_base_url()}/odoo/action-im_livechat.discuss_channel_action/{channel.id}",
            self.env._("Open the conversation"),
        )
        self.overdue_message_ids |= self.env["mail.thread"].message_notify(
            partner_ids=partners.ids,
            subject=self.env._("Nobody has joined: %(name)s", name=name),
            body=body,
        )
