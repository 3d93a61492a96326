from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..support.common import need_module
from ..support.privacy import EMAIL, NAME, WRITTEN, PrivacyCase

# What is left of the person as whom somebody took part, or wrote.
ALLOWED = {"channel_name", "display_name", "visitor_partner_id"}


@tagged("post_install", "-at_install")
class TestErase(PrivacyCase):
    """An administrator erases who a customer was; what is counted stays."""

    def get_figures(self, channel):
        report = self.env["im_livechat.report.channel"]
        names = [name for name in report._fields if name not in ALLOWED]
        [figures] = report.search([("channel_id", "=", channel.id)]).read(names, load=None)
        histories = channel.livechat_channel_member_history_ids
        agents = histories.filtered(lambda history: history.livechat_member_type != "visitor")
        periods = self.env["livechat.status.period"].search([("channel_id", "=", channel.id)])
        return (
            figures,
            agents.read([], load=None),
            histories.mapped("livechat_member_type"),
            periods.mapped(lambda p: (p.status, p.start_dt, p.end_dt, p.user_name, p.helper_name)),
            (channel.livechat_outcome, channel.rating_last_value, channel.livechat_end_dt),
        )

    def test_nothing_is_found_and_all_is_counted(self):
        channel = self.open_conversation_of_person()
        self.work_on(channel)
        before = self.get_figures(channel)
        found = self.find_in_database(*WRITTEN)
        self.assertLessEqual(
            {
                "discuss_channel",
                "livechat_handover",
                "livechat_note_version",
                "livechat_status_period",
                "livechat_transcript",
                "mail_guest",
                "mail_mail",
                "mail_message",
                "rating_rating",
            },
            found | {"mail_mail"},
        )
        counts = channel.with_user(self.manager).livechat_erase()
        self.assertEqual(self.find_in_database(*WRITTEN), set())
        self.assertEqual(counts["Live Chat Note Version"], 2)
        self.assertEqual(counts["Guest"], 1)
        self.env.invalidate_all()
        self.assertEqual(self.get_figures(channel), before)
        # Nor does it change when it is computed anew.
        for name in ("livechat_computed_outcome", "livechat_is_escalated"):
            self.env.add_to_compute(channel._fields[name], channel)
        self.assertEqual(self.get_figures(channel), before)

    def test_panel(self):
        channel = self.open_conversation_of_person()
        self.work_on(channel)
        channel.with_user(self.manager).livechat_erase()
        data = self.panel_data(self.agent, channel)
        self.assertEqual(channel.with_user(self.agent).livechat_customer_name, "Erased customer")
        self.assertTrue(data["livechat_is_guest"] and data["livechat_erased_dt"])
        for name in ("livechat_contact_id", "livechat_is_contact_hidden", "livechat_visitor_phone"):
            self.assertFalse(data[name])
        self.assertFalse(channel.livechat_visitor_email)
        self.assertEqual(data["livechat_chatbot_answers"], [])
        self.assertEqual(data["livechat_note_state"]["text"], "")
        [sending] = data["livechat_transcripts"]["items"]
        self.assertEqual((sending["email_to"], sending["failures"]), ("", []))

    def test_messages_to_administrators_of_a_call_that_says_nothing(self):
        """They name the customer as well."""
        channel = self.open_conversation_of_person()
        self.call(self.agent, channel, "livechat_set_status", "need_help")
        call = channel.livechat_status_period_ids.filtered(lambda p: p.status == "need_help")
        call._notify_overdue_help()
        self.assertIn(NAME, str(call.overdue_message_ids.mapped("body")))
        self.call(self.agent, channel, "livechat_close")
        channel.with_user(self.manager).livechat_erase()
        self.assertEqual(self.find_in_database(*WRITTEN), set())
        self.assertTrue(call.overdue_notified_dt)

    def test_contact(self):
        """A customer who logged in stays a contact, of whom the conversation knows no more."""
        channel = self.open_conversation(self.customer)
        self.user_writes(self.customer, channel, "Here I am")
        self.user_writes(self.agent, channel)
        self.user_writes(self.customer, channel, "It is me")
        self.call(self.agent, channel, "livechat_close")
        channel.with_user(self.manager).livechat_erase()
        self.assertFalse(channel.livechat_customer_partner_ids)
        self.assertNotIn(self.customer.partner_id, channel.message_ids.author_id)
        self.assertNotIn(self.customer.partner_id, channel.channel_member_ids.partner_id)
        self.assertTrue(self.customer.partner_id.exists())
        self.assertEqual(channel.livechat_outcome, "no_failure")
        self.assertNotIn("Here I am", "".join(channel.message_ids.mapped("body")))

    def test_guest_of_another_conversation(self):
        channel = self.open_conversation_of_person()
        guest = channel.livechat_customer_guest_ids
        other = self.make_guest_conversations(1)
        other.livechat_customer_history_ids.guest_id = guest
        self.call(self.agent, channel, "livechat_close")
        channel.with_user(self.manager).livechat_erase()
        self.assertEqual(guest.exists().name, NAME)
        self.call(self.agent, other, "livechat_close")
        other.with_user(self.manager).livechat_erase()
        self.assertFalse(guest.exists())

    def test_who_may(self):
        channel = self.open_conversation_of_person()
        for user in (self.manager, self.agent):
            error = UserError if user == self.manager else AccessError
            with self.assertRaises(error):
                channel.with_user(user).livechat_erase()
        self.call(self.agent, channel, "livechat_close")
        for user in (self.agent, self.employee, self.customer):
            with self.assertRefused():
                self.call(user, channel, "livechat_erase")
            with self.assertRefused():
                self.call(user, channel, "action_livechat_erase")
        self.assertEqual(channel.livechat_visitor_email, EMAIL)

    def test_dialog(self):
        """It is done for those that are closed, and says for which it is not."""
        closed, still_open = self.open_conversation_of_person(), self.open_conversation()
        self.call(self.agent, closed, "livechat_close")
        channels = (closed | still_open).with_user(self.manager)
        action = channels.action_livechat_confirm("erase")
        wizards = self.env[action["res_model"]].with_user(self.manager)
        dialog = Form(wizards.with_context(**action["context"])).save()
        self.assertEqual(dialog.count, 2)
        action = dialog.action_confirm()
        self.assertTrue(closed.livechat_erased_dt)
        self.assertFalse(still_open.livechat_erased_dt)
        report = self.env[action["res_model"]].browse(action["res_id"])
        self.assertIn("1 of 2", report.message)
        self.assertIn("It is open", "".join(report.line_ids.mapped("reason")))

    def test_each_text_is_decided_upon(self):
        """A field that may name somebody is erased, or found, or holds nothing that is typed."""
        impersonal = {
            "discuss.channel": {"livechat_visitor_lang", "livechat_visitor_tz"},
            "livechat.note.version": {"editing_key"},
            "livechat.ticket.link": {"res_model"},
            # Erased with the conversation.
            "chatbot.message": {"livechat_selected_answer", "livechat_step_type"},
            "im_livechat.channel.member.history": {"livechat_guest_name"},
            # For an hour, an address that nobody can read.
            "livechat.left.count": {"sender"},
            # Names of sections.
            "res.company": {"livechat_panel_layout"},
            "res.users.settings": {"livechat_panel_layout"},
        }
        for model_name, model in self.env.registry.items():
            if model._transient or model._abstract or not model._auto:
                continue
            ours = {
                name
                for name, field in model._fields.items()
                if field.store
                and field.type in ("char", "html", "json", "text")
                and field._module == "livechat_info_panel"
            }
            records = self.env[model_name]
            if hasattr(records, "_livechat_personal_fields"):
                ours -= records._livechat_personal_fields()
                ours -= records._livechat_agent_name_fields()
            self.assertEqual(ours - impersonal.get(model_name, set()), set(), model_name)


