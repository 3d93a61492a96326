import json

from odoo import Command
from odoo.tests import tagged

from ..support.common import PASSWORD, POST, PanelCase

SUBCHANNEL = "LIVECHAT_NOW"


class NowCase(PanelCase):
    """Listens to what those are told who look at Now."""

    def setUp(self):
        super().setUp()
        self.forget()

    def forget(self):
        """Leave out what was told before."""
        self.env.cr.flush()
        self.last_id = self.env["bus.bus"].sudo()._bus_last_id()

    def told(self, channel=None):
        """Return what was told since, of one conversation or of all, and forget it."""
        self.env.cr.flush()
        notifications = self.env["bus.bus"].search(
            [("id", ">", self.last_id), ("channel", "like", SUBCHANNEL)], order="id"
        )
        payloads = [json.loads(message)["payload"] for message in notifications.mapped("message")]
        self.forget()
        if channel:
            payloads = [p for p in payloads if channel.id in p.get("channel_ids", ())]
        return payloads

    def told_row(self, channel):
        """Return what was told once of a conversation that is open."""
        [payload] = self.told(channel)
        [row] = [row for row in payload["data"]["discuss.channel"] if row["id"] == channel.id]
        self.assertIn({"id": channel.id, "model": "discuss.channel"}, self.threads(payload, "ADD"))
        return row

    @staticmethod
    def threads(payload, command):
        return dict(payload["data"]["Store"]["livechat_now_threads"])[command]


