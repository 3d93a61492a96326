from odoo.tools import SQL

from .transcript import TranscriptCase

# No word of Odoo's, in no table.
NAME = "Quokkaletta Zornwald"
EMAIL = "quokka@zornwald.example"
PHONE = "+32 470 99 88 77"
# As long as these, none is in a password's hash or the id of a message by chance.
WRITTEN = ("quokka", "zornwald", "470998877", "99 88 77", "4111 1111")
# What lies there for the websockets for a day.
PASSING = {"bus_bus"}


class PrivacyCase(TranscriptCase):
    """A customer who left name, address and phone number wherever that is possible."""

    def arrange(self):
        super().arrange()
        self.chatbot = self.make_chatbot(
            ("question_email", "What is your address?"),
            ("question_phone", "And your number?"),
            ("forward_operator", "One moment."),
        )

    def open_conversation_of_person(self):
        """Return a conversation with a guest who says to the chatbot who they are."""
        channel = self.open_conversation(chatbot=self.chatbot)
        channel.livechat_customer_guest_ids.name = NAME
        for answer in (EMAIL, PHONE):
            self.visitor_writes(channel, answer)
            self.trigger_step(channel)
        self.assertEqual(channel.livechat_visitor_email, EMAIL)
        return channel

    def work_on(self, channel):
        """Have agents write who it is in all that they can write."""
        self.env["mail.presence"]._update_presence(self.other_agent)
        self.visitor_writes(channel, f"I am {NAME}")
        self.user_writes(self.agent, channel, f"Hello {NAME}")
        self.call(self.agent, channel, "livechat_set_note", f"<p>{NAME}: 4111 1111</p>")
        self.call(self.agent, channel, "livechat_set_note", f"<p>Call {PHONE}</p>")
        self.call(self.agent, channel, "livechat_ask_help", f"For {NAME}?")
        self.as_user(
            self.other_agent,
            "/web/dataset/call_kw/discuss.channel/livechat_reassign",
            {
                "model": "discuss.channel",
                "method": "livechat_reassign",
                "args": [channel.ids, self.other_agent.id],
                "kwargs": {"comment": f"{NAME} again"},
            },
        )
        self.user_writes(self.other_agent, channel, "So it is you")
        self.send(channel, [EMAIL])
        self.call(self.agent, channel, "livechat_close")
        self.as_visitor(
            channel,
            "/im_livechat/feedback",
            {"channel_id": channel.id, "rate": 5, "reason": f"Thanks, {NAME}"},
        )
        self.call(self.agent, channel, "livechat_correct_outcome", "no_answer", f"{NAME} was away")
        self.env.flush_all()

    def find_in_database(self, *texts):
        """Return the tables in which some of these texts are, whatever the column."""
        self.env.flush_all()
        self.env.cr.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = set()
        for (table,) in self.env.cr.fetchall():
            query = SQL(
                "SELECT 1 FROM %s AS record WHERE record::text ILIKE ANY(%s) LIMIT 1",
                SQL.identifier(table),
                [f"%{text}%" for text in texts],
            )
            if self.env.execute_query(query):
                found.add(table)
        return found - PASSING
