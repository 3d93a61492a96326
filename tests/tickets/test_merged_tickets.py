import json

from odoo.tests import Form, tagged

from odoo.addons.bus.tests.common import BusCase

from ..support.tickets import TicketCase

OUTDATED = "livechat_info_panel/session_data_outdated"


class MergeCase(TicketCase, BusCase):
    """Somebody who knows nothing of live chats merges tickets, or leads, of conversations."""

    merge_model = None
    merge_method = None

    def arrange(self):
        super().arrange()
        self.give_groups(self.employee, self.ticket_groups)

    def merge(self, tickets, **values):
        """Merge tickets with the wizard of their app, as its user does from the list."""
        wizards = self.env[self.merge_model].with_user(self.employee)
        form = Form(wizards.with_context(active_model=tickets._name, active_ids=tickets.ids))
        for name, value in values.items():
            form[name] = value
        self._reset_bus()
        action = getattr(form.save(), self.merge_method)()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        return self.tickets.browse(action["res_id"])

    def shown(self, channel):
        """Return the ids of what the panel shows as surely of the customer."""
        items = self.tickets_data(channel)["items"]
        return [item["id"] for item in items if not item["is_by_email"]]

    def assertLeadsTo(self, ticket, *channels):
        """Check that a ticket leads to conversations, to each of them by one note."""
        notes = ticket.message_ids.filtered(lambda message: message.subtype_id.internal)
        for channel in channels:
            url = f'href="/odoo/action-im_livechat.discuss_channel_action/{channel.id}"'
            self.assertEqual(len(notes.filtered(lambda note, u=url: u in note.body)), 1)

    def assertLinks(self, ticket, *channels):
        domain = [("res_model", "=", ticket._name), ("res_id", "=", ticket.id)]
        links = self.env["livechat.ticket.link"].search(domain)
        self.assertEqual(sorted(links.channel_id.ids), sorted(channel.id for channel in channels))

    def assertTold(self, *channels):
        """Check that the open panels of conversations ask again, and no others."""
        told = self.env["bus.bus"].search([("message", "like", OUTDATED)])
        ids = {id_ for each in told for id_ in json.loads(each.message)["payload"]["channel_ids"]}
        self.assertEqual(ids, {channel.id for channel in channels})


