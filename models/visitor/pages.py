from collections import defaultdict
from datetime import timedelta
from functools import cache
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

# How long a browser may take to say which pages it saw.
HISTORY_PERIOD = timedelta(minutes=1)
VISITED_PAGES_LIMIT = 5


def _split_url(url):
    """Split a URL as visitors' browsers sent it, which may be none."""
    try:
        return urlsplit(url or "")
    except ValueError:
        return urlsplit("")


class DiscussChannel(models.Model):
    """Which pages the visitor saw: those that ``website_livechat`` noted, on which nothing here
    depends, and those of which an agent asks the visitor's browser.
    """

    _inherit = "discuss.channel"

    def _get_livechat_session_fields_to_store(self):
        fields_to_store = super()._get_livechat_session_fields_to_store()
        if "livechat_visitor_id" in self._fields:
            visitors = cache(lambda: self.livechat_visitor_id._filtered_access("read"))
            pages = cache(lambda: self._get_visited_pages(visitors()))
            fields_to_store.append(
                Store.Attr(
                    "livechat_visited_pages",
                    lambda channel: pages().get(channel.livechat_visitor_id.id, []),
                    predicate=lambda channel: (
                        is_livechat_channel(channel) and channel.livechat_visitor_id <= visitors()
                    ),
                )
            )
        return fields_to_store

    @api.model
    def _get_visited_pages(self, visitors):
        """Return the pages that visitors saw last, the oldest of them first.

        :param visitors: ``website.visitor``, whom the user may read
        :return: for each id of a visitor who saw any a list of
            ``{"name": str, "url": str or False, "date": str}``
        :rtype: dict[int, list[dict]]
        """
        if not visitors:
            return {}
        # sudo: website.track - who can read a visitor can read where they have been
        tracks_sudo = self.env["website.track"].sudo()
        tracks_sudo.flush_model(["visit_datetime", "visitor_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id
                  FROM (SELECT id, visit_datetime,
                               ROW_NUMBER() OVER (PARTITION BY visitor_id
                                                  ORDER BY visit_datetime DESC, id DESC) AS number
                          FROM website_track
                         WHERE visitor_id IN %s) AS track
                 WHERE number <= %s
              ORDER BY visit_datetime, id
                """,
                visitors._ids,
                VISITED_PAGES_LIMIT,
            )
        )
        pages = defaultdict(list)
        for track_sudo in tracks_sudo.browse(id_ for [id_] in rows):
            url = _split_url(track_sudo.url)
            pages[track_sudo.visitor_id.id].append(
                {
                    "name": track_sudo.page_id.name or url.path or track_sudo.url or "",
                    "url": url.scheme in ("http", "https") and track_sudo.url,
                    "date": fields.Datetime.to_string(track_sudo.visit_datetime),
                }
            )
        return pages

    def execute_command_history(self, **kwargs):
        """Ask the customer's browser which pages it saw. Odoo lets everybody ask.

        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if they are not in it
        """
        self.ensure_one()
        self._check_livechat_agent()
        # sudo: discuss.channel.member - agents may ask where they take part
        member_sudo = self.self_member_id.sudo()
        if not member_sudo:
            raise UserError(self.env._("Join the conversation first."))
        member_sudo.livechat_history_asked_dt = fields.Datetime.now()
        return super().execute_command_history(**kwargs)

    def _take_history_request(self, partner_id):
        """Whether an agent waits for the pages that the customer saw; they do so no longer.

        :param int partner_id: the agent's ``res.partner``
        :rtype: bool
        """
        # sudo: discuss.channel.member - whether an answer was asked for
        member_sudo = self.sudo().channel_member_ids.filtered(
            lambda member: member.partner_id.id == partner_id and member.livechat_history_asked_dt
        )
        asked_dt = member_sudo.livechat_history_asked_dt
        member_sudo.livechat_history_asked_dt = False
        return bool(asked_dt) and asked_dt > fields.Datetime.now() - HISTORY_PERIOD
