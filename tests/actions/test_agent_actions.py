import json

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.bus.tests.common import BusCase

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestAgentActions(PanelCase, BusCase):
    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.channel_as_agent = self.channel.with_user(self.other_agent)

    # Status

    def test_status(self):
        for status in ("waiting", "need_help", "in_progress"):
            self.call(self.other_agent, self.channel, "livechat_set_status", status)
            self.assertEqual(self.channel.livechat_status, status)

    def test_status_by_odoo_s_route(self):
        self.as_user(
            self.agent,
            "/im_livechat/session/update_status",
            {"channel_id": self.channel.id, "livechat_status": "waiting"},
        )
        self.assertEqual(self.channel.livechat_status, "waiting")

    def test_status_unknown_or_closed_is_refused(self):
        for status in ("done", None, False, "", ["waiting"], {"a": 1}):
            with self.subTest(status=status), self.assertRaises(UserError):
                self.channel_as_agent.livechat_set_status(status)
        self.as_visitor(
            self.channel, "/im_livechat/visitor_leave_session", {"channel_id": self.channel.id}
        )
        with self.assertRaisesRegex(UserError, "closed already"):
            self.channel_as_agent.livechat_set_status("waiting")

    def test_customer_s_message_ends_waiting(self):
        self.channel_as_agent.livechat_set_status("waiting")
        self.visitor_writes(self.channel, "I am back")
        self.assertEqual(self.channel.livechat_status, "in_progress")

    # Tags

    def test_tag_is_found_in_any_case_and_created_once(self):
        for name in ("C++", "c++", " C++ "):
            self.call(self.other_agent, self.channel, "livechat_add_tag", name)
        tag = self.channel.livechat_conversation_tag_ids
        self.assertEqual(tag.mapped("name"), ["C++"])
        self.call(self.other_agent, self.channel, "livechat_add_tag", "100% \\ new_ tag")
        self.assertEqual(
            set(self.channel.livechat_conversation_tag_ids.mapped("name")),
            {"C++", "100% \\ new_ tag"},
        )
        self.call(self.other_agent, self.channel, "livechat_remove_tag", tag.id)
        self.assertEqual(
            self.channel.livechat_conversation_tag_ids.mapped("name"), ["100% \\ new_ tag"]
        )
        self.assertTrue(tag.exists())

    def test_tag_names_hold_no_wildcards(self):
        self.env["im_livechat.conversation.tag"].create({"name": "Glitch"})
        self.channel_as_agent.livechat_add_tag("Gl_tch")
        self.assertEqual(self.channel.livechat_conversation_tag_ids.mapped("name"), ["Gl_tch"])

    def test_tag_without_a_name_is_refused(self):
        for name in ("", "  ", None, False, 7, ["Glitch"]):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.channel_as_agent.livechat_add_tag(name)

    def test_tags_by_odoo_s_route(self):
        tag = self.env["im_livechat.conversation.tag"].create({"name": "Glitch"})
        params = {"channel_id": self.channel.id, "tag_ids": tag.ids}
        route = "/im_livechat/conversation/update_tags"
        self.as_user(self.agent, route, params)
        self.assertEqual(self.channel.livechat_conversation_tag_ids, tag)
        with self.assertRefused("werkzeug.exceptions.BadRequest"):
            self.as_user(self.agent, route, {**params, "method": "NONSENSE"})
        self.as_user(self.agent, route, {**params, "method": "DELETE"})
        self.assertFalse(self.channel.livechat_conversation_tag_ids)

    def test_same_tag_twice_is_refused_in_the_list_of_tags(self):
        tags = self.env["im_livechat.conversation.tag"]
        tags.create({"name": "Glitch"})
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            tags.create({"name": " gLITCH"})
        self.assertEqual(tags.name_create("glitch")[1], "Glitch")

    def test_search_names(self):
        tags = self.env["im_livechat.conversation.tag"].with_user(self.agent)
        names = ["Zebra", "Big zebra", "zebra crossing", *(f"A zebra {n:02}" for n in range(20))]
        tags.create([{"name": name} for name in names])
        found = tags.livechat_search_names("ZEBRA")
        self.assertEqual(found["names"][:3], ["Zebra", "zebra crossing", "A zebra 00"])
        self.assertEqual(len(found["names"]), 8)
        self.assertEqual(found["more_count"], 23 - 8)
        self.assertEqual(tags.livechat_search_names("zebra_"), {"names": [], "more_count": 0})
        self.assertEqual(len(tags.livechat_search_names("")["names"]), 8)

    # Expertise

    def test_expertise(self):
        expertise = self.env["im_livechat.expertise"].create({"name": "Compilers"})
        self.call(self.other_agent, self.channel, "livechat_add_expertise", "compilers")
        self.assertEqual(self.channel.livechat_expertise_ids, expertise)
        self.call(self.other_agent, self.channel, "livechat_remove_expertise", expertise.id)
        self.assertFalse(self.channel.livechat_expertise_ids)

    def test_managers_alone_create_expertise_also_where_they_are_no_members(self):
        with self.assertRaisesRegex(AccessError, "“Linkers”, and only Live Chat administrators"):
            self.channel_as_agent.livechat_add_expertise("Linkers")
        self.assertNotIn(self.manager.partner_id, self.channel.channel_member_ids.partner_id)
        self.call(self.manager, self.channel, "livechat_add_expertise", " Linkers ")
        self.assertEqual(self.channel.livechat_expertise_ids.mapped("name"), ["Linkers"])
        self.as_user(
            self.manager,
            "/im_livechat/conversation/create_and_link_expertise",
            {"channel_id": self.channel.id, "expertise_name": "Loaders"},
        )
        self.assertIn("Loaders", self.channel.livechat_expertise_ids.mapped("name"))

    def test_expertise_is_one_in_all_languages(self):
        self.env["res.lang"]._activate_lang("es_ES")
        expertise = self.env["im_livechat.expertise"].create({"name": "Tariffs"})
        expertise.with_context(lang="es_ES").name = "Tarifas"
        for lang, name, error in [
            ("es_ES", "tarifas", UserError),
            ("es_ES", "TARIFFS", UniqueViolation),
            ("en_US", "Tarifas", UserError),
        ]:
            with self.subTest(lang=lang, name=name):
                self.channel_as_agent.with_context(lang=lang).livechat_add_expertise(name)
                self.assertEqual(self.channel.livechat_expertise_ids, expertise)
                with (
                    mute_logger("odoo.sql_db"),
                    self.assertRaises(error),
                    self.env.cr.savepoint(),
                ):
                    self.env["im_livechat.expertise"].with_context(lang=lang).create({"name": name})

    def test_translated_expertise_is_compared_too(self):
        self.env["res.lang"]._activate_lang("es_ES")
        tariffs, parcels = self.env["im_livechat.expertise"].create(
            [{"name": "Tariffs"}, {"name": "Parcels"}]
        )
        tariffs.update_field_translations("name", {"es_ES": "  Tarifas  nuevas "})
        self.assertEqual(tariffs.with_context(lang="es_ES").name, "Tarifas nuevas")
        with self.assertRaises(UserError):
            parcels.update_field_translations("name", {"es_ES": "TARIFAS NUEVAS"})

    def test_expertise_by_odoo_s_route(self):
        expertise = self.env["im_livechat.expertise"].create({"name": "Compilers"})
        route = "/im_livechat/conversation/write_expertises"
        for command, expected in [
            ([4, expertise.id], expertise),
            ([3, expertise.id], expertise.browse()),
        ]:
            self.as_user(
                self.agent, route, {"channel_id": self.channel.id, "orm_commands": [command]}
            )
            self.assertEqual(self.channel.livechat_expertise_ids, expected)

    # Rights

    def test_for_live_chat_users_only(self):
        self.channel._add_members(users=self.employee, post_joined_message=False)
        expertise = self.env["im_livechat.expertise"].create({"name": "Compilers"})
        tag = self.env["im_livechat.conversation.tag"].create({"name": "Glitch"})
        before = self.channel.read(
            [
                "livechat_status",
                "livechat_note",
                "livechat_conversation_tag_ids",
                "livechat_expertise_ids",
            ]
        )
        for user in (self.employee, self.customer):
            for method, argument in [
                ("livechat_set_status", "waiting"),
                ("livechat_set_note", "mine"),
                ("livechat_add_tag", "Glitch"),
                ("livechat_remove_tag", tag.id),
                ("livechat_add_expertise", "Compilers"),
                ("livechat_remove_expertise", expertise.id),
            ]:
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    getattr(self.channel.with_user(user), method)(argument)
        for route, params in [
            ("session/update_status", {"livechat_status": "waiting"}),
            ("session/update_note", {"note": "mine"}),
            ("conversation/update_tags", {"tag_ids": tag.ids}),
            ("conversation/write_expertises", {"orm_commands": [[4, expertise.id]]}),
            ("conversation/create_and_link_expertise", {"expertise_name": "Compilers"}),
        ]:
            with self.subTest(route=route), self.assertRefused():
                self.as_user(
                    self.employee,
                    f"/im_livechat/{route}",
                    {"channel_id": self.channel.id, **params},
                )
        self.assertEqual(before, self.channel.read(list(before[0])))

    def test_automation_rule_works_when_a_visitor_triggers_it(self):
        """Odoo runs what a rule does as superuser, in the name of whoever triggered it."""
        public = self.env.ref("base.public_user")
        channel = self.channel.with_user(public).sudo()
        channel.livechat_set_status("waiting")
        channel.livechat_add_tag("Automatic")
        self.assertEqual(self.channel.livechat_status, "waiting")
        self.assertEqual(self.channel.livechat_conversation_tag_ids.mapped("name"), ["Automatic"])

    def test_for_live_chats_only(self):
        group = (
            self.env["discuss.channel"]
            .with_user(self.agent)
            ._create_group(partners_to=self.agent.partner_id.ids)
        )
        with self.assertRaisesRegex(UserError, "live chats only"):
            group.livechat_set_status("need_help")

    def test_name_of_a_conversation_of_others_is_not_told(self):
        group = self.env["discuss.channel"]._create_group(
            partners_to=self.other_agent.partner_id.ids, name="Secret"
        )
        with self.assertRaises(AccessError):
            group.with_user(self.agent).livechat_set_status("need_help")

    # What the others see

    def test_others_are_told(self):
        self.env["im_livechat.expertise"].create({"name": "Compilers"})
        for method, argument, field in [
            ("livechat_set_status", "waiting", "livechat_status"),
            ("livechat_set_note", "told", "livechat_note"),
            ("livechat_add_tag", "Told", "livechat_conversation_tag_ids"),
            ("livechat_add_expertise", "Compilers", "livechat_expertise_ids"),
        ]:
            self._reset_bus()
            getattr(self.channel_as_agent, method)(argument)
            self.assertTrue(self.was_told(field), field)

    def test_others_are_told_the_outcome_when_it_ends(self):
        self.channel.with_user(self.agent).message_post(
            body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self._reset_bus()
        self.as_visitor(
            self.channel, "/im_livechat/visitor_leave_session", {"channel_id": self.channel.id}
        )
        self.assertTrue(self.was_told("livechat_outcome"))

    def was_told(self, field):
        """Return whether the bus told the agents of a conversation about a field."""
        self.env.cr.precommit.run()
        return any(
            field in values
            for notification in self.env["bus.bus"].sudo().search([])
            if "livechat_users" in json.loads(notification.channel)
            for values in json.loads(notification.message)["payload"].get("discuss.channel", [])
        )
