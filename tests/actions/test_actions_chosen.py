from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..support.common import IS_SLOW, PanelCase, need_module

MANY = 200 if IS_SLOW else 20


class ChosenCase(PanelCase):
    def act(self, channels, action, user=None, **values):
        """Do something with conversations as from the list, and return what is said of it."""
        user = user or self.agent
        opened = channels.with_user(user).action_livechat_confirm(action)
        dialogs = self.env[opened["res_model"]].with_user(user)
        form = Form(dialogs.with_context(**opened["context"]))
        for name, value in values.items():
            if name == "tag_ids":
                for tag in value:
                    form.tag_ids.add(tag)
            else:
                setattr(form, name, value)
        result = form.save().action_confirm()
        self.env.invalidate_all()
        if result["type"] == "ir.actions.client":
            return result["params"]["message"]
        report = self.env[result["res_model"]].browse(result["res_id"])
        return "\n".join(
            [report.message, *(f"{line.reason}: {line.name}" for line in report.line_ids)]
        )


@tagged("post_install", "-at_install")
class TestActionsChosen(ChosenCase):
    """What agents do with many conversations, once they have chosen how."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.presence"]._update_presence(cls.other_agent)
        tags = cls.env["im_livechat.conversation.tag"]
        cls.tag, cls.other_tag = tags.create([{"name": "Test One"}, {"name": "Test Two"}])

    def test_reassigned_to_an_agent_with_a_comment(self):
        channels = self.make_guest_conversations(MANY)
        message = self.act(
            channels, "reassign_to", user_id=self.other_agent, comment="Please go on"
        )
        self.assertEqual(message, f"Done for {MANY} of {MANY} conversations.")
        for channel in channels:
            self.assertEqual(channel.livechat_operator_id, self.other_agent.partner_id)
            self.assertNotIn(self.agent.partner_id, channel.channel_partner_ids)
        self.assertEqual(set(channels.livechat_handover_ids.mapped("comment")), {"Please go on"})

    def test_who_cannot_have_it_gets_none_and_the_report_says_why(self):
        first, own, closed = self.make_guest_conversations(3)
        own._add_members(users=self.other_agent)
        closed.livechat_end_dt = "2026-01-01"
        message = self.act(first | own | closed, "reassign_to", user_id=self.other_agent)
        self.assertEqual(
            message.splitlines(),
            [
                "Done for 1 of 3 conversations.",
                f"It is closed already: {closed.livechat_customer_name}",
                f"Otto Agent is in this conversation already.: {own.livechat_customer_name}",
            ],
        )
        self.assertFalse(own.livechat_handover_ids or closed.livechat_handover_ids)
        self.env["mail.presence"].search([("user_id", "=", self.other_agent.id)]).unlink()
        offline = self.make_guest_conversations(1)
        message = self.act(offline, "reassign_to", user_id=self.other_agent)
        self.assertIn("Otto Agent is offline.", message)
        self.assertEqual(offline.livechat_operator_id, self.agent.partner_id)

    def test_tags_are_added_and_removed(self):
        plain, has_tag, closed = channels = self.make_guest_conversations(3)
        closed.livechat_end_dt = "2026-01-01"
        has_tag.livechat_conversation_tag_ids = self.tag
        message = self.act(channels, "add_tags", tag_ids=self.tag)
        self.assertEqual(
            message.splitlines(),
            [
                "Done for 2 of 3 conversations.",
                f"It has these tags already: {has_tag.livechat_customer_name}",
            ],
        )
        self.act(plain, "add_tags", tag_ids=self.other_tag)
        for channel in channels:
            self.assertIn(self.tag, channel.livechat_conversation_tag_ids)
        message = self.act(channels, "remove_tags", tag_ids=self.tag)
        self.assertEqual(message, "Done for 3 of 3 conversations.")
        message = self.act(channels, "remove_tags", tag_ids=self.tag | self.other_tag)
        self.assertEqual(message.splitlines()[0], "Done for 1 of 3 conversations.")
        self.assertIn("It has none of these tags", message)
        self.assertFalse(channels.livechat_conversation_tag_ids)

    def test_outcome_with_a_reason(self):
        wrong, right, open_one = channels = self.make_guest_conversations(3)
        (wrong | right).livechat_end_dt = "2026-01-01"
        right.with_user(self.agent).livechat_correct_outcome("escalated", "Before")
        message = self.act(
            channels, "correct_outcome", outcome="escalated", reason="By phone, to Otto"
        )
        self.assertEqual(
            message.splitlines(),
            [
                "Done for 1 of 3 conversations.",
                f"It is open: it has no outcome yet: {open_one.livechat_customer_name}",
                f"It has this outcome already: {right.livechat_customer_name}",
            ],
        )
        self.assertEqual(wrong.livechat_outcome, "escalated")
        self.assertEqual(wrong.livechat_outcome_reason, "By phone, to Otto")
        self.assertEqual(wrong.livechat_outcome_corrected_by_id, self.agent)
        self.assertEqual(right.livechat_outcome_reason, "Before")
        self.assertFalse(open_one.livechat_outcome_correction)

    def test_what_is_not_chosen_is_asked_for_and_nothing_is_done(self):
        channels = self.make_guest_conversations(1, livechat_end_dt="2026-01-01")
        dialogs = self.env["livechat.confirm.wizard"].with_user(self.agent)
        for values, said in [
            ({"action": "reassign_to"}, "Choose an agent"),
            ({"action": "add_tags"}, "Choose at least one tag"),
            ({"action": "remove_tags"}, "Choose at least one tag"),
            ({"action": "correct_outcome"}, "Choose an outcome"),
            ({"action": "correct_outcome", "outcome": "escalated"}, "Say why"),
        ]:
            dialog = dialogs.create({"channel_ids": channels.ids, **values})
            with self.subTest(values), self.assertRaisesRegex(UserError, said):
                dialog.action_confirm()
        self.assertFalse(channels.livechat_outcome_correction)

    def test_only_agents(self):
        channels = self.make_guest_conversations(1)
        for action in channels._get_confirmed_actions():
            with self.subTest(action), self.assertRaises(AccessError):
                channels.with_user(self.employee).action_livechat_confirm(action)

    def test_a_rule_has_nothing_to_choose_from_and_logs_it(self):
        channel = self.make_guest_conversations(1)
        for action in ("reassign_to", "add_tags", "correct_outcome"):
            with (
                self.subTest(action),
                self.assertLogs("odoo.addons.livechat_info_panel.models.core.in_rules", "ERROR"),
            ):
                channel.sudo().action_livechat_confirm(action)
        logged = self.env["ir.logging"].search([("name", "=", "livechat_info_panel")])
        self.assertEqual(len(logged), 3)
        self.assertFalse(channel.livechat_handover_ids or channel.livechat_conversation_tag_ids)

    def test_tickets_are_offered_only_where_there_are_some(self):
        offered = self.env["ir.actions.actions"].with_user(self.agent)
        ids = {action["id"] for action in offered.get_bindings("discuss.channel")["action"]}
        self.assertIn(self.env.ref("livechat_info_panel.action_livechat_add_tags").id, ids)
        create = self.env.ref("livechat_info_panel.action_livechat_create_tickets")
        providers = self.env["livechat.ticket.provider"]._get_installed_providers()
        has_tickets = any(provider._kind == "ticket" for provider in providers)
        self.assertEqual(create.id in ids, has_tickets)


@tagged("post_install", "-at_install", "companions")
class TestTicketsOfMany(ChosenCase):
    def test_one_each_unless_there_is_one(self):
        need_module(self.env, "helpdesk_mgmt")
        self.agent.group_ids += self.env.ref("helpdesk_mgmt.group_helpdesk_user")
        channels = self.make_guest_conversations(3)
        closed, with_ticket, _open_one = channels
        closed.livechat_end_dt = "2026-01-01"
        with_ticket.with_user(self.agent).livechat_create_ticket("helpdesk_mgmt")
        message = self.act(channels, "create_ticket", ticket_provider="helpdesk_mgmt")
        self.assertEqual(
            message.splitlines(),
            [
                "Done for 2 of 3 conversations.",
                f"There is a ticket of it already: {with_ticket.livechat_customer_name}",
            ],
        )
        links = self.env["livechat.ticket.link"].search([("channel_id", "in", channels.ids)])
        self.assertEqual(links.channel_id, channels)
        self.assertEqual(len(links), 3)
        offered = self.env["ir.actions.actions"].with_user(self.agent)
        ids = {action["id"] for action in offered.get_bindings("discuss.channel")["action"]}
        create = self.env.ref("livechat_info_panel.action_livechat_create_tickets")
        self.assertIn(create.id, ids)

    def test_tasks_are_of_the_project_that_is_chosen(self):
        need_module(self.env, "project")
        self.env["res.config.settings"].create({"livechat_project_tasks": True}).execute()
        self.agent.group_ids += self.env.ref("project.group_project_user")
        project = self.env["project.project"].create({"name": "Repairs"})
        channels = self.make_guest_conversations(2)
        opened = channels.with_user(self.agent).action_livechat_confirm("create_ticket")
        dialogs = self.env["livechat.confirm.wizard"].with_user(self.agent)
        form = Form(dialogs.with_context(**opened["context"]))
        form.ticket_provider = "project_task"
        self.assertEqual((form.team_model, form.team_label), ("project.project", "Project"))
        self.assertTrue(form.is_team_required)
        values = {"channel_ids": channels.ids, "action": "create_ticket"}
        unsaid = dialogs.create({**values, "ticket_provider": "project_task"})
        with self.assertRaisesRegex(UserError, "Choose a Project"):
            unsaid.action_confirm()
        form.team_id = project.id
        form.save().action_confirm()
        tasks = self.env["project.task"].search([("project_id", "=", project.id)])
        self.assertEqual(len(tasks), 2)
        secret = self.env["project.project"].create(
            {"name": "Secret", "privacy_visibility": "followers"}
        )
        with self.assertRaises(AccessError):
            dialogs.create({**values, "ticket_provider": "project_task", "team_id": secret.id})
