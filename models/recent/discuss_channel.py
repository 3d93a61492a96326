from functools import cache

from odoo import models
from odoo.fields import Domain

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.clean import clean_limit
from ..core.text import get_note_line
from .recent import Recent

RECENT_LIMIT = 5
RECENT_MAX_LIMIT = 80


class DiscussChannel(models.Model):
    """What the same customer chatted before, and meanwhile, as the panel shows it."""

    _inherit = "discuss.channel"

    # ------------------------------------------------------------
    # What an agent asks for
    # ------------------------------------------------------------

    def livechat_get_recent_conversations(self, by_company=False, limit=None):
        """Return the other conversations of the same customer that the user may read, newest first.

        Newest is by the last activity; of more than are counted, only those that began last are
        looked at.

        :param bool by_company: those of all people of the contact's company
        :param int limit: how many at most; ``None``: as many as the panel shows at first
        :return: ``{"count": int, "has_more": bool, "items": list}``: how many there are, counted up
            to 10, or to the limit; whether there are more, which are earlier ones; and those, each
            ``{"id", "name", "date", "end_date", "channel_name", "agents", "status", "outcome",
            "tags", "rating", "note", "match"}``. The dates are of the last activity and of the
            end, as texts in UTC; the note is its first line; match is ``contact``, ``guest``, or
            ``email`` for one who only gave the same address
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat
        """
        self.ensure_one()
        self._check_livechat_agent()
        limit = clean_limit(limit, RECENT_LIMIT, RECENT_MAX_LIMIT)
        return self._get_recent_conversations(bool(by_company), limit)[self.id].to_dict()

    def action_livechat_open_recent(self, by_company=False):
        """Return the action that lists what ``livechat_get_recent_conversations`` counts.

        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat
        """
        self.ensure_one()
        self._check_livechat_agent()
        action = self.env["ir.actions.act_window"]._for_xml_id("im_livechat.discuss_channel_action")
        name = "livechat_same_company_id" if by_company else "livechat_same_customer_id"
        company = by_company and self.livechat_contact_id.commercial_company_name
        customer = company or self.livechat_customer_name
        title = self.env._("Conversations of %(customer)s", customer=customer)
        return {
            **action,
            "name": title,
            "display_name": title,
            "domain": [(name, "=", self.id), ("id", "!=", self.id)],
            "context": {},
            "views": [view for view in action["views"] if view[1] in ("list", "form")],
            "view_mode": "list,form",
        }

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _livechat_after_create(self, vals_list):
        super()._livechat_after_create(vals_list)
        self._tell_others_open()

    def _livechat_before_write(self, vals):
        before = super()._livechat_before_write(vals)
        if "livechat_end_dt" in vals:
            has_end = bool(vals["livechat_end_dt"])
            before["recent"] = self.filtered(lambda c: bool(c.livechat_end_dt) != has_end)
        return before

    def _livechat_after_write(self, vals, before):
        super()._livechat_after_write(vals, before)
        if channels := before.get("recent"):
            channels._tell_others_open()

    def _tell_others_open(self):
        """Have the panels of what else the customers have open show that these conversations begin,
        or end."""
        # sudo: discuss.channel - which conversations the customers have
        channels_sudo = self.sudo().filtered(is_livechat_channel)
        histories_sudo = channels_sudo.livechat_customer_history_ids
        contacts = histories_sudo.partner_id | channels_sudo.livechat_partner_id
        takes_part = Domain("guest_id", "in", histories_sudo.guest_id.ids)
        takes_part |= Domain("partner_id", "in", contacts.ids)
        takes_part &= Domain("livechat_member_type", "=", "visitor")
        of_customers = Domain("livechat_partner_id", "in", contacts.ids)
        if histories_sudo:
            of_customers |= Domain("livechat_channel_member_history_ids", "any", takes_part)
        if "livechat_visitor_id" in self._fields:  # of website_livechat: the same browser
            visitors = channels_sudo.livechat_visitor_id
            of_customers |= Domain("livechat_visitor_id", "in", visitors.ids)
        is_open = Domain("livechat_end_dt", "=", False) & Domain("id", "not in", channels_sudo.ids)
        # None where nobody is known: then Odoo asks nothing.
        others_sudo = channels_sudo.search(
            is_open & of_customers, order="id DESC", limit=RECENT_LIMIT
        )
        others_sudo._outdate_livechat_session_data()

    def _sync_field_names(self):
        field_names = super()._sync_field_names()
        field_names["livechat_users"].append(
            Store.Attr(
                "livechat_note_line",
                # sudo: discuss.channel - sent to Live Chat users only, whoever writes
                lambda channel: get_note_line(channel.sudo().livechat_note),
                predicate=is_livechat_channel,
            )
        )
        return field_names

    def _get_livechat_session_fields_to_store(self):
        channels = self._filter_for_livechat_agent()
        return super()._get_livechat_session_fields_to_store() + [
            *channels._get_recent_store_fields("livechat_recent"),
            # Those of the company, which are not asked for again, may be others as well.
            Store.Attr(
                "livechat_company_recent_is_old",
                True,
                predicate=lambda channel: channel in channels,
            ),
        ]

    def _get_company_recent_store_fields(self):
        """Return what the panel shows of the other conversations of the customers' companies."""
        return [
            *self._get_recent_store_fields("livechat_company_recent", by_company=True),
            Store.Attr(
                "livechat_company_recent_contact",
                lambda channel: channel.livechat_contact_id.id,
            ),
            Store.Attr("livechat_company_recent_is_old", False),
        ]

    def _get_recent_store_fields(self, name, by_company=False):
        """Return the other conversations as the records that the web client has of them.

        :param str name: with which the names of the web client's fields begin
        """
        found = cache(lambda: self._get_recent_conversations(by_company, has_names=by_company))
        values = {
            "ids": Recent.to_records,
            "by_email_ids": Recent.get_ids_by_email,
            "count": lambda recent: recent.count,
            "has_more": lambda recent: recent.has_more,
        }
        return [
            Store.Attr(
                f"{name}_{key}",
                lambda channel, get=get: get(found()[channel.id]),
                predicate=lambda channel: channel in self,
            )
            for key, get in values.items()
        ]

    def _get_recent_conversations(self, by_company=False, limit=RECENT_LIMIT, has_names=True):
        """Return for each of these conversations the other ones of the same customer.

        All of it is one query, whatever there is. For the parameters, see ``_get_recent_query``.

        :rtype: dict[int, Recent]
        """
        result = {channel.id: Recent() for channel in self}
        query = self and self._get_recent_query(by_company, limit, has_names)
        if not query:
            return result
        for row in self.env.execute_query_dict(query):
            result[row["origin_id"]].add(row)
        return result
