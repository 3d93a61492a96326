from collections import Counter

from odoo import api
from odoo.modules.registry import Registry
from odoo.tests import get_db_name

from odoo.addons.mail.tools.discuss import Store

from .common import need_module
from .customer import CustomerCase


class TicketCase(CustomerCase):
    """Conversations beside an app for tickets or leads, which may not be installed."""

    ticket_app = None  # the module, if it is none of this addon's own
    ticket_model = None
    ticket_groups = ""
    store_name = "livechat_tickets"

    @classmethod
    def setUpClass(cls):
        if cls.ticket_app:  # before anything is prepared in vain
            with Registry(get_db_name()).cursor() as cr:
                need_module(api.Environment(cr, api.SUPERUSER_ID, {}), cls.ticket_app)
        super().setUpClass()

    def arrange(self):
        super().arrange()
        self.tickets = self.env[self.ticket_model]
        self.give_groups(self.agent, self.ticket_groups)

    def give_groups(self, user, xmlids):
        for xmlid in xmlids.split(","):
            user.group_ids |= self.env.ref(xmlid)

    def tickets_data(self, channel, user=None):
        """Return what the panel receives of the open tickets, or leads."""
        return self.panel_data(user or self.agent, channel).get(self.store_name)

    def titles(self, channel, user=None):
        return {item["title"] for item in self.tickets_data(channel, user)["items"]}

    def create_ticket(self, channel, *args, user=None):
        """Create a ticket over RPC.

        :return: the ticket, as superuser
        """
        result = self.call(user or self.agent, channel, "livechat_create_ticket", *args)
        self.assertEqual(result["model"], self.ticket_model)
        self.assertEqual(result["url"], f"/odoo/{self.ticket_model}/{result['id']}")
        ticket = self.tickets.browse(result["id"])
        self.assertEqual(result["name"], ticket.display_name)
        return ticket

    def name_statements(self, channel):
        """Return the names of the SQL statements that the tickets, or leads, cost alone."""
        channel = channel.with_user(self.agent)
        kind = self.store_name.removeprefix("livechat_").removesuffix("s")

        def find_others():
            fields = channel._get_livechat_session_fields_to_store()
            fields = [f for f in fields if getattr(f, "field_name", None) != self.store_name]
            Store().add(channel, fields).get_result()

        def find_all():
            find_others()
            channel._get_open_tickets(kind)

        others, found = (
            Counter(statement.name for statement in self.record(function))
            for function in (find_others, find_all)
        )
        return sorted((found - others).elements())
