from odoo import Command
from odoo.tests import tagged

from ..support.common import PanelCase, need_module

HISTORY = "im_livechat.channel.member.history"
# What docs/api.md tells administrators to choose for each event.
EVENTS = {
    "joined": {
        "model": HISTORY,
        "trigger": "on_create_or_write",
        "trigger_fields": ["livechat_member_type", "member_id"],
        "filter_pre_domain": "['|', ('livechat_member_type', '=', False),"
        " ('member_id', '=', False)]",
        "filter_domain": "[('livechat_member_type', '=', 'agent'), ('member_id', '!=', False)]",
    },
    "left": {
        "model": "discuss.channel.member",
        "trigger": "on_unlink",
        "filter_domain": "[('channel_id.channel_type', '=', 'livechat'),"
        " ('livechat_member_type', '=', 'agent')]",
    },
    "handed_over": {
        "model": "livechat.handover",
        "trigger": "on_create",
        "filter_domain": "[('kind', '=', 'reassigned')]",
    },
    "asked_for_help": {
        "model": "livechat.status.period",
        "trigger": "on_create",
        "filter_domain": "[('status', '=', 'need_help')]",
    },
    "helped": {
        "model": "livechat.status.period",
        "trigger": "on_create_or_write",
        "trigger_fields": ["helper_id"],
        "filter_pre_domain": "[('helper_id', '=', False)]",
        "filter_domain": "[('helper_id', '!=', False)]",
    },
    "closed": {
        "model": "discuss.channel",
        "trigger": "on_create_or_write",
        "trigger_fields": ["livechat_end_dt"],
        "filter_pre_domain": "[('livechat_end_dt', '=', False)]",
        "filter_domain": "[('livechat_end_dt', '!=', False), ('livechat_outcome', '=', 'missed')]",
    },
    "reopened": {
        "model": "livechat.status.period",
        "trigger": "on_create",
        "filter_domain": "[('status', '=', 'closed')]",
    },
    "left_for_later": {
        "model": "discuss.channel",
        "trigger": "on_create",
        "filter_domain": "[('livechat_end_dt', '!=', False),"
        " ('livechat_failure', '=', 'no_agent')]",
    },
}


@tagged("post_install", "-at_install", "companions")
class TestAutomationEvents(PanelCase):
    """Rules for each event, as the documentation says, by real agents and a real visitor.

    That a customer waits for some minutes: see ``test_automation_rules``.
    """

    def setUp(self):
        need_module(self.env, "base_automation")
        super().setUp()
        for user in (self.other_agent, self.manager):
            self.env["mail.presence"]._update_presence(user)
        for name in EVENTS:
            self.make_rule(name)
        self.channel = self.open_conversation()
        self.known = self.env["ir.logging"]

    def make_rule(self, name):
        """Make a rule that notes that an event has happened, and of which record."""
        event = EVENTS[name]
        model = self.env["ir.model"]._get(event["model"])
        fields = [
            self.env["ir.model.fields"]._get(model.model, field).id
            for field in event.get("trigger_fields", [])
        ]
        self.env["base.automation"].create(
            {
                "action_server_ids": [
                    Command.create(
                        {
                            "code": "for record in records:\n"
                            "    env['ir.logging'].create({'name': 'event', 'type': 'server',"
                            f" 'func': '{name}', 'message': str(record.id), 'path': record._name,"
                            " 'line': str('channel_id' in record and record.channel_id.id)})",
                            "model_id": model.id,
                            "name": name,
                            "state": "code",
                            "usage": "base_automation",
                        }
                    )
                ],
                "filter_domain": event["filter_domain"],
                "filter_pre_domain": event.get("filter_pre_domain"),
                "model_id": model.id,
                "name": name,
                "trigger": event["trigger"],
                "trigger_field_ids": fields,
            }
        )

    def take_events(self):
        """Return what has happened since it was last asked: records, by the name of the event."""
        self.env.flush_all()
        logged = self.env["ir.logging"].search([("name", "=", "event")], order="id") - self.known
        self.known |= logged
        return {line.func: self.env[line.path].browse(int(line.message)) for line in logged}

    def test_each_event_happens_once_and_no_other(self):
        channel = self.channel
        events = self.take_events()
        self.assertEqual(list(events), ["joined"])
        self.assertEqual(events["joined"].partner_id, self.agent.partner_id)

        self.visitor_writes(channel, "Hello")
        self.user_writes(self.agent, channel, "Hi")
        self.visitor_writes(channel, "Help!")
        self.assertEqual(self.take_events(), {})

        self.call(self.agent, channel, "livechat_ask_help", "Who knows?")
        events = self.take_events()
        self.assertEqual(list(events), ["asked_for_help"])
        self.assertEqual(events["asked_for_help"].help_text, "Who knows?")

        self.call(self.other_agent, channel, "livechat_join")
        events = self.take_events()
        self.assertEqual(sorted(events), ["helped", "joined"])
        self.assertEqual(events["joined"].partner_id, self.other_agent.partner_id)
        self.assertEqual(events["helped"].helper_id, self.other_agent)

        self.call(self.agent, channel, "livechat_reassign", self.manager.id)
        events = self.take_events()
        self.assertEqual(sorted(events), ["handed_over", "joined", "left"])
        self.assertEqual(events["handed_over"].to_user_id, self.manager)

        # Who comes back has joined once more.
        self.call(self.agent, channel, "livechat_join")
        events = self.take_events()
        self.assertEqual(list(events), ["joined"])
        self.assertEqual(events["joined"].partner_id, self.agent.partner_id)
        self.call(self.agent, channel, "action_unfollow")
        self.assertEqual(list(self.take_events()), ["left"])

    def test_closed_with_an_outcome(self):
        self.take_events()
        answered = self.open_conversation()
        self.visitor_writes(answered, "Hello")
        self.user_writes(self.agent, answered, "Hi")
        self.visitor_writes(answered, "Thanks")
        self.take_events()
        for channel in (self.channel, answered):
            params = {"channel_id": channel.id}
            self.as_visitor(channel, "/im_livechat/visitor_leave_session", params)
        self.env.invalidate_all()
        self.assertEqual(answered.livechat_outcome, "no_failure")
        self.assertEqual(self.take_events().get("closed"), self.channel)
        # Once: what is changed of it afterwards closes nothing.
        self.call(self.agent, self.channel, "livechat_add_tag", "Later")
        self.call(self.agent, self.channel, "livechat_correct_outcome", "escalated", "It was")
        self.assertEqual(self.take_events(), {})

    def test_reopened(self):
        self.call(self.agent, self.channel, "livechat_close")
        self.take_events()
        self.call(self.agent, self.channel, "livechat_reopen")
        events = self.take_events()
        self.assertEqual(list(events), ["reopened"])
        self.assertEqual(events["reopened"].channel_id, self.channel)
        self.assertEqual(events["reopened"].user_id, self.agent)

    def test_left_for_later(self):
        self.take_events()
        self.env["mail.presence"].search([]).unlink()
        self.authenticate(None, None)
        result = self.make_jsonrpc_request(
            "/im_livechat/leave_message",
            {"channel_id": self.livechat_channel.id, "body": "Hello"},
        )
        self.assertTrue(result["is_kept"])
        events = self.take_events()
        self.assertEqual(list(events), ["left_for_later"])
        self.assertEqual(events["left_for_later"].livechat_channel_id, self.livechat_channel)
