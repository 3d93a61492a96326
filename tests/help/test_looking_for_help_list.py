from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ...controllers import help as help_controller
from ..support.common import PanelCase

LIMIT = 5


@tagged("post_install", "-at_install")
class TestLookingForHelpList(PanelCase):
    """What the web client receives of the conversations that look for help."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["discuss.channel"].search([("livechat_status", "=", "need_help")]).unlink()
        cls.startClassPatcher(patch.object(help_controller, "LOOKING_FOR_HELP_LIMIT", LIMIT))

    def ask_for_help(self, count):
        """Create conversations that look for help, the last ones waiting longest."""
        now = fields.Datetime.now()
        channels = self.env["discuss.channel"].create(
            [
                {
                    "name": f"Visitor {number}",
                    "channel_type": "livechat",
                    "livechat_channel_id": self.livechat_channel.id,
                    "livechat_operator_id": self.agent.partner_id.id,
                    "livechat_status": "need_help",
                    "channel_member_ids": [
                        Command.create(
                            {
                                "partner_id": self.agent.partner_id.id,
                                "livechat_member_type": "agent",
                            }
                        )
                    ],
                }
                for number in range(count)
            ]
        )
        for number, channel in enumerate(channels):
            channel.livechat_looking_for_help_since_dt = now - timedelta(minutes=number)
        return channels

    def fetch(self, user):
        """Return the ids of those that a user receives, and how many there are in all."""
        data = self.as_user(user, "/mail/data", {"fetch_params": ["/im_livechat/looking_for_help"]})
        ids = [values["id"] for values in data.get("discuss.channel", [])]
        return ids, data.get("Store", {}).get("livechat_looking_for_help_count")

    def test_longest_waits_are_delivered(self):
        channels = self.ask_for_help(LIMIT + 3)
        ids, count = self.fetch(self.other_agent)
        self.assertEqual(count, LIMIT + 3)
        self.assertCountEqual(ids, channels[-LIMIT:].ids)

    def test_next_ones_follow(self):
        channels = self.ask_for_help(LIMIT + 1)
        newest, oldest = channels[0], channels[-1]
        self.assertNotIn(newest.id, self.fetch(self.other_agent)[0])
        self.call(self.other_agent, oldest, "livechat_join")
        ids, count = self.fetch(self.other_agent)
        self.assertEqual(count, LIMIT)
        self.assertIn(newest.id, ids)
        self.assertNotIn(oldest.id, ids)

    def test_what_is_said_of_each(self):
        channel = self.ask_for_help(1)
        self.call(self.agent, channel, "livechat_ask_help", "Refund of last year")
        data = self.as_user(
            self.other_agent, "/mail/data", {"fetch_params": ["/im_livechat/looking_for_help"]}
        )
        (values,) = data["discuss.channel"]
        self.assertEqual(values["livechat_help_text"], "Refund of last year")
        self.assertEqual(
            values["livechat_looking_for_help_since_dt"],
            fields.Datetime.to_string(channel.livechat_looking_for_help_since_dt),
        )
        self.assertFalse(values["livechat_is_unattended"])

    def test_who_asked_is_told_by_the_partner(self):
        """The web client's user has the name of its partner, and none that can be set."""
        channel = self.ask_for_help(1)
        self.call(self.agent, channel, "livechat_set_status", "in_progress")
        self.call(self.agent, channel, "livechat_set_status", "need_help")
        data = self.as_user(
            self.other_agent, "/mail/data", {"fetch_params": ["/im_livechat/looking_for_help"]}
        )
        self.assertEqual(data["discuss.channel"][0]["livechat_help_user_id"], self.agent.id)
        asker = next(user for user in data["res.users"] if user["id"] == self.agent.id)
        self.assertNotIn("name", asker)
        self.assertEqual(asker["partner_id"], self.agent.partner_id.id)
        partners = {partner["id"]: partner for partner in data["res.partner"]}
        self.assertEqual(partners[self.agent.partner_id.id]["name"], "Ada Agent")

    def test_count_says_of_which_changes_it_knows(self):
        channel = self.ask_for_help(1)
        fetch = {"fetch_params": ["/im_livechat/looking_for_help"]}
        before = self.as_user(self.other_agent, "/mail/data", fetch)["Store"]
        self.call(self.agent, channel, "livechat_set_status", "in_progress")
        update = self.env["bus.bus"].search(
            [("message", "like", "im_livechat.looking_for_help/update")], order="id DESC", limit=1
        )
        after = self.as_user(self.other_agent, "/mail/data", fetch)["Store"]
        self.assertLess(before["livechat_looking_for_help_count_bus_id"], update.id)
        self.assertGreaterEqual(after["livechat_looking_for_help_count_bus_id"], update.id)
        self.assertEqual(after["livechat_looking_for_help_count"], 0)

    def test_not_for_others(self):
        self.ask_for_help(1)
        for user in (self.employee, self.customer):
            self.assertEqual(self.fetch(user), ([], None))
