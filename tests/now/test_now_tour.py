from odoo import Command, fields
from odoo.tests import tagged

from ...models.core.constants import AGENTS
from ..support.common import PanelCase


@tagged("post_install", "-at_install", "long")
class TestNowTour(PanelCase):
    """A supervisor's browser, which is told by the bus of a real server."""

    def test_supervisor_looks_at_now(self):
        self.env["discuss.channel"].search(
            [("channel_type", "=", "livechat"), ("livechat_end_dt", "=", False)]
        ).livechat_end_dt = fields.Datetime.now()
        self.livechat_channel.user_ids = [Command.link(self.other_agent.id)]
        self.env["mail.presence"]._update_presence(self.other_agent)
        channel = self.open_conversation(previous_operator_id=self.agent.partner_id.id)
        channel.livechat_customer_guest_ids.name = "Gina Guest"
        self.visitor_writes(channel, "Is there anybody?")
        self.start_tour(
            "/odoo/livechat-now",
            "livechat_info_panel.supervisor_looks_at_now",
            login=self.manager.login,
        )
        self.env.invalidate_all()
        self.assertIn(self.other_agent.partner_id, channel.livechat_agent_partner_ids)
        self.assertTrue(channel.livechat_end_dt)

    def test_supervisor_looks_at_many(self):
        """200 conversations, 20 agents and one more who has them all."""
        self.env["discuss.channel"].search(
            [("channel_type", "=", "livechat"), ("livechat_end_dt", "=", False)]
        ).livechat_end_dt = fields.Datetime.now()
        self.env["im_livechat.channel"].search([]).user_ids = [Command.clear()]
        agents = self.new_users(
            *({"login": f"now_{n}", "name": f"Now {n}", "group": AGENTS} for n in range(20))
        )
        self.livechat_channel.user_ids = [Command.set((agents | self.agent).ids)]
        for user in agents:
            self.env["mail.presence"]._update_presence(user)
        channels = self.make_guest_conversations(200, livechat_status="in_progress")
        for number, agent in enumerate(agents):
            channels[number::20]._add_members(users=agent)
        self.start_tour(
            "/odoo/livechat-now",
            "livechat_info_panel.supervisor_looks_at_many",
            login=self.manager.login,
        )
        self.env.invalidate_all()
        self.assertEqual(channels[150].livechat_status, "waiting")
