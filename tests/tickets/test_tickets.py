import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.bus.tests.common import BusCase
from odoo.addons.mail.tools.discuss import Store

from ..support.tickets import TicketCase

OUTDATED = "livechat_info_panel/session_data_outdated"


class HelpdeskCase(TicketCase):
    ticket_app = "helpdesk_mgmt"
    ticket_model = "helpdesk.ticket"
    ticket_groups = "helpdesk_mgmt.group_helpdesk_user"

    def arrange(self):
        super().arrange()
        self.env.company.helpdesk_mgmt_ticket_auto_assign = False

    def make_ticket(self, name, **vals):
        return self.tickets.create({"name": name, "description": "<p>…</p>", **vals})


@tagged("post_install", "-at_install", "companions")
class TestOpenTickets(HelpdeskCase):
    """Beside `helpdesk_mgmt`: which tickets are the customer's."""

    def test_open_tickets_of_a_contact(self):
        stage = self.env["helpdesk.ticket.stage"].create({"name": "In repair", "sequence": 50})
        ticket = self.make_ticket(
            "The mower does not start",
            partner_id=self.customer.partner_id.id,
            stage_id=stage.id,
            user_id=self.other_agent.id,
        )
        closed = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        partner_id = self.customer.partner_id.id
        self.make_ticket("Done", partner_id=partner_id, stage_id=closed.id)
        self.make_ticket("Archived", partner_id=partner_id, active=False)
        self.make_ticket("Somebody else's", partner_id=self.mia.id)
        self.make_ticket("Nobody's")
        channel = self.open_conversation(self.customer)
        self.assertEqual(
            self.tickets_data(channel),
            {
                "can_create": True,
                "count": 1,
                "items": [
                    {
                        "model": "helpdesk.ticket",
                        "id": ticket.id,
                        "number": ticket.number,
                        "title": "The mower does not start",
                        "stage": "In repair",
                        "user_name": "Otto Agent",
                        "date": ticket.create_date.strftime("%Y-%m-%d %H:%M:%S"),
                        "is_by_email": False,
                    }
                ],
                "more": [],
            },
        )

    def test_ticket_without_anything(self):
        ticket = self.make_ticket("Bare", partner_id=self.customer.partner_id.id)
        ticket.stage_id = False
        [item] = self.tickets_data(self.open_conversation(self.customer))["items"]
        self.assertEqual((item["stage"], item["user_name"]), (False, False))

    def test_stage_is_in_the_agent_s_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        stage = self.env["helpdesk.ticket.stage"].create({"name": "In repair"})
        stage.with_context(lang="es_ES").name = "En reparación"
        self.agent.lang = "es_ES"
        self.make_ticket("Mower", partner_id=self.customer.partner_id.id, stage_id=stage.id)
        [item] = self.tickets_data(self.open_conversation(self.customer))["items"]
        self.assertEqual(item["stage"], "En reparación")

    def test_people_of_a_company(self):
        self.make_ticket("Mia's", partner_id=self.mia.id)
        self.make_ticket("The company's", partner_id=self.company.id)
        channel = self.open_guest_conversation(email=None)
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        self.assertEqual(self.titles(channel), {"Mia's"})
        self.call(self.agent, channel, "livechat_unlink_contact")
        self.call(self.agent, channel, "livechat_link_contact", self.company.id)
        self.assertEqual(self.titles(channel), {"Mia's", "The company's"})

    def test_same_address_in_any_case(self):
        for email in (
            "mia@example.com",
            "MIA@Example.COM",
            '"Mia, Gardener" <Mia@example.com>',
            "amia@example.com",
            "mia@example.com.test",
            "<mia@example.com> other@example.com",
            "mia@example.com <other@example.com>",
            "m%@example.com",
            "",
            False,
        ):
            self.make_ticket(f"From {email}", partner_email=email)
        channel = self.open_guest_conversation(email="MIA@EXAMPLE.com")
        data = self.tickets_data(channel)
        self.assertEqual(
            {item["title"]: item["is_by_email"] for item in data["items"]},
            {
                "From mia@example.com": True,
                "From MIA@Example.COM": True,
                'From "Mia, Gardener" <Mia@example.com>': True,
            },
        )

    def test_wildcards_and_no_addresses_find_nothing(self):
        self.make_ticket("Mia's", partner_email="mia@example.com")
        self.make_ticket("Of nobody", partner_email="")
        self.make_ticket("Of nobody at all")
        for email in ("-", "%", "m_a@example.com", "m%@example.com", "nobody", "x" * 5000, "mia@"):
            channel = self.open_guest_conversation(email=None)
            self.visitor_writes(channel, email)
            self.assertFalse(self.titles(channel), email)

    def test_plus_tag_is_another_address(self):
        self.make_ticket("Tagged", partner_email="mia+shop@example.com")
        self.assertFalse(self.titles(self.open_guest_conversation(email="mia@example.com")))
        channel = self.open_guest_conversation(email="Mia+Shop@example.com")
        self.assertEqual(self.titles(channel), {"Tagged"})

    def test_contact_that_may_not_be_read_finds_nothing(self):
        self.make_ticket("Mia's", partner_id=self.mia.id, partner_email="mia@example.com")
        channel = self.open_guest_conversation(email=None)
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        self.assertEqual(self.titles(channel), {"Mia's"})
        self.hide_contact(self.mia)
        self.assertFalse(self.titles(channel))

    def test_newest_first_and_how_many_more(self):
        partner_id = self.customer.partner_id.id
        tickets = self.tickets.concat(
            *(self.make_ticket(f"Ticket {number}", partner_id=partner_id) for number in range(8))
        )
        channel = self.open_conversation(self.customer)
        data = self.tickets_data(channel)
        self.assertEqual(data["count"], 8)
        self.assertEqual([item["id"] for item in data["items"]], tickets.ids[:2:-1])
        self.assertEqual(data["more"], [{"provider": "helpdesk_mgmt", "name": False, "count": 3}])
        action = self.call(self.agent, channel, "action_livechat_open_tickets", "ticket")
        self.assertEqual(action["res_model"], "helpdesk.ticket")
        self.assertEqual(self.tickets.search(action["domain"]), tickets.sorted())

    def test_costs_one_statement_however_much_there_is(self):
        channel = self.open_guest_conversation()
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        expected = ["SELECT helpdesk_ticket BY active, stage_id"]
        self.assertEqual(self.name_statements(channel), expected)
        for number in range(100):
            self.make_ticket(f"Ticket {number}", partner_id=self.mia.id)
            self.make_ticket(f"By mail {number}", partner_email="mia@example.com")
        self.assertEqual(self.tickets_data(channel)["count"], 200)
        self.assertEqual(self.name_statements(channel), expected)

    def test_rights(self):
        self.make_ticket("Mia's", partner_email="mia@example.com")
        own = self.make_ticket("Own", partner_email="mia@example.com", user_id=self.manager.id)
        channel = self.open_guest_conversation()
        # Without any right on tickets, but for those of one's own as a customer.
        self.assertEqual(
            self.tickets_data(channel, self.other_agent),
            {"can_create": False, "count": 0, "items": [], "more": []},
        )
        # "Personal tickets" only.
        self.give_groups(self.manager, "helpdesk_mgmt.group_helpdesk_user_own")
        data = self.tickets_data(channel, self.manager)
        self.assertEqual([item["id"] for item in data["items"]], own.ids)
        self.assertEqual((data["can_create"], data["count"]), (True, 1))

    def test_only_live_chat_users_who_are_not_the_customer(self):
        self.give_groups(self.employee, self.ticket_groups)
        self.give_groups(self.other_agent, self.ticket_groups)
        channel = self.open_conversation(self.other_agent)
        self.make_ticket("The customer's", partner_id=self.other_agent.partner_id.id)
        self.assertEqual(self.titles(channel), {"The customer's"})
        self.assertIsNone(self.tickets_data(channel, self.other_agent))
        for user in (self.other_agent, self.employee):
            as_user = channel.with_user(user)
            attributes = as_user._get_livechat_session_fields_to_store()
            data = Store().add(as_user, attributes).get_result()
            self.assertNotIn("livechat_tickets", str(data))
        self.create_ticket(channel)
        links = self.env["livechat.ticket.link"].with_user(self.other_agent)
        self.assertFalse(links.search([("channel_id", "=", channel.id)]))
        channel.with_user(self.agent)._add_members(users=self.employee)
        self.assertIsNone(self.tickets_data(channel, self.employee))
        for user in (self.other_agent, self.employee):
            for method, args in [
                ("livechat_create_ticket", []),
                ("action_livechat_open_tickets", ["ticket"]),
            ]:
                with self.assertRaises(AccessError):
                    getattr(channel.with_user(user), method)(*args)


