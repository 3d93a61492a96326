from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from ..support.rights_finder import ROOT
from ..support.tickets import TicketCase


class ProviderCase(TicketCase):
    def add_provider(self, provider):
        """Have a provider as if an addon had brought it."""
        from odoo.orm.model_classes import add_to_registry

        add_to_registry(self.registry, provider)
        self.addCleanup(self.registry._setup_models__, self.env.cr, [])
        self.addCleanup(self.registry.__delitem__, provider._name)
        self.registry._setup_models__(self.env.cr, [])


@tagged("post_install", "-at_install", "companions")
class TestTicketProviders(ProviderCase):
    """A provider of another addon, for contacts of a contact."""

    ticket_model = "res.partner"
    ticket_groups = "base.group_partner_manager"

    def setUp(self):
        super().setUp()

        class Provider(models.AbstractModel):
            _name = "livechat.ticket.provider.people"
            _inherit = "livechat.ticket.provider"
            _description = "People"
            _module = None

            _ticket_model = "res.partner"
            _kind = "lead"
            _number_field = "ref"
            _stage_field = "type"
            _team_field = None
            _description_field = "comment"
            _partner_field = "parent_id"
            _email_field = "email"

            def _get_open_domain(self):
                return Domain("ref", "!=", False)

        self.add_provider(Provider)

    def test_provider_is_found_shows_and_creates(self):
        self.store_name = "livechat_leads"
        channel = self.open_guest_conversation()
        self.call(self.agent, channel, "livechat_link_contact", self.company.id)
        self.mia.ref = "M1"
        self.env["res.partner"].create(
            {"name": "Same address", "email": "MIA@example.com", "ref": "M2", "type": "invoice"}
        )
        data = self.tickets_data(channel)
        self.assertTrue(data["can_create"])
        self.assertEqual(
            [
                (item["number"], item["title"], item["stage"], item["is_by_email"])
                for item in data["items"]
            ],
            [("M2", "Same address", "Invoice", True), ("M1", "Mia Gardener", "Contact", False)],
        )
        person = self.create_ticket(channel, "people", "Another")
        self.assertEqual(person.parent_id, self.company)
        self.assertIn("Your e-mail?", person.comment)

    def test_first_app_in_which_the_user_may_create(self):
        for model in ("res.currency", "res.partner"):

            class Provider(models.AbstractModel):
                _name = f"livechat.ticket.provider.{model}"
                _inherit = "livechat.ticket.provider"
                _description = model
                _module = None

                _ticket_model = model
                _team_field = None

            self.add_provider(Provider)
        person = self.create_ticket(self.open_guest_conversation(), None, "New")
        self.assertEqual(person.name, "New")

    def test_rights_are_those_on_the_model(self):
        channel = self.open_guest_conversation()
        with self.assertRaises(AccessError):
            channel.with_user(self.other_agent).livechat_create_ticket("people")
        self.env["ir.model.access"].search([("model_id.model", "=", "res.partner")]).active = False
        self.assertFalse(
            self.env["livechat.ticket.provider"].with_user(self.other_agent)._get_providers("lead")
        )

    def test_model_that_is_not_installed(self):
        self.env["ir.config_parameter"].set_param("livechat_info_panel.project_tasks", "True")
        for key in ("helpdesk", "helpdesk_mgmt", "crm_lead", "project_task"):
            provider = self.env[f"livechat.ticket.provider.{key}"]
            self.patch(type(provider), "_ticket_model", "res.country")
            self.patch(type(provider), "_ticket_model_signs", ("code",))
            self.assertTrue(provider._is_installed())
            self.patch(type(provider), "_ticket_model", "no.such.model")
            self.assertFalse(provider._is_installed())
            self.patch(type(provider), "_ticket_model", "res.country")
            self.patch(type(provider), "_ticket_model_signs", ("ticket_ref",))
            self.assertFalse(provider._is_installed())


@tagged("post_install", "-at_install", "companions")
class TestRepairs(ProviderCase):
    """The example of `docs/api.md`, as it stands there, beside `repair`."""

    ticket_app = "repair"
    ticket_model = "repair.order"
    ticket_groups = "stock.group_stock_user"

    def setUp(self):
        super().setUp()
        chapter = (ROOT / "docs/api.md").read_text().split("\n## Ticket providers\n")[1]
        example = chapter.split("```python\n")[1].split("```")[0]
        addon = {"__name__": "odoo.addons.example_of_the_docs.models"}
        exec(example, addon)
        self.add_provider(addon["LivechatTicketProviderRepair"])

    def test_repairs(self):
        product = self.env["product.product"].create({"name": "Mower"})
        partner_id = self.customer.partner_id.id
        repair = self.tickets.create({"product_id": product.id, "partner_id": partner_id})
        self.tickets.create({"partner_id": partner_id, "state": "cancel"})
        channel = self.open_conversation(self.customer)
        [item] = [i for i in self.tickets_data(channel)["items"] if i["model"] == "repair.order"]
        self.assertEqual(
            (item["number"], item["title"], item["stage"]), (repair.name, "Mower", "New")
        )
        created = self.create_ticket(channel, "repair", "It smokes")
        self.assertEqual(created.partner_id, self.customer.partner_id)
        self.assertIn("It smokes", created.internal_notes)
