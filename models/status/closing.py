from markupsafe import Markup

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

from ..core.clean import clean_id
from ..core.locking import lock


class DiscussChannel(models.Model):
    """The closing of conversations by an agent, or by an automation.

    The web client closes a conversation some seconds after the agent clicked, so that it can be
    undone. What happened meanwhile may be a reason to leave it open: the server decides.
    """

    _inherit = "discuss.channel"

    def livechat_close(self, seen_message_id=None, seen_handover_id=None):
        """Close open conversations; the customers are told, and by which agent if it was one.

        With what the user had seen when they decided to close a conversation, it is left open if
        something else happened since. Without, nothing is asked.

        :param int seen_message_id: id of the last message of the customer that the user had seen
            (``mail.message``), or of another one since which the customer wrote nothing; 0 for none
        :param int seen_handover_id: id of the last handover that the user knew of
            (``livechat.handover``), 0 for none
        :return: why it was left open: ``customer_wrote`` or ``handed_over``; or ``closed_already``
            if somebody else closed it; ``None`` once it is closed
        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is closed or no live chat
        """
        self._check_livechat_agent()
        if seen_message_id is not None or seen_handover_id is not None:
            self.ensure_one()
            # Whoever writes, hands over or closes it at this very moment comes before or after.
            lock(self)
            if reason := self._get_reason_to_stay_open(seen_message_id, seen_handover_id):
                return reason
        self._check_livechat_open()
        # sudo: discuss.channel - agents may close every live chat they can read
        self.sudo().livechat_end_dt = fields.Datetime.now()
        agent = self.env["res.users"]._get_livechat_agent()
        for channel in self:
            if member := channel.self_member_id:
                # sudo: discuss.channel.rtc.session - who closes it leaves its call, as in Odoo
                member.sudo()._rtc_leave_call()
            Store(bus_channel=channel).add(channel, "livechat_end_dt").bus_send()
            notice = channel._in_customer_lang()._get_closed_notice(agent)
            channel._post_livechat_notice(agent, notice)
        return None

    def _get_reason_to_stay_open(self, seen_message_id, seen_handover_id):
        """Return why this conversation is not closed after all, see ``livechat_close``.

        Both ids came in by RPC; ``None`` stands for what is not asked.
        """
        if self.livechat_end_dt:
            return "closed_already"
        if seen_message_id is not None and self._has_customer_written_since(seen_message_id):
            return "customer_wrote"
        return False

    def _has_customer_written_since(self, message_id):
        """Whether the customer of this conversation wrote something after a message.

        :param int message_id: id of the message, which came in by RPC
        """
        self._flush_livechat_written()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT 1
                  FROM discuss_channel channel
                  JOIN mail_message message
                    ON message.model = 'discuss.channel'
                   AND message.res_id = channel.id
                   AND message.id > %(message_id)s
                   AND %(is_written)s
                  JOIN im_livechat_channel_member_history history
                    ON history.livechat_member_type = 'visitor'
                   AND %(is_by)s
                 WHERE channel.id = %(channel_id)s
                 LIMIT 1
                """,
                channel_id=self.id,
                is_by=self._get_livechat_author_condition(SQL("message"), SQL("history")),
                is_written=self._get_livechat_written_condition(SQL("message"), SQL("channel")),
                message_id=clean_id(message_id),
            )
        )
        return bool(rows)

    def _in_customer_lang(self):
        """Return this conversation in the language of its customer, as far as that is installed."""
        # sudo: discuss.channel - whose language it is says nothing
        lang = self.sudo().livechat_lang_id.filtered("active").code
        return self.with_context(lang=lang or self.env.lang)

    def _post_livechat_notice(self, agent, notice):
        """Post what happened to this conversation.

        :param agent: the agent who did it (``res.users``); nobody if it was an automation
        :param Markup notice: see ``_format_livechat_notice``
        """
        author = agent.partner_id or self.env.ref("base.partner_root")
        # sudo: discuss.channel - whoever may do it; what is posted says who did
        self.sudo().message_post(
            author_id=author.id,
            body=notice,
            message_type="notification",
            subtype_xmlid="mail.mt_comment",
        )

    def _get_closed_notice(self, agent):
        """Return the notice that says that a conversation was closed.

        :param agent: the agent who did it (``res.users``); nobody if it was an automation
        """
        if agent:
            return self._format_livechat_notice(self.env._("closed the conversation"))
        return self._format_livechat_notice(
            self.env._("The conversation was closed."), is_by_agent=False
        )

    @staticmethod
    def _format_livechat_notice(text, is_by_agent=True):
        """Return a notice as Odoo shows it: behind the name of the agent, or without one."""
        hidden = "" if is_by_agent else " o_hide_author"
        return Markup('<div class="o_mail_notification%s">%s</div>') % (hidden, text)