@tagged("post_install", "-at_install")
class TestNowChanges(NowCase):
    """What is told when something happens in a conversation, and when nothing is."""

    def test_begun(self):
        channel = self.open_conversation()
        [payload] = self.told(channel)
        self.assertEqual(payload["counts"][str(channel.id)]["begun"], 1)
        self.assertEqual(
            payload["counts"][str(channel.id)]["livechat_channel_id"], self.livechat_channel.id
        )
        [row] = payload["data"]["discuss.channel"]
        self.assertEqual(row["livechat_present_agent_ids"], self.agent.partner_id.ids)

    def test_written_and_answered(self):
        channel = self.open_conversation()
        self.forget()
        self.visitor_writes(channel, "Is there anybody?")
        self.assertTrue(self.told_row(channel)["livechat_customer_waiting_since_dt"])
        self.visitor_writes(channel, "Hello?")
        self.assertFalse(self.told(), "the customer waits as before")
        self.user_writes(self.agent, channel)
        self.assertFalse(self.told_row(channel)["livechat_customer_waiting_since_dt"])
        self.user_writes(self.agent, channel, "Are you still there?")
        self.assertFalse(self.told(), "nobody waits as before")

    def test_help_and_who_joins(self):
        channel = self.open_conversation()
        self.forget()
        self.call(self.agent, channel, "livechat_ask_help", "Where is it?")
        row = self.told_row(channel)
        self.assertEqual(row["livechat_status"], "need_help")
        self.assertEqual(row["livechat_help_text"], "Where is it?")
        self.call(self.other_agent, channel, "livechat_join")
        row = self.told_row(channel)
        self.assertEqual(row["livechat_status"], "in_progress")
        self.assertEqual(row["livechat_helper_id"], self.other_agent.partner_id.id)
        self.assertEqual(
            row["livechat_present_agent_ids"],
            (self.agent | self.other_agent).partner_id.ids,
        )

    def test_handed_over(self):
        self.env["mail.presence"]._update_presence(self.other_agent)
        channel = self.open_conversation()
        self.forget()
        self.call(self.agent, channel, "livechat_reassign", self.other_agent.id)
        row = self.told_row(channel)
        self.assertEqual(row["livechat_present_agent_ids"], self.other_agent.partner_id.ids)
        self.assertEqual(row["livechat_last_handover_id"], channel._get_last_handover().id)

    def test_left_alone(self):
        channel = self.open_conversation()
        self.forget()
        self.agent.active = False
        row = self.told_row(channel)
        self.assertEqual(row["livechat_status"], "need_help")
        self.assertFalse(row["livechat_present_agent_ids"])

    def test_closed(self):
        missed, answered = self.open_conversation(), self.open_conversation()
        for channel in missed, answered:
            self.visitor_writes(channel, "Is there anybody?")
        self.user_writes(self.agent, answered)
        self.forget()
        for channel, counts in [(missed, 1), (answered, 0)]:
            self.call(self.agent, channel, "livechat_close")
            [payload] = self.told(channel)
            self.assertEqual([t["id"] for t in self.threads(payload, "DELETE")], channel.ids)
            self.assertFalse(self.threads(payload, "ADD"))
            [row] = payload["data"]["discuss.channel"]
            self.assertTrue(row["livechat_end_dt"])
            self.assertEqual(payload["counts"].get(str(channel.id), {}).get("missed", 0), counts)
        self.call(self.agent, missed, "livechat_correct_outcome", "no_failure", "By phone")
        [payload] = self.told(missed)
        self.assertEqual(payload["counts"][str(missed.id)]["missed"], -1)
        self.call(self.agent, missed, "livechat_reopen")
        self.assertEqual(self.told_row(missed)["livechat_status"], "in_progress")

    def test_left_by_the_visitor(self):
        channel = self.open_conversation()
        self.forget()
        self.as_visitor(channel, "/im_livechat/visitor_leave_session", {"channel_id": channel.id})
        [payload] = self.told(channel)
        self.assertEqual([t["id"] for t in self.threads(payload, "DELETE")], channel.ids)

    def test_rated_once(self):
        channel = self.open_conversation()
        self.forget()
        for rate in (5, 1):
            self.as_visitor(
                channel, "/im_livechat/feedback", {"channel_id": channel.id, "rate": rate}
            )
        counts = [payload["counts"].get(str(channel.id), {}) for payload in self.told(channel)]
        self.assertEqual(sum(count.get("rated", 0) for count in counts), 1)

    def test_missed_counts_once(self):
        """Whatever else becomes of it when it has ended."""
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        self.call(self.agent, channel, "livechat_close")
        self.forget()
        self.as_visitor(channel, "/im_livechat/feedback", {"channel_id": channel.id, "rate": 1})
        channel._action_unfollow(self.agent.partner_id)
        counts = [payload["counts"].get(str(channel.id), {}) for payload in self.told(channel)]
        self.assertTrue(counts)
        self.assertFalse(sum(count.get("missed", 0) for count in counts))

    def test_an_old_one_is_deleted(self):
        """The figures of today do not count it."""
        channel = self.open_conversation()
        channel.flush_recordset()
        self.env.cr.execute(
            "UPDATE discuss_channel SET create_date = '2020-01-01' WHERE id = %s", [channel.id]
        )
        channel.invalidate_recordset()
        channel_id = channel.id
        self.forget()
        channel.unlink()
        [count] = [payload["counts"][str(channel_id)] for payload in self.told()]
        self.assertEqual(count["begun"], -1)
        self.assertEqual(count["create_date"], "2020-01-01 00:00:00")
        self.assertEqual(count["livechat_channel_id"], self.livechat_channel.id)

    def test_erased_and_deleted(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_close")
        self.forget()
        self.call(self.manager, channel, "livechat_erase")
        for payload in self.told(channel):
            self.assertFalse(self.threads(payload, "ADD"))
            self.assertNotIn("Visitor", json.dumps(payload))
        other = self.open_conversation()
        self.forget()
        other.unlink()
        [payload] = self.told(other)
        self.assertEqual([t["id"] for t in self.threads(payload, "DELETE")], other.ids)
        self.assertEqual(payload["counts"][str(other.id)]["begun"], -1)

    def test_archived(self):
        channel = self.open_conversation()
        self.forget()
        channel.active = False
        [payload] = self.told(channel)
        self.assertEqual([t["id"] for t in self.threads(payload, "DELETE")], channel.ids)
        channel.active = True
        self.told_row(channel)

    def test_note_and_expertise(self):
        channel = self.open_conversation()
        self.forget()
        self.call(self.agent, channel, "livechat_set_note", "<p>First</p><p>Second</p>")
        self.assertEqual(self.told_row(channel)["livechat_note_line"], "First")
        self.call(self.agent, channel, "livechat_set_note", "<p>First</p><p>Third</p>")
        self.assertFalse(self.told(), "the first line is the same")
        expertise = self.env["im_livechat.expertise"].create({"name": "Parcels"})
        self.assertTrue(self.told()[0]["is_outdated"])
        self.call(self.agent, channel, "livechat_add_expertise", "Parcels")
        self.assertEqual(self.told_row(channel)["livechat_expertise_ids"], expertise.ids)

    def test_renamed_guest(self):
        channel = self.open_conversation()
        self.forget()
        channel.livechat_customer_guest_ids.name = "Gina Guest"
        row = self.told_row(channel)
        self.assertEqual(row["livechat_customer_name"], "Gina Guest")
        self.assertIs(row["livechat_contact_id"], False)

    def test_renamed_contact(self):
        """Of one who logged in all may know the name; of a linked one each asks for the record."""
        channel, linked = self.open_conversation(self.customer), self.open_conversation()
        contact = self.env["res.partner"].create({"name": "Mia"})
        self.call(self.agent, linked, "livechat_link_contact", contact.id)
        self.forget()
        self.customer.partner_id.name = "Carla Meyer"
        [payload] = self.told(channel)
        [row] = payload["data"]["discuss.channel"]
        self.assertEqual(row["livechat_customer_name"], "Carla Meyer")
        self.assertNotIn("livechat_contact_id", row)
        known = {"id": self.customer.partner_id.id, "name": "Carla Meyer"}
        self.assertEqual(row["livechat_known_contact"], known)
        # As a record, Odoo would suggest the customer to agents, and ask whether they are there.
        told = {values["id"] for values in payload["data"]["res.partner"]}
        self.assertNotIn(self.customer.partner_id.id, told)
        self.forget()
        contact.name = "Mia Meyer"
        payloads = self.told()
        self.assertTrue(any(payload.get("is_outdated") for payload in payloads))
        self.assertNotIn("Mia", str(payloads))

    def test_guest_who_logs_in_as_another_contact(self):
        """Whom an agent had linked is the customer no more, for nobody."""
        channel = self.open_conversation()
        mia = self.env["res.partner"].create({"name": "Mia"})
        self.call(self.agent, channel, "livechat_link_contact", mia.id)
        guest = channel.livechat_customer_guest_ids
        self.authenticate(self.customer.login, PASSWORD)
        self.forget()
        self.make_jsonrpc_request(
            POST,
            self.post_params(channel, "It is me."),
            cookies={guest._cookie_name: guest._format_auth_cookie()},
        )
        self.assertEqual(channel.livechat_partner_id, self.customer.partner_id)
        self.assertEqual(self.told().count({"is_outdated": True}), 1)

    def test_live_chat_channel(self):
        self.livechat_channel.max_sessions = 7
        self.assertEqual(self.told(), [{"is_outdated": True}])
        self.livechat_channel.button_text = "Ask us"
        self.assertFalse(self.told())

    def test_other_target(self):
        channel, _calm = self.make_guest_conversations(2)
        channel.livechat_customer_waiting_since_dt = "2026-01-01 10:00:00"
        self.forget()
        self.livechat_channel.answer_within_minutes = 7
        row = self.told_row(channel)
        self.assertEqual(row["livechat_answer_due_dt"], "2026-01-01 10:07:00")

    def test_other_conversations(self):
        """Those that are no live chats are nobody's business."""
        group = self.env["discuss.channel"]._create_group(self.agent.partner_id.ids)
        group.message_post(body="Hello", message_type="comment")
        group.name = "Lunch"
        group.unlink()
        self.assertFalse(self.told())

    def test_many_at_once(self):
        """One notification tells of all that changed."""
        channels = self.make_guest_conversations(3)
        self.forget()
        channels.with_user(self.agent).livechat_set_status("waiting")
        [payload] = self.told()
        self.assertCountEqual(payload["channel_ids"], channels.ids)

    def test_agent_who_is_the_customer(self):
        """All others are told, each by themselves."""
        channel = self.open_conversation(self.other_agent)
        self.forget()
        self.user_writes(self.other_agent, channel, "It is me")
        self.env.cr.flush()
        found = self.env["bus.bus"].search(
            [("id", ">", self.last_id), ("message", "like", "livechat_info_panel/now")]
        )
        told = {json.loads(channel)[2] for channel in found.mapped("channel")}
        self.assertIn(self.agent.partner_id.id, told)
        self.assertNotIn(self.other_agent.partner_id.id, told)
        self.assertFalse(self.told())

    def test_who_may_listen(self):
        channel = self.open_conversation()
        for user, is_allowed in [
            (self.agent, True),
            (self.manager, True),
            (self.employee, False),
            (self.customer, False),
        ]:
            heard = self.as_user(
                user,
                "/websocket/peek_notifications",
                {
                    "channels": ["livechat_info_panel.now"],
                    "last": self.last_id,
                    "is_first_poll": True,
                },
            )["notifications"]
            told = [n for n in heard if n["message"]["type"] == "livechat_info_panel/now"]
            with self.subTest(user.name):
                self.assertEqual(bool(told), is_allowed)
        self.assertTrue(self.told(channel))

    def test_statements_of_a_change(self):
        """A change costs one statement more, however many conversations change."""
        for count in (1, 20):
            channels = self.make_guest_conversations(count)
            self.env.cr.flush()
            statements = self.record(
                lambda channels=channels: channels.write({"livechat_status": "waiting"})
            )
            of_now = [s for s in statements if "_get_livechat_now_rows" in s.caller]
            self.assertEqual([s.name for s in of_now], ["SELECT discuss_channel BY id"])

    def test_new_operator(self):
        self.livechat_channel.user_ids = [Command.link(self.other_agent.id)]
        self.assertEqual(self.told(), [{"is_outdated": True}])
