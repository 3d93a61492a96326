from datetime import timedelta

from odoo import fields, models


class DiscussChannel(models.Model):
    """Who is told that a conversation looks for help, and that it does no longer."""

    _inherit = "discuss.channel"

    def _after_livechat_status_change(self, old_status):
        # sudo: discuss.channel, res.users, ir.cron - agents are told, whoever changed the status
        channels_sudo = self.sudo()
        asking_sudo = channels_sudo.filtered(lambda c: c.livechat_status == "need_help")
        ended = self.filtered(lambda channel: old_status[channel] == "need_help")
        if asking_sudo:
            asking_sudo._notify_agents_of_help()
            asking_sudo._schedule_overdue_help()
        if ended:
            helper = self.env["res.partner"].browse(self.env.context.get("livechat_helper_id"))
            self.env.ref("im_livechat.im_livechat_group_user")._bus_send(
                "livechat_info_panel/help_ended",
                {
                    "channel_ids": ended.ids,
                    "agent": helper.sudo().user_livechat_username or helper.sudo().name or False,
                },
            )
        return super()._after_livechat_status_change(old_status)

    def _notify_agents_of_help(self):
        """Tell agents in whatever app that these conversations look for help: those who could give
        it, and are there; if there are none, all."""
        agents = self.env.ref("im_livechat.im_livechat_group_user")
        users = agents.all_user_ids
        for channel in self:
            partners = channel._get_present_agents() | channel.livechat_help_user_id.partner_id
            others = users.filtered(lambda user, partners=partners: user.partner_id not in partners)
            agents._bus_send(
                "livechat_info_panel/help_requested",
                channel._get_help_notification(channel._find_helpers(others)),
            )

    def _find_helpers(self, users):
        """Return those of some users who should be asked for help.

        :param users: Live Chat users who are not in the conversation (``res.users``)
        :rtype: res.users
        """
        there = users.filtered(lambda user: user.im_status == "online")
        experts = there.filtered(
            lambda user: user.livechat_expertise_ids & self.livechat_expertise_ids
        )
        return experts or there or users

    def _get_help_notification(self, users, is_overdue=False):
        """Return what the web client shows to those who are asked for help.

        :param users: whom it shows it to (``res.users``)
        :param bool is_overdue: whether it tells administrators that nobody came
        :rtype: dict
        """
        return {
            "channel_id": self.id,
            "customer": self._get_livechat_customer_name(),
            "asker": self.livechat_help_user_id.name,
            "text": self.livechat_help_text,
            "since": fields.Datetime.to_string(self.livechat_looking_for_help_since_dt),
            "user_ids": users.ids,
            "is_overdue": is_overdue,
        }

    def _get_livechat_customer_name(self):
        customer = self.livechat_customer_history_ids[:1]
        return customer.partner_id.name or customer.guest_id.name or self.name

    def _schedule_overdue_help(self):
        cron = self.env.ref("livechat_info_panel.ir_cron_notify_overdue_help")
        minutes = {m for m in self.livechat_channel_id.mapped("help_overdue_minutes") if m}
        now = fields.Datetime.now()
        cron._trigger([now + timedelta(minutes=m) for m in minutes])