@tagged("post_install", "-at_install", "companions")
class TestMergedLeads(MergeCase):
    """Beside `crm_livechat`: Odoo deletes the leads that are merged into another one."""

    ticket_app = "crm_livechat"
    ticket_model = "crm.lead"
    ticket_groups = "sales_team.group_sale_salesman_all_leads"
    store_name = "livechat_leads"
    merge_model = "crm.merge.opportunity"
    merge_method = "action_merge"

    def make_old(self, **vals):
        """Create an opportunity, which Odoo keeps when it is merged with leads."""
        vals = {"name": "Old", "type": "opportunity", "user_id": False, **vals}
        return self.tickets.create(vals)

    def create_lead(self, channel):
        lead = self.create_ticket(channel, "crm_lead", "New")
        lead.type = "lead"
        return lead

    def test_into_an_older_one(self):
        old = self.make_old()
        channel = self.open_guest_conversation(email=None)
        lead = self.create_lead(channel)
        self.assertEqual(self.merge(old | lead), old)
        self.assertFalse(lead.exists())
        self.assertEqual(self.shown(channel), old.ids)
        self.assertLeadsTo(old, channel)
        self.assertEqual(old.origin_channel_id, channel)
        self.assertTold(channel)
        listed = channel.with_user(self.agent).action_livechat_open_tickets("lead")
        self.assertEqual(self.tickets.search(listed["domain"]), old)

    def test_later_conversation_of_the_same_guest(self):
        old = self.make_old()
        first = self.open_guest_conversation(email=None)
        self.merge(old | self.create_lead(first))
        second = self.open_guest_conversation(email=None, guest_of=first)
        self.assertEqual(self.shown(second), old.ids)
        self.assertFalse(self.titles(self.open_guest_conversation(email=None)))

    def test_three_of_two_conversations(self):
        old = self.make_old()
        first, second = (self.open_guest_conversation(email=None) for _number in range(2))
        leads = [self.create_lead(channel) for channel in (first, first, second)]
        self.merge(old.union(*leads))
        for channel in (first, second):
            self.assertEqual(self.shown(channel), old.ids)
        self.assertLinks(old, first, second)
        self.assertEqual(old.origin_channel_id, first)
        self.assertTold(first, second)

    def test_kept_one_is_of_the_same_conversation(self):
        channel = self.open_guest_conversation(email=None)
        kept = self.create_lead(channel)
        kept.type = "opportunity"
        self.merge(kept | self.create_lead(channel))
        self.assertEqual(self.shown(channel), kept.ids)
        self.assertLinks(kept, channel)
        self.assertTold(channel)

    def test_leads_of_odoo_s_own_command(self):
        first, second = (self.open_guest_conversation(email=None) for _number in range(2))
        for channel in (first, second):
            channel.with_user(self.agent).execute_command_lead(body="/lead A mower")
        leads = [
            self.tickets.search([("origin_channel_id", "=", channel.id)])
            for channel in (first, second)
        ]
        leads[0].type, leads[1].type = "opportunity", "lead"
        self.merge(leads[0] | leads[1])
        for channel in (first, second):
            self.assertEqual(self.shown(channel), leads[0].ids)
        self.assertEqual(leads[0].origin_channel_id, first)
        self.assertLeadsTo(leads[0], second)

    def test_lead_of_a_contact_into_another_contact_s(self):
        old = self.make_old(partner_id=self.mia.id)
        channel = self.open_conversation(self.customer)
        self.merge(old | self.create_lead(channel))
        self.assertEqual(self.shown(channel), old.ids)

    def test_merged_when_it_becomes_an_opportunity(self):
        old = self.make_old(email_from="mia@example.com")
        channel = self.open_guest_conversation("mia@example.com")
        lead = self.create_lead(channel)
        wizards = self.env["crm.lead2opportunity.partner"].with_user(self.employee)
        with Form(wizards.with_context(active_model="crm.lead", active_id=lead.id)) as form:
            form.name = "merge"
        form.record.action_apply()
        self.assertFalse(lead.exists())
        self.assertEqual(self.shown(channel), old.ids)

    def test_lost_lead_comes_back_with_the_kept_one(self):
        old = self.make_old()
        channel = self.open_guest_conversation(email=None)
        lead = self.create_lead(channel)
        lead.action_archive()
        self.merge(old | lead)
        self.assertEqual(self.shown(channel), old.ids)

    def test_agent_who_is_gone(self):
        old = self.make_old()
        channel = self.open_guest_conversation(email=None)
        lead = self.create_lead(channel)
        link = self.env["livechat.ticket.link"].search([("res_id", "=", lead.id)])
        link.user_id = False
        link.user_name = "Ada Agent"
        self.merge(old | lead)
        copy = self.env["livechat.ticket.link"].search([("res_id", "=", old.id)])
        self.assertEqual((copy.user_id.id, copy.user_name), (False, "Ada Agent"))

    def test_merged_in_a_way_that_nobody_knows_of(self):
        channel = self.open_guest_conversation(email=None)
        self.create_lead(channel).unlink()
        data = self.tickets_data(channel)
        self.assertEqual((data["count"], data["items"], data["more"]), (0, [], []))
        listed = channel.with_user(self.agent).action_livechat_open_tickets("lead")
        self.assertFalse(self.tickets.search(listed["domain"]))

    def test_odoo_sets_its_models_up_again(self):
        method = self.registry["crm.lead"]._merge_dependences
        self.registry._setup_models__(self.env.cr, [])
        renewed = self.registry["crm.lead"]._merge_dependences
        self.assertIsNot(renewed, method)
        self.assertIs(renewed.__wrapped__, method.__wrapped__, "It is wrapped once.")
        self.test_into_an_older_one()


