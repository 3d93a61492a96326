import json

from odoo.fields import Datetime
from odoo.tests import tagged

from ..support.customer import CustomerCase


@tagged("post_install", "-at_install")
class TestRecentChanges(CustomerCase):
    """What those who have a conversation in their list hear of it, as its agents."""

    def setUp(self):
        super().setUp()
        self.channel = self.open_conversation(user=self.customer)
        self.agent_side = self.channel.with_user(self.agent)
        self.env.cr.precommit.run()

    def told(self, do):
        """Return what agents in the conversation are told of it while something is done."""
        last = self.env["bus.bus"].sudo()._bus_last_id()
        do()
        self.env.cr.precommit.run()
        told = {}
        for notification in self.as_user(
            self.agent,
            "/websocket/peek_notifications",
            {"channels": [], "last": last, "is_first_poll": True},
        )["notifications"]:
            message = notification["message"]
            if message["type"] != "mail.record/insert":
                continue
            for values in message["payload"].get("discuss.channel", []):
                if values["id"] == self.channel.id:
                    told |= values
        return told

    def test_begin_and_end_of_another_one(self):
        """The agents of what else the same customer has open ask anew for its panel."""
        others = self.env["discuss.channel"]

        def begin(user=None):
            nonlocal others
            others |= self.open_conversation(user=user)

        for do, is_told in [
            (lambda: begin(self.customer), True),
            (lambda: others[0].with_user(self.other_agent).livechat_close(), True),
            (begin, False),
            (lambda: others[1].with_user(self.other_agent).livechat_close(), False),
        ]:
            self.assertEqual(self.is_outdated(do), is_told)
        self.agent_side.livechat_close()
        self.assertFalse(self.is_outdated(lambda: begin(self.customer)))

    def test_begin_and_end_of_those_of_a_guest(self):
        """Of the same guest, or of the contact to whom an agent linked the guest."""
        self.channel = self.open_guest_conversation(email=None)
        guest = self.channel.livechat_customer_guest_ids
        again = self.env["discuss.channel"]

        def begin():
            nonlocal again
            again = self.open_guest_conversation(email=None, guest_of=self.channel)

        self.assertTrue(self.is_outdated(begin))
        self.assertEqual(again.livechat_customer_guest_ids, guest)
        other = self.open_guest_conversation(email=None)
        both = again | other
        self.assertTrue(self.is_outdated(lambda: both.write({"livechat_end_dt": Datetime.now()})))
        self.assertFalse(self.is_outdated(lambda: both.write({"livechat_end_dt": Datetime.now()})))
        self.channel.with_user(self.agent).livechat_link_contact(self.customer.partner_id.id)
        linked = self.open_guest_conversation(email=None)
        linked.with_user(self.agent).livechat_link_contact(self.customer.partner_id.id)
        self.assertTrue(self.is_outdated(lambda: self.open_conversation(user=self.customer)))
        self.assertTrue(self.is_outdated(linked.with_user(self.other_agent).livechat_close))

    def is_outdated(self, do):
        """Return whether agents are told that the panel's data is old while something is done."""
        last = self.env["bus.bus"].sudo()._bus_last_id()
        do()
        self.env.cr.precommit.run()
        told = self.env["bus.bus"].sudo().search([("id", ">", last)]).mapped("message")
        return any(
            message["type"] == "livechat_info_panel/session_data_outdated"
            and message["payload"]["channel_ids"] == self.channel.ids
            for message in map(json.loads, told)
        )

    def test_status(self):
        told = self.told(lambda: self.agent_side.livechat_set_status("waiting"))
        self.assertEqual(told["livechat_status"], "waiting")

    def test_new_tag(self):
        told = self.told(lambda: self.agent_side.livechat_add_tag("Refund"))
        self.assertTrue(told["livechat_conversation_tag_ids"])

    def test_first_line_of_the_note(self):
        note = "<p><br></p><p>Wants a <b>refund</b></p><p>Second line</p>"
        told = self.told(lambda: self.agent_side.livechat_set_note(note))
        self.assertEqual(told["livechat_note_line"], "Wants a refund")
        told = self.told(lambda: self.agent_side.livechat_set_note(""))
        self.assertEqual(told["livechat_note_line"], "")

    def test_end(self):
        told = self.told(self.agent_side.livechat_close)
        self.assertTrue(told["livechat_end_dt"])
        self.assertEqual(told["livechat_outcome"], self.channel.livechat_outcome)

    def test_rating(self):
        for rate, text in ((5, "top"), (1, "ko")):
            params = {"channel_id": self.channel.id, "rate": rate}
            told = self.told(
                lambda p=params: self.as_user(self.customer, "/im_livechat/feedback", p)
            )
            self.assertEqual(told["rating_last_text"], text)
