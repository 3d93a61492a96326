from lxml import etree

from odoo import Command
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..actions.test_session_lists import SessionListCase


@tagged("post_install", "-at_install")
class TestExpertiseAdmin(SessionListCase):
    """Administrators say who knows what; agents say it of themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parcels, cls.taxes = cls.env["im_livechat.expertise"].create(
            [{"name": "Admin test parcels"}, {"name": "Admin test taxes"}]
        )

    def arch_of(self, user, view_type):
        views = self.rpc(
            user,
            "im_livechat.expertise",
            "get_views",
            views=[[False, view_type]],
            options={"action_id": self.env.ref("im_livechat.expertise_action").id},
        )["views"]
        return etree.fromstring(views[view_type]["arch"])

    def expertises_found(self, user, domain):
        data = self.rpc(
            user,
            "im_livechat.expertise",
            "web_search_read",
            domain=[("name", "=like", "Admin test %"), *domain],
            specification={"name": {}, "user_ids": {"fields": {"display_name": {}}}},
        )
        return {
            record["name"]: [agent["display_name"] for agent in record["user_ids"]]
            for record in data["records"]
        }

    def set_agents(self, user, expertise, agents):
        self.rpc(
            user,
            "im_livechat.expertise",
            "web_save",
            expertise.ids,
            {"user_ids": [Command.set(agents.ids)]},
            specification={"user_ids": {}},
        )

    def test_line_opens_the_form(self):
        """The list is no editable one, whose form nobody reaches; it is read-only for agents."""
        for user, may_create in (self.agent, None), (self.manager, True):
            for view_type in "list", "form":
                arch = self.arch_of(user, view_type)
                self.assertFalse(arch.get("editable"))
                self.assertIs(arch.get("create") != "False" or None, may_create)
                self.assertIs(arch.get("edit") != "False" or None, may_create)
                self.assertIsNotNone(arch.find(".//field[@name='user_ids']"))

    def test_administrator_sets_agents(self):
        self.set_agents(self.manager, self.parcels, self.agent + self.other_agent)
        self.set_agents(self.manager, self.taxes, self.agent)
        self.assertEqual(
            self.expertises_found(self.manager, []),
            {
                "Admin test parcels": ["Ada Agent", "Otto Agent"],
                "Admin test taxes": ["Ada Agent"],
            },
        )
        self.set_agents(self.manager, self.parcels, self.other_agent)
        self.assertEqual(self.agent.livechat_expertise_ids, self.taxes)

    def test_who_has_what(self):
        """Expertises are found by their agents, and those which nobody has."""
        self.set_agents(self.manager, self.parcels, self.agent + self.other_agent)
        for user in self.agent + self.manager:
            arch = self.arch_of(user, "search")
            for domain, expected in (
                ([("user_ids", "ilike", "otto")], {"Admin test parcels"}),
                ([("user_ids", "in", self.agent.ids)], {"Admin test parcels"}),
                ([("user_ids", "not in", self.agent.ids)], {"Admin test taxes"}),
                ([("user_ids", "ilike", "nobody of this name")], set()),
                ([("user_ids", "!=", False)], {"Admin test parcels"}),
            ):
                with self.subTest(user=user.login, domain=domain):
                    self.assertEqual(set(self.expertises_found(user, domain)), expected)
            for name, expected in (
                ("filter_without_agents", {"Admin test taxes"}),
                (
                    "filter_my_expertise",
                    {"Admin test parcels"} if user == self.agent else set(),
                ),
            ):
                with self.subTest(user=user.login, filter=name):
                    domain = arch.find(f".//filter[@name='{name}']").get("domain")
                    domain = safe_eval(domain, {"uid": user.id})
                    self.assertEqual(set(self.expertises_found(user, domain)), expected)

    def test_agent_cannot_maintain_expertises(self):
        for method, args in (
            ("web_save", [[], {"name": "Admin test new"}]),
            ("web_save", [self.taxes.ids, {"user_ids": [Command.link(self.agent.id)]}]),
            ("unlink", [self.taxes.ids]),
        ):
            kwargs = {"specification": {}} if method == "web_save" else {}
            with (
                self.subTest(method, args=args),
                mute_logger("odoo.http"),
                self.assertRaisesRegex(JsonRpcException, "AccessError"),
            ):
                self.rpc(self.agent, "im_livechat.expertise", method, *args, **kwargs)
        self.assertFalse(self.agent.livechat_expertise_ids)

    def test_agent_sets_his_own_in_preferences(self):
        action = self.rpc(self.agent, "res.users", "action_get")
        views = self.rpc(self.agent, "res.users", "get_views", views=action["views"])["views"]
        arch = etree.fromstring(views["form"]["arch"])
        self.assertIsNotNone(arch.find(".//field[@name='livechat_expertise_ids']"))
        for expertises in self.parcels + self.taxes, self.taxes:
            self.rpc(
                self.agent,
                "res.users",
                "web_save",
                self.agent.ids,
                {"livechat_expertise_ids": [Command.set(expertises.ids)]},
                specification={"livechat_expertise_ids": {}},
            )
            self.assertEqual(self.agent.livechat_expertise_ids, expertises)
        self.assertEqual(self.taxes.user_ids, self.agent)

    def test_agent_cannot_set_that_of_another(self):
        values = {"livechat_expertise_ids": [Command.set(self.parcels.ids)]}
        settings = self.env["res.users.settings"]._find_or_create_for_user(self.other_agent)
        for model, record in (
            ("res.users", self.other_agent),
            ("res.users.settings", settings),
        ):
            with (
                self.subTest(model),
                mute_logger("odoo.http"),
                self.assertRaisesRegex(JsonRpcException, "AccessError"),
            ):
                self.rpc(self.agent, model, "write", record.ids, values)
        self.assertFalse(self.other_agent.livechat_expertise_ids)

    def test_ongoing_sessions(self):
        asking, closed = self.open_conversation(), self.open_conversation()
        for channel in asking, closed:
            self.call(self.agent, channel, "livechat_add_expertise", self.parcels.name)
        self.call(self.agent, closed, "livechat_close")
        records = self.rpc(
            self.agent,
            "im_livechat.expertise",
            "web_read",
            (self.parcels + self.taxes).ids,
            specification={"open_channel_count": {}},
        )
        self.assertEqual([record["open_channel_count"] for record in records], [1, 0])
        action = self.rpc(
            self.agent, "im_livechat.expertise", "action_view_open_channels", self.parcels.ids
        )
        self.assertEqual(self.ids_found(self.agent, action["domain"]), asking.ids)