@tagged("post_install", "-at_install", "companions")
class TestMergedTickets(MergeCase):
    """Beside `helpdesk_mgmt_merge`, which archives the tickets that are merged."""

    ticket_app = "helpdesk_mgmt_merge"
    ticket_model = "helpdesk.ticket"
    ticket_groups = "helpdesk_mgmt.group_helpdesk_user"
    merge_model = "helpdesk.ticket.merge"
    merge_method = "merge_tickets"

    def arrange(self):
        super().arrange()
        self.give_groups(self.employee, "base.group_system")  # it moves messages as the user

    def make_old(self):
        return self.tickets.create({"name": "Old", "description": "<p>…</p>"})

    def test_into_an_older_one(self):
        old = self.make_old()
        channel = self.open_guest_conversation(email=None)
        ticket = self.create_ticket(channel)
        self.assertEqual(self.merge(old | ticket), old)
        self.assertFalse(ticket.active)
        self.assertEqual(self.shown(channel), old.ids)
        self.assertLeadsTo(old, channel)
        self.assertTold(channel)

    def test_two_into_a_new_one(self):
        channels = [self.open_guest_conversation(email=None) for _number in range(2)]
        team = self.env["helpdesk.ticket.team"].create({"name": "Mowers"})
        tickets = [self.create_ticket(channel) for channel in channels]
        new = self.merge(
            tickets[0] | tickets[1],
            create_new_ticket=True,
            dst_ticket_name="New",
            dst_helpdesk_team_id=team,
        )
        self.assertEqual(new.name, "New")
        for channel in channels:
            self.assertEqual(self.shown(channel), new.ids)
        self.assertLeadsTo(new, *channels)
        self.assertLinks(new, *channels)

    def test_kept_one_is_of_the_same_conversation(self):
        channel = self.open_guest_conversation(email=None)
        kept, merged = (self.create_ticket(channel) for _number in range(2))
        self.assertEqual(self.merge(kept | merged, dst_ticket_id=kept), kept)
        self.assertEqual(self.shown(channel), kept.ids)
        self.assertLinks(kept, channel)
        self.assertLeadsTo(kept, channel)

    def test_one_after_the_other(self):
        oldest, old = self.make_old(), self.make_old()
        channel = self.open_guest_conversation(email=None)
        self.merge(old | self.create_ticket(channel))
        self.merge(oldest | old)
        self.assertEqual(self.shown(channel), oldest.ids)
        self.assertLeadsTo(oldest, channel)

    def test_merged_one_comes_back(self):
        old = self.make_old()
        channel = self.open_guest_conversation(email=None)
        ticket = self.create_ticket(channel)
        self.merge(old | ticket)
        ticket.action_unarchive()
        self.assertEqual(set(self.shown(channel)), {old.id, ticket.id})


@tagged("post_install", "-at_install", "companions")
class TestMergedTasks(MergeCase):
    """Beside `project_merge`, which archives the tasks that are merged, and moves no messages."""

    ticket_app = "project_merge"
    ticket_model = "project.task"
    ticket_groups = "project.group_project_user"
    merge_model = "project.task.merge"
    merge_method = "merge_tasks"

    def setUp(self):
        super().setUp()
        self.env["res.config.settings"].create({"livechat_project_tasks": True}).execute()
        self.project = self.env["project.project"].create({"name": "Repairs"})

    def create_task(self, channel):
        return self.create_ticket(channel, "project_task", "Repair", self.project.id)

    def test_into_an_older_one(self):
        old = self.tickets.create({"name": "Old", "project_id": self.project.id})
        channel = self.open_guest_conversation(email=None)
        task = self.create_task(channel)
        self.assertEqual(self.merge(old | task), old)
        self.assertFalse(task.active)
        self.assertEqual(self.shown(channel), old.ids)
        self.assertLeadsTo(old, channel)
        self.assertTold(channel)

    def test_into_a_new_one(self):
        channels = [self.open_guest_conversation(email=None) for _number in range(2)]
        tasks = [self.create_task(channel) for channel in channels]
        new = self.merge(tasks[0] | tasks[1], create_new_task=True, dst_task_name="New")
        for channel in channels:
            self.assertEqual(self.shown(channel), new.ids)
        self.assertLeadsTo(new, *channels)

    def test_while_tasks_are_not_shown(self):
        old = self.tickets.create({"name": "Old", "project_id": self.project.id})
        channel = self.open_guest_conversation(email=None)
        task = self.create_task(channel)
        self.env["res.config.settings"].create({"livechat_project_tasks": False}).execute()
        self.merge(old | task)
        self.env["res.config.settings"].create({"livechat_project_tasks": True}).execute()
        self.assertEqual(self.shown(channel), old.ids)
