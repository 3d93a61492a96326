from odoo import fields, models
from odoo.tools import SQL

from ..core.clean import browse_ids
from .expert_choice import ExpertChoice

# Who can answer comes first.
PRESENCES = ("online", "away", "busy", "offline")


class DiscussChannel(models.Model):
    """Which agent conversations can be handed over to, and what there is to say of each."""

    _inherit = "discuss.channel"

    def livechat_get_agent_choices(self, expertise_ids=None):
        """Return the agents to whom these conversations can be handed over, the best ones first,
        and then those who cannot have any of them.

        Of one conversation, the first is whom ``livechat_reassign`` chooses by itself, if it does.

        :param list[int] expertise_ids: as in ``livechat_reassign``
        :return: of each ``{"id", "partner_id", "name", "presence", "expertises", "languages",
            "open", "waiting", "waiting_since", "reason"}``: the user and their contact;
            ``online``, ``away``, ``busy`` or ``offline``; by name what they know of what is asked
            for, all that they know if nothing is; the codes of their languages, first those that a
            customer speaks; how many open conversations they are in, in how many of these the
            customer waits, and since when at the longest, false if nobody does; why they cannot
            have one, empty if they can
        :rtype: list[dict]
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversations
        """
        self._check_livechat_agent()
        # sudo: res.users, discuss.channel - agents know of each other what they can and have to do
        channels_sudo = self.sudo()
        wanted = channels_sudo.livechat_expertise_ids
        if expertise_ids is not None:
            wanted = browse_ids(wanted, expertise_ids)
        choice = ExpertChoice(channels_sudo)
        users = choice.users | channels_sudo.livechat_channel_id.user_ids
        refusals = channels_sudo._get_handover_refusals(users)
        best = choice.find_candidates(channels_sudo, wanted) if len(self) == 1 else users
        waits = channels_sudo._get_waits_of_agents(users)
        nobody = {"waiting": 0, "waiting_since": False}
        spoken = channels_sudo._get_spoken_languages()

        def get_rank(user):
            presence = PRESENCES.index(user._get_livechat_presence())
            return (
                *(user in refusals, user not in best, presence),
                *choice.rank(user, spoken, wanted),
            )

        return [
            {
                **channels_sudo._get_agent_choice(user, choice, wanted, spoken),
                **waits.get(user.partner_id.id, nobody),
                "reason": refusals.get(user, ""),
            }
            for user in sorted(users, key=get_rank)
        ]

    def _get_spoken_languages(self):
        """Return the languages of the customers, as superuser, whatever country's.

        :rtype: set
        """
        tags = filter(None, (channel._get_visitor_language_tag() for channel in self))
        return {tag.split("-")[0] for tag in tags}

    def _get_agent_choice(self, user, choice, wanted, spoken):
        """Return what there is to say of an agent, see ``livechat_get_agent_choices``.

        :param user: the agent, as superuser
        :param ExpertChoice choice: how busy they all are
        :param wanted: what is asked for (``im_livechat.expertise``), none for whatever there is
        :param set spoken: the languages of the customers
        :rtype: dict
        """
        known = user.livechat_expertise_ids
        languages = choice.get_languages(user)
        return {
            "id": user.id,
            "partner_id": user.partner_id.id,
            "name": user.name,
            "presence": user._get_livechat_presence(),
            "expertises": (known & wanted if wanted else known).mapped("name"),
            "languages": sorted(languages, key=lambda code: (code not in spoken, code)),
            "open": choice.open_chats[user.partner_id],
        }

    def _get_waits_of_agents(self, users):
        """Return in how many open conversations of each user the customer waits, and since when at
        the longest, by their contact's id.

        :rtype: dict
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT member.partner_id, COUNT(*),
                       MIN(channel.livechat_customer_waiting_since_dt)
                  FROM discuss_channel channel
                  JOIN discuss_channel_member member ON member.channel_id = channel.id
                 WHERE channel.livechat_customer_waiting_since_dt IS NOT NULL
                   AND channel.livechat_end_dt IS NULL
                   AND member.partner_id IN %s
              GROUP BY member.partner_id
                """,
                tuple(users.partner_id.ids) or (None,),
            )
        )
        return {
            partner_id: {"waiting": count, "waiting_since": fields.Datetime.to_string(since)}
            for partner_id, count, since in self.env.cr.fetchall()
        }
