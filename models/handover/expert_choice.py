"""Who is the best of the agents who could take over a conversation."""

from collections import Counter

from ..core.constants import AGENTS


class ExpertChoice:
    """The agents who are available now, and how busy they are.

    It is made for a set of conversations, with a number of queries that does not depend on their
    number, and knows of whom it has chosen already: each choice is one conversation more.
    """

    def __init__(self, channels):
        """
        :param channels: conversations (``discuss.channel``), as superuser
        """
        self.env = channels.env
        self.users = self.env.ref(AGENTS).all_user_ids
        livechat_channels = channels.livechat_channel_id
        self.online = self.users._filter_livechat_available()
        self.available = livechat_channels._get_available_operators_by_livechat_channel(self.online)
        self.sessions = Counter(
            livechat_channels.filtered(
                lambda channel: channel.max_sessions_mode == "limited"
            )._get_ongoing_session_count_by_agent_livechat_channel(self.users)
        )
        self.open_chats = Counter(
            dict(
                self.env["discuss.channel.member"]._read_group(
                    [
                        ("partner_id", "in", self.users.partner_id.ids),
                        ("channel_id.channel_type", "=", "livechat"),
                        ("channel_id.livechat_end_dt", "=", False),
                    ],
                    ["partner_id"],
                    ["__count"],
                )
            )
        )

    def choose(self, channel, expertises=None):
        """Return the best expert for a conversation, if any is available.

        :param channel: the conversation, as superuser
        :param expertises: what is asked for (``im_livechat.expertise``), by default what the
            conversation asks for
        :rtype: res.users
        """
        if expertises is None:
            expertises = channel.livechat_expertise_ids
        candidates = self.find_candidates(channel, expertises)
        if not candidates:
            return self.users.browse()
        spoken = channel._get_spoken_languages()
        chosen = min(candidates, key=lambda user: self.rank(user, spoken, expertises))
        self.open_chats[chosen.partner_id] += 1
        self.sessions[chosen.partner_id, channel.livechat_channel_id] += 1
        return chosen

    def rank(self, user, spoken, expertises):
        """Return by what a user is compared with others: the least is the best.

        :param set spoken: the languages of the customers, see ``get_languages``
        :param expertises: what is asked for
        """
        return (
            -len(user.livechat_expertise_ids & expertises),
            not (spoken and spoken & self.get_languages(user)),
            self.open_chats[user.partner_id],
            user.id,
        )

    def find_candidates(self, channel, expertises):
        """Return the users whom a conversation can be given without anybody's choosing them."""
        livechat_channel = channel.livechat_channel_id
        users = self.available[livechat_channel] if livechat_channel else self.online
        if expertises:
            users = users.filtered(lambda user: user.livechat_expertise_ids & expertises)
        elif livechat_channel:
            users &= livechat_channel.user_ids
        if livechat_channel.max_sessions_mode == "limited":
            users = users.filtered(
                lambda user: (
                    self.sessions[user.partner_id, livechat_channel] < livechat_channel.max_sessions
                )
            )
        others = (
            channel.channel_member_ids.partner_id
            | channel._get_livechat_customers()
            | self.env.user.partner_id
        )
        return users.filtered(lambda user: user.partner_id not in others)

    @staticmethod
    def get_languages(user):
        """Return the languages that a user speaks, whatever country's: codes such as ``es``.

        :rtype: set
        """
        codes = [user.lang, *user.livechat_lang_ids.mapped("code")]
        return {code.split("_")[0] for code in codes if code}
