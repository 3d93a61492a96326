import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..support.common import PanelCase

LINKS = ["/shop", "https://example.com/a", "javascript:alert(1)", "java\tscript:alert(1)", "data:x"]


@tagged("post_install", "-at_install")
class TestOnlyTheCustomer(PanelCase):
    """What agents did in the customer's name, and customers to agents unasked."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.visitor_writes(self.channel, "Hello")

    def refused(self, user, route, params):
        with self.assertRefused("werkzeug.exceptions.NotFound"):
            self.as_user(user, route, {"channel_id": self.channel.id, **params})

    # ------------------------------------------------------------
    # Leave
    # ------------------------------------------------------------

    def test_no_agent_closes_in_the_name_of_the_visitor(self):
        for user in (self.agent, self.other_agent, self.manager):
            self.refused(user, "/im_livechat/visitor_leave_session", {})
        self.assertFalse(self.channel.livechat_end_dt)
        self.as_visitor(
            self.channel, "/im_livechat/visitor_leave_session", {"channel_id": self.channel.id}
        )
        self.assertTrue(self.channel.livechat_end_dt)

    # ------------------------------------------------------------
    # Rate
    # ------------------------------------------------------------

    def rate(self, rate, **params):
        route = "/im_livechat/feedback"
        return self.as_visitor(
            self.channel, route, {"channel_id": self.channel.id, "rate": rate, **params}
        )

    def test_no_agent_rates(self):
        self.refused(self.agent, "/im_livechat/feedback", {"rate": 5})
        self.assertFalse(self.channel.rating_ids)
        self.rate(1, reason="Slow")
        self.refused(self.agent, "/im_livechat/feedback", {"rate": 5})
        self.assertEqual(
            (self.channel.rating_ids.rating, self.channel.rating_ids.feedback), (1, "Slow")
        )

    def test_the_customer_changes_the_rating(self):
        self.rate(1, reason="Slow")
        self.rate(5, reason="But good")
        self.assertEqual(self.channel.rating_ids.mapped("rating"), [5])
        self.assertEqual(self.channel.rating_ids.feedback, "But good")

    def test_no_employee_writes_ratings_of_conversations(self):
        self.rate(1)
        rating = self.channel.rating_ids
        for user in (self.agent, self.manager, self.employee):
            ratings = rating.with_user(user)
            with self.assertRaises(AccessError):
                ratings.write({"rating": 5})
            with self.assertRaises(AccessError):
                ratings.create(
                    {
                        "res_model_id": rating.res_model_id.id,
                        "res_id": self.channel.id,
                        "rating": 5,
                        "consumed": True,
                    }
                )
        other = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.customer.partner_id.id,
            }
        )
        other.with_user(self.employee).rating = 3
        with self.assertRaises(AccessError):
            other.with_user(self.employee).write(
                {"res_model_id": rating.res_model_id.id, "res_id": self.channel.id}
            )

    def test_the_agent_who_wrote_last_is_rated(self):
        self.call(self.other_agent, self.channel, "livechat_join")
        for user in (self.agent, self.other_agent):
            self.user_writes(user, self.channel, "Hi")
        self.call(self.manager, self.channel, "livechat_join")
        self.rate(5)
        rating = self.channel.rating_ids
        self.assertEqual(rating.rated_partner_id, self.other_agent.partner_id)
        histories = self.channel.livechat_channel_member_history_ids
        self.assertEqual(histories.filtered("rating_id").partner_id, self.other_agent.partner_id)

    def test_the_agent_who_should_have_written_is_rated(self):
        self.rate(1)
        self.assertEqual(self.channel.rating_ids.rated_partner_id, self.agent.partner_id)

    # ------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------

    def send_pages(self):
        self._reset_bus()
        self.as_visitor(
            self.channel,
            "/im_livechat/history",
            {
                "channel_id": self.channel.id,
                "pid": self.agent.partner_id.id,
                "page_history": LINKS,
            },
        )
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].sudo().search([("message", "like", "<ul>")])
        return [json.loads(notice.message) for notice in notices]

    def _reset_bus(self):
        self.env.cr.precommit.run()
        self.env["bus.bus"].sudo().search([("id", ">", 0)]).unlink()

    def test_no_pages_unless_an_agent_asks(self):
        self.assertFalse(self.send_pages())
        self.call(self.agent, self.channel, "execute_command_history")
        self.assertEqual(len(self.send_pages()), 1)
        self.assertFalse(self.send_pages())

    def test_pages_are_links_of_the_web(self):
        self.call(self.agent, self.channel, "execute_command_history")
        text = json.dumps(self.send_pages())
        self.assertIn("/shop", text)
        self.assertIn("https://example.com/a", text)
        self.assertNotIn("script:", text)
        self.assertNotIn("data:x", text)

    def test_only_agents_in_the_conversation_ask_for_pages(self):
        self.channel._add_members(users=self.employee | self.customer)
        for user in (self.employee, self.customer):
            with self.assertRaises(AccessError):
                self.channel.with_user(user).execute_command_history()
        with self.assertRaises(UserError):
            self.channel.with_user(self.other_agent).execute_command_history()

    # ------------------------------------------------------------
    # Write
    # ------------------------------------------------------------

    def test_nobody_writes_what_follows_from_what_happens(self):
        self.channel._add_members(users=self.employee)
        for user in (self.agent, self.employee):
            for vals in (
                {"livechat_failure": "no_failure"},
                {"livechat_failure": "no_agent"},
                {"livechat_customer_partner_ids": False},
                {"livechat_is_escalated": True},
                {"livechat_end_dt": False},
            ):
                with self.subTest(user=user.name, vals=vals), self.assertRaises(AccessError):
                    self.channel.with_user(user).write(vals)

    def test_agents_write_only_a_status_that_there_is(self):
        for status in ("sleeping", False, 5):
            with self.subTest(status=status), self.assertRaises(UserError):
                self.channel.with_user(self.agent).livechat_status = status

    def test_no_context_lets_write_the_failure(self):
        channel = self.channel.with_user(self.agent).with_context(livechat_posting=True)
        with self.assertRaises(AccessError):
            channel.livechat_failure = "no_failure"

    def test_a_customer_does_not_come_back_as_agent(self):
        channel = self.open_conversation(self.other_agent)
        customer = channel.with_user(self.other_agent)
        channel.channel_member_ids.filtered(
            lambda member: member.partner_id == self.other_agent.partner_id
        ).with_user(self.other_agent).unlink()
        self.env["discuss.channel.member"].with_user(self.other_agent).create(
            {
                "channel_id": channel.id,
                "partner_id": self.other_agent.partner_id.id,
                "livechat_member_type": "agent",
            }
        )
        self.assertIn(self.other_agent.partner_id, channel.livechat_customer_partner_ids)
        with self.assertRaises(AccessError):
            customer.livechat_set_status("waiting")
