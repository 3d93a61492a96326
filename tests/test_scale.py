from odoo import Command
from odoo.tests import new_test_user, tagged

from .common import PanelCase

CONVERSATIONS = 300_000


@tagged("post_install", "-at_install")
class TestScale(PanelCase):
    """What the agents' actions cost when there are many agents and conversations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expertise = cls.env["im_livechat.expertise"].create({"name": "Test Expertise"})
        cls.expert = new_test_user(
            cls.env,
            login="expert",
            name="Eve Expert",
            groups="im_livechat.im_livechat_group_user",
        )
        cls.expert.livechat_expertise_ids = cls.expertise
        cls.livechat_channel.user_ids = [Command.link(cls.expert.id)]
        cls.env["mail.presence"]._update_presence(cls.expert)

    def make_conversations(self, count):
        """Return a conversation of the agent, who has so many open ones."""
        guests = self.env["mail.guest"].create([{"name": f"Guest {n}"} for n in range(count)])
        return self.env["discuss.channel"].create(
            [
                {
                    "name": f"{guest.name} Ada Agent",
                    "channel_type": "livechat",
                    "livechat_channel_id": self.livechat_channel.id,
                    "livechat_operator_id": self.agent.partner_id.id,
                    "livechat_expertise_ids": self.expertise.ids,
                    "channel_member_ids": [
                        Command.create({"partner_id": self.agent.partner_id.id}),
                        Command.create({"guest_id": guest.id, "livechat_member_type": "visitor"}),
                    ],
                }
                for guest in guests
            ]
        )[-1]

    def make_agents(self, count):
        users = self.env["res.users"].create(
            [
                {
                    "name": f"Agent {n}",
                    "login": f"agent_{n}",
                    "group_ids": [
                        Command.set(self.env.ref("im_livechat.im_livechat_group_user").ids)
                    ],
                }
                for n in range(count)
            ]
        )
        for user in users:
            self.env["mail.presence"]._update_presence(user)
            user.livechat_expertise_ids = self.expertise.browse()
        self.livechat_channel.user_ids = [Command.link(user.id) for user in users]

    def count_queries(self, channel, user, method, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        channel = channel.with_user(user)
        channel.read(["name"])
        before = self.env.cr.sql_log_count
        getattr(channel, method)(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def measure(self, channel):
        return {
            "mark": self.count_queries(channel, self.agent, "livechat_set_status", "waiting"),
            "ask help": self.count_queries(channel, self.agent, "livechat_ask_help", "Help"),
            "join": self.count_queries(channel, self.other_agent, "livechat_join", True),
            "reassign": self.count_queries(channel, self.agent, "livechat_reassign"),
        }

    def test_actions_cost_the_same_however_many_chats_and_agents(self):
        self.measure(self.make_conversations(1))  # what is cached for good
        few = self.measure(self.make_conversations(1))
        last = self.make_conversations(50)
        self.make_agents(200)
        self.measure(self.make_conversations(1))  # new users empty the caches
        many = self.measure(last)
        self.assertEqual(few, many)
        self.assertLessEqual(many["mark"], 12)

    def test_an_index_serves_looking_for_help(self):
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO discuss_channel
                        (name, uuid, channel_type, livechat_operator_id, livechat_channel_id,
                         livechat_status, livechat_end_dt, livechat_looking_for_help_since_dt,
                         create_date)
                 SELECT 'Conversation ' || n, 'scale-' || n, 'livechat', %s, %s,
                        CASE WHEN n %% 3000 = 0 THEN 'need_help' END,
                        CASE WHEN n %% 3000 != 0 THEN now() END,
                        CASE WHEN n %% 3000 = 0 THEN now() END,
                        now()
                   FROM generate_series(1, %s) AS n
            """,
            [self.agent.partner_id.id, self.livechat_channel.id, CONVERSATIONS],
        )
        self.env.cr.execute("ANALYZE discuss_channel")
        query = (
            self.env["discuss.channel"]
            .with_user(self.agent)
            ._search(
                [("livechat_status", "=", "need_help")],
                order="livechat_looking_for_help_since_dt, id",
                limit=100,
            )
        )
        self.env.cr.execute("EXPLAIN ANALYZE " + self.env.cr.mogrify(query.select()).decode())
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("looking_for_help_idx", plan)
        self.assertNotIn("Seq Scan on discuss_channel", plan)
