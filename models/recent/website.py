from urllib.parse import urlsplit

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

VISITED_PAGES_LIMIT = 5


def _split_url(url):
    """Split a URL as visitors' browsers sent it, which may be none."""
    try:
        return urlsplit(url or "")
    except ValueError:
        return urlsplit("")


class DiscussChannel(models.Model):
    """What is known of the visitor beside ``website_livechat``, on which nothing here depends."""

    _inherit = "discuss.channel"

    def _get_livechat_session_fields_to_store(self):
        fields_to_store = super()._get_livechat_session_fields_to_store()
        if "livechat_visitor_id" in self._fields:
            fields_to_store.append(
                Store.Attr(
                    "livechat_visited_pages",
                    lambda channel: channel._get_visited_pages(),
                    predicate=lambda channel: (
                        is_livechat_channel(channel)
                        and channel.livechat_visitor_id.has_access("read")
                    ),
                )
            )
        return fields_to_store

    def _get_visitor_tz(self):
        # sudo: website.visitor - agents may know what time it is at their customer's
        return super()._get_visitor_tz() or (
            "livechat_visitor_id" in self._fields and self.sudo().livechat_visitor_id.timezone
        )

    def _get_same_customer_sources(self, by_company=False):
        """Add what the same browser chatted on the website, where the guest may be a new one."""
        sources = super()._get_same_customer_sources(by_company)
        # sudo: website.visitor - that it is the same one, not who it is
        if "livechat_visitor_id" in self._fields and (
            visitor_sudo := self.sudo().livechat_visitor_id
        ):
            sources["guest"].append(
                SQL(
                    "SELECT id FROM discuss_channel WHERE livechat_visitor_id = %s", visitor_sudo.id
                )
            )
        return sources

    def _get_visited_pages(self):
        """Return the pages that the visitor saw last, the oldest of them first.

        :return: a list of ``{"name": str, "url": str or False, "date": str}``
        """
        # sudo: website.track - who can read a visitor can read where they have been
        tracks = (
            self.env["website.track"]
            .sudo()
            .search(
                [("visitor_id", "=", self.livechat_visitor_id.id)],
                order="visit_datetime desc, id desc",
                limit=VISITED_PAGES_LIMIT,
            )
        )
        return [
            {
                "name": track.page_id.name or _split_url(track.url).path or track.url or "",
                "url": _split_url(track.url).scheme in ("http", "https") and track.url,
                "date": fields.Datetime.to_string(track.visit_datetime),
            }
            for track in reversed(tracks)
        ]
