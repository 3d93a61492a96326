from odoo import api, fields, models
from odoo.tools import SQL

# What of a live chat channel *Now* shows, in all of its conversations or of all of its agents.
SHOWN = {"max_sessions", "max_sessions_mode", "name", "user_ids"}


class Im_LivechatChannel(models.Model):
    """The agents, by whom conversations can be answered: who is there, and what they can."""

    _inherit = "im_livechat.channel"

    @api.model_create_multi
    def create(self, vals_list):
        self.env["discuss.channel"]._outdate_livechat_now()
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        if SHOWN & vals.keys():
            self.env["discuss.channel"]._outdate_livechat_now()
        return result

    def unlink(self):
        self.env["discuss.channel"]._outdate_livechat_now()
        return super().unlink()

    @api.model
    def _livechat_agents_to_store(self, store):
        """Send the agents of all live chat channels that the user may read.

        :param Store store: what is sent
        """
        agents = self._get_livechat_agents()
        for agent in agents:
            store.add_model_values(
                "res.partner",
                {
                    "id": agent["partner_id"],
                    "im_status": agent["im_status"],
                    "name": agent["name"],
                    "main_user_id": agent["id"],
                    "write_date": fields.Datetime.to_string(agent["write_date"]),
                },
            )
            store.add_model_values(
                "res.users",
                {
                    "id": agent["id"],
                    "livechat_expertise_ids": agent["livechat_expertise_ids"],
                    "livechat_languages": agent["livechat_languages"],
                    "livechat_limits": agent["livechat_limits"],
                    "partner_id": agent["partner_id"],
                },
            )
        store.add_global_values(livechat_now_agents=[agent["id"] for agent in agents])

    @api.model
    def _get_livechat_agents(self):
        """Return the agents of the live chat channels that the user may read, and who else is in an
        open conversation, by one statement.

        :return: of each ``{"id", "partner_id", "name", "write_date", "im_status",
            "livechat_expertise_ids", "livechat_languages", "livechat_limits"}``: the user and their
            contact; when that was changed last, as maybe its picture was; whether they are there,
            as ``_get_livechat_presence`` says; what they can; their languages, by name; of their
            live chat channels ``{"id", "max_sessions", "sessions"}``: how many conversations Odoo
            gives them at most, ``None`` for any number, and how many it counts now
        :rtype: list[dict]
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT users.id, users.partner_id, partner.name, partner.write_date,
                       CASE WHEN COALESCE(presence.status, 'offline') = 'offline' THEN 'offline'
                            ELSE COALESCE(users.manual_im_status, presence.status)
                       END AS im_status,
                       COALESCE(known.ids, '[]') AS livechat_expertise_ids,
                       COALESCE(spoken.names, '[]') AS livechat_languages,
                       COALESCE(limits.limits, '[]') AS livechat_limits
                  FROM res_users users
                  JOIN res_partner partner ON partner.id = users.partner_id
             LEFT JOIN mail_presence presence ON presence.user_id = users.id
             LEFT JOIN res_users_settings settings ON settings.user_id = users.id
            CROSS JOIN LATERAL (%(expertises)s) known
            CROSS JOIN LATERAL (%(languages)s) spoken
            CROSS JOIN LATERAL (%(limits)s) limits
                 WHERE users.active
                   AND (limits.limits IS NOT NULL OR users.partner_id IN (%(others)s))
              ORDER BY partner.name, users.id
                """,
                expertises=self._get_livechat_agent_expertises(),
                languages=self._get_livechat_agent_languages(),
                limits=self._get_livechat_agent_limits(),
                others=self._get_livechat_other_agents(),
            )
        )
        return self.env.cr.dictfetchall()

    @api.model
    def _get_livechat_agent_expertises(self):
        return SQL(
            """
            SELECT JSONB_AGG(im_livechat_expertise_id ORDER BY im_livechat_expertise_id) AS ids
              FROM im_livechat_expertise_res_users_settings_rel
             WHERE res_users_settings_id = settings.id
            """
        )

    @api.model
    def _get_livechat_agent_languages(self):
        return SQL(
            """
            SELECT JSONB_AGG(lang.name ORDER BY lang.code = partner.lang DESC, lang.name) AS names
              FROM res_lang lang
             WHERE lang.active
               AND (
                   lang.code = partner.lang
                   OR lang.id IN (
                       SELECT res_lang_id
                         FROM res_lang_res_users_settings_rel
                        WHERE res_users_settings_id = settings.id
                   )
               )
            """
        )

    @api.model
    def _get_livechat_agent_limits(self):
        """Return the query of how many conversations Odoo gives an agent: it counts those in which
        something happened in the last quarter of an hour."""
        return SQL(
            """
            SELECT JSONB_AGG(JSONB_BUILD_OBJECT(
                       'id', livechat_channel.id,
                       'max_sessions', CASE
                           WHEN livechat_channel.max_sessions_mode = 'limited'
                           THEN livechat_channel.max_sessions
                       END,
                       'sessions', (
                           SELECT COUNT(*)
                             FROM discuss_channel_member member
                             JOIN discuss_channel channel ON channel.id = member.channel_id
                            WHERE member.partner_id = users.partner_id
                              AND channel.livechat_channel_id = livechat_channel.id
                              AND channel.livechat_end_dt IS NULL
                              AND channel.last_interest_dt
                                  >= (NOW() AT TIME ZONE 'UTC') - INTERVAL '15 minutes'
                       )
                   )) AS limits
              FROM im_livechat_channel_im_user rel
              JOIN im_livechat_channel livechat_channel ON livechat_channel.id = rel.channel_id
             WHERE rel.user_id = users.id AND livechat_channel.id IN %s
            """,
            self._search([]).subselect(),
        )

    @api.model
    def _get_livechat_other_agents(self):
        return SQL(
            """
            SELECT history.partner_id
              FROM discuss_channel channel
              JOIN im_livechat_channel_member_history history ON history.channel_id = channel.id
             WHERE channel.livechat_end_dt IS NULL
               AND channel.channel_type = 'livechat'
               AND history.livechat_member_type = 'agent'
               AND history.member_id IS NOT NULL
            """
        )
