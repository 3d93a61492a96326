import base64
import json

from odoo.http import Request
from odoo.tests import tagged

from ...models.visitor.file_names import NAME_MAX_LENGTH
from ..support.common import PASSWORD, PanelCase

LONG = "x" * 100_000
CUT = "x" * (NAME_MAX_LENGTH - 5) + "….txt"


@tagged("post_install", "-at_install")
class TestFileNames(PanelCase):
    """Nobody sends a name as long as a book with a file."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.visitor_writes(self.channel, "Hello")

    def upload(self, name, user=None, is_pending=True):
        """Upload a file as the guest or a user, and return what its sender receives of it."""
        self.authenticate(user and user.login, user and PASSWORD)
        guest = self.channel.livechat_customer_guest_ids
        response = self.opener.post(
            self.base_url() + "/mail/attachment/upload",
            data={
                "csrf_token": Request.csrf_token(self),
                "is_pending": is_pending,
                "thread_id": self.channel.id,
                "thread_model": "discuss.channel",
            },
            files={"ufile": (name, b"Parcel")},
            cookies=None if user else {guest._cookie_name: guest._format_auth_cookie()},
        )
        return json.loads(response.text)["data"]["store_data"]["ir.attachment"][0]

    def send(self, name, user=None):
        """Upload a file, send it, and return it."""
        file = self.upload(name, user)
        post_data = {
            "attachment_ids": [file["id"]],
            "attachment_tokens": [file["ownership_token"]],
        }
        if user:
            self.user_writes(user, self.channel, "", **post_data)
        else:
            self.visitor_writes(self.channel, "", **post_data)
        return self.env["ir.attachment"].browse(file["id"])

    def test_file_of_a_guest(self):
        for is_pending in (True, False):
            file = self.upload(f"{LONG}.txt", is_pending=is_pending)
            self.assertEqual(file["name"], CUT)
        self.assertEqual(self.send(f"{LONG}.txt").name, CUT)

    def test_file_of_an_agent(self):
        file = self.send(f"{LONG}.txt", self.agent)
        self.assertEqual(file.name, CUT)
        self.assertEqual(file.mimetype, "text/plain")

    def test_name_that_is_changed(self):
        file = self.send("parcel.txt", self.agent).with_user(self.agent)
        file.name = f"{LONG}.txt"
        self.assertEqual(file.name, CUT)

    def test_file_in_a_call_of_rpc(self):
        channel = self.channel.with_user(self.agent)
        content = base64.b64encode(b"x")
        message = channel.message_post(body="", attachments=[(f"{LONG}.txt", content)])
        self.assertEqual(message.attachment_ids.name, CUT)

    def test_what_is_said_of_it_is_short(self):
        last = self.env["bus.bus"].sudo()._bus_last_id()
        self.send(f"{LONG}.txt")
        self.env.cr.precommit.run()
        messages = self.env["bus.bus"].sudo().search([("id", ">", last)]).mapped("message")
        self.assertIn("….txt", "".join(str(json.loads(message)) for message in messages))
        self.assertLess(max(map(len, messages)), 20_000)

    def test_names_that_stay(self):
        for name in ("parcel.txt", "x" * NAME_MAX_LENGTH, ".txt"):
            self.assertEqual(self.upload(name)["name"], name)

    def test_names_without_an_extension(self):
        cut = "x" * (NAME_MAX_LENGTH - 1) + "…"
        for name in (LONG, f"{LONG}.{LONG}"):
            self.assertEqual(self.upload(name)["name"], cut)

    def test_files_elsewhere(self):
        contact = self.env["res.partner"].create({"name": "Contact"})
        file = self.env["ir.attachment"].create(
            {"name": LONG, "res_model": "res.partner", "res_id": contact.id}
        )
        self.assertEqual(file.name, LONG)