@tagged("post_install", "-at_install", "companions")
class TestEraseBesideCompanions(PrivacyCase):
    """What other apps know of the customer is theirs to erase; nothing leads there any more."""

    def test_visitor_of_the_website(self):
        need_module(self.env, "website_livechat")
        channel = self.open_conversation_of_person()
        visitor = self.env["website.visitor"].create({"access_token": "e" * 32})
        channel.livechat_visitor_id = visitor
        self.call(self.agent, channel, "livechat_close")
        channel.with_user(self.manager).livechat_erase()
        self.assertFalse(channel.livechat_visitor_id)
        self.assertTrue(visitor.exists())
        data = self.panel_data(self.agent, channel)
        self.assertTrue(data["livechat_erased_dt"])

    def test_lead(self):
        need_module(self.env, "crm_livechat")
        channel = self.open_conversation_of_person()
        self.agent.group_ids += self.env.ref("sales_team.group_sale_salesman")
        answer = self.call(self.agent, channel, "livechat_create_ticket", "crm_lead", "Two mowers")
        self.call(self.agent, channel, "livechat_close")
        counts = channel.with_user(self.manager).livechat_erase()
        self.assertEqual(counts["Live Chat Ticket Link"], 1)
        lead = self.env[answer["model"]].browse(answer["id"])
        self.assertEqual(lead.origin_channel_id, channel)  # CRM's own, until the lead is deleted
        lead.unlink()
        self.assertFalse(
            self.panel_data(self.agent, channel).get("livechat_leads", {}).get("items")
        )
