from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..support.common import POST, PanelCase


@tagged("post_install", "-at_install")
class TestForgedRatings(PanelCase):
    """A conversation has one rating: the customer's, who says it where Odoo asks for it."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.visitor_writes(self.channel, "Hello")
        self.channel._add_members(users=self.employee | self.customer)

    def ratings(self):
        self.env.flush_all()
        return self.env["rating.rating"].search(
            [
                "|",
                ("message_id", "in", self.channel.message_ids.ids),
                "&",
                ("res_model", "=", "discuss.channel"),
                ("res_id", "=", self.channel.id),
            ]
        )

    def rate(self, rate):
        self.as_visitor(
            self.channel, "/im_livechat/feedback", {"channel_id": self.channel.id, "rate": rate}
        )

    # ------------------------------------------------------------
    # By messages
    # ------------------------------------------------------------

    def test_no_message_rates(self):
        for user in (self.agent, self.employee, self.customer):
            self.user_writes(user, self.channel, "Well", rating_value=5)
            self.assertFalse(self.ratings(), user.login)
        for _number in range(2):
            self.visitor_writes(self.channel, "Well", rating_value=5)
        self.assertFalse(self.ratings())
        self.assertIn("Well", self.channel.message_ids[0].body)

    def test_no_message_rates_from_another_site(self):
        guest = self.channel.livechat_customer_guest_ids
        params = self.post_params(self.channel, "Well", rating_value=5)
        token = guest._format_auth_cookie()
        self.authenticate(None, None)
        self.make_jsonrpc_request(f"/im_livechat/cors{POST[5:]}", {**params, "guest_token": token})
        self.assertFalse(self.ratings())

    def test_no_message_rates_over_rpc(self):
        for user in (self.agent, self.employee, self.customer):
            self.as_user(
                user,
                "/web/dataset/call_kw/discuss.channel/message_post",
                {
                    "model": "discuss.channel",
                    "method": "message_post",
                    "args": [self.channel.ids],
                    "kwargs": {
                        "body": "Well",
                        "message_type": "comment",
                        "rating_value": 5,
                        "subtype_xmlid": "mail.mt_comment",
                    },
                },
            )
            self.assertFalse(self.ratings(), user.login)

    def test_no_change_of_a_message_rates(self):
        channel = self.open_conversation(self.customer)
        self.user_writes(self.customer, channel, "Hello")
        self.as_user(self.customer, "/im_livechat/feedback", {"channel_id": channel.id, "rate": 1})
        rating = channel.rating_ids
        comment = channel.message_ids.filtered(lambda m: m.message_type == "comment")[:1]
        rating.message_id = comment
        for value in (5, False):
            self.as_user(
                self.customer,
                "/mail/message/update_content",
                {"message_id": comment.id, "update_data": {"body": "Hi", "rating_value": value}},
            )
            self.assertEqual(rating.exists().rating, 1)

    def test_no_message_takes_a_rating(self):
        channel = self.open_conversation(self.customer)
        self.user_writes(self.customer, channel, "Hello")
        self.as_user(self.customer, "/im_livechat/feedback", {"channel_id": channel.id, "rate": 1})
        rating = channel.rating_ids
        message = rating.message_id
        channel.with_user(self.customer).message_post(
            body="Hi",
            message_type="comment",
            rating_id=rating.id,
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(rating.message_id, message)

    # ------------------------------------------------------------
    # By ratings
    # ------------------------------------------------------------

    def test_nobody_makes_a_rating_of_something_else_one_of_a_live_chat(self):
        partner_model = self.env["ir.model"]._get_id("res.partner")
        partner = self.customer.partner_id
        own = {"res_model_id": partner_model, "res_id": partner.id, "rating": 5}
        livechat_model = self.env["ir.model"]._get_id("im_livechat.channel")
        message = self.channel.message_ids[0]
        for user in (self.agent, self.manager, self.employee):
            ratings = self.env["rating.rating"].with_user(user)
            for vals in (
                {"message_id": message.id},
                {"res_model": "discuss.channel", "res_id": self.channel.id},
                {"parent_res_model_id": livechat_model, "parent_res_id": self.livechat_channel.id},
                {"parent_res_model": "im_livechat.channel"},
            ):
                with self.subTest(user=user.login, vals=vals):
                    rating = ratings.create({**own, "consumed": True})
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        rating.write(vals)
                        rating.flush_recordset()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                ratings.create({**own, "message_id": message.id})
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                message.with_user(user).create(
                    {
                        "body": "Well",
                        "message_type": "comment",
                        "model": "discuss.channel",
                        "rating_ids": [Command.create({**own, "consumed": True})],
                        "res_id": self.channel.id,
                    }
                )

    def test_the_customer_still_rates(self):
        self.rate(3)
        self.visitor_writes(self.channel, "Well", rating_value=5)
        self.rate(1)
        self.assertEqual(self.ratings().mapped("rating"), [1])
        self.assertIn("Rating", self.channel.message_ids[0].body)
        self.assertEqual(self.channel.message_ids[0].message_type, "notification")
