import json
from contextlib import suppress
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import PASSWORD, PanelCase
from .rights_finder import WhatThereIs
from .rights_kinds import (
    ADMINISTRATOR,
    AGENT,
    AGENT_CUSTOMER,
    EMPLOYEE_CUSTOMER,
    EMPLOYEE_IN,
    EMPLOYEE_OUT,
    GUEST,
    OTHER_GUEST,
    PORTAL,
)
from .rights_snapshot import LIVECHAT_CHANNEL_FIELDS, WhatIsKept

# What only agents may know of the conversations of the test. Nobody else finds it in any answer.
SECRETS = [
    "zebranote",
    "zebratag",
    "zebraexpertise",
    "zebrahelp",
    "zebracomment",
    "zebrareason",
    "zebra@given.example",
    "zebracontact",
    "zebraticket",
    "zebragroup",
    '"livechat_status": "',
    '"livechat_outcome": "',
]


class RightsCase(WhatIsKept, WhatThereIs, PanelCase):
    """Conversations with all kinds of users, full of secrets; and how each kind asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague, cls.stranger, cls.expert = (
            new_test_user(cls.env, login=login, groups=group, password=PASSWORD)
            for login, group in [
                ("colleague", "base.group_user"),
                ("stranger", "base.group_user"),
                ("expert", "im_livechat.im_livechat_group_user"),
            ]
        )
        cls.tag, cls.other_tag = cls.env["im_livechat.conversation.tag"].create(
            [{"name": "Zebratag"}, {"name": "Parcel"}]
        )
        settings = cls.env["res.users.settings"]
        cls.agent_settings = settings._find_or_create_for_user(cls.agent)
        cls.manager_settings = settings._find_or_create_for_user(cls.manager)
        for each in (cls.agent_settings, cls.manager_settings):
            each.livechat_panel_layout = {"folded": [], "order": ["notes"]}
            each.livechat_longest_wait_first = True
        cls.expertise, cls.other_expertise = cls.env["im_livechat.expertise"].create(
            [{"name": "Zebraexpertise"}, {"name": "Parcels"}]
        )
        cls.chatbot = cls.env["chatbot.script"].create({"title": "Bot"})
        cls.contact, cls.new_contact = cls.env["res.partner"].create(
            [{"name": "Zebracontact"}, {"name": "New Contact"}]
        )
        cls.private_group = cls.env["discuss.channel"].create(
            {"name": "Zebragroup", "channel_type": "group"}
        )
        cls.users = {
            PORTAL: cls.customer,
            EMPLOYEE_IN: cls.colleague,
            EMPLOYEE_OUT: cls.stranger,
            EMPLOYEE_CUSTOMER: cls.employee,
            AGENT_CUSTOMER: cls.other_agent,
            AGENT: cls.agent,
            ADMINISTRATOR: cls.manager,
        }

    @property
    def is_plain_odoo(self):
        """Whether the addon is not installed, to see what the table says of Odoo alone."""
        return "livechat.handover" not in self.env

    def arrange(self):
        super().arrange()
        waiting = self.env["discuss.channel"].search([("livechat_status", "=", "need_help")])
        waiting.livechat_status = "in_progress"  # the demo's
        self.channel, self.calm, self.closed, self.other = (
            self.open_conversation() for _number in range(4)
        )
        data = self.as_visitor(
            self.channel, "/im_livechat/get_session", {"channel_id": self.livechat_channel.id}
        )
        self.unlinked = self.env["discuss.channel"].browse(data["channel_id"])
        for channel in self.channel | self.calm | self.closed | self.unlinked:
            self.fill(channel)
        self.unlinked.channel_member_ids.filtered(
            lambda member: member.partner_id in (self.agent | self.colleague).partner_id
        ).unlink()
        self.fill_with_secrets(self.channel)
        self.fill_with_secrets(self.closed)
        self.close(self.closed)
        self.channel.livechat_agent_requesting_help_history = (
            self.channel.livechat_agent_history_ids[:1]
        )
        for user in self.expert | self.manager:
            self.env["mail.presence"]._update_presence(user)
        self.livechat_channel.user_ids |= self.expert
        for user in self.env["res.users"].union(*self.users.values(), self.expert):
            user.livechat_expertise_ids = self.expertise
        options = {
            "boolean": True,
            "integer": 7,
            "many2one": self.env.company.resource_calendar_id.id,
        }
        for name in LIVECHAT_CHANNEL_FIELDS:
            if field := self.livechat_channel._fields.get(name):
                self.livechat_channel[name] = options[field.type]
        if not self.is_plain_odoo:
            for name in (
                "livechat_customer_waiting_since_dt",
                "livechat_looking_for_help_since_dt",
            ):
                self.channel[name] -= timedelta(days=30)  # late
            self.channel.livechat_customer_left_dt = fields.Datetime.now()
            # of a guest who was deleted
            self.closed.livechat_customer_history_ids[:1].livechat_guest_name = "Gina"
            (self.channel | self.closed).livechat_agent_history_ids.write(
                {"livechat_call_id": self.period.id, "livechat_handover_id": self.handover.id}
            )
        self.env.flush_all()
        self.guests = {
            GUEST: self.channel.livechat_customer_guest_ids,
            OTHER_GUEST: self.other.livechat_customer_guest_ids,
        }

    def fill(self, channel):
        """Let users of all kinds take part in a conversation."""
        self.visitor_writes(channel, "Hello")
        channel._add_members(users=self.colleague)
        channel._add_members(
            users=self.customer | self.employee | self.other_agent,
            create_member_params={"livechat_member_type": "visitor"},
        )

    def fill_with_secrets(self, channel):
        vals = {
            "livechat_conversation_tag_ids": [Command.link(self.tag.id)],
            "livechat_country_is_estimated": True,
            "livechat_earlier_chatbot_answers": [{"question": "What?", "answer": "Zebraanswer"}],
            "livechat_erased_dt": fields.Datetime.now(),
            "livechat_expertise_ids": [Command.link(self.expertise.id)],
            "livechat_help_text": "Zebrahelp",
            "livechat_note": "<p>Zebranote</p>",
            "livechat_partner_id": self.contact.id,
            "livechat_status": "need_help",
            "livechat_visitor_email": "zebra@given.example",
            "livechat_visitor_phone": "+32470123456",
            "livechat_visitor_phone_sanitized": "+32470123456",
            "livechat_visitor_lang": "es-MX",
            "livechat_visitor_tz": "America/Mexico_City",
        }
        channel.write({name: vals[name] for name in vals if name in channel._fields})
        if self.is_plain_odoo:
            return
        channel.livechat_help_user_id = self.agent
        self.fill_with_work(channel)
        self.env["livechat.handover"].create(
            {
                "channel_id": channel.id,
                "kind": "reassigned",
                "from_user_id": self.manager.id,
                "to_user_id": self.agent.id,
                "comment": "Zebracomment",
            }
        )
        self.env["livechat.contact.link"].create(
            {"channel_id": channel.id, "action": "linked", "partner_id": self.contact.id}
        )
        if "livechat.note.version" in self.env:
            channel.livechat_note = "<p>Zebranote again</p>"
        if "livechat.ticket.link" in self.env:
            self.env["livechat.ticket.link"].create(
                {"channel_id": channel.id, "res_model": "res.partner", "res_id": self.contact.id}
            )
        if "livechat.transcript" in self.env:
            self.transcript = self.env["livechat.transcript"].create(
                {
                    "channel_id": channel.id,
                    "email_failed": "zebra@given.example",
                    "email_to": "zebra@given.example",
                    "failure_reason": "No such address",
                    "state": "failed",
                }
            )
        channel.channel_member_ids.filtered(
            lambda member: member.partner_id == self.agent.partner_id
        ).livechat_history_asked_dt = fields.Datetime.now()

    def fill_with_work(self, channel):
        """Have the agent have answered, asked for help, helped, and handed over."""
        now = fields.Datetime.now()
        of_agent = {
            "channel_id": channel.id,
            "start_dt": now,
            "end_dt": now + timedelta(hours=1),
            "user_id": self.agent.id,
        }
        self.env["livechat.customer.wait"].create(
            {**of_agent, "duration_hour": 1, "ended_by": "answered", "is_first": True}
        )
        self.env["livechat.status.period"].create(
            {**of_agent, "end_dt": now, "status": "need_help", "helper_id": self.agent.id}
        )
        self.env["livechat.handover"].create(
            {
                "channel_id": channel.id,
                "kind": "reassigned",
                "from_user_id": self.agent.id,
                "to_user_id": self.agent.id,
            }
        )

    def close(self, channel):
        channel.livechat_end_dt = fields.Datetime.now()
        if "livechat_partner_is_verified" in channel._fields:
            channel.livechat_partner_is_verified = True
        if hasattr(channel, "livechat_correct_outcome"):
            channel.with_user(self.agent).livechat_correct_outcome("missed", "Zebrareason")

    # ------------------------------------------------------------
    # What methods are called on, beside conversations
    # ------------------------------------------------------------

    @property
    def tags(self):
        return self.tag | self.other_tag

    @property
    def expertises(self):
        return self.expertise | self.other_expertise

    @property
    def period(self):
        return self.channel.livechat_status_period_ids[:1]

    @property
    def customer_wait(self):
        return self.find_kept("livechat.customer.wait")

    @property
    def waiting_report(self):
        return self.find_kept("livechat.waiting.report")

    @property
    def contact_link(self):
        return self.find_kept("livechat.contact.link")

    @property
    def handover(self):
        return self.find_kept("livechat.handover")

    @property
    def note_version(self):
        return self.find_kept("livechat.note.version")

    @property
    def ticket_link(self):
        return self.find_kept("livechat.ticket.link")

    def find_kept(self, model):
        return self.env[model].search([("channel_id", "=", self.channel.id)], limit=1)

    @property
    def note_versions(self):
        return self.env["livechat.note.version"].search(
            [("channel_id", "=", self.channel.id)], order="id"
        )

    @property
    def template(self):
        return self.env.ref("livechat_info_panel.mail_template_transcript")

    @property
    def report(self):
        return self.make_wizard("livechat.action.report", {})

    @property
    def report_line(self):
        vals = {"name": "Visitor", "res_id": self.channel.id}
        return self.make_wizard("livechat.action.report.line", vals)

    @property
    def erase_wizard(self):
        vals = {"action": "erase", "channel_ids": self.closed.ids}
        return self.make_wizard("livechat.confirm.wizard", vals)

    @property
    def lookup_line(self):
        wizard = self.env["privacy.lookup.wizard"].create({"name": "Zebra", "email": "z@b.example"})
        vals = {
            "wizard_id": wizard.id,
            "res_id": self.closed.id,
            "res_model_id": self.env["ir.model"]._get_id("discuss.channel"),
        }
        return self.make_wizard("privacy.lookup.wizard.line", vals)

    @property
    def help_wizard(self):
        return self.make_wizard(
            "livechat.help.wizard", {"channel_id": self.calm.id, "text": "Help"}
        )

    @property
    def reassign_wizard(self):
        return self.make_wizard(
            "livechat.reassign.wizard", {"channel_id": self.calm.id, "user_id": self.expert.id}
        )

    @property
    def ticket_wizard(self):
        return self.make_wizard("livechat.ticket.wizard", {"channel_id": self.calm.id})

    def make_wizard(self, model, vals):
        """Return a dialog of the present kind of user, or of somebody else if they may not."""
        wizards = self.env[model]
        user = self.users.get(self.kind)
        wizard = wizards
        if user:
            with suppress(AccessError), self.env.cr.savepoint():
                wizard = wizards.with_user(user).create(vals)
        wizard = wizard or wizards.create(vals)
        self.env.flush_all()
        return wizard

    # ------------------------------------------------------------
    # How each kind asks
    # ------------------------------------------------------------

    def become(self, kind):
        """Ask as a kind of user from now on."""
        self.kind = kind
        user, guest = self.users.get(kind), self.guests.get(kind)
        self.authenticate(user and user.login, user and PASSWORD)
        self.cookies = {guest._cookie_name: guest._format_auth_cookie()} if guest else None

    def ask(self, route, params):
        """Return the result of a JSON-RPC route or the name of its error, and all of the answer.

        :rtype: tuple
        """
        response = self.opener.post(
            self.base_url() + route,
            json={"id": 0, "jsonrpc": "2.0", "method": "call", "params": params},
            cookies=self.cookies,
            timeout=60,
        )
        if response.status_code != 200:
            return None, str(response.status_code), response.text.lower()
        answer = response.json()
        error = answer["error"]["data"]["name"] if "error" in answer else None
        return answer.get("result"), error, json.dumps(answer).lower()

    def call_kw(self, model, method, args=(), kwargs=None):
        """Call a method over RPC. See ``ask``."""
        return self.ask(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs or {}},
        )

    # ------------------------------------------------------------
    # What there is
    # ------------------------------------------------------------

    @property
    def channels(self):
        return self.channel | self.calm | self.closed | self.unlinked
