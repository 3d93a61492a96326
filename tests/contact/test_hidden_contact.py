from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..support.customer import CustomerCase

CHANNEL, LINK = "discuss.channel", "livechat.contact.link"
NAME = {"fields": {"display_name": {}}}


@tagged("post_install", "-at_install")
class TestHiddenContact(CustomerCase):
    """Who may not read a contact learns nothing of it: neither who nor which one it is."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_guest_conversation(email=None)
        self.other = self.open_guest_conversation(email=None)
        self.anna = self.contacts.create({"name": "Anna Known"})
        self.call(self.agent, self.channel, "livechat_link_contact", self.mia.id)
        self.call(self.agent, self.other, "livechat_link_contact", self.anna.id)
        self.env["ir.rule"].create(
            {
                "name": "Contacts of another company",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", self.mia.id)],
                "groups": [Command.link(self.env.ref("base.group_user").id)],
            }
        )
        self.fields = {
            CHANNEL: ("livechat_partner_id", self.channel, self.other),
            LINK: (
                "partner_id",
                self.env[LINK].search([("channel_id", "=", self.channel.id)]),
                self.env[LINK].search([("channel_id", "=", self.other.id)]),
            ),
        }

    def call_kw(self, model, method, *args, user=None, **kwargs):
        answer = self.as_user(
            user or self.agent,
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )
        self.assertNotIn("Mia", str(answer))
        return answer

    def test_read(self):
        for model, (field, hidden, known) in self.fields.items():
            with self.subTest(model=model):
                ids = hidden.ids + known.ids
                expected = {hidden.id: False, known.id: [self.anna.id, "Anna Known"]}
                values = self.call_kw(model, "read", ids, [field])
                self.assertEqual({vals["id"]: vals[field] for vals in values}, expected)
                values = self.call_kw(model, "read", ids, [field], load=None)
                expected = {hidden.id: False, known.id: self.anna.id}
                self.assertEqual({vals["id"]: vals[field] for vals in values}, expected)
                values = self.call_kw(model, "web_read", ids, {field: NAME})
                expected[known.id] = {"id": self.anna.id, "display_name": "Anna Known"}
                self.assertEqual({vals["id"]: vals[field] for vals in values}, expected)

    def test_nested(self):
        spec = {"channel_id": {"fields": {"livechat_partner_id": NAME}}}
        (values,) = self.call_kw(LINK, "web_read", self.fields[LINK][1].ids, spec)
        self.assertFalse(values["channel_id"]["livechat_partner_id"])

    def test_search(self):
        for model, (field, hidden, known) in self.fields.items():
            among = [("id", "in", (hidden | known).ids)]
            for domain in (
                [(field, "=", self.mia.id)],
                [(field, "ilike", "Mia")],
                [(f"{field}.name", "=like", "M%")],
                [(field, "not in", self.anna.ids), (field, "!=", False)],
            ):
                with self.subTest(model=model, domain=domain):
                    found = self.call_kw(model, "search", among + domain)
                    self.assertFalse(found)
            found = self.call_kw(model, "search", [*among, (field, "=", self.anna.id)])
            self.assertEqual(found, known.ids)

    def test_group(self):
        for model, (field, hidden, known) in self.fields.items():
            with self.subTest(model=model):
                domain = [("id", "in", (hidden | known).ids)]
                groups = self.call_kw(model, "formatted_read_group", domain, [field], ["__count"])
                found = {group[field] and group[field][0] for group in groups}
                self.assertEqual(found, {self.anna.id, False})
                [group] = self.call_kw(
                    model, "formatted_read_group", domain, [], [f"{field}:array_agg"]
                )
                self.assertNotIn(self.mia.id, group[f"{field}:array_agg"])

    def test_group_by_a_path(self):
        groups = str(
            self.call_kw(
                LINK, "formatted_read_group", [], ["channel_id.livechat_partner_id"], ["__count"]
            )
        )
        self.assertIn("Anna", groups)
        self.assertNotIn("Mia", groups)

    def test_export(self):
        self.agent.group_ids |= self.env.ref("base.group_allow_export")
        for model, (field, hidden, known) in self.fields.items():
            for path in (field, f"{field}/id", f"{field}/.id", f"{field}/name"):
                with self.subTest(model=model, path=path):
                    if path == field:
                        rows = self.call_kw(model, "export_data", known.ids, [path])["datas"]
                        self.assertEqual(rows, [["Anna Known"]])
                    with self.assertRefused():
                        self.call_kw(model, "export_data", hidden.ids, [path])

    def test_onchange(self):
        values = {"livechat_partner_id": self.mia.id}
        answer = self.call_kw(
            CHANNEL, "onchange", [], values, ["livechat_partner_id"], {"livechat_partner_id": NAME}
        )
        self.assertFalse(answer["value"].get("livechat_partner_id"))

    def test_unlink(self):
        with self.assertRefused():
            self.call(self.agent, self.channel, "livechat_unlink_contact")
        self.assertEqual(self.channel.livechat_partner_id, self.mia)
        with self.assertRaisesRegex(AccessError, "You may not see the contact"):
            (self.channel | self.other).with_user(self.agent).livechat_unlink_contact()
        self.assertEqual(self.other.livechat_partner_id, self.anna)
        self.call(self.agent, self.other, "livechat_unlink_contact")
        self.assertFalse(self.other.livechat_partner_id)

    def test_time_zone(self):
        """Neither agents who may not read the contact, nor the guest, learn it."""
        for contact in (self.mia, self.anna):
            contact.tz = "Asia/Tokyo"
        (self.channel | self.other).livechat_visitor_tz = False
        self.assertFalse(self.panel_data(self.agent, self.channel)["livechat_visitor_tz"])
        data = self.panel_data(self.agent, self.other)
        self.assertEqual(data["livechat_visitor_tz"], "Asia/Tokyo")

    def test_what_an_agent_believes_changes_nothing_for_the_guest(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.other.livechat_visitor_tz = self.other.livechat_lang_id = False
        self.visitor_writes(self.other, "Hello")
        self.other.message_ids.filtered("author_guest_id").date = "2026-03-02 02:30:00"
        linked = self.download(self.other)
        self.anna.write({"tz": "Asia/Tokyo", "lang": "fr_FR"})
        self.assertEqual(self.download(self.other), linked)
        self.assertNotIn("Tokyo", linked)
        self.assertEqual(self.other._get_livechat_transcript_lang(), self.env.lang)
        self.other.livechat_partner_is_verified = True
        self.assertIn("Tokyo", self.download(self.other))
        self.assertEqual(self.other._get_livechat_transcript_lang(), "fr_FR")

    def download(self, channel):
        """Return what the guest of a conversation downloads."""
        self.env.flush_all()
        guest = channel.livechat_customer_guest_ids
        self.authenticate(None, None)
        reports = type(self.env["ir.actions.report"])
        with patch.object(reports, "_render_qweb_pdf", side_effect=UserError("No wkhtmltopdf")):
            answer = self.url_open(
                f"/im_livechat/download_transcript/{channel.id}",
                cookies={guest._cookie_name: guest._format_auth_cookie()},
            )
        self.assertEqual(answer.status_code, 200)
        return answer.text
