from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tools.discuss import Store

from ...controllers.session import LivechatSessionData
from ..support.customer import CustomerCase
from ..support.panel_statements import (
    APPS,
    BATCH,
    CHATBOT,
    CONTACT,
    GUEST,
    TWO_APPS,
    VISITOR,
)

MANY = 50
AGENTS = 20
NOTES = 5

# What an agent must be to see the tickets, or leads, of an app.
GROUPS = {
    "crm_livechat": "sales_team.group_sale_salesman_all_leads",
    "helpdesk_mgmt": "helpdesk_mgmt.group_helpdesk_user",
    "project": "project.group_project_user",
}

# Their models, and the names of the fields of an address.
TICKETS = {
    "crm_livechat": ("crm.lead", "email_from"),
    "helpdesk_mgmt": ("helpdesk.ticket", "partner_email"),
    "project": ("project.task", "email_from"),
}


@tagged("post_install", "-at_install", "companions", "long")
class TestPanelStatements(CustomerCase):
    """What it costs to open a conversation in which every section has something to show."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.apps = APPS.keys() & cls.env["ir.module.module"]._installed().keys()
        for app in cls.apps & GROUPS.keys():
            cls.agent.group_ids |= cls.env.ref(GROUPS[app])
        cls.expertises = cls.env["im_livechat.expertise"].create(
            [{"name": f"Test Expertise {number}"} for number in range(NOTES)]
        )
        cls.tags = cls.env["im_livechat.conversation.tag"].create(
            [{"name": f"Test Tag {number}"} for number in range(NOTES)]
        )
        groups = cls.env.ref("im_livechat.im_livechat_group_user")
        cls.experts = cls.env["res.users"].create(
            [
                {
                    "name": f"Expert {number}",
                    "login": f"expert_{number}",
                    "group_ids": [Command.set(groups.ids)],
                }
                for number in range(AGENTS)
            ]
        )
        for expert in cls.experts:
            cls.env["mail.presence"]._update_presence(expert)
        cls.project = None
        if "project" in cls.apps:
            cls.env["res.config.settings"].create({"livechat_project_tasks": True}).execute()
            cls.project = cls.env["project.project"].create({"name": "Repairs"})

    # ------------------------------------------------------------
    # Something to show
    # ------------------------------------------------------------

    def fill(self, channel, count):
        """Have everything that the panel shows of a conversation happen this often."""
        self.make_earlier_conversations(channel, count)
        self.answer_chatbot(channel, count)
        self.work_on(channel, min(count, NOTES))
        self.hand_over(channel, min(count, AGENTS))
        self.make_tickets(channel, count)

    def make_earlier_conversations(self, channel, count):
        guest = channel.livechat_customer_guest_ids
        customer = (
            {"guest_id": guest.id}
            if guest
            else {"partner_id": channel.livechat_customer_partner_ids.id}
        )
        agent = {"partner_id": self.agent.partner_id.id, "livechat_member_type": "agent"}
        self.env["discuss.channel"].create(
            [
                {
                    "name": f"Earlier {number}",
                    "channel_type": "livechat",
                    "livechat_channel_id": self.livechat_channel.id,
                    "livechat_operator_id": self.agent.partner_id.id,
                    "livechat_conversation_tag_ids": self.tags[:count].ids,
                    "channel_member_ids": [
                        Command.create(agent),
                        Command.create({**customer, "livechat_member_type": "visitor"}),
                    ],
                }
                for number in range(count)
            ]
        )

    def answer_chatbot(self, channel, count):
        bot = self.chatbot.operator_partner_id
        channel.chatbot_current_step_id = self.chatbot.script_step_ids[0]
        messages = self.env["mail.message"].create(
            [
                {
                    "model": "discuss.channel",
                    "res_id": channel.id,
                    "body": f"{number}@example.com",
                    "message_type": "comment",
                    "author_id": author.id,
                }
                for number in range(count)
                for author in (bot, bot.browse())
            ]
        )
        self.env["chatbot.message"].create(
            [
                {
                    "discuss_channel_id": channel.id,
                    "mail_message_id": message.id,
                    "script_step_id": self.chatbot.script_step_ids[0].id,
                }
                for message in messages
            ]
        )

    def work_on(self, channel, count):
        """Set tags, expertise, the status and the note."""
        channel.livechat_conversation_tag_ids = self.tags[:count]
        channel.livechat_expertise_ids = self.expertises[:count]
        saved = {"id": 0}
        for number in range(count):
            for user in (self.agent, self.manager):
                channel.with_user(user).livechat_set_status("waiting")
                channel.with_user(user).livechat_set_status("in_progress")
                text = f"Note {number} of {user.name}"
                saved = channel.with_user(user).livechat_save_note(text, saved["id"])

    def hand_over(self, channel, count):
        """Hand it over to one agent after the other, who all stay in it."""
        for user in self.experts[:count]:
            channel.with_user(self.agent).livechat_reassign(user.id, comment="Yours", leave=False)

    def make_tickets(self, channel, count):
        """Make tickets, and leads, of the customer in every app that is installed."""
        contact = channel.livechat_customer_partner_ids
        vals_of_apps = {
            "crm_livechat": {"user_id": False},
            "helpdesk_mgmt": {"description": "…"},
            "project": {"project_id": self.project and self.project.id},
        }
        for app in self.apps & GROUPS.keys():
            model, email_field = TICKETS[app]
            customer = {email_field: channel.livechat_visitor_email}
            if contact:
                customer = {"partner_id": contact.id}
            self.env[model].create(
                [
                    {"name": f"Ticket {number}", **vals_of_apps[app], **customer}
                    for number in range(count)
                ]
            )

    def visit_website(self, channel, count):
        """Have the customer look at pages of the website."""
        visitor = self.env["website.visitor"].create(
            {"access_token": f"{channel.id:032}", "timezone": "Europe/Brussels"}
        )
        channel.livechat_visitor_id = visitor
        self.env["website.track"].create(
            [
                {"visitor_id": visitor.id, "url": f"https://example.com/{number}"}
                for number in range(count)
            ]
        )

    # ------------------------------------------------------------
    # What it costs
    # ------------------------------------------------------------

    def record_panel(self, channels):
        """Return the statements of what the web client asks for when an agent opens them."""

        def open_them():
            store = Store()
            LivechatSessionData._add_livechat_sessions(
                self.env(user=self.agent), store, channels.ids
            )
            store.get_result()

        return self.record(open_them)

    def check(self, open_conversation, expected):
        """Check what a conversation costs in which everything happened once, and often."""
        statements, of_many = (self.record_panel(open_conversation(count)) for count in (1, MANY))
        with self.subTest("as expected"):
            expected = [*expected, *(name for app in self.apps for name in APPS[app])]
            if {"helpdesk_mgmt", "project"} <= self.apps:
                expected += TWO_APPS
            self.assert_statements(statements, expected)
        with self.subTest("the same of many"):
            self.assert_same_statements(statements, of_many)

    def test_guest(self):
        def open_conversation(count):
            channel = self.open_guest_conversation("mia@example.com", "+32470123456")
            self.fill(channel, count)
            if "website_livechat" in self.apps:
                self.visit_website(channel, count)
            return channel

        expected = GUEST
        if "website_livechat" in self.apps:
            expected = GUEST + VISITOR
        self.check(open_conversation, expected)

    def test_closed(self):
        """Closed, corrected, and left by the customer."""

        def open_conversation(count):
            channel = self.open_guest_conversation("mia@example.com", "+32470123456")
            self.fill(channel, count)
            agent_side = channel.with_user(self.agent)
            agent_side.livechat_close()
            agent_side.livechat_correct_outcome("missed", "Nobody saw it")
            channel.livechat_customer_left_dt = channel.livechat_end_dt
            return channel

        # By whom messages for later are
        self.check(open_conversation, [*GUEST, "SELECT res_partner BY id"])

    def test_contact(self):
        self.customer.partner_id.write(
            {
                "parent_id": self.company.id,
                "category_id": [Command.create({"name": "Gold"})],
                "country_id": self.env.ref("base.be").id,
            }
        )

        def open_conversation(count):
            channel = self.open_conversation(self.customer)
            self.fill(channel, count)
            return channel

        self.check(open_conversation, CONTACT)

    def test_nothing_is_asked_of_a_chatbot_that_was_not_there(self):
        channels = self.open_conversation() | self.open_conversation(self.customer)
        names = [statement.name for statement in self.record_panel(channels)]
        self.assertIn("SELECT livechat_transcript BY channel_id", names)
        self.assertNotIn(CHATBOT, names)

    def open_batch(self, count):
        """Open this many conversations of guests, and as many of contacts, each with two of all."""
        channels = self.env["discuss.channel"]
        for number in range(count):
            guest = self.open_guest_conversation(f"{number}@example.com", f"+3247012345{number}")
            user = new_test_user(
                self.env,
                login=f"batch_{number}",
                email=f"batch_{number}@example.com",
                groups="base.group_portal",
            )
            user.partner_id.category_id = [Command.create({"name": f"Tag {number}"})]
            contact = self.open_conversation(user)
            for channel in (guest, contact):
                self.fill(channel, 2)
                if "website_livechat" in self.apps:
                    self.visit_website(channel, 2)
            channels |= guest | contact
        return channels

    def test_several_conversations_are_one_batch(self):
        channels = self.open_batch(4)
        few, many = self.record_panel(channels[:2]), self.record_panel(channels)
        if not self.apps:
            self.assert_statements(few, BATCH)
        self.assert_same_statements(few, many)
