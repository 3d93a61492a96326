import base64
import json
from functools import partial

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import new_test_user, tagged

from ..support.common import PASSWORD, PanelCase

DELETE = "/mail/attachment/delete"
NOT_FOUND = "werkzeug.exceptions.NotFound"


@tagged("post_install", "-at_install")
class TestFiles(PanelCase):
    """A file in a live chat is for who sent it to replace and to delete."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.visitor_writes(self.channel, "Hello")
        self.channel._add_members(users=self.employee | self.other_agent | self.customer)
        guest = self.channel.livechat_customer_guest_ids
        self.cookies = {guest._cookie_name: guest._format_auth_cookie()}

    def send_file(self, user=None, channel=None, is_pending=True):
        """Send a file as a user, or as the guest, as web client and widget do.

        :return: the file, and the token that makes it one's own
        """
        channel = channel or self.channel
        self.authenticate(user and user.login, user and PASSWORD)
        response = self.opener.post(
            self.base_url() + "/mail/attachment/upload",
            data={
                "csrf_token": Request.csrf_token(self),
                "is_pending": is_pending,
                "thread_id": channel.id,
                "thread_model": "discuss.channel",
            },
            files={"ufile": ("parcel.txt", b"Parcel")},
            cookies=None if user else self.cookies,
        )
        data = json.loads(response.text)["data"]
        id_ = data["attachment_id"]
        token = data["store_data"]["ir.attachment"][0]["ownership_token"]
        post_data = {"attachment_ids": [id_], "attachment_tokens": [token]}
        if user:
            self.user_writes(user, channel, "", **post_data)
        else:
            self.visitor_writes(channel, "", **post_data)
        return self.env["ir.attachment"].browse(id_), token

    def assertRefusedFor(self, user, *calls):
        for call in calls:
            with (
                self.subTest(user=user.login, call=call),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                call()

    def test_nobody_changes_the_file_of_somebody_else(self):
        files = [(self.send_file()[0], None)]
        files += [(self.send_file(u)[0], u) for u in (self.agent, self.employee, self.customer)]
        for user in (self.agent, self.other_agent, self.employee, self.manager):
            for file, sender in files:
                if sender == user:
                    continue
                theirs = file.with_user(user)
                self.assertRefusedFor(
                    user,
                    partial(theirs.write, {"raw": b"Bomb"}),
                    partial(theirs.write, {"datas": base64.b64encode(b"Bomb")}),
                    partial(theirs.write, {"name": "invoice.txt"}),
                    partial(theirs.write, {"res_model": False, "res_id": False}),
                    theirs.unlink,
                )
                with self.assertRefused(NOT_FOUND):
                    self.as_user(user, DELETE, {"attachment_id": file.id})
                with self.assertRefused(NOT_FOUND):
                    self.as_user(
                        user,
                        "/mail/attachment/update_thumbnail",
                        {"attachment_id": file.id, "thumbnail": ""},
                    )
        with self.assertRefused(NOT_FOUND):
            self.as_visitor(self.channel, DELETE, {"attachment_id": files[1][0].id})
        self.assertEqual([file.raw for file, _user in files], [b"Parcel"] * 4)

    def test_nobody_makes_the_file_of_somebody_else_their_own(self):
        """What is attached to one's own message is deleted together with it."""
        file, _token = self.send_file()
        group = self.env["discuss.channel"].with_user(self.employee)._create_group([])
        for channel in (self.channel, group.sudo()):
            for user in (self.employee, self.agent):
                channel._add_members(users=user)
                own = channel.with_user(user).message_post(body="Mine", message_type="comment")
                self.assertRefusedFor(
                    user,
                    partial(
                        channel.with_user(user).message_post,
                        attachment_ids=file.ids,
                        body="Mine",
                        message_type="comment",
                    ),
                    partial(own.write, {"attachment_ids": [Command.link(file.id)]}),
                    partial(own.write, {"attachment_ids": [Command.delete(file.id)]}),
                    partial(own.write, {"attachment_ids": [Command.update(file.id, {"raw": b""})]}),
                )
                with self.assertRefused("odoo.exceptions.UserError"):
                    self.user_writes(user, channel, "Mine", attachment_ids=file.ids)
        self.assertEqual(file.raw, b"Parcel")

    def test_everybody_deletes_their_own(self):
        for user in (self.agent, self.employee):
            file, _token = self.send_file(user)
            self.call(self.manager, self.channel, "livechat_send_transcript", ["a@example.com"])
            file.with_user(user).write({"raw": b"Letter"})
            self.assertEqual(file.raw, b"Letter")
            self.as_user(user, DELETE, {"attachment_id": file.id})
            self.assertFalse(file.exists())
        file, token = self.send_file(self.customer)
        self.as_user(self.customer, DELETE, {"attachment_id": file.id, "access_token": token})
        self.assertFalse(file.exists())
        file, token = self.send_file()
        params = {"attachment_id": file.id, "access_token": token}
        self.as_visitor(self.channel, DELETE, params)
        self.assertFalse(file.exists())

    def test_everybody_deletes_their_own_message_with_its_file(self):
        for user in (self.agent, self.employee, self.customer):
            file, _token = self.send_file(user)
            message = self.channel.message_ids[0]
            self.assertEqual(message.attachment_ids, file)
            self.as_user(
                user,
                "/mail/message/update_content",
                {"message_id": message.id, "update_data": {"body": "", "attachment_ids": []}},
            )
            self.assertFalse(file.exists())

    def test_what_is_not_sent_yet_is_of_who_uploads_it(self):
        file = self.env["ir.attachment"].with_user(self.agent)
        file = file.create({"name": "a", "res_model": "discuss.channel", "res_id": self.channel.id})
        self.assertRefusedFor(self.employee, file.with_user(self.employee).unlink)
        file.unlink()

    def test_administrators_may(self):
        admin = new_test_user(
            self.env, "sys", "base.group_system,im_livechat.im_livechat_group_manager"
        )
        self.channel._add_members(users=admin)
        file, _token = self.send_file()
        file.with_user(admin).unlink()
        self.assertFalse(file.exists())

    def test_other_channels_are_odoo_s_business(self):
        group = self.env["discuss.channel"].with_user(self.employee)._create_group([])
        group.sudo()._add_members(users=self.agent)
        file, _token = self.send_file(self.employee, group.sudo())
        file.with_user(self.agent).unlink()
        self.assertFalse(file.exists())
