from odoo.tests import tagged

from ..support.tickets import TicketCase


class RuleCase(TicketCase):
    assignee = "user_id"

    def create_by_rule(self, user, **kwargs):
        """Create a ticket as a rule that this user triggers, as superuser in their name."""
        channel = self.open_conversation(self.customer)
        result = channel.with_user(user).sudo().livechat_create_ticket(self.provider, **kwargs)
        return channel, self.tickets.browse(result["id"])

    def check_belongs_to_nobody(self, **kwargs):
        for user in self.env.ref("base.public_user"), self.customer, self.employee:
            channel, ticket = self.create_by_rule(user, **kwargs)
            with self.subTest(user.name):
                self.assertFalse(ticket[self.assignee])
                self.assertEqual(ticket.create_uid, self.env.ref("base.user_root"))
                self.assertNotIn(user.partner_id, ticket.message_partner_ids)
                self.assertNotIn(user.partner_id, ticket.message_ids.author_id)
                link = self.env["livechat.ticket.link"].search([("channel_id", "=", channel.id)])
                self.assertEqual((link.res_id, link.user_id.ids), (ticket.id, []))
                self.assertFalse(link.user_name)


@tagged("post_install", "-at_install", "companions")
class TestTicketsOfRules(RuleCase):
    ticket_app = "helpdesk_mgmt"
    ticket_model = "helpdesk.ticket"
    ticket_groups = "helpdesk_mgmt.group_helpdesk_user"
    provider = "helpdesk_mgmt"

    def test_they_belong_to_nobody(self):
        self.check_belongs_to_nobody()


@tagged("post_install", "-at_install", "companions")
class TestLeadsOfRules(RuleCase):
    ticket_app = "crm_livechat"
    ticket_model = "crm.lead"
    ticket_groups = "sales_team.group_sale_salesman_all_leads"
    store_name = "livechat_leads"
    provider = "crm_lead"

    def test_they_belong_to_nobody(self):
        self.check_belongs_to_nobody()
        _channel, lead = self.create_by_rule(self.customer)
        self.assertFalse(lead.referred)


@tagged("post_install", "-at_install", "companions")
class TestTasksOfRules(RuleCase):
    ticket_app = "project"
    ticket_model = "project.task"
    ticket_groups = "project.group_project_user"
    provider = "project_task"
    assignee = "user_ids"

    def test_they_belong_to_nobody(self):
        self.env["res.config.settings"].create({"livechat_project_tasks": True}).execute()
        project = self.env["project.project"].create({"name": "Repairs"})
        self.check_belongs_to_nobody(team_id=project.id)