@tagged("post_install", "-at_install", "companions")
class TestCreateTicket(HelpdeskCase, BusCase):
    """Beside `helpdesk_mgmt`: tickets that agents create from conversations."""

    def arrange(self):
        super().arrange()
        self.team = self.env["helpdesk.ticket.team"].create({"name": "Mowers"})

    def test_ticket_of_a_guest(self):
        channel = self.open_guest_conversation(email="MIA@example.com")
        self.visitor_writes(channel, "It &lt;b&gt;smokes&lt;/b&gt; &amp; stinks")
        self.call(self.agent, channel, "livechat_set_note", "<p>A secret</p>")
        self._reset_bus()
        ticket = self.create_ticket(
            channel, None, " The\nmower  smokes ", self.team.id, "Call <i>back</i>\nsoon"
        )
        self.assertEqual(ticket.name, "The mower smokes")
        self.assertEqual(ticket.create_uid, self.agent)
        self.assertEqual(ticket.team_id, self.team)
        self.assertFalse(ticket.partner_id)
        self.assertEqual(ticket.partner_email, "mia@example.com")
        self.assertEqual(ticket.partner_name, channel.livechat_customer_guest_ids.name)
        self.assertIn("Call &lt;i&gt;back&lt;/i&gt;<br>soon", ticket.description)
        self.assertIn("It &lt;b&gt;smokes&lt;/b&gt; &amp; stinks", ticket.description)
        self.assertIn("Your e-mail?", ticket.description)
        self.assertNotIn("secret", ticket.description)
        [data] = self.tickets_data(channel)["items"]
        self.assertEqual((data["id"], data["is_by_email"]), (ticket.id, False))
        [notification] = self.env["bus.bus"].search([("message", "like", OUTDATED)])
        self.assertEqual(json.loads(notification.message)["payload"], {"channel_ids": channel.ids})

    def test_ticket_of_a_contact(self):
        channel = self.open_conversation(self.customer)
        ticket = self.create_ticket(channel)
        self.assertEqual(ticket.partner_id, self.customer.partner_id)
        self.assertEqual(ticket.partner_name, "Carla Customer")
        self.assertEqual(ticket.partner_email, "carla@example.com")
        self.assertEqual(ticket.name, "Carla Customer, live chat Help")
        self.assertEqual(self.tickets_data(channel)["count"], 1)

    def test_both_lead_to_each_other(self):
        channel = self.open_guest_conversation(email=None)
        messages = channel.message_ids
        ticket = self.create_ticket(channel)
        [note] = ticket.message_ids.filtered(lambda m: m.subtype_id.internal and m.body)
        self.assertIn(
            f'href="/odoo/action-im_livechat.discuss_channel_action/{channel.id}"', note.body
        )
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
        self.assertEqual(note.author_id, self.agent.partner_id)
        links = self.env["livechat.ticket.link"].with_user(self.agent)
        link = links.search([("channel_id", "=", channel.id)])
        self.assertEqual((link.res_model, link.res_id), (ticket._name, ticket.id))
        self.assertEqual(link.user_id, self.agent)
        for operation in ("create", "write", "unlink"):
            self.assertFalse(links.has_access(operation))
        self.assertFalse(links.with_user(self.employee).has_access("read"))
        self.assertEqual(channel.message_ids, messages, "Customers would read it.")

    def test_later_conversation_of_the_same_guest(self):
        first = self.open_guest_conversation(email=None)
        ticket = self.create_ticket(first)
        second = self.open_guest_conversation(email=None, guest_of=first)
        [item] = self.tickets_data(second)["items"]
        self.assertEqual(item["id"], ticket.id)
        self.assertFalse(self.titles(self.open_guest_conversation(email=None)))

    def test_deleted_ticket(self):
        channel = self.open_guest_conversation(email=None)
        self.create_ticket(channel).unlink()
        self.assertEqual(self.tickets_data(channel)["items"], [])
        channel.unlink()
        self.assertFalse(self.env["livechat.ticket.link"].search([("channel_id", "=", channel.id)]))

    def test_by_an_agent_who_is_not_in_the_conversation(self):
        self.give_groups(self.other_agent, self.ticket_groups)
        channel = self.open_guest_conversation(email=None)
        self.visitor_writes(channel, "Hello?")
        ticket = self.create_ticket(channel, user=self.other_agent)
        self.assertIn("Hello?", ticket.description)
        self.assertNotIn(self.other_agent.partner_id, channel.channel_member_ids.partner_id)

    def test_without_the_conversation(self):
        channel = self.open_guest_conversation(email=None)
        self.visitor_writes(channel, "Hello?")
        ticket = self.create_ticket(channel, "helpdesk_mgmt", "Smoke", None, None, False)
        self.assertEqual(ticket.description, "<p>Smoke</p>")

    def test_files_of_the_conversation(self):
        channel = self.open_guest_conversation(email=None)
        attachment = self.env["ir.attachment"].create(
            {
                "name": "mower <1>.txt",
                "raw": b"smoke",
                "res_model": "discuss.channel",
                "res_id": channel.id,
            }
        )
        channel.with_user(self.agent).message_post(
            body="Look",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachment_ids=attachment.ids,
        )
        ticket = self.create_ticket(channel)
        self.assertIn("mower", ticket.description)
        self.assertIn(attachment.access_token, ticket.description)

    def test_personal_tickets_only(self):
        self.give_groups(self.other_agent, "helpdesk_mgmt.group_helpdesk_user_own")
        own_team = self.team.copy({"name": "Own", "user_ids": self.other_agent.ids})
        channel = self.open_guest_conversation(email=None)
        for team, assignee in [
            (self.env["helpdesk.ticket.team"], self.other_agent),
            (own_team, self.env["res.users"]),
            (self.team, self.other_agent),
        ]:
            ticket = self.create_ticket(channel, None, None, team.id, user=self.other_agent)
            self.assertEqual(ticket.user_id, assignee)
            self.assertEqual(ticket.team_id, team or own_team)
        self.assertEqual(self.tickets_data(channel, self.other_agent)["count"], 3)

    def test_ticket_of_another_team_is_not_the_creator_s(self):
        self.env.company.helpdesk_mgmt_ticket_auto_assign = True
        channel = self.open_guest_conversation(email=None)
        self.assertEqual(self.create_ticket(channel).user_id, self.agent)
        self.assertFalse(self.create_ticket(channel, None, None, self.team.id).user_id)
        self.team.user_ids = self.agent
        ticket = self.create_ticket(channel, None, None, self.team.id)
        self.assertEqual(ticket.user_id, self.agent)

    def test_no_right_on_tickets(self):
        channel = self.open_guest_conversation(email=None)
        for provider in (None, "helpdesk_mgmt"):
            with self.assertRaises(AccessError):
                channel.with_user(self.other_agent).livechat_create_ticket(provider)
        self.assertFalse(self.env["livechat.ticket.link"].search_count([], limit=1))

    def test_team_that_may_not_be_read(self):
        channel = self.open_guest_conversation(email=None).with_user(self.agent)
        self.env["ir.rule"].create(
            {
                "name": "Not this team",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket.team"),
                "domain_force": [("id", "!=", self.team.id)],
            }
        )
        with self.assertRaises(AccessError):
            channel.livechat_create_ticket(team_id=self.team.id)

    def test_bad_input(self):
        channel = self.open_guest_conversation(email=None).with_user(self.agent)
        gone = self.team.copy()
        gone.unlink()
        for bad in (
            {"provider": "nonsense"},
            {"provider": 1},
            {"provider": "helpdesk"},
            {"title": ["x"]},
            {"title": "x" * 201},
            {"description": "x" * 10_001},
            {"description": 5},
            {"team_id": "1"},
            {"team_id": gone.id},
            {"team_id": [self.team.id]},
        ):
            with self.assertRaises(UserError, msg=str(bad)[:50]):
                channel.livechat_create_ticket(**bad)
        group = self.env["discuss.channel"].create({"name": "Group", "channel_type": "channel"})
        with self.assertRaises(UserError):
            group.with_user(self.agent).livechat_create_ticket()
        for kind in ("nonsense", None, "lead"):
            with self.assertRaises(UserError):
                channel.action_livechat_open_tickets(kind, "helpdesk_mgmt")


