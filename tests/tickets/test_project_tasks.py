from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..support.common import need_module
from ..support.panel_statements import TWO_APPS
from ..support.tickets import TicketCase


@tagged("post_install", "-at_install", "companions")
class TestProjectTasks(TicketCase):
    """Beside `project`: tasks as tickets, if that is turned on."""

    ticket_app = "project"
    ticket_model = "project.task"
    ticket_groups = "project.group_project_user"

    def arrange(self):
        super().arrange()
        self.project = self.env["project.project"].create({"name": "Repairs"})
        stages = self.env["project.task.type"]
        self.stage = stages.create({"name": "In repair", "project_ids": self.project.ids})

    def turn_on(self, is_on=True):
        settings = self.env["res.config.settings"].create({"livechat_project_tasks": is_on})
        settings.execute()

    def make_task(self, name, **vals):
        return self.tickets.create({"name": name, "project_id": self.project.id, **vals})

    def task_data(self, channel):
        items = (self.tickets_data(channel) or {"items": []})["items"]
        return [item for item in items if item["model"] == "project.task"]

    def test_off_unless_turned_on(self):
        self.make_task("Repair", partner_id=self.customer.partner_id.id)
        channel = self.open_conversation(self.customer)
        self.assertFalse(self.task_data(channel))
        with self.assertRaises(UserError):
            channel.with_user(self.agent).livechat_create_ticket("project_task")
        self.turn_on()
        self.assertEqual(len(self.task_data(channel)), 1)
        self.turn_on(False)
        self.assertFalse(self.task_data(channel))

    def test_setting_is_shown(self):
        form = Form(self.env["res.config.settings"])
        self.assertTrue(form.livechat_has_project)
        self.assertFalse(form.livechat_project_tasks)

    def test_open_tasks(self):
        self.turn_on()
        task = self.make_task(
            "Repair",
            partner_id=self.customer.partner_id.id,
            stage_id=self.stage.id,
            user_ids=(self.agent | self.other_agent).ids,
        )
        self.make_task("Done", partner_id=self.customer.partner_id.id, state="1_done")
        [item] = self.task_data(self.open_conversation(self.customer))
        self.assertEqual(item["id"], task.id)
        self.assertEqual(item["stage"], "In repair")
        self.assertEqual(
            set(item["user_name"].split(", ")), {self.agent.name, self.other_agent.name}
        )

    def test_create(self):
        self.turn_on()
        channel = self.open_guest_conversation()
        with self.assertRaisesRegex(UserError, "needs a project"):
            channel.with_user(self.agent).livechat_create_ticket("project_task")
        task = self.create_ticket(channel, "project_task", "Repair", self.project.id)
        self.assertEqual(task.project_id, self.project)
        self.assertEqual(task.email_from, "mia@example.com")
        self.assertIn("Your e-mail?", task.description)
        [item] = self.task_data(channel)
        self.assertEqual((item["id"], item["is_by_email"]), (task.id, False))

    def test_beside_another_app_for_tickets(self):
        need_module(self.env, "helpdesk_mgmt")
        self.give_groups(self.agent, "helpdesk_mgmt.group_helpdesk_user")
        self.turn_on()
        partner_id = self.customer.partner_id.id
        for number in range(4):
            self.make_task(f"Task {number}", partner_id=partner_id)
            self.env["helpdesk.ticket"].create(
                {"name": f"Ticket {number}", "description": "…", "partner_id": partner_id}
            )
        channel = self.open_conversation(self.customer)
        data = self.tickets_data(channel)
        self.assertEqual((data["count"], len(data["items"])), (8, 5))
        self.assertEqual(sum(more["count"] for more in data["more"]), 3)
        self.assertTrue(all(more["name"] for more in data["more"]))
        self.assertEqual(
            self.name_statements(channel),
            [
                "SELECT helpdesk_ticket BY active, stage_id",
                *TWO_APPS,
                "SELECT project_task BY active, is_template",
            ],
        )
        wizards = self.env["livechat.ticket.wizard"].with_user(self.agent)
        form = Form(wizards.with_context(active_id=channel.id))
        self.assertTrue(form.has_choice)
        self.assertEqual(form.team_model, "helpdesk.ticket.team")
        form.ticket_provider = "project_task"
        self.assertEqual((form.team_model, form.team_label), ("project.project", "Project"))
        form.team_id = self.project.id
        form.title = "Repair"
        form.save().action_create_ticket()
        self.assertEqual(self.tickets.search([("name", "=", "Repair")]).project_id, self.project)
