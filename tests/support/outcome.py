import json

from odoo.tools import SQL

from odoo.addons.bus.tests.common import BusCase

from .common import PanelCase


class OutcomeCase(PanelCase, BusCase):
    """Conversations played by the visitors' and the agents' own routes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.friend = cls.new_user("friend", "Fred Friend", "base.group_portal")
        cls.chatbot = cls.make_chatbot(
            ("free_input_single", "Hello?"),
            ("forward_operator", "Wait."),
            ("free_input_single", "And now?"),
        )

    def play(self, script):
        """Let happen what a script says, in a new conversation, and close it.

        :param str script: names of methods ``do_…``, or of who writes
        :return: the conversation
        """
        self.set_presence(self.agent, "online")
        steps = script.split()
        chatbot = self.chatbot if "chatbot" in steps else None
        channel = self.open_conversation(chatbot=chatbot)
        for step in steps:
            if step in ("agent", "observer", "friend"):
                self.user_writes(self.by_name(step), channel)
            elif step != "chatbot":
                getattr(self, f"do_{step}")(channel)
        if not channel.livechat_end_dt:
            self.do_leaves(channel)
        return channel

    def by_name(self, name):
        return {"agent": self.agent, "observer": self.other_agent, "friend": self.friend}[name]

    def set_presence(self, user, status):
        self.env["mail.presence"]._update_presence(user)
        user.presence_ids.status = status

    def invite(self, user, channel, by):
        self.call(by, channel, "add_members", user.partner_id.ids)

    def do_visitor(self, channel):
        self.visitor_writes(channel, "I ask")

    def do_visitor_file(self, channel):
        attachment = self.env["ir.attachment"].create(
            {
                "name": "file.txt",
                "raw": b"text",
                "res_id": channel.id,
                "res_model": "discuss.channel",
            }
        )
        self.visitor_writes(
            channel,
            "",
            attachment_ids=attachment.ids,
            attachment_tokens=[attachment._get_ownership_token()],
        )

    def do_visitor_rates(self, channel):
        self.as_visitor(channel, "/im_livechat/feedback", {"channel_id": channel.id, "rate": 5})

    def do_leaves(self, channel):
        self.as_visitor(channel, "/im_livechat/visitor_leave_session", {"channel_id": channel.id})
        channel.invalidate_recordset()

    def do_agent_closes(self, channel):
        self.call(self.agent, channel, "livechat_close")
        channel.invalidate_recordset()

    def do_agent_calls(self, channel):
        self.as_user(self.agent, "/mail/rtc/channel/join_call", {"channel_id": channel.id})

    def do_observer_invited(self, channel):
        self.invite(self.other_agent, channel, by=self.agent)

    def do_observer_comes(self, channel):
        self.invite(self.other_agent, channel, by=self.other_agent)

    def do_friend_invited(self, channel):
        self.invite(self.friend, channel, by=self.agent)

    def do_help(self, channel):
        self.as_user(
            self.agent,
            "/im_livechat/session/update_status",
            {"channel_id": channel.id, "livechat_status": "need_help"},
        )

    def do_observer_joins(self, channel):
        self.call(self.other_agent, channel, "livechat_join_channel_needing_help")

    def do_reassigned(self, channel):
        self.set_presence(self.other_agent, "online")
        self.call(self.agent, channel, "livechat_reassign", self.other_agent.id)

    def do_nobody_there(self, channel):
        self.set_presence(self.agent, "offline")

    def do_forward(self, channel):
        self.visitor_writes(channel, "I answer the chatbot")
        self.trigger_step(channel)

    def do_later(self, channel):
        """Time goes by: an hour, as if all had happened so long ago."""
        self.env.flush_all()
        for query in (
            """UPDATE discuss_channel
                  SET create_date = create_date - INTERVAL '1 hour',
                      livechat_end_dt = livechat_end_dt - INTERVAL '1 hour'
                WHERE id = %s""",
            """UPDATE mail_message
                  SET create_date = create_date - INTERVAL '1 hour'
                WHERE model = 'discuss.channel' AND res_id = %s""",
        ):
            self.env.cr.execute(SQL(query, channel.id))
        self.env.invalidate_all()

    def told(self, field):
        """Return what the bus told of a field of conversations: its channel, and the values."""
        self.env.cr.precommit.run()
        return [
            (notification.channel, values)
            for notification in self.env["bus.bus"].sudo().search([])
            for values in self.values_in(notification)
            if field in values
        ]

    def values_in(self, notification):
        payload = json.loads(notification.message)["payload"]
        return payload.get("discuss.channel", []) if isinstance(payload, dict) else []
