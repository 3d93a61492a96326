from unittest.mock import patch

from markupsafe import Markup

from odoo.tests import tagged

from odoo.addons.im_livechat.controllers.main import LivechatController

from ..support.common import PanelCase


@tagged("post_install", "-at_install")
class TestAgentJoinsAsSeenByVisitor(PanelCase):
    """Customers are told which agent joined them, and of nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_agent.livechat_username = "Otto of Support"

    def notices(self, channel, guest=None):
        """Return whom the widget shows as an agent who joined, after a reload.

        :param guest: who sees it, if it is not the guest of a conversation with one
        """
        guest = guest or channel.livechat_customer_guest_ids
        self.authenticate(None, None)
        data = self.make_jsonrpc_request(
            "/discuss/channel/messages",
            {"channel_id": channel.id},
            cookies={guest._cookie_name: guest._format_auth_cookie()},
        )["data"]
        partners = {partner["id"]: partner for partner in data.get("res.partner", [])}
        joined = [
            partners[message["livechat_joined_agent"]]
            for message in reversed(data.get("mail.message", []))
            if message.get("livechat_joined_agent")
        ]
        # As the widget does.
        return [partner.get("user_livechat_username") or partner["name"] for partner in joined]

    def join(self, user, channel):
        self.call(user, channel, "channel_join")

    def invite(self, channel, **ids):
        self.call(self.agent, channel, "add_members", ids.get("partner_ids"), ids.get("guest_ids"))

    def test_agent_who_joins(self):
        channel = self.open_conversation()
        self.assertEqual(self.notices(channel), [])
        self.join(self.manager, channel)
        self.join(self.other_agent, channel)
        self.assertEqual(self.notices(channel), ["Mara Manager", "Otto of Support"])

    def test_agent_who_is_invited(self):
        channel = self.open_conversation()
        self.invite(channel, partner_ids=self.other_agent.partner_id.ids)
        self.assertEqual(self.notices(channel), ["Otto of Support"])

    def test_agent_who_comes_and_goes_and_comes_back(self):
        channel = self.open_conversation()
        self.join(self.other_agent, channel)
        channel.with_user(self.other_agent)._action_unfollow(self.other_agent.partner_id)
        self.assertEqual(self.notices(channel), ["Otto of Support"])
        self.join(self.other_agent, channel)
        self.assertEqual(self.notices(channel), ["Otto of Support"] * 2)

    def test_nobody_else_reads_as_an_agent(self):
        channel = self.open_conversation()
        guest = self.env["mail.guest"].create({"name": "Gina <b>Guest</b>"})
        chatbot = self.env["chatbot.script"].create({"title": "Bot"})
        self.invite(channel, partner_ids=self.customer.partner_id.ids, guest_ids=guest.ids)
        channel.with_user(self.agent)._add_members(
            partners=chatbot.operator_partner_id,
            create_member_params={"livechat_member_type": "bot"},
        )
        self.assertIn(chatbot.operator_partner_id, channel.channel_member_ids.partner_id)
        self.assertIn(guest, channel.channel_member_ids.guest_id)
        self.assertEqual(self.notices(channel, guest), [])

    def test_what_a_visitor_writes_is_no_notice(self):
        channel = self.open_conversation()
        self.visitor_writes(
            channel,
            '<div class="o_mail_notification" data-oe-type="channel-joined"><a href="#"'
            f' data-oe-model="res.partner" data-oe-id="{self.agent.partner_id.id}">@A</a></div>',
        )
        self.assertEqual(self.notices(channel), [])

    def test_strange_notices_are_no_trouble(self):
        channel = self.open_conversation()
        for body in (
            'says data-oe-type="channel-joined"',
            '<div data-oe-type="channel-joined"></div>',
            '<div data-oe-type="channel-joined"><a data-oe-model="res.partner">@X</a></div>',
            '<div data-oe-type="channel-joined">joined <a data-oe-model="res.partner">@X</a></div>',
            '<p data-oe-type="channel-joined"><a data-oe-model="res.partner" data-oe-id="x"/></p>',
        ):
            channel.message_post(body=Markup(body), author_id=self.customer.partner_id.id)
        self.assertEqual(self.notices(channel), [])

    def test_agent_brought_in_by_the_chatbot(self):
        chatbot = self.make_chatbot(
            ("free_input_single", "What?"), ("forward_operator", "One moment.")
        )
        self.agent.livechat_username = "Ada of Support"
        channel = self.open_conversation(chatbot=chatbot)
        self.visitor_writes(channel, "Help")
        self.trigger_step(channel)
        self.assertEqual(self.notices(channel), ["Ada of Support"])

    def test_embedded_widget(self):
        channel = self.open_conversation()
        self.join(self.other_agent, channel)
        token = channel.livechat_customer_guest_ids._format_auth_cookie()
        self.authenticate(None, None)
        data = self.make_jsonrpc_request(
            "/im_livechat/cors/channel/messages",
            {"guest_token": token, "channel_id": channel.id},
        )["data"]
        [message] = [m for m in data["mail.message"] if m.get("livechat_joined_agent")]
        self.assertEqual(message["livechat_joined_agent"], self.other_agent.partner_id.id)

    def test_real_name_stays_with_the_agents(self):
        """Where an agent has a live chat name, the visitor never gets another one."""
        channel = self.open_conversation()
        self.join(self.other_agent, channel)
        data = self.as_visitor(channel, "/discuss/channel/messages", {"channel_id": channel.id})
        self.assertIn("Otto of Support", str(data))
        self.assertNotIn("Otto Agent", str(data))

    def test_seen_in_the_widget(self):
        """At once, and after a reload; and the chatbot, which was to go on, does not."""
        self.make_chatbot(
            ("question_selection", "What is it about?", "An order"),
            ("free_input_multi", "What happened?"),
            ("text", "I go on"),
        )
        post = self.registry["discuss.channel"].message_post

        def post_and_join(channel, **kwargs):
            message = post(channel, **kwargs)
            if "Agent please" in message.body:
                channel.with_user(self.other_agent.id).channel_join()
            return message

        self.patch(self.registry["discuss.channel"], "message_post", post_and_join)
        for is_cors in (False, True):
            before = self.livechat_channel.channel_ids
            with (
                self.subTest(is_cors=is_cors),
                patch.object(LivechatController, "_is_cors_request", return_value=is_cors),
            ):
                self.start_tour(
                    f"/im_livechat/support/{self.livechat_channel.id}",
                    "livechat_info_panel.visitor_meets_agent",
                )
                [channel] = self.livechat_channel.channel_ids - before
                self.assertFalse(channel.livechat_end_dt)
