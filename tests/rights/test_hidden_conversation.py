from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.rights.ir_rule import IrRule
from ..support.common import PanelCase

KEPT = {
    "livechat.contact.link",
    "livechat.customer.wait",
    "livechat.handover",
    "livechat.note.version",
    "livechat.status.period",
    "livechat.ticket.link",
    "livechat.transcript",
}
REPORT = "livechat.waiting.report"


@tagged("post_install", "-at_install")
class TestHiddenConversation(PanelCase):
    """What is kept of a conversation goes by the rules for the conversation: whoever may not read
    it reads no copy of what it says."""

    def arrange(self):
        super().arrange()
        self.env["mail.presence"]._update_presence(self.other_agent)
        contact = self.env["res.partner"].create({"name": "Mia"})
        self.hidden, self.shown = (self.open_conversation() for _number in range(2))
        for channel in self.hidden | self.shown:
            self.visitor_writes(channel, "Hello?")
            self.user_writes(self.agent, channel)
            as_agent = channel.with_user(self.agent)
            as_agent.livechat_link_contact(contact.id)
            as_agent.livechat_set_note("<p>A secret</p>")
            as_agent.livechat_ask_help("A secret")
            as_agent.livechat_reassign(self.other_agent.id, comment="A secret")
            as_agent.livechat_send_transcript(["mia@example.com"])
            # As of a ticket; there may be no app for tickets.
            self.env["livechat.ticket.link"].create(
                {"channel_id": channel.id, "res_model": "res.partner", "res_id": contact.id}
            )

    def hide(self, domain=None, **vals):
        self.env["ir.rule"].create(
            {
                "name": "Some conversations only",
                "model_id": self.env["ir.model"]._get_id("discuss.channel"),
                "domain_force": domain or [("id", "!=", self.hidden.id)],
                **vals,
            }
        )
        self.env.invalidate_all()

    def find(self, name, user=None):
        """Return the records of a model of both conversations, as a user finds them."""
        records = self.env[name].with_user(user or self.agent)
        return records.search([("channel_id", "in", (self.hidden | self.shown).ids)])

    def test_each_has_something(self):
        mixin = "livechat.record.mixin"
        others = set(self.env.registry.descendants([mixin], "_inherit")) - KEPT
        self.assertEqual(others, {mixin})
        for name in KEPT:
            self.assertEqual(self.find(name).channel_id, self.hidden | self.shown, name)

    def test_what_is_kept(self):
        kept = {name: self.find(name) for name in KEPT}
        self.hide()
        for name, records in kept.items():
            with self.subTest(name):
                self.assertEqual(self.find(name).channel_id, self.shown)
                of_hidden = records.filtered(lambda r: r.sudo().channel_id == self.hidden)
                with self.assertRaises(AccessError):
                    of_hidden.read(["create_date"])
                [(channel, _count)] = records._read_group(
                    [("id", "in", records.ids)], ["channel_id"], ["__count"]
                )
                self.assertEqual(channel, self.shown)

    def test_report(self):
        self.assertEqual(len(self.find(REPORT, self.manager).channel_id), 2)
        self.hide()
        self.assertEqual(self.find(REPORT, self.manager).channel_id, self.shown)

    def test_rule_for_other_users(self):
        self.hide(groups=self.env.ref("base.group_portal").ids)
        for name in KEPT:
            self.assertEqual(len(self.find(name).channel_id), 2, name)

    def test_no_condition_where_nothing_is_hidden(self):
        rules = self.env["ir.rule"].with_user(self.agent)
        of_odoo = super(IrRule, rules)
        for name in KEPT:
            with self.subTest(name):
                domain = rules._compute_domain(name, "read")
                self.assertEqual(domain, of_odoo._compute_domain(name, "read"))
        self.hide()
        self.assertNotEqual(rules._compute_domain(name, "read"), domain)

    def test_archived_conversations_are_not_hidden(self):
        self.hide()
        self.shown.active = False
        for name in KEPT:
            self.assertEqual(self.find(name).channel_id.ids, self.shown.ids, name)
