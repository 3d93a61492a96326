from functools import cache

from odoo import api, fields, models

from odoo.addons.mail.tools.discuss import Store

from ..core.constants import AGENTS
from ..core.emails import find_email
from .res_partner import STORE_FIELDS

PHONE_MAX_LENGTH = 64
# What of a contact is read for the panel, and whether the user may; others take a statement more.
SESSION_FIELDS = [*STORE_FIELDS, "company_id", "partner_share", "tz"]
# Only agents read these, and only the methods for it write them.
GUARDED = {
    "livechat_partner_id",
    "livechat_partner_is_verified",
    "livechat_visitor_email",
    "livechat_visitor_phone",
    "livechat_visitor_phone_sanitized",
}


class DiscussChannel(models.Model):
    """Who the customer of a conversation is: what the team knows, and what they said themselves.

    What a customer told the chatbot is not verified: it finds contacts for agents to look at, and
    never gives the customer any right.
    """

    _inherit = "discuss.channel"

    livechat_partner_id = fields.Many2one(
        "res.partner",
        "Linked Contact",
        help="The contact who the guest of this conversation is: because an agent linked them,"
        " or because the guest logged in during the conversation.",
        copy=False,
        groups=AGENTS,
        readonly=True,
    )
    livechat_partner_is_verified = fields.Boolean(
        "Contact Is Verified",
        help="The guest logged in as the linked contact.",
        copy=False,
        groups=AGENTS,
        readonly=True,
    )
    livechat_contact_id = fields.Many2one(
        "res.partner",
        "Contact",
        help="The contact who the customer is, if it is known and the user may read it.",
        compute="_compute_livechat_contact_id",
        compute_sudo=False,
        groups=AGENTS,
    )
    livechat_visitor_email = fields.Char(
        "E-mail Given",
        help="E-mail address that the customer gave, to the chatbot or with a message for later. It"
        " is not verified.",
        copy=False,
        groups=AGENTS,
        readonly=True,
    )
    livechat_visitor_phone = fields.Char(
        "Phone Given",
        help="Phone number that the customer gave to the chatbot. It is not verified.",
        copy=False,
        groups=AGENTS,
        readonly=True,
    )
    livechat_visitor_phone_sanitized = fields.Char(
        "Phone Given, in E.164", copy=False, groups=AGENTS, readonly=True
    )

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | GUARDED

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | GUARDED | {"livechat_contact_id"}

    @api.model
    def _livechat_personal_fields(self):
        return super()._livechat_personal_fields() | GUARDED

    # ------------------------------------------------------------
    # What the customer says
    # ------------------------------------------------------------

    def _livechat_before_post(self, message):
        # sudo: discuss.channel, chatbot.script.step - what a customer answers is kept for agents
        channel_sudo = self.sudo()
        step_type = channel_sudo.chatbot_current_step_id.step_type
        if (
            step_type in ("question_email", "question_phone")
            and not channel_sudo.livechat_agent_history_ids
            and channel_sudo._is_of_customer(message)
        ):
            text = self._to_plain_text(message.body)
            vals = self._get_given_vals(step_type, text, channel_sudo.country_id)
            if vals:
                channel_sudo.write(vals)
        return super()._livechat_before_post(message)

    def _get_given_vals(self, step_type, text, country):
        """Return as values of a conversation what a customer answered to a chatbot.

        :param str step_type: ``question_email`` or ``question_phone``
        :param str text: the answer, as plain text
        :param res.country country: where the customer is, if that is known
        :return: the values, none if it is no address or number
        :rtype: dict
        """
        text = " ".join(text.split())
        if step_type == "question_email":
            email = find_email(text)
            return {"livechat_visitor_email": email} if email else {}
        if len(text) > PHONE_MAX_LENGTH or not any(char.isdigit() for char in text):
            return {}
        return {
            "livechat_visitor_phone": text,
            "livechat_visitor_phone_sanitized": self._phone_format(number=text, country=country),
        }

    # ------------------------------------------------------------
    # Who the customer is
    # ------------------------------------------------------------

    @api.depends("livechat_customer_history_ids.partner_id", "livechat_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_livechat_contact_id(self):
        known = {channel: channel._get_livechat_contact_sudo() for channel in self}
        readable = self.env["res.partner"].union(*known.values())._filtered_access("read")
        for channel, contact in known.items():
            channel.livechat_contact_id = readable & contact

    def _get_livechat_contact_sudo(self):
        """Return the contact who the customer is, whether the user may read it or not.

        The customer is the first one in the conversation: others may have been invited later.
        """
        # sudo: discuss.channel - who the customer is, for methods that check what is shown of it
        return self._get_customer_history_sudo().partner_id or self.sudo().livechat_partner_id

    def _get_logged_in_contact_sudo(self):
        """Return the contact as whom the customer logged in, whatever an agent believes: what the
        customer receives follows from this one alone."""
        # sudo: discuss.channel - whose login it was
        channel_sudo = self.sudo()
        verified = channel_sudo.livechat_partner_is_verified and channel_sudo.livechat_partner_id
        return self._get_customer_history_sudo().partner_id or verified or self.env["res.partner"]

    def _get_livechat_guest(self):
        """Return the guest who the customer is, or was before logging in (``mail.guest``)."""
        return self._get_customer_history_sudo().guest_id

    def _get_livechat_customer_name(self):
        """Return who the customer is, by the name that the customer may know, too; the
        conversation's name where nobody is known."""
        customer_sudo = self._get_customer_history_sudo()
        return customer_sudo.partner_id.name or customer_sudo._get_guest_name() or self.name

    def _get_customer_history_sudo(self):
        """Return as what the customer takes part (``im_livechat.channel.member.history``)."""
        # sudo: mail.guest, res.partner - agents may know with whom they speak
        histories_sudo = self.sudo().livechat_customer_history_ids.sorted("id")
        # A slice forgets beside which others it is read.
        return histories_sudo[:1].with_prefetch(histories_sudo._prefetch_ids)

    def _get_livechat_emails(self):
        """Return the addresses by which the customer is known: normalized, valid, maybe none.

        :return: the one that was given in this conversation, and the contact's
        :rtype: set[str]
        """
        # sudo: discuss.channel - to find what is the customer's, which is searched as the user
        given = self.sudo().livechat_visitor_email
        return {given, self.livechat_contact_id.email_normalized} - {False, ""}

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _get_livechat_session_fields_to_store(self):
        channels = self._filter_for_livechat_agent()

        @cache
        def tags():
            return channels.livechat_contact_id._get_livechat_contact_tags()

        return super()._get_livechat_session_fields_to_store() + [
            Store.One(
                "livechat_contact_id",
                [
                    *self.env["res.partner"]._get_livechat_store_fields(),
                    Store.Attr("category_id", lambda contact: tags()[contact.id]),
                ],
                predicate=channels.__contains__,
            ),
            channels._get_livechat_contact_told(True),
            # sudo: discuss.channel - what agents may know of the customers with whom they speak
            *(
                Store.Attr(name, value, predicate=channels.__contains__, sudo=True)
                for name, value in {
                    "livechat_is_contact_hidden": lambda channel: (
                        channel._get_livechat_contact_sudo()
                        != channel.sudo(False).livechat_contact_id
                    ),
                    "livechat_is_guest": lambda channel: bool(
                        channel._get_customer_history_sudo()._get_guest_name()
                    ),
                    # sudo: discuss.channel - whether it is so, not who the contact is
                    "livechat_is_linked": lambda channel: channel.sudo()._is_livechat_linked(),
                    "livechat_visitor_phone": None,
                    "livechat_visitor_phone_sanitized": None,
                }.items()
            ),
        ]

    def _livechat_session_to_store(self, store):
        contacts = (channel._get_livechat_contact_sudo() for channel in self)
        # sudo: res.partner - fetched only, and no more than the panel shows
        self.env["res.partner"].sudo().union(*contacts).fetch(SESSION_FIELDS)
        super()._livechat_session_to_store(store)
        if self:
            can_create = self.env["res.partner"].has_access("create")
            store.add_global_values(has_access_create_partner=can_create)
