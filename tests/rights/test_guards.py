import json
import re
from pathlib import Path

from odoo import fields
from odoo.tests import TransactionCase, tagged

from ..support.common import POST, PanelCase

ADDON = "odoo.addons.livechat_info_panel."
AGENTS = "im_livechat.im_livechat_group_user"
# Of website_livechat.
NOT_ALWAYS_THERE = {"livechat_visitor_id"}
# Odoo's, of which only who may write it is ours: see ``_check_livechat_names``.
ENDS = {"livechat_end_dt"}


@tagged("post_install", "-at_install")
class TestGuards(TransactionCase):
    """Of each field, it is said beside it who may write and who may read it."""

    def setUp(self):
        super().setUp()
        self.channels = self.env["discuss.channel"]
        self.protected = (
            self.channels._livechat_protected_fields()
            | self.channels._livechat_fields_of_the_start()
        )
        self.for_agents = self.channels._livechat_agents_only_fields()

    def test_each_field_of_ours_is_decided_on(self):
        own = {
            name
            for cls in type(self.channels).__mro__
            if cls.__module__.startswith(ADDON)
            for name, value in vars(cls).items()
            if isinstance(value, fields.Field)
        }
        self.assertTrue(own)
        self.assertFalse(own - self.protected - self.for_agents - ENDS)

    def test_each_guard_has_a_field(self):
        named = self.protected | self.for_agents
        self.assertLessEqual(named - self.channels._fields.keys(), NOT_ALWAYS_THERE)

    def test_who_is_no_agent_cannot_read_what_is_for_agents(self):
        for name in self.for_agents:
            with self.subTest(name):
                self.assertEqual(self.channels._fields[name].groups, AGENTS)

    def test_fields_of_other_addons_are_left_alone(self):
        field = self.channels._fields["description"]
        self.patch(field, "groups", AGENTS)
        self.assertFalse(self.channels._is_for_livechat_agents_only("description"))


@tagged("post_install", "-at_install")
class TestForgedContext(PanelCase):
    """A client can send any context, and none that the server believes to be its own."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()

    def call_with_context(self, user, method, args=(), **context):
        return self.call_model(user, method, [self.channel.ids, *args], context)

    def test_a_reply_ends_the_wait_for_the_customer(self):
        for forged in ([self.channel.id], self.channel.id, "all"):
            with self.subTest(forged):
                self.channel.livechat_status = "waiting"
                params = self.post_params(self.channel, "Hello")
                params["context"] = {"livechat_keeps_status": forged}
                self.as_visitor(self.channel, POST, params)
                self.assertEqual(self.channel.livechat_status, "in_progress")

    def test_closed_is_closed(self):
        self.call_with_context(self.agent, "livechat_close", livechat_stays_open=[self.channel.id])
        self.assertTrue(self.channel.livechat_end_dt)

    def test_nobody_else_helped(self):
        self.call(self.agent, self.channel, "livechat_ask_help")
        partner = self.manager.partner_id
        self.call_with_context(
            self.agent, "livechat_set_status", ["in_progress"], livechat_helper_id=partner.id
        )
        call = self.channel.livechat_status_period_ids.filtered(lambda p: p.status == "need_help")
        self.assertFalse(call.helper_id)

    def test_who_leaves_leaves_a_call_for_help(self):
        self.user_writes(self.agent, self.channel)
        self.call(self.agent, self.channel, "add_members", self.employee.partner_id.ids)
        self.call_with_context(
            self.agent, "action_unfollow", livechat_leaving=True, livechat_stays_open=[]
        )
        self.assertEqual(self.channel.livechat_status, "need_help")

    def test_who_fetches_what_is_hidden_is_the_server(self):
        """Odoo's cache, which all share, holds what is hidden: no client makes a query see it."""
        self.channel.livechat_note = "<p>Zebra</p>"
        self.channel._add_members(
            users=self.other_agent, create_member_params={"livechat_member_type": "visitor"}
        )
        domain = [("id", "=", self.channel.id)]
        calls = {
            "read": [self.channel.ids, ["livechat_note"]],
            "search": [[*domain, ("livechat_note", "ilike", "zebra")]],
            "search_read": [domain, ["livechat_note"]],
            "formatted_read_group": [domain, ["livechat_note"], ["__count"]],
        }
        for method, args in calls.items():
            answer = self.call_model(self.agent, method, args, {})
            self.assertRegex(json.dumps(answer), rf"Zebra|\[{self.channel.id}\]")
            for forged in (True, 1, [True], {"value": True}, "livechat_fetching"):
                context = {"livechat_fetching": forged}
                answer = self.call_model(self.other_agent, method, args, context)
                with self.subTest(method=method, forged=forged):
                    self.assertNotRegex(json.dumps(answer), rf"Zebra|\[{self.channel.id}\]")

    def call_model(self, user, method, args, context):
        return self.as_user(
            user,
            f"/web/dataset/call_kw/discuss.channel/{method}",
            {
                "model": "discuss.channel",
                "method": method,
                "args": args,
                "kwargs": {"context": context},
            },
        )

    def test_only_the_one_helper_reads_such_contexts(self):
        """Another way would be one that a client can take."""
        addon = Path(__file__).parents[2]
        for folder in ("models", "wizards", "controllers"):
            for file in (addon / folder).rglob("*.py"):
                found = re.findall(r"""context(?:\.get\(|\[)["']livechat_\w+""", file.read_text())
                self.assertFalse(found, file)