@tagged("post_install", "-at_install", "companions", "long")
class TestTicketDialog(HelpdeskCase):
    """Beside `helpdesk_mgmt`: the dialog, as a form view asks for it."""

    def form(self, channel, user=None):
        action = self.env.ref("livechat_info_panel.livechat_ticket_wizard_action")
        self.assertEqual(action.context, "{'default_kind': 'ticket'}")
        return Form(
            self.env["livechat.ticket.wizard"]
            .with_user(user or self.agent)
            .with_context(
                active_model="discuss.channel",
                active_id=channel.id,
                active_ids=channel.ids,
                default_kind="ticket",
            )
        )

    def test_not_filled_in_from_the_note(self):
        """Customers may see their tickets, in mails and in the portal."""
        channel = self.open_guest_conversation()
        channel.with_user(self.agent).livechat_set_note("<p>A secret</p><p>since May</p>")
        form = self.form(channel)
        self.assertEqual(form.title, "mia@example.com, live chat Help")
        self.assertFalse(form.description)
        self.assertTrue(form.with_transcript)
        self.assertFalse(form.has_choice)
        ticket = self.create_ticket(channel)
        for text in (ticket.name, ticket.description, *ticket.message_ids.mapped("body")):
            self.assertNotIn("secret", str(text))

    def test_creates_the_ticket_and_says_so(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "Mowers"})
        channel = self.open_guest_conversation()
        with self.form(channel) as form:
            self.assertEqual(form.team_model, "helpdesk.ticket.team")
            form.title = "Smoke"
            form.team_id = team.id
        action = form.record.action_create_ticket()
        ticket = self.tickets.search([("name", "=", "Smoke")])
        self.assertEqual(ticket.team_id, team)
        self.assertEqual(
            action["params"]["links"],
            [{"label": ticket.display_name, "url": f"/odoo/helpdesk.ticket/{ticket.id}"}],
        )

    def test_no_note_for_who_is_no_agent_of_it(self):
        self.give_groups(self.other_agent, self.ticket_groups)
        channel = self.open_conversation(self.other_agent)
        channel.with_user(self.agent).livechat_set_note("A secret")
        for user in (self.other_agent, self.employee):
            with self.assertRaises(AccessError):
                self.form(channel, user)
        self.assertTrue(self.form(channel).title)

    def test_tour(self):
        """An agent creates a ticket from the panel, sees it at once, and follows it."""
        channel = self.open_guest_conversation()
        self.start_tour(
            f"/odoo/discuss?active_id=discuss.channel_{channel.id}",
            "livechat_info_panel.agent_creates_ticket",
            login=self.agent.login,
        )
        ticket = self.tickets.search([("name", "=", "The mower smokes")])
        self.assertEqual(ticket.partner_email, "mia@example.com")
        self.start_tour(
            f"/odoo/helpdesk.ticket/{ticket.id}",
            "livechat_info_panel.agent_reads_ticket",
            login=self.agent.login,
        )


@tagged("post_install", "-at_install")
class TestNoTickets(TicketCase):
    """Where there is no app for tickets, or for leads."""

    ticket_model = "res.partner"
    ticket_groups = "base.group_user"

    def test_no_app(self):
        installed = self.env["livechat.ticket.provider"]._get_installed_providers()
        if installed:
            self.skipTest("There is one.")
        channel = self.open_guest_conversation()
        for kind in ("ticket", "lead"):
            self.store_name = f"livechat_{kind}s"
            self.assertIs(self.tickets_data(channel), False)
            with self.assertRaisesRegex(UserError, "There are no such tickets here"):
                channel.with_user(self.agent).action_livechat_open_tickets(kind)
            self.assertFalse(self.name_statements(channel))
        with self.assertRaisesRegex(UserError, "There is no such app"):
            channel.with_user(self.agent).livechat_create_ticket()
