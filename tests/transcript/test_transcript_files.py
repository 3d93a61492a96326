from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.transcript import TranscriptCase

ATTACHMENTS = "odoo.addons.base.models.ir_attachment"
SENDINGS = "odoo.addons.livechat_info_panel.models.transcript.livechat_transcript"


@tagged("post_install", "-at_install")
class TestTranscriptFiles(TranscriptCase):
    """No conversation is sent without its files, or with empty ones."""

    def setUp(self):
        super().setUp()
        self.mailbox = self.start_mail_server()
        self.channel = self.open_conversation(self.customer)
        self.content = b"Kept on the disk alone: " + self.channel.uuid.encode()
        message = self.channel.with_user(self.agent).message_post(
            body="Here it is",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("invoice.bin", self.content)],
        )
        self.file = message.sudo().attachment_ids
        self.env.flush_all()

    @property
    def path(self):
        return Path(self.file._full_path(self.file.store_fname))

    @contextmanager
    def disk_gone(self):
        """Let the disk with the files be gone, so that none can be read or written."""
        self.env.invalidate_all()
        with patch.object(type(self.file), "_filestore", lambda _self: "/proc/gone"):
            yield
        self.env.invalidate_all()

    def assert_told(self, sending, *names):
        self.assertEqual(sending.state, "failed")
        self.assertEqual(sending.email_failed, "carla@example.com")
        for name in (*names, "full or gone"):
            self.assertIn(name, sending.failure_reason)
        self.assertFalse(self.mailbox.mails)

    def assert_retried(self, sending):
        sending.with_user(self.agent).livechat_retry()
        self.run_mail_queue()
        self.assertEqual(sending.state, "sent")
        self.assertFalse(sending.failure_reason)
        [(_recipients, message)] = self.mailbox.mails
        files = {file.get_filename(): file for file in message.iter_attachments()}
        self.assertEqual(files["invoice.bin"].get_payload(decode=True), self.content)
        return files

    @mute_logger(ATTACHMENTS)
    def test_lost_file(self):
        self.path.unlink()
        sending = self.send(self.channel)
        self.run_mail_queue()
        self.assert_told(sending, "invoice.bin")
        self.path.write_bytes(self.content)
        self.assert_retried(sending)

    def test_file_written_in_part(self):
        self.path.write_bytes(self.content[:5])
        sending = self.send(self.channel)
        self.run_mail_queue()
        self.assert_told(sending, "invoice.bin")
        self.path.write_bytes(self.content)
        self.assert_retried(sending)

    @mute_logger(ATTACHMENTS)
    def test_disk_gone(self):
        with self.disk_gone():
            sending = self.send(self.channel)
            self.run_mail_queue()
            self.assert_told(sending, "invoice.bin")
        self.assert_retried(sending)

    @mute_logger(ATTACHMENTS)
    def test_lost_when_it_is_sent(self):
        sending = self.send(self.channel)
        self.path.unlink()
        self.run_mail_queue()
        self.assert_told(sending, "invoice.bin")
        sending.with_user(self.agent).livechat_retry()
        self.run_mail_queue()
        self.assert_told(sending, "invoice.bin")
        self.path.write_bytes(self.content)
        self.assert_retried(sending)

    @mute_logger(ATTACHMENTS, SENDINGS)
    def test_files_that_cannot_be_stored(self):
        template = self.env.ref("livechat_info_panel.mail_template_transcript")
        report = self.env.ref("livechat_info_panel.action_report_transcript")
        report.report_type = "qweb-html"
        template.report_template_ids = [Command.link(report.id)]
        with self.disk_gone():
            sending = self.send(self.channel)
            self.assert_told(sending)
            sending.with_user(self.agent).livechat_retry()
            self.assert_told(sending)
        files = self.assert_retried(sending)
        self.assertEqual(len(files), 2)
