"""A mail server, a real one, that behaves as mail servers do."""

import email
import email.policy
import socket
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from .common import PanelCase


class Mailbox:
    """What a mail server received, and how it behaves.

    Its mood is ``normal``, ``slow`` (it takes a mail, and says so later by so many seconds, or
    when it may answer), ``refusing`` (addresses that contain a text), or ``dropping`` (the
    connection, in the middle of a mail).
    """

    def __init__(self):
        self.mails = []
        self.mood = "normal"
        self.seconds = 0
        self.refused = ""
        self.is_asked = False
        self.is_receiving = threading.Event()
        self.may_answer = threading.Event()

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):
        self.is_asked = True
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, _session, envelope, address, _options):
        if self.mood == "refusing" and self.refused in address:
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):
        self.is_receiving.set()
        if self.mood == "dropping":
            server.transport.close()
            return "451 never heard"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.rcpt_tos, message))
        if self.mood == "slow":
            await server.loop.run_in_executor(None, self.may_answer.wait, self.seconds)
        return "250 Accepted"

    @property
    def recipients(self):
        return [recipient for recipients, _message in self.mails for recipient in recipients]


class MailServer(Controller):
    def __init__(self, port):
        self.mailbox = Mailbox()
        super().__init__(self.mailbox, hostname="127.0.0.1", port=port)

    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=True, data_size_limit=None)


def find_free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def use_only_mail_server(env, port):
    """Have Odoo send its mail there.

    :return: the mail server (``ir.mail_server``)
    """
    mail_servers = env["ir.mail_server"].sudo()
    mail_servers.search([("active", "=", True)]).active = False
    return mail_servers.create(
        {
            "name": "Loopback",
            "smtp_host": "127.0.0.1",
            "smtp_port": port,
            "smtp_encryption": "none",
        }
    )


class TranscriptCase(PanelCase):
    """Conversations, and a mail server to which Odoo's mail queue sends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.mail"].search([("state", "=", "outgoing")]).state = "cancel"
        cls.port = find_free_port()
        cls.mail_server = use_only_mail_server(cls.env, cls.port)

    def setUp(self):
        super().setUp()
        # Odoo sends nothing while tests run.
        self.patch(type(self.env["ir.mail_server"]), "_disable_send", lambda _self: False)
        self.server = None

    def start_mail_server(self):
        self.server = MailServer(self.port)
        self.server.start()
        self.addCleanup(self.stop_mail_server)
        return self.server.mailbox

    def stop_mail_server(self):
        if self.server:
            self.server.stop()
            self.server = None

    def run_mail_queue(self):
        """Send what is in the mail queue, as its scheduled action does."""
        self.env["mail.mail"].process_email_queue()
        self.env.invalidate_all()

    def send(self, channel, *args, user=None):
        """Send a conversation over RPC, as an agent.

        :return: the sendings (``livechat.transcript``), as superuser
        """
        ids = self.call(user or self.agent, channel, "livechat_send_transcript", *args)
        self.env.invalidate_all()
        return self.env["livechat.transcript"].browse(ids)

    def text_of(self, message):
        return message.get_body(("html",)).get_content()
