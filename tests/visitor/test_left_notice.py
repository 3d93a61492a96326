from odoo.tests import tagged

from ..support.nobody_online import NobodyOnlineCase


@tagged("post_install", "-at_install")
class TestLeftNotice(NobodyOnlineCase):
    """The agents of a live chat channel are told what was left there while nobody was online."""

    def setUp(self):
        super().setUp()
        (self.agent | self.other_agent | self.manager).notification_type = "inbox"
        self.livechat_channel.user_ids = self.agent | self.other_agent

    def notices(self, user):
        """Return what is in the inbox of a user, the first one first."""
        found = self.env["mail.message"].with_user(user).search([("needaction", "=", True)])
        return found.sudo().sorted("id").filtered(lambda m: m.message_type == "user_notification")

    def test_each_agent_is_told_once_in_their_language(self):
        self.env["res.lang"]._activate_lang("es_419")
        self.env["ir.module.module"]._load_module_terms(["livechat_info_panel"], ["es_419"])
        self.other_agent.lang = "es_419"
        self.leave("Where is my secret parcel?")
        channel = self.conversations()
        guest = channel.livechat_customer_guest_ids
        self.leave("And the other one?", guest=guest)
        for user in (self.agent, self.other_agent):
            notice = self.notices(user)
            with self.subTest(user.login):
                self.assertEqual(len(notice), 1)
                self.assertIn(channel.livechat_customer_name, notice.subject)
                self.assertIn(self.livechat_channel.name, notice.body)
                self.assertIn(f"discuss_channel_action/{channel.id}", notice.body)
                self.assertNotIn("secret", f"{notice.subject} {notice.body}")
                self.assertEqual(notice.author_id, self.env.ref("base.partner_root"))
        self.assertFalse(self.notices(self.manager))
        self.assertEqual(len(channel.sudo().livechat_left_notice_ids), 2)

    def test_who_prefers_mails_gets_one_from_the_queue(self):
        (self.agent | self.other_agent).notification_type = "email"
        self.leave("A secret")
        notices = self.conversations().livechat_left_notice_ids
        mails = self.env["mail.mail"].search([("mail_message_id", "in", notices.ids)])
        self.assertEqual(mails.recipient_ids, (self.agent | self.other_agent).partner_id)
        self.assertEqual(set(mails.mapped("state")), {"outgoing"})
        self.assertNotIn("secret", str(mails.mapped("body_html")))

    def test_where_no_agent_can_read_it_administrators_are_told(self):
        for users in (self.env["res.users"], self.employee):
            self.livechat_channel.user_ids = users
            before = self.notices(self.manager)
            self.leave("Hello")
            with self.subTest(users.mapped("login")):
                self.assertEqual(len(self.notices(self.manager) - before), 1)
                self.assertFalse(self.notices(self.agent))

    def test_who_left_it_is_not_told(self):
        self.leave("Hello", user=self.other_agent)
        self.assertEqual(len(self.notices(self.agent)), 1)
        self.assertFalse(self.notices(self.other_agent))

    def test_visitors_see_nothing_of_it(self):
        self.leave("Hello")
        channel = self.conversations()
        data = self.as_visitor(
            channel, "/discuss/channel/messages", {"channel_id": channel.id, "fetch_params": {}}
        )
        self.assertIn("Hello", str(data))
        self.assertNotIn("left a message", str(data))

    def test_the_notice_goes_with_the_conversation(self):
        for name in ("livechat_erase", "unlink"):
            self.leave("Hello")
            channel = self.conversations().sorted("id")[-1]
            notices = channel.livechat_left_notice_ids
            self.assertTrue(notices)
            getattr(channel, name)()
            with self.subTest(name):
                self.assertFalse(notices.exists())

    def test_nobody_has_it_and_it_takes_no_time(self):
        self.leave("Hello")
        channel = self.conversations()
        self.env.cr.execute(
            "UPDATE discuss_channel SET create_date = livechat_end_dt + interval '760 ms'"
            " WHERE id = %s",
            [channel.id],
        )
        self.env.invalidate_all()
        self.assertEqual(channel.duration, 0)
        report = self.env["im_livechat.report.channel"].search([("channel_id", "=", channel.id)])
        self.assertEqual(report.duration, 0)
        self.assertFalse(report.partner_id)
        self.assertEqual(channel._get_livechat_transcript_agent_name(), "")
        arch = self.env["discuss.channel"].get_view(
            self.env.ref("im_livechat.discuss_channel_view_pivot").id, "pivot"
        )["arch"]
        self.assertNotIn("livechat_operator_id", arch)
        [group] = self.env["discuss.channel"].formatted_read_group(
            [("id", "=", channel.id)], ["livechat_agent_partner_ids"]
        )
        self.assertFalse(group["livechat_agent_partner_ids"])
