from functools import cache, partial

from markupsafe import Markup

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError
from odoo.tools import SQL, plaintext2html

from odoo.addons.mail.tools.discuss import Store

from ..core.clean import clean_line, clean_text

TICKETS_LIMIT = 5
TITLE_MAX_LENGTH = 200
DESCRIPTION_MAX_LENGTH = 10_000


class DiscussChannel(models.Model):
    """The customer's open tickets and leads, and new ones from a conversation.

    What tickets there are is known to the providers alone: see ``livechat.ticket.provider``.
    """

    _inherit = "discuss.channel"

    # ------------------------------------------------------------
    # What an agent does
    # ------------------------------------------------------------

    def livechat_create_ticket(
        self, provider=None, title=None, team_id=None, description=None, with_transcript=True
    ):
        """Create a ticket, or a lead, of the customer of a conversation.

        It gets a note that leads to the conversation, and the panel of the conversation shows it.
        Nothing of the agents' note is in it: customers may see their tickets. Where a rule creates
        it, it is assigned to nobody, and does not belong to whoever triggered the rule.

        :param str provider: key of a ``livechat.ticket.provider``. ``None``: the first one whose
            tickets the user may create, leads not among them
        :param str title: ``None``: whose conversation it is
        :param int team_id: id of a team, of whichever model the tickets have
        :param str description: plain text
        :param bool with_transcript: whether what was said is in the description, too
        :return: ``{"model": str, "id": int, "name": str, "url": str}``
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, may not read the conversation or
            the team, or may not create such a ticket
        :raises UserError: if it is no live chat, or there is no such provider or team
        """
        self.ensure_one()
        self._check_livechat_agent()
        channel = self.with_user(SUPERUSER_ID) if self.env.su else self
        title = clean_line(self.env, title, TITLE_MAX_LENGTH)
        description = clean_text(self.env, description, DESCRIPTION_MAX_LENGTH)
        provider = channel._choose_ticket_provider(provider)
        ticket = provider._create_ticket(
            provider._prepare_vals(
                channel,
                title or channel._get_ticket_title(),
                channel._get_ticket_description(description, with_transcript),
                provider._get_team(team_id),
            )
        )
        channel._link_ticket(ticket)
        return {
            "model": ticket._name,
            "id": ticket.id,
            "name": ticket.display_name,
            "url": f"/odoo/{ticket._name}/{ticket.id}",
        }

    def action_livechat_open_tickets(self, kind, provider=None):
        """Return the action that lists the customer's open tickets or leads.

        :param str kind: ``ticket`` or ``lead``
        :param str provider: key of a ``livechat.ticket.provider``. ``None``: the first one
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat, or there is no such provider
        """
        self.ensure_one()
        self._check_livechat_agent()
        customer = self.livechat_customer_name
        names = {
            "ticket": self.env._("Open tickets of %(customer)s", customer=customer),
            "lead": self.env._("Open leads of %(customer)s", customer=customer),
        }
        for found in self.env["livechat.ticket.provider"]._get_providers(kind):
            if provider in (None, found._get_key()):
                return {
                    "type": "ir.actions.act_window",
                    "name": names[kind],
                    "res_model": found._ticket_model,
                    "domain": [("id", "in", list(found._get_open_tickets_query(self)))],
                    "views": [(False, "list"), (False, "form")],
                    "view_mode": "list,form",
                }
        raise UserError(self.env._("There are no such tickets here, or none that you may see."))

    def _choose_ticket_provider(self, key):
        """Return the provider with a key, or the first one, that the user may create tickets of."""
        providers = self.env["livechat.ticket.provider"]._get_installed_providers()
        if key is None:
            asked = [provider for provider in providers if provider._kind == "ticket"]
        else:
            asked = [provider for provider in providers if provider._get_key() == key]
        if not asked:
            raise UserError(self.env._("There is no such app for tickets here."))
        provider = next((provider for provider in asked if provider._can_create()), asked[0])
        provider._get_tickets().check_access("create")
        return provider

    def _get_ticket_title(self):
        """Return the title that a new ticket or lead gets if nobody says another one."""
        # sudo: im_livechat.channel - its name is known to all who see the conversation
        title = self.env._(
            "%(customer)s, live chat %(channel)s",
            customer=self.livechat_customer_name,
            channel=self.sudo().livechat_channel_id.name or "",
        )
        return title.strip()[:TITLE_MAX_LENGTH]

    def _get_ticket_description(self, text, with_transcript):
        """Return a description, and what was said in this conversation, as HTML."""
        parts = [plaintext2html(text)] if text else []
        if with_transcript:
            # sudo: mail.message, ir.attachment - who can read a conversation can read its messages
            history = self.sudo()._get_channel_history()
            if history:
                parts += [Markup("<h3>%s</h3>") % self.env._("Conversation"), history]
        return Markup("").join(parts)

    def _link_ticket(self, ticket):
        """Keep that a ticket was created from this conversation, on both of them."""
        # sudo: livechat.ticket.link - kept by itself, of what the user just created
        self.env["livechat.ticket.link"].sudo().create(
            {
                "channel_id": self.id,
                "res_model": ticket._name,
                "res_id": ticket.id,
                "user_id": self.env["res.users"]._get_livechat_agent().id,
            }
        )
        if hasattr(ticket, "message_post"):
            ticket.message_post(
                body=self.env._(
                    "Created from the live chat %(link)s", link=self._get_link_for_ticket()
                ),
                subtype_xmlid="mail.mt_note",
            )
        self._outdate_livechat_session_data()

    def _get_link_for_ticket(self):
        """Return the link by which a ticket or lead leads to this conversation, as HTML."""
        return Markup('<a href="%s">%s</a>') % (self._get_url_for_ticket(), self.display_name)

    def _get_url_for_ticket(self):
        return f"/odoo/action-im_livechat.discuss_channel_action/{self.id}"

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _get_livechat_session_fields_to_store(self):
        channels = self._filter_for_livechat_agent()
        tickets = cache(partial(channels._get_open_tickets, "ticket"))
        leads = cache(partial(channels._get_open_tickets, "lead"))
        return super()._get_livechat_session_fields_to_store() + [
            Store.Attr(
                "livechat_tickets",
                lambda channel: tickets()[channel.id],
                predicate=lambda channel: channel in channels,
            ),
            Store.Attr(
                "livechat_leads",
                lambda channel: leads()[channel.id],
                predicate=lambda channel: channel in channels,
            ),
        ]

    def _get_open_tickets(self, kind):
        """Return what the panel shows of the customers' open tickets or leads.

        :param str kind: ``ticket`` or ``lead``
        :return: by id of a conversation false if there are none for the user to see at all, or
            ``{"can_create": bool, "count": int, "items": list, "more": list}``. See
            ``livechat.ticket.provider._find_open_tickets`` for the items; more says of which
            providers there are more: ``{"provider", "name", "count"}``, the name being false
            unless there are several
        :rtype: dict[int, dict]
        """
        providers = self.env["livechat.ticket.provider"]._get_providers(kind)
        if not providers:
            return dict.fromkeys(self.ids, False)
        can_create = any(provider._can_create() for provider in providers)
        found = {
            provider._get_key(): provider._find_open_tickets(self, TICKETS_LIMIT)
            for provider in providers
        }
        names = {
            provider._get_key(): len(providers) > 1 and provider._get_label()
            for provider in providers
        }
        return {
            channel.id: {
                "can_create": can_create,
                **self._merge_open_tickets({key: found[key][channel.id] for key in found}, names),
            }
            for channel in self
        }

    def _merge_open_tickets(self, found, names):
        """Return the newest of the tickets that several providers found of one conversation."""
        items = sorted(
            ((item, key) for key in found for item in found[key]["items"]),
            key=lambda pair: pair[0]["date"],
            reverse=True,
        )[:TICKETS_LIMIT]
        more = {
            key: found[key]["count"] - sum(shown == key for _item, shown in items) for key in found
        }
        return {
            "count": sum(found[key]["count"] for key in found),
            "items": [item for item, _key in items],
            "more": [
                {"provider": key, "name": names[key], "count": count}
                for key, count in more.items()
                if count
            ],
        }

    def _get_same_guest_sql(self):
        """Return the query of the ids of this conversation and the others of the same guest."""
        own = SQL("SELECT %s", self.id)
        others = self._get_same_customer_query(match="guest")
        return SQL("%s UNION ALL SELECT id FROM (%s) AS source", own, others) if others else own
