from odoo.tests import tagged

from ..support.common import PanelCase

DIALOGS = ("livechat.help.wizard", "livechat.reassign.wizard", "livechat.ticket.wizard")
NAME = {"fields": {"display_name": {}}}


@tagged("post_install", "-at_install")
class TestGivenRecords(PanelCase):
    """A dialog refers to nothing that its user may not read, whoever gives it an id."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.private_group = self.env["discuss.channel"].create(
            {"name": "Secret group", "channel_type": "group"}
        )
        self.hidden_user = self.new_user("hidden", "Hidden User", "base.group_user")
        self.hide(self.hidden_user)

    def hide(self, record):
        self.env["ir.rule"].create(
            {
                "name": "Not this one",
                "model_id": self.env["ir.model"]._get_id(record._name),
                "domain_force": [("id", "!=", record.id)],
            }
        )

    def call_kw(self, model, method, *args, user=None, **kwargs):
        return self.as_user(
            user or self.agent,
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def create_dialog(self, model, **vals):
        vals = {"channel_id": self.channel.id, **vals}
        if model == "livechat.ticket.wizard":
            vals["title"] = "Ticket"
        return self.call_kw(model, "create", [vals])  # the ids

    def assertNotGiven(self, model, field, id_):
        """Expect that a dialog does not take an id, whichever way it comes."""
        spec = {field: NAME}
        with self.assertRefused():
            self.create_dialog(model, **{field: id_})
        with self.assertRefused():
            self.call_kw(model, "write", self.create_dialog(model), {field: id_})
        with self.assertRefused():
            self.call_kw(model, "web_save", self.create_dialog(model), {field: id_}, spec)
        with self.assertRefused():
            self.call_kw(model, "onchange", [], {field: id_}, [field], spec)
        with self.assertRefused():
            self.call_kw(model, "onchange", self.create_dialog(model), {field: id_}, [field], spec)
        with self.assertRefused():
            context = {"active_id": self.channel.id, f"default_{field}": id_}
            self.call_kw(model, "onchange", [], {}, [], spec, context=context)

    def test_all_dialogs_check(self):
        for name, model in self.env.registry.items():
            if model._original_module == "livechat_info_panel" and model._transient:
                self.assertTrue(hasattr(model, "_check_given"), f"{name}: livechat.given.mixin")

    def test_private_group(self):
        for model in DIALOGS:
            with self.subTest(model=model):
                self.assertNotGiven(model, "channel_id", self.private_group.id)

    def test_own_conversation(self):
        user = self.other_agent
        mine = self.open_conversation()
        mine._add_members(users=user, create_member_params={"livechat_member_type": "visitor"})
        for model in DIALOGS:
            with self.subTest(model=model), self.assertRefused():
                vals = {"channel_id": mine.id}
                self.call_kw(model, "onchange", [], vals, ["channel_id"], {}, user=user)

    def test_hidden_agent(self):
        self.assertNotGiven("livechat.reassign.wizard", "user_id", self.hidden_user.id)

    def test_hidden_expertise(self):
        expertise = self.env["im_livechat.expertise"].create({"name": "Hidden expertise"})
        self.hide(expertise)
        for model in ("livechat.help.wizard", "livechat.reassign.wizard"):
            with self.subTest(model=model):
                self.assertNotGiven(model, "expertise_ids", [[6, 0, expertise.ids]])

    def test_present_users(self):
        dialog = self.create_dialog("livechat.reassign.wizard")
        self.channel._add_members(users=self.hidden_user)
        (values,) = self.call_kw("livechat.reassign.wizard", "read", dialog, ["present_user_ids"])
        self.assertEqual(values["present_user_ids"], self.agent.ids)
        self.hide(self.channel)
        with self.assertRefused():
            self.call_kw("livechat.reassign.wizard", "read", dialog, ["present_user_ids"])

    def test_dialogs_of_others(self):
        for model in DIALOGS:
            dialog = self.create_dialog(model)
            found = self.call_kw(model, "search_read", [], ["channel_id"], user=self.manager)
            self.assertNotIn(dialog[0], [values["id"] for values in found])
            for method, args in [
                ("read", [["channel_id"]]),
                ("write", [{"channel_id": self.channel.id}]),
                ("web_read", [{"channel_id": NAME}]),
            ]:
                with self.subTest(model=model, method=method), self.assertRefused():
                    self.call_kw(model, method, dialog, *args, user=self.manager)
        report = self.env["livechat.action.report"].with_user(self.manager).create({})
        for method, args in [
            ("create", [[{"report_id": report.id, "name": "Read me"}]]),
            ("onchange", [[], {"report_id": report.id}, ["report_id"], {"report_id": NAME}]),
        ]:
            with self.subTest(method=method), self.assertRefused():
                self.call_kw("livechat.action.report.line", method, *args)
