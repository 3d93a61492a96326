from odoo.tests import JsonRpcException, tagged

from ..support.common import PanelCase

# What ends a line, for whatever shows a log.
ENDS = ("\n", "\r\n", "\r", "\x0b", "\x85", "\u2028")


@tagged("post_install", "-at_install")
class TestLog(PanelCase):
    """What somebody sends is never a line of its own in the log."""

    def assertLogsOneLine(self, call):
        with self.assertLogs("odoo.http") as logs, self.assertRaises(JsonRpcException):
            call()
        [message] = [record.getMessage() for record in logs.records if record.name == "odoo.http"]
        self.assertIn("forged", message)
        self.assertEqual(len(message.splitlines()), 1, message)

    def test_what_an_agent_sends(self):
        channel = self.open_conversation()
        closed = self.open_conversation()
        closed.livechat_end_dt = "2026-01-01 10:00:00"
        for end in ENDS:
            text = f"bad{end}2026-01-01 INFO forged"
            for called_on, method, args in [
                (channel, "livechat_set_status", [text]),
                (closed, "livechat_correct_outcome", [text, "Because"]),
                (channel, "livechat_remove_tag", [text]),
            ]:
                with self.subTest(end=ascii(end), method=method):
                    self.assertLogsOneLine(
                        lambda on=called_on, name=method, args=args: self.call(
                            self.agent, on, name, *args
                        )
                    )

    def test_addresses(self):
        channel = self.open_conversation()
        for end in ("\r", "\u2028", "\x85"):
            with self.subTest(end=ascii(end)):
                self.assertLogsOneLine(
                    lambda end=end: self.call(
                        self.agent, channel, "livechat_send_transcript", f"bad{end}forged"
                    )
                )

    def test_names_of_visitors(self):
        channel = self.open_conversation()
        guest = channel.livechat_customer_guest_ids
        self.as_visitor(
            channel,
            "/mail/guest/update_name",
            {"guest_id": guest.id, "name": "Mia\n2026-01-01 INFO forged"},
        )
        self.assertIn("\n", guest.name)
        channel.name = f"{guest.name} Ada"
        channel.livechat_end_dt = "2026-01-01 10:00:00"
        for method, args in [
            ("livechat_close", []),
            ("livechat_set_status", ["waiting"]),
            ("livechat_send_transcript", []),
        ]:
            with self.subTest(method=method):
                self.assertLogsOneLine(
                    lambda name=method, args=args: self.call(self.agent, channel, name, *args)
                )
