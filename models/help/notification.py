from odoo import fields, models

from ..core.server_context import get_server_context

# More calls at once are one notification.
NOTIFIED_ONE_BY_ONE = 5


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
            ended._notify_agents_of_end()
        return super()._after_livechat_status_change(old_status)

    def _livechat_before_unlink(self):
        # sudo: mail.message - what tells of a conversation goes with it, whoever deletes it
        self.sudo().livechat_status_period_ids.overdue_message_ids.unlink()
        super()._livechat_before_unlink()

    def _send_livechat_customer_names(self):
        super()._send_livechat_customer_names()
        # sudo: discuss.channel - what is sent to agents only, whoever changes it
        asking_sudo = self.sudo().filtered(lambda c: c.livechat_status == "need_help")
        if asking_sudo:
            asking_sudo._send_to_looking_for_help(asking_sudo._get_new_livechat_name_fields())

    def _notify_agents_of_end(self):
        # sudo: res.partner - the name of the agent who came
        helper_id = get_server_context(self.env, "livechat_helper_id")
        helper_sudo = self.env["res.partner"].sudo().browse(helper_id)
        self._get_livechat_group()._bus_send(
            "livechat_info_panel/help_ended",
            {
                "channel_ids": self.ids,
                "agent": helper_sudo.user_livechat_username or helper_sudo.name or False,
            },
        )

    def _notify_agents_of_help(self):
        """Tell agents in whatever app that these conversations look for help."""
        agents = self._get_livechat_group()
        # Not all_user_ids, which takes two statements. Nobody is told what they did themselves,
        # such as leaving a conversation as its last agent.
        users = self.env["res.users"].search_fetch([("all_group_ids", "in", agents.ids)])
        users -= self.env.user
        if len(self) > NOTIFIED_ONE_BY_ONE:
            for told in self._split_by_livechat_audience():
                agents.with_env(told.env)._bus_send(
                    "livechat_info_panel/many_help_requested",
                    told._get_many_help_notification(users),
                )
            return
        for channel in self:
            partners = (
                channel._get_present_agents()
                | channel.livechat_help_user_id.partner_id
                | channel._get_livechat_customers()
            )
            others = users.filtered(lambda user, partners=partners: user.partner_id not in partners)
            for told in channel._split_by_livechat_audience():
                agents.with_env(told.env)._bus_send(
                    "livechat_info_panel/help_requested",
                    channel._get_help_notification(channel._find_helpers(others)),
                )

    def _notify_asker_of_help(self, asker, helper):
        """Tell the agent who asked for help that it came, if they are in the conversation still.

        Not if they did it themselves.

        :param asker: who asked for it (``res.users``), if anybody did
        :param helper: who has joined (``res.partner``)
        """
        if (
            asker
            and asker != self.env.user
            and asker.partner_id != helper
            and asker.partner_id in self._get_present_agents()
        ):
            asker._bus_send(
                "livechat_info_panel/help_came",
                {
                    "channel_id": self.id,
                    "customer": self._get_livechat_customer_name_for(asker),
                    # sudo: res.partner - colleagues know each other by their names
                    "agent": helper.sudo().name,
                },
            )

    def _find_helpers(self, users):
        """Return those of some users who should be asked for help.

        That is, who has the expertise and is neither busy nor away; whoever is there if all who
        have it are not; and everybody if nobody has it.

        :param users: Live Chat users who are not in the conversation (``res.users``)
        :rtype: res.users
        """
        expertises = self.livechat_expertise_ids
        if not expertises:
            return users
        experts = users.filtered(lambda user: user.livechat_expertise_ids & expertises)
        if not experts:
            return users
        there = users._filter_livechat_available()
        return experts & there or there or users

    def _get_many_help_notification(self, users):
        """Return what the web client shows of these to those who are asked: it asks for the names.

        :param users: whom it shows it to (``res.users``)
        :return: ``{"channel_ids", "since", "user_ids"}``: ``since`` is when the last of them began
        :rtype: dict
        """
        moments = [moment for moment in self.mapped("livechat_looking_for_help_since_dt") if moment]
        return {
            "channel_ids": self.ids,
            "since": fields.Datetime.to_string(max(moments, default=False)),
            "user_ids": users.ids,
        }

    def _get_help_notification(self, users, is_overdue=False):
        """Return what the web client shows to those who are asked for help.

        :param users: whom it shows it to (``res.users``)
        :param bool is_overdue: whether it tells administrators that nobody came
        :rtype: dict
        """
        return {
            "channel_id": self.id,
            "customer": self._get_livechat_known_names()[self],
            "is_linked": self._is_livechat_linked(),
            "asker": self.livechat_help_user_id.name,
            "text": self.livechat_help_text,
            "since": fields.Datetime.to_string(self.livechat_looking_for_help_since_dt),
            "user_ids": users.ids,
            "is_overdue": is_overdue,
        }
