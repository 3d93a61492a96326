from unittest.mock import patch
from urllib.parse import quote

from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...controllers import login
from ..support.bad_input import CLEAR_ERRORS, ODOOS_OWN, BadInputCase
from ..support.bad_values import FEWER_TEXTS
from ..support.rights_table import AGENT, GUEST, PORTAL

PATHS = {
    "no number": "abc",
    "negative": "-1",
    "zero": "0",
    "beyond int4": str(2**31),
    "beyond int8": str(2**63),
    "very many digits": "9" * 3_000,
    "other digits": quote("\u0663"),
    "fraction": "1.5",
    "nul": "1%00",
    "lines": "1%0d%0aSet-Cookie:%20x=y",
    "no UTF-8": "%ff%fe",
    "up": "../../web/login",
    "script": quote("<script>alert(1)</script>"),
    "turned around": quote("\u202e1"),
}


@tagged("post_install", "-at_install", "long")
class TestBadInputAtOdoo(BadInputCase):
    """Routes that look who asks, and leave all the rest to Odoo: what they add makes no error."""

    def become_logged_in_guest(self):
        """As a visitor who logged in elsewhere, whose conversation those routes look for."""
        self.become(PORTAL)
        guest = self.unlinked.livechat_customer_guest_ids
        self.cookies = {guest._cookie_name: guest._format_auth_cookie()}
        self.env.cr.precommit.run()
        self.before = self.snapshot()

    @staticmethod
    def beside_odoo(send):
        """Return a function that sends a value as ``send``, where Odoo alone takes it; what is an
        error without ours as well is none of ours."""

        def send_to_both(value):
            answer, error, text = send(value)
            if error and error not in CLEAR_ERRORS:
                with patch.object(login, "continue_after_login", lambda *_args: None):
                    error = ODOOS_OWN if send(value)[1] == error else error
            return answer, error, text

        return send_to_both

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_messages_and_typing(self):
        valid = {
            "thread_model": "discuss.channel",
            "thread_id": self.unlinked.id,
            "post_data": {"body": "Hello", "message_type": "comment"},
        }
        self.become_logged_in_guest()
        for name in valid:

            def post(value, name=name):
                return self.ask_raw("/mail/message/post", {**valid, name: value})

            self.attack(f"post({name})", self.beside_odoo(post))
        for path, more in (
            ("/discuss/channel/notify_typing", [("is_typing", True)]),
            ("/im_livechat/visitor_leave_session", []),
        ):

            def ask(value, path=path, more=tuple(more)):
                return self.ask_raw(path, {"channel_id": value, **dict(more)})

            self.attack(path, self.beside_odoo(ask))
        self.attack(
            "continue_after_login",
            lambda value: self.ask_raw(
                "/mail/data",
                {"fetch_params": [["/livechat_info_panel/continue_after_login", value]]},
            ),
        )
        self.check()

    def test_the_same_visitor_goes_on(self):
        """Otherwise the attacks would be on nothing."""
        self.become_logged_in_guest()
        _answer, error, _text = self.ask_raw(
            "/discuss/channel/notify_typing", {"channel_id": self.unlinked.id, "is_typing": True}
        )
        self.assertFalse(error)
        self.assertIn(self.customer.partner_id, self.unlinked.channel_member_ids.partner_id)

    def upload(self, fields, name="a.txt"):
        response = self.url_open(
            "/mail/attachment/upload",
            data={**fields, "csrf_token": Request.csrf_token(self)},
            files={"ufile": (name, b"x")},
        )
        error = None if response.status_code == 200 else str(response.status_code)
        return None, error, response.text

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_uploads(self):
        self.become_logged_in_guest()
        self.opener.cookies.update(self.cookies)
        valid = {"thread_id": str(self.unlinked.id), "thread_model": "discuss.channel"}
        texts = {kind: text for kind, text in FEWER_TEXTS.items() if "surrogate" not in kind}
        with self.undone():  # otherwise the attacks would be on nothing
            _answer, error, text = self.upload(valid)
            self.assertFalse(error)
            self.assertIn("attachment_id", text)
        for name in valid:

            def upload(value, name=name):
                return self.upload({**valid, name: value})

            for kind, value in {**texts, **PATHS}.items():
                self.try_value(f"upload({name})", kind, value, self.beside_odoo(upload))
        self.check()

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_downloads(self):
        for kind in (AGENT, GUEST):
            self.become(kind)
            self.before = self.snapshot()
            for name, path in PATHS.items():
                for query in ("", f"?channel_id={path}&tz={path}&{path}=1"):
                    self.try_value(
                        "download_transcript",
                        name + query[:1],
                        f"/im_livechat/download_transcript/{path}{query}",
                        self.get,
                    )
        self.check()

    def get(self, path):
        response = self.opener.get(
            self.base_url() + path, cookies=self.cookies, allow_redirects=False, timeout=60
        )
        self.assertNotIn("x=y", response.headers.get("Set-Cookie", ""))
        status = response.status_code
        if status == 500 and "%00" in path:  # Odoo fails on every such path that is no route
            self.assertEqual(self.url_open("/no/such/page%00").status_code, 500)
            status = 404
        return None, None if status in (200, 303) else str(status), response.text
