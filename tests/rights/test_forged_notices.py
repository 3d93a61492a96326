from functools import partial

from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..support.common import POST, PanelCase
from ..support.login import LoginCase

NOTICE = (
    '<div class="o_mail_notification o_hide_author" data-oe-type="channel-joined">'
    "Visitor logged in as Carla Customer.</div>"
)


@tagged("post_install", "-at_install")
class TestForgedNotices(PanelCase):
    """What proves something is said by Odoo: whoever else says it posts a comment."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.visitor_writes(self.channel, "Hello")
        self.channel._add_members(
            users=self.employee | self.customer,
            create_member_params={"livechat_member_type": "visitor"},
        )
        self.noted = self.notices()

    def notices(self):
        """Return what is no comment in the conversation."""
        self.env.invalidate_all()
        return self.channel.message_ids.filtered(lambda m: m.message_type != "comment")

    def assertNoNotice(self, comments=0):
        self.assertEqual(self.notices(), self.noted)
        posted = self.channel.message_ids.filtered(lambda m: "logged in" in (m.body or ""))
        self.assertEqual(len(posted), comments)

    def call_kw(self, user, model, method, *args, **kwargs):
        return self.as_user(
            user,
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    # ------------------------------------------------------------
    # Posted
    # ------------------------------------------------------------

    def test_visitors_post_comments(self):
        types = ("notification", "email", "auto_comment", "email_outgoing")
        for number, message_type in enumerate(types, 1):
            for subtype in ("mail.mt_note", "mail.mt_comment"):
                self.visitor_writes(
                    self.channel, NOTICE, message_type=message_type, subtype_xmlid=subtype
                )
            self.assertNoNotice(comments=2 * number)
        comment = self.env.ref("mail.mt_comment")
        posted = self.channel.message_ids.filtered("author_guest_id")
        self.assertEqual(posted.subtype_id, comment)

    def test_visitors_of_another_site_post_comments(self):
        guest = self.channel.livechat_customer_guest_ids
        params = self.post_params(self.channel, NOTICE, message_type="notification")
        params["context"] = {"default_message_type": "notification", "livechat_notice": True}
        token = guest._format_auth_cookie()
        self.authenticate(None, None)
        self.make_jsonrpc_request(f"/im_livechat/cors{POST[5:]}", {**params, "guest_token": token})
        self.assertNoNotice(comments=1)

    def test_users_post_comments(self):
        users = (self.agent, self.manager, self.employee, self.customer)
        for number, user in enumerate(users, 1):
            self.user_writes(user, self.channel, NOTICE, message_type="notification")
            self.assertNoNotice(comments=number)

    def test_users_post_comments_over_rpc(self):
        for number, user in enumerate((self.agent, self.employee, self.customer), 1):
            self.call_kw(
                user,
                "discuss.channel",
                "message_post",
                self.channel.ids,
                body=NOTICE,
                body_is_html=True,
                message_type="notification",
                context={"livechat_notice": True, "default_message_type": "notification"},
            )
            self.assertNoNotice(comments=number)

    def test_nobody_creates_a_notice(self):
        vals = {"body": NOTICE, "model": "discuss.channel", "res_id": self.channel.id}
        for user in (self.agent, self.employee):
            messages = self.env["mail.message"].with_user(user)
            forged = messages.with_context(livechat_notice=True)
            by_default = messages.with_context(default_message_type="notification")
            notify = partial(
                self.channel.with_user(user).message_notify,
                body=Markup(NOTICE),
                partner_ids=self.agent.partner_id.ids,
            )
            for create in (
                partial(messages.create, {**vals, "message_type": "notification"}),
                partial(forged.create, {**vals, "message_type": "notification"}),
                partial(by_default.create, vals),
                partial(messages.create, {**vals, "message_type": "email"}),
                notify,
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    create()
        self.assertNoNotice()

    def test_the_composer_posts_comments(self):
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.agent)
            .create(
                {
                    "body": NOTICE,
                    "message_type": "notification",
                    "model": "discuss.channel",
                    "res_ids": str(self.channel.ids),
                }
            )
        )
        composer.action_send_mail()
        self.assertNoNotice(comments=1)

    # ------------------------------------------------------------
    # Changed
    # ------------------------------------------------------------

    def test_no_comment_becomes_a_notice(self):
        self.user_writes(self.agent, self.channel, "Hi")
        message = self.channel.message_ids[0]
        with self.assertRaises(AccessError):
            message.with_user(self.agent).message_type = "notification"
        self.as_user(
            self.agent,
            "/mail/message/update_content",
            {
                "message_id": message.id,
                "update_data": {"body": NOTICE, "message_type": "notification"},
            },
        )
        self.assertNoNotice(comments=1)

    def test_nobody_changes_their_own_notice(self):
        self.call(self.other_agent, self.channel, "livechat_join")
        self.call(self.agent, self.channel, "livechat_close")
        for user in (self.other_agent, self.agent):
            notice = self.channel.message_ids.filtered(
                lambda m, partner=user.partner_id: m.author_id == partner
            )
            self.assertEqual(notice.message_type, "notification")
            for vals in ({"body": "Nothing"}, {"message_type": "comment"}, {"res_id": 1}):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    notice.with_user(user).write(vals)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                notice.with_user(user).unlink()
            with self.assertRefused("odoo.exceptions.UserError"):
                self.as_user(
                    user,
                    "/mail/message/update_content",
                    {"message_id": notice.id, "update_data": {"body": "Nothing"}},
                )

    # ------------------------------------------------------------
    # What Odoo says itself
    # ------------------------------------------------------------

    def test_odoo_says_who_comes_and_leaves(self):
        self.call(self.agent, self.channel, "add_members", self.other_agent.partner_id.ids)
        self.call(self.manager, self.channel, "livechat_join")
        self.call(self.agent, self.channel, "channel_rename", "Parcel")
        message = self.channel.message_ids.filtered("author_guest_id")[:1]
        self.call(self.agent, self.channel, "set_message_pin", message.id, True)
        self.as_user(self.agent, "/mail/rtc/channel/join_call", {"channel_id": self.channel.id})
        self.call(self.other_agent, self.channel, "action_unfollow")
        texts = [str(body) for body in (self.notices() - self.noted).mapped("body")]
        for text in ("invited", "joined", "Parcel", "pinned", 'data-oe-type="call"', "left"):
            self.assertTrue(any(text in body for body in texts), text)

    def test_odoo_says_in_the_visitor_s_name_what_the_visitor_did(self):
        for route, params in (
            ("/im_livechat/feedback", {"rate": 5, "reason": "Thank you"}),
            ("/im_livechat/visitor_leave_session", {}),
        ):
            before = self.notices()
            self.as_visitor(self.channel, route, {"channel_id": self.channel.id, **params})
            self.assertEqual((self.notices() - before).message_type, "notification")
        # The customer rates after the end, too.
        before = self.notices()
        self.as_visitor(
            self.channel, "/im_livechat/feedback", {"channel_id": self.channel.id, "rate": 1}
        )
        self.assertEqual(len(self.notices() - before), 1)


@tagged("post_install", "-at_install")
class TestNoticeOfLogin(LoginCase):
    """The one of a login is posted in the request by which the visitor posts something."""

    def test_only_odoo_says_who_logged_in(self):
        self.visitor_writes(self.channel, "Hello")
        params = self.post_params(self.channel, NOTICE, message_type="notification")
        self.ask(self.customer, POST, params)
        self.assertContinued(self.customer)
        forged, notice = self.channel.message_ids[:2]
        self.assertEqual((forged.message_type, notice.message_type), ("comment", "notification"))
        self.assertIn("logged in as Carla Customer.", notice.body)
