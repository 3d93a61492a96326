from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..support.tickets import TicketCase


@tagged("post_install", "-at_install", "companions")
class TestLeads(TicketCase):
    """Beside `crm_livechat`: open leads, and new ones."""

    ticket_app = "crm_livechat"
    ticket_model = "crm.lead"
    ticket_groups = "sales_team.group_sale_salesman_all_leads"
    store_name = "livechat_leads"

    def make_lead(self, name, **vals):
        return self.tickets.create({"name": name, "user_id": False, **vals})

    def create_lead(self, channel, *args, user=None):
        return self.create_ticket(channel, "crm_lead", *args, user=user)

    def test_open_leads_of_a_contact(self):
        partner_id = self.customer.partner_id.id
        won = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        lead = self.make_lead("A lead", type="lead", partner_id=partner_id)
        opportunity = self.make_lead("An opportunity", type="opportunity", partner_id=partner_id)
        opportunity.user_id = self.other_agent
        self.make_lead("Won", type="opportunity", partner_id=partner_id, stage_id=won.id)
        self.make_lead("Lost", type="opportunity", partner_id=partner_id).action_set_lost()
        self.make_lead("Somebody else's", partner_id=self.mia.id)
        data = self.tickets_data(self.open_conversation(self.customer))
        self.assertTrue(data["can_create"])
        self.assertEqual([item["id"] for item in data["items"]], [opportunity.id, lead.id])
        self.assertEqual(data["items"][0]["user_name"], "Otto Agent")
        self.assertEqual(data["items"][0]["stage"], opportunity.stage_id.name)
        self.assertIs(data["items"][0]["number"], False)

    def test_same_address(self):
        self.make_lead("Mia's", email_from='"Mia" <MIA@Example.com>')
        self.make_lead("Ami's", email_from="ami@example.com")
        data = self.tickets_data(self.open_guest_conversation(email="Mia@Example.COM"))
        self.assertEqual(
            [(item["title"], item["is_by_email"]) for item in data["items"]], [("Mia's", True)]
        )

    def test_lead_of_odoo_s_own_command(self):
        channel = self.open_guest_conversation(email=None)
        channel.with_user(self.agent).execute_command_lead(body="/lead A mower")
        [item] = self.tickets_data(channel)["items"]
        self.assertEqual((item["title"], item["is_by_email"]), ("A mower", False))

    def test_no_internal_comments(self):
        channel = self.open_guest_conversation(email=None)
        self.visitor_writes(channel, "Two mowers")
        self.user_writes(self.agent, channel, "Secret", subtype_xmlid="mail.mt_note")
        channel.with_user(self.agent).execute_command_lead(body="/lead A mower")
        self.create_lead(channel, "Another")
        leads = self.tickets.search([("origin_channel_id", "=", channel.id)])
        self.assertEqual(len(leads), 2)
        for lead in leads:
            self.assertIn("Two mowers", lead.description)
            self.assertNotIn("Secret", lead.description)

    def test_lead_of_a_guest(self):
        channel = self.open_guest_conversation("mia@example.com", "+32 470 12 34 56")
        self.visitor_writes(channel, "Two mowers, please")
        lead = self.create_lead(channel, "Mowers")
        self.assertEqual(lead.origin_channel_id, channel)
        self.assertFalse(lead.partner_id or lead.user_id)
        self.assertEqual(lead.email_from, "mia@example.com")
        self.assertEqual(lead.phone, "+32 470 12 34 56")
        self.assertEqual(lead.contact_name, channel.livechat_customer_guest_ids.name)
        self.assertIn("Two mowers, please", lead.description)
        self.assertEqual(lead.source_id, self.env.ref("crm_livechat.utm_source_livechat"))
        self.assertEqual(self.titles(channel), {"Mowers"})

    def test_lead_of_a_contact_for_a_team(self):
        team = self.env["crm.team"].create({"name": "Gardens", "use_leads": True})
        channel = self.open_conversation(self.customer)
        lead = self.create_lead(channel, None, team.id)
        self.assertEqual(lead.partner_id, self.customer.partner_id)
        self.assertEqual(lead.email_from, "carla@example.com")
        self.assertEqual((lead.team_id, lead.type), (team, "lead"))

    def test_no_right_on_leads(self):
        channel = self.open_guest_conversation()
        self.make_lead("Mia's", email_from="mia@example.com")
        self.assertIs(self.tickets_data(channel, self.other_agent), False)
        with self.assertRaises(AccessError):
            channel.with_user(self.other_agent).livechat_create_ticket("crm_lead")

    def test_own_leads_only(self):
        self.give_groups(self.other_agent, "sales_team.group_sale_salesman")
        self.make_lead("Ada's", email_from="mia@example.com", user_id=self.agent.id)
        self.make_lead("Otto's", email_from="mia@example.com", user_id=self.other_agent.id)
        channel = self.open_guest_conversation()
        self.assertEqual(self.titles(channel, self.other_agent), {"Otto's"})
        self.create_lead(channel, "New", user=self.other_agent)
        self.assertEqual(self.titles(channel, self.other_agent), {"Otto's", "New"})

    def test_costs_one_statement_however_much_there_is(self):
        channel = self.open_guest_conversation()
        expected = ["SELECT crm_lead BY active, won_status"]
        self.assertEqual(self.name_statements(channel), expected)
        for number in range(100):
            self.make_lead(f"Lead {number}", email_from="mia@example.com")
        self.assertEqual(self.tickets_data(channel)["count"], 100)
        self.assertEqual(self.name_statements(channel), expected)

    def test_dialog(self):
        channel = self.open_guest_conversation()
        team = self.env["crm.team"].create({"name": "Gardens"})
        wizards = self.env["livechat.ticket.wizard"].with_user(self.agent)
        with Form(wizards.with_context(active_id=channel.id, default_kind="lead")) as form:
            self.assertFalse(form.has_choice)
            form.title = "Mowers"
            form.team_id = team.id
        action = form.record.action_create_ticket()
        lead = self.tickets.search([("name", "=", "Mowers")])
        self.assertEqual(lead.team_id, team)
        self.assertEqual(action["params"]["links"][0]["url"], f"/odoo/crm.lead/{lead.id}")
        listed = channel.with_user(self.agent).action_livechat_open_tickets("lead")
        self.assertEqual(self.tickets.search(listed["domain"]), lead)
