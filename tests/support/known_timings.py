"""Eight conversations of which all figures are known."""

from collections import namedtuple

from .passing_time import PassingTimeCase

Agent = namedtuple("Agent", "response answers messages minutes helped asked handed_over reassigned")
Expected = namedtuple("Expected", "outcome messages minutes first rating waits agents")

# What was in each conversation: how it ended, how many messages were written, how long it was (in
# minutes), when the first answer came, how it was rated; who waited (kind, minutes, who answered);
# and for each agent the response time, answers, messages, time in conversation, helped, asked for
# help, handed over, reassigned to.
EXPECTED = {
    "rated": Expected(
        "no_failure",
        *(4, 12, 2, 5),
        [("first_answer", 2, "agent"), ("next_answer", 3, "agent")],
        {"agent": Agent(2, 2, 2, 12, 0, 0, 0, 0)},
    ),
    "chatbot": Expected(
        "no_answer",
        *(5, 16, 4, False),
        [("first_answer", 4, "agent")],
        {"agent": Agent(4, 1, 1, 5, 0, 0, 0, 0)},
    ),
    "reassigned": Expected(
        "escalated",
        *(4, 15, 2, False),
        [("first_answer", 2, "agent"), ("next_answer", 9, "other_agent")],
        {
            "agent": Agent(2, 1, 1, 9, 0, 0, 1, 0),
            "other_agent": Agent(5, 1, 1, 6, 0, 0, 0, 1),
        },
    ),
    "missed": Expected(
        "missed",
        *(1, 6, False, False),
        [("no_answer", 6, False)],
        {"agent": Agent(False, 0, 0, 6, 0, 0, 0, 0)},
    ),
    "helped": Expected(
        "escalated",
        *(4, 10, 1, False),
        [
            ("first_answer", 1, "agent"),
            ("next_answer", 7, "other_agent"),
            ("help", 5, "other_agent"),
        ],
        {
            "agent": Agent(1, 1, 1, 5, 0, 1, 0, 0),
            "other_agent": Agent(2, 1, 1, 3, 1, 0, 0, 0),
        },
    ),
    "customer_is_gone": Expected(
        "no_answer",
        *(2, 32, 2, False),
        [("first_answer", 2, "agent"), ("customer", 30, False)],
        {"agent": Agent(2, 1, 1, 2, 0, 0, 0, 0)},
    ),
    "open": Expected(
        False,
        *(3, None, 3, False),  # it goes on
        [("first_answer", 3, "agent")],
        {"agent": Agent(3, 1, 1, 5, 0, 0, 0, 0)},
    ),
    "notices": Expected(
        "missed",
        *(0, 4, False, False),
        [],
        {
            "agent": Agent(False, 0, 0, 4, 0, 0, 0, 0),
            "other_agent": Agent(False, 0, 0, 1, 0, 0, 0, 0),
        },
    ),
}


class KnownTimingsCase(PassingTimeCase):
    """They are played by the visitors' and the agents' own routes."""

    def play_rated(self, channel):
        self.minutes_pass(channel, 1)
        self.visitor_writes(channel, "Hello")
        self.minutes_pass(channel, 2)
        self.user_writes(self.agent, channel)
        self.minutes_pass(channel, 5)
        self.visitor_writes(channel, "It does not work")
        self.minutes_pass(channel, 3)
        self.user_writes(self.agent, channel)
        self.minutes_pass(channel, 1)
        self.as_visitor(channel, "/im_livechat/visitor_leave_session", {"channel_id": channel.id})
        self.as_visitor(channel, "/im_livechat/feedback", {"channel_id": channel.id, "rate": 5})

    def play_chatbot(self, channel):
        self.minutes_pass(channel, 1)
        self.visitor_writes(channel, "My invoice is wrong")
        self.minutes_pass(channel, 10)
        self.trigger_step(channel)
        self.visitor_writes(channel, "Is there anybody?")
        self.minutes_pass(channel, 4)
        self.user_writes(self.agent, channel)
        self.minutes_pass(channel, 1)
        self.call(self.agent, channel, "livechat_close")

    def play_reassigned(self, channel):
        self.visitor_writes(channel, "Hello")
        self.minutes_pass(channel, 2)
        self.user_writes(self.agent, channel)
        self.minutes_pass(channel, 3)
        self.visitor_writes(channel, "It does not work")
        self.minutes_pass(channel, 4)
        self.call(self.agent, channel, "livechat_reassign", self.other_agent.id)
        self.minutes_pass(channel, 5)
        self.user_writes(self.other_agent, channel)
        self.minutes_pass(channel, 1)
        self.call(self.other_agent, channel, "livechat_close")

    def play_missed(self, channel):
        self.visitor_writes(channel, "Hello")
        self.minutes_pass(channel, 6)
        self.as_visitor(channel, "/im_livechat/visitor_leave_session", {"channel_id": channel.id})

    def play_helped(self, channel):
        self.visitor_writes(channel, "Hello")
        self.minutes_pass(channel, 1)
        self.user_writes(self.agent, channel)
        self.minutes_pass(channel, 1)
        self.visitor_writes(channel, "It does not work")
        self.call(self.agent, channel, "livechat_ask_help", "Which form?")
        self.minutes_pass(channel, 5)
        self.call(self.other_agent, channel, "livechat_join")
        self.minutes_pass(channel, 2)
        self.user_writes(self.other_agent, channel)
        self.minutes_pass(channel, 1)
        self.call(self.other_agent, channel, "livechat_close")

    def play_customer_is_gone(self, channel):
        self.visitor_writes(channel, "Hello")
        self.minutes_pass(channel, 2)
        self.user_writes(self.agent, channel)
        self.call(self.agent, channel, "livechat_set_status", "waiting")
        self.minutes_pass(channel, 30)
        self.call(self.agent, channel, "livechat_close")

    def play_open(self, channel):
        self.visitor_writes(channel, "Hello")
        self.minutes_pass(channel, 3)
        self.user_writes(self.agent, channel)
        self.minutes_pass(channel, 2)
        self.visitor_writes(channel, "It does not work")

    def play_notices(self, channel):
        self.minutes_pass(channel, 3)
        self.call(self.other_agent, channel, "livechat_join")
        self.minutes_pass(channel, 1)
        self.call(self.agent, channel, "livechat_close")

    def arrange(self):
        super().arrange()
        self.env["mail.presence"]._update_presence(self.other_agent)
        chatbot = self.make_chatbot(
            ("free_input_single", "What is it?"), ("forward_operator", "One moment.")
        )
        self.channels = {}
        for name in EXPECTED:
            channel = self.open_conversation(chatbot=chatbot if name == "chatbot" else None)
            getattr(self, f"play_{name}")(channel)
            self.channels[name] = channel
        self.ids = [channel.id for channel in self.channels.values()]
        self.env.flush_all()
        self.env.invalidate_all()
