from .common import PASSWORD, POST, PanelCase

CONTINUE = "/livechat_info_panel/continue_after_login"


class LoginCase(PanelCase):
    """A guest's conversation, and what a browser asks whose user has logged in since."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.guest = self.channel.livechat_customer_guest_ids
        self.cookie = self.guest._format_auth_cookie()

    def ask(self, user, route, params, cookie=None):
        """Ask a route as a user whose browser still has the cookie of a guest."""
        self.authenticate(user.login, PASSWORD)
        return self.make_jsonrpc_request(
            route, params, cookies={self.guest._cookie_name: cookie or self.cookie}
        )

    def load_widget(self, user, *channels, cookie=None):
        """Load a page with the widget, which restores the windows of conversations."""
        ids = [channel.id for channel in channels or [self.channel]]
        data = self.ask(
            user,
            "/mail/action",
            {
                "fetch_params": [
                    [CONTINUE, ids],
                    ["discuss.channel", ids],
                    "init_messaging",
                    ["init_livechat", self.livechat_channel.id],
                ]
            },
            cookie,
        )
        return [values["id"] for values in data.get("discuss.channel", [])]

    def post(self, user, body, channel=None, cookie=None):
        return self.ask(user, POST, self.post_params(channel or self.channel, body), cookie)

    def assertContinued(self, user, channel=None):
        channel = channel or self.channel
        member = channel.channel_member_ids.filtered(lambda m: m.partner_id == user.partner_id)
        self.assertEqual(member.livechat_member_type, "visitor")
        self.assertFalse(channel.channel_member_ids.guest_id)
        self.assertFalse(channel.livechat_end_dt)
        self.assertEqual(channel.livechat_partner_id, user.partner_id)
        self.assertTrue(channel.livechat_partner_is_verified)

    def assertNotContinued(self, user, channel=None):
        channel = channel or self.channel
        self.assertEqual(channel.channel_member_ids.guest_id, self.guest)
        self.assertNotIn(user.partner_id, channel.livechat_customer_partner_ids)
        self.assertFalse(channel.livechat_partner_is_verified)

    def open_again(self):
        """Open another conversation as the same guest."""
        self.authenticate(None, None)
        data = self.make_jsonrpc_request(
            "/im_livechat/get_session",
            {"channel_id": self.livechat_channel.id},
            cookies={self.guest._cookie_name: self.cookie},
        )
        channel = self.env["discuss.channel"].browse(data["channel_id"])
        self.assertEqual(channel.livechat_customer_guest_ids, self.guest)
        return channel
