import json
from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...hooks import delete_actions_of_rules
from ..support.common import PanelCase, need_module

CLOSE = "livechat_info_panel.action_livechat_close"
WAITING = "livechat_info_panel.action_livechat_waiting"


@tagged("post_install", "-at_install", "companions")
class TestAutomationRules(PanelCase):
    """Rules with the addon's actions, which a visitor triggers."""

    def arrange(self):
        need_module(self.env, "base_automation")
        super().arrange()
        self.channel = self.open_conversation()

    def make_rule(self, *xml_ids, trigger="on_message_received", **vals):
        """Make a rule that runs actions of the addon, chosen as in its form."""
        rule = self.env["base.automation"].create(
            {
                "model_id": self.env["ir.model"]._get_id("discuss.channel"),
                "name": "Test Rule",
                "trigger": trigger,
                **vals,
            }
        )
        rule.action_server_ids = [
            Command.create(
                {
                    "child_ids": [Command.link(self.env.ref(xml_id).id) for xml_id in xml_ids],
                    "model_id": rule.model_id.id,
                    "name": "Several",
                    "state": "multi",
                    "usage": "base_automation",
                }
            )
        ]
        return rule

    def find_logged(self):
        return self.env["ir.logging"].search([("name", "=", "livechat_info_panel")])

    def test_each_action(self):
        for name, is_done in {
            "waiting": lambda channel: channel.livechat_status == "waiting",
            "ask_help": lambda channel: channel.livechat_status == "need_help",
            "reassign": lambda channel: self.other_agent.partner_id in channel.channel_partner_ids,
            "close": lambda channel: channel.livechat_end_dt,
        }.items():
            self.livechat_channel.user_ids = self.agent
            channel = self.open_conversation()
            self.livechat_channel.user_ids = self.agent | self.other_agent
            self.env["mail.presence"]._update_presence(self.other_agent)
            rule = self.make_rule(f"livechat_info_panel.action_livechat_{name}")
            self.visitor_writes(channel, "Hello")
            with self.subTest(name):
                self.assertTrue(is_done(channel))
                self.assertEqual(channel.message_ids[-1:].body, "<p>Hello</p>")
            rule.unlink()
        self.assertFalse(self.find_logged())

    def test_several_rules_have_the_same_action_and_none_deletes_it(self):
        rules = [self.make_rule(WAITING) for _number in range(2)]
        original = self.env.ref(WAITING)
        self.assertFalse(original.parent_id)
        self.assertTrue(original.group_ids and original.binding_model_id)
        copies = [rule.action_server_ids.child_ids for rule in rules]
        for copy in copies:
            self.assertEqual((copy.name, copy.code), (original.name, original.code))
            self.assertFalse(copy.group_ids or copy.binding_model_id)
        rules[0].unlink()
        rules[0].action_server_ids.unlink()
        self.assertTrue(original.exists())
        self.visitor_writes(self.channel, "Hello")
        self.assertEqual(self.channel.livechat_status, "waiting")

    def test_the_actions_stay_those_of_agents(self):
        self.make_rule(WAITING)
        with self.assertRefused():
            self.as_user(
                self.employee,
                "/web/action/run",
                {
                    "action_id": self.env.ref(WAITING).id,
                    "context": {
                        "active_ids": self.channel.ids,
                        "active_model": "discuss.channel",
                    },
                },
            )

    def test_what_cannot_be_done_is_logged(self):
        self.make_rule(
            "livechat_info_panel.action_livechat_reassign",
            "livechat_info_panel.action_livechat_send_transcript",
            "livechat_info_panel.action_livechat_join",
        )
        self.visitor_writes(self.channel, "Is there anybody?")
        self.assertEqual(self.channel.message_ids[-1:].body, "<p>Is there anybody?</p>")
        logged = self.find_logged()
        self.assertEqual(
            set(logged.mapped("func")),
            {
                "action_livechat_reassign",
                "action_livechat_send_transcript",
                "action_livechat_join",
            },
        )
        self.assertEqual(set(logged.mapped("line")), {str(self.channel.ids)})
        self.assertNotIn(self.channel.name, str(logged.mapped("message")))
        self.assertFalse(self.env["livechat.action.report"].search([]))

    def test_what_is_so_already_is_no_failure(self):
        self.make_rule(WAITING)
        self.call(self.agent, self.channel, "livechat_set_status", "need_help")
        self.channel.with_user(self.customer).sudo().action_livechat_ask_help()
        self.assertFalse(self.find_logged())

    def test_erasing_an_open_conversation_is_logged(self):
        self.make_rule("livechat_info_panel.action_livechat_erase")
        self.visitor_writes(self.channel, "Hello")
        self.assertEqual(self.channel.message_ids[-1:].body, "<p>Hello</p>")
        self.assertEqual(self.find_logged().func, "action_livechat_erase")
        self.assertFalse(self.channel.livechat_erased_dt)

    def test_uninstalling_leaves_no_action_that_calls_it(self):
        rule = self.make_rule(WAITING)
        own = rule.action_server_ids.create(
            {
                "code": "records.write({'description': 'x'})",
                "model_id": rule.model_id.id,
                "name": "Own",
                "parent_id": rule.action_server_ids.id,
                "state": "code",
            }
        )
        delete_actions_of_rules(self.env)
        self.assertEqual(rule.action_server_ids.child_ids, own)
        self.assertTrue(self.env.ref(WAITING))

    def test_what_fails_is_logged(self):
        self.make_rule(CLOSE)
        model = type(self.channel)
        with (
            patch.object(model, "livechat_close", side_effect=UserError("Not now, Mia.")),
            self.assertLogs("odoo.addons.livechat_info_panel.models.core.in_rules", "ERROR"),
        ):
            self.visitor_writes(self.channel, "Hello")
        self.assertEqual(self.channel.message_ids[-1:].body, "<p>Hello</p>")
        message = self.find_logged().message
        self.assertIn("UserError", message)
        self.assertNotIn("Mia", message)
        self.assertFalse(self.channel.livechat_end_dt)

    def test_who_has_waited_for_so_long(self):
        """Rules by time can go by the one clock, and Odoo's scheduled action runs them."""
        self.visitor_writes(self.channel, "Is there anybody?")
        since = self.env["ir.model.fields"]._get(
            "discuss.channel", "livechat_customer_waiting_since_dt"
        )
        rule = self.make_rule(
            "livechat_info_panel.action_livechat_ask_help",
            trigger="on_time",
            trg_date_id=since.id,
            trg_date_range=10,
            trg_date_range_mode="after",
            trg_date_range_type="minutes",
        )
        for minutes, status in [(5, "in_progress"), (6, "need_help")]:
            self.channel.livechat_customer_waiting_since_dt -= timedelta(minutes=minutes)
            rule.last_run = False  # as if no time had been left out since
            self.env.flush_all()
            job = self.env.ref("base_automation.ir_cron_data_base_automation_check")
            with self.enter_registry_test_mode():
                job.method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(self.channel.livechat_status, status)

    def test_webhooks_send_what_agents_read(self):
        """Also those from before the addon was installed, which sent Odoo's own fields."""
        names = ["livechat_outcome", "livechat_status", "livechat_customer_waiting_since_dt"]
        fields = self.env["ir.model.fields"].search(
            [("model", "=", "discuss.channel"), ("name", "in", names)]
        )
        rule = self.env["base.automation"].create(
            {
                "action_server_ids": [
                    Command.create(
                        {
                            "model_id": self.env["ir.model"]._get_id("discuss.channel"),
                            "name": "Hook",
                            "state": "webhook",
                            "usage": "base_automation",
                            "webhook_field_ids": fields.ids,
                            "webhook_url": "http://127.0.0.1:1",
                        }
                    )
                ],
                "filter_domain": "[('livechat_end_dt', '!=', False)]",
                "model_id": self.env["ir.model"]._get_id("discuss.channel"),
                "name": "Test Rule",
                "trigger": "on_create_or_write",
            }
        )
        self.assertFalse(rule.action_server_ids.warning)
        self.visitor_writes(self.channel, "Hello")
        with self.assertLogs("odoo.addons.base.models.ir_actions", "DEBUG") as logged:
            self.as_visitor(
                self.channel,
                "/im_livechat/visitor_leave_session",
                {"channel_id": self.channel.id},
            )
        sent = [line for line in logged.output if "POST JSON data" in line][-1]
        payload = json.loads(sent[sent.index("{") :])
        self.assertEqual(payload["livechat_outcome"], "missed")
        self.assertTrue(self.channel.livechat_end_dt)

    def test_webhooks_send_nothing_else_that_is_restricted(self):
        for model, field, is_refused in [
            ("discuss.channel", "livechat_note", False),
            ("res.partner", "signup_type", True),
        ]:
            action = self.env["ir.actions.server"].create(
                {
                    "model_id": self.env["ir.model"]._get_id(model),
                    "name": "Hook",
                    "state": "webhook",
                    "webhook_field_ids": self.env["ir.model.fields"]._get(model, field).ids,
                    "webhook_url": "http://127.0.0.1:1",
                }
            )
            with self.subTest(field):
                self.assertEqual(bool(action.warning), is_refused, action.warning)
