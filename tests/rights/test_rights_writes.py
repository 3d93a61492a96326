from functools import partial

from odoo import Command
from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestRightsWrites(PanelCase):
    """Nobody falsifies who was what in a conversation, who said what, and what became of it."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.visitor_writes(self.channel, "Hello")
        self.channel._add_members(users=self.employee)
        self.message = self.channel.message_ids[0]

    def test_nobody_writes_how_it_began(self):
        for user in (self.agent, self.employee):
            for name, value in {
                "chatbot_current_step_id": False,
                "chatbot_message_ids": [Command.clear()],
                "country_id": self.env.ref("base.be").id,
                "livechat_channel_id": False,
                "livechat_lang_id": False,
                "livechat_operator_id": user.partner_id.id,
                "livechat_start_hour": 3.0,
                "livechat_week_day": "1",
                "rating_last_text": "top",
                "rating_last_value": 5.0,
            }.items():
                with self.subTest(user=user.login, name=name), self.assertRaises(AccessError):
                    self.channel.with_user(user).write({name: value})

    def test_only_agents_archive(self):
        with self.assertRaises(AccessError):
            self.channel.with_user(self.employee).action_archive()
        self.channel.with_user(self.agent).action_archive()
        self.assertFalse(self.channel.active)
        # What is no live chat is Odoo's business.
        group = self.env["discuss.channel"].with_user(self.employee)._create_group([])
        group.action_archive()
        self.assertFalse(group.active)

    def test_only_agents_begin_conversations_with_a_customer(self):
        """As website_livechat does for a visitor of the website."""
        visitor = {"partner_id": self.other_agent.partner_id.id, "livechat_member_type": "visitor"}
        vals = {
            "name": "A",
            "channel_type": "livechat",
            "channel_member_ids": [Command.create(visitor)],
            "livechat_operator_id": self.agent.partner_id.id,
        }
        with self.assertRaises(AccessError):
            self.env["discuss.channel"].with_user(self.employee).create(vals)
        channels = self.env["discuss.channel"].with_user(self.agent)
        channel = channels.create(vals)
        self.assertEqual(channel.sudo().livechat_customer_partner_ids, self.other_agent.partner_id)
        with self.assertRaises(AccessError):
            channels.create({**vals, "livechat_help_text": "Help"})
        with self.assertRaises(AccessError):
            channels.with_context(default_livechat_help_text="Help").create(vals)

    def test_nobody_says_what_somebody_is_whom_they_add(self):
        members = self.env["discuss.channel.member"]
        for context in ({}, {"default_livechat_member_type": "visitor"}):
            with self.subTest(context=context):
                member = (
                    members.with_user(self.agent)
                    .with_context(**context)
                    .create(
                        {
                            "agent_expertise_ids": [Command.create({"name": "Everything"})],
                            "channel_id": self.channel.id,
                            "livechat_member_type": "visitor",
                            "partner_id": self.other_agent.partner_id.id,
                        }
                    )
                )
                self.assertEqual(member.livechat_member_type, "agent")
                self.assertFalse(member.agent_expertise_ids)
                member.sudo().unlink()
        own = self.channel.channel_member_ids.filtered(
            lambda member: member.partner_id == self.agent.partner_id
        )
        with self.assertRaises(AccessError):
            own.with_user(self.agent).agent_expertise_ids = False

    def test_nobody_speaks_for_others(self):
        partner = self.agent.partner_id
        vals = {"body": "Hi", "model": "discuss.channel", "res_id": self.channel.id}
        for user in (self.employee, self.other_agent):
            channel, message = self.channel.with_user(user), self.message.with_user(user)
            by_default = message.with_context(default_author_id=partner.id)
            for speak in (
                partial(channel.message_post, body="Hi", author_id=partner.id),
                partial(channel.message_post, body="Hi", email_from=partner.email_formatted),
                partial(message.create, {**vals, "author_id": partner.id}),
                partial(by_default.create, {**vals, "author_id": False}),
                partial(message.write, {"body": "Goodbye"}),
                partial(message.write, {"author_id": partner.id}),
                message.unlink,
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    speak()

    def test_everybody_speaks_for_themselves(self):
        message = self.channel.with_user(self.employee).message_post(body="Hi")
        message.write({"body": "Hello"})
        self.assertEqual(message.author_id, self.employee.partner_id)
        message.unlink()

    # ------------------------------------------------------------
    # Ratings
    # ------------------------------------------------------------

    def test_ratings_are_for_agents(self):
        self.as_visitor(
            self.channel,
            "/im_livechat/feedback",
            {"channel_id": self.channel.id, "rate": 1, "reason": "Slow"},
        )
        rating = self.channel.rating_ids
        self.assertEqual(rating.with_user(self.agent).feedback, "Slow")
        ratings = rating.with_user(self.employee)
        with self.assertRaises(AccessError):
            ratings.read(["feedback"])
        domain = [("id", "=", rating.id)]
        self.assertFalse(ratings.search(domain))
        self.assertFalse(ratings._read_group(domain, ["feedback"]))
        other = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.customer.partner_id.id,
            }
        )
        self.assertTrue(other.with_user(self.employee).search([("id", "=", other.id)]))

    @mute_logger("odoo.http")
    def test_no_link_rates_a_live_chat(self):
        """Agents read the rating, and so what would be in the link."""
        self.as_visitor(
            self.channel, "/im_livechat/feedback", {"channel_id": self.channel.id, "rate": 1}
        )
        rating = self.channel.rating_ids
        self.authenticate(None, None)
        vals = {"rate": 5, "csrf_token": Request.csrf_token(self)}
        for path, data in [("5", None), ("submit_feedback", vals)]:
            response = self.url_open(f"/rate/{rating.access_token}/{path}", data=data)
            self.assertEqual(response.status_code, 404)
        self.assertEqual(rating.rating, 1)
