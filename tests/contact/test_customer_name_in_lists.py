from odoo import fields
from odoo.tests import tagged

from ..support.customer import CustomerCase

LISTS = ("livechat.handover", "livechat.transcript", "livechat.waiting.report")
MANY = 20


@tagged("post_install", "-at_install")
class TestCustomerNameInLists(CustomerCase):
    """Lists of what is kept of conversations name their customers as agents know them."""

    def keep(self, channels):
        """Keep of conversations what the lists show."""
        for channel in channels:
            self.env["livechat.handover"].create(
                {"channel_id": channel.id, "kind": "reassigned", "to_user_id": self.agent.id}
            )
            self.env["livechat.transcript"].create(
                {"channel_id": channel.id, "email_to": "a@example.com"}
            )
            now = fields.Datetime.now()
            period = {"channel_id": channel.id, "status": "waiting", "start_dt": now}
            self.env["livechat.status.period"].create({**period, "end_dt": now})
        self.env.flush_all()

    def read_list(self, model, channels, user=None):
        """Return what a list reads, as the web client does."""
        self.env.invalidate_all()
        return (
            self.env[model]
            .with_user(user or self.manager)
            .web_search_read(
                [("channel_id", "in", channels.ids)],
                {"livechat_customer_name": {}, "channel_id": {"fields": {"display_name": {}}}},
            )["records"]
        )

    def get_names(self, model, channels, user=None):
        return {row["livechat_customer_name"] for row in self.read_list(model, channels, user)}

    def test_by_the_name_that_is_known(self):
        channel = self.open_guest_conversation()
        self.keep(channel)
        for model in LISTS:
            with self.subTest(model=model):
                self.assertEqual(self.get_names(model, channel), {"mia@example.com"})
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        for model in LISTS:
            with self.subTest(model=model):
                self.assertEqual(self.get_names(model, channel), {"Mia Gardener"})

    def test_contact_that_the_user_may_not_read(self):
        channel = self.open_guest_conversation()
        self.call(self.agent, channel, "livechat_link_contact", self.mia.id)
        self.keep(channel)
        self.hide_contact(self.mia)
        for model in LISTS:
            with self.subTest(model=model):
                self.assertEqual(self.get_names(model, channel), {"mia@example.com"})

    def test_conversation_that_the_user_may_not_read(self):
        hidden, known = (self.open_guest_conversation(f"{who}@example.com") for who in "ab")
        self.keep(hidden | known)
        self.env["ir.rule"].create(
            {
                "name": "Not this conversation",
                "model_id": self.env["ir.model"]._get_id("discuss.channel"),
                "domain_force": [("id", "!=", hidden.id)],
            }
        )
        for model in LISTS:
            with self.subTest(model=model):
                self.env.invalidate_all()
                records = self.env[model].with_user(self.manager)
                self.assertEqual(
                    {
                        values["channel_id"][0]: values["livechat_customer_name"]
                        for values in records.search_read(
                            [("channel_id", "in", (hidden | known).ids)],
                            ["channel_id", "livechat_customer_name"],
                        )
                    },
                    {known.id: "b@example.com"},
                )

    def test_the_same_statements_for_many(self):
        channels = self.make_guest_conversations(MANY)
        for number, channel in enumerate(channels[: MANY // 2]):
            channel.livechat_partner_id = self.mia.copy({"name": f"Mia {number}"})
        self.keep(channels)
        for model in LISTS:
            self.read_list(model, channels[:2])  # what is remembered
            few = self.record(lambda m=model: self.read_list(m, channels[:2]))
            many = self.record(lambda m=model: self.read_list(m, channels))
            with self.subTest(model=model):
                self.assert_same_statements(few, many)
