from random import Random
from unittest.mock import patch

from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support import bad_input
from ..support.bad_input import CLEAR_ERRORS, HALVES, BadInputCase
from ..support.common import IS_SLOW, POST
from ..support.rights_table import METHODS

STEPS = 5_000 if IS_SLOW else 300
CHECKED_EVERY = 10  # steps
NEW_EVERY = 20
DOWNLOAD = "/im_livechat/download_transcript"
UPLOAD = "/mail/attachment/upload"
# What else of a conversation hangs together, whatever was done to it.
MORE_HALVES = {
    "it ends after it began": """
        SELECT id FROM discuss_channel WHERE livechat_end_dt < date_trunc('second', create_date)""",
    "it is in one status at a time": """
        SELECT channel_id FROM livechat_status_period
         WHERE end_dt IS NULL GROUP BY channel_id HAVING count(*) > 1""",
    "a period ends after it began": """
        SELECT channel_id FROM livechat_status_period WHERE end_dt < start_dt""",
    "a customer waits only where an agent has to answer": """
        SELECT id FROM discuss_channel
         WHERE livechat_customer_waiting_since_dt IS NOT NULL
           AND COALESCE(livechat_status, '') NOT IN ('in_progress', 'need_help')""",
    "what an agent asks for ends with the call for help": """
        SELECT id FROM discuss_channel
         WHERE livechat_status IS DISTINCT FROM 'need_help'
           AND (livechat_help_text IS NOT NULL OR livechat_help_user_id IS NOT NULL)""",
    "it is rated once": """
        SELECT res_id FROM rating_rating
         WHERE res_model = 'discuss.channel' GROUP BY res_id HAVING count(*) > 1""",
    "nobody is in it twice": """
        SELECT channel_id FROM discuss_channel_member
         GROUP BY channel_id, partner_id, guest_id HAVING count(*) > 1""",
    "who got it by a handover was in it": """
        SELECT handover.channel_id FROM livechat_handover handover
          JOIN res_users agent ON agent.id = handover.to_user_id
         WHERE NOT EXISTS (
               SELECT FROM im_livechat_channel_member_history history
                WHERE history.channel_id = handover.channel_id
                  AND history.partner_id = agent.partner_id
                  AND history.livechat_member_type = 'agent')""",
}


@tagged("post_install", "-at_install", "long")
class TestStorm(BadInputCase):
    """Users of all kinds do whatever there is, in any order: each is refused in plain words or
    done, and nothing is left by halves.
    """

    def setUp(self):
        self.enterContext(patch.dict(bad_input.HALVES, MORE_HALVES))
        super().setUp()
        self.random = Random(19)
        self.files = []  # of guests: their ids and tokens
        self.methods = [
            (name.removeprefix("discuss.channel."), row)
            for name, row in METHODS.items()
            if name.startswith("discuss.channel.") and self.is_method(name)
        ]

    def take_step(self):
        """Let somebody do something to one or two conversations.

        :return: what was done, and the error
        """
        conversations = [self.channel, self.calm, self.closed, self.unlinked, self.new, self.new]
        kind = self.random.choice(list(self.users))
        method, row = self.random.choice(self.methods)
        ids = [c.id for c in self.random.sample(conversations, self.random.choice((1, 1, 1, 2)))]
        args = list(self.get_args(row) or [])
        if method == "livechat_set_status":
            args = [self.random.choice(("waiting", "in_progress", "need_help"))]
        _result, error, _text = self.call_here(
            self.users[kind], "discuss.channel", method, [ids, *args]
        )
        self.env.invalidate_all()
        return f"{kind}: {method} of {ids}", error

    def routes_of_guests(self, channel):
        """Return what guests may do over HTTP: for each route what it is asked."""
        file_id, token = self.random.choice(self.files or [(0, "")])
        return {
            POST: self.post_params(channel, "Hello again"),
            "/im_livechat/visitor_leave_session": {"channel_id": channel.id},
            "/im_livechat/feedback": {
                "channel_id": channel.id,
                "rate": self.random.choice((1, 3, 5)),
                "reason": "So it was",
            },
            "/im_livechat/history": {
                "channel_id": channel.id,
                "page_history": ["/shop"],
                "pid": self.agent.partner_id.id,
            },
            DOWNLOAD: None,
            UPLOAD: None,
            "/mail/attachment/delete": {"attachment_id": file_id, "access_token": token},
        }

    def take_step_of_guest(self, number):
        """Let the guest of a conversation do one thing after the other. See ``take_step``."""
        channel = self.random.choice([self.channel, self.new])
        routes = list(self.routes_of_guests(channel).items())
        route, params = routes[number % len(routes)]
        guest = channel.livechat_customer_guest_ids[:1]
        self.authenticate(None, None)
        # Of who was erased, the browser's cookie is worth nothing.
        self.cookies = {guest._cookie_name: guest._format_auth_cookie()} if guest else None
        if params:
            _result, error, _text = self.ask(route, params)
        else:
            error = self.send_form(route, channel)
        self.env.invalidate_all()
        return f"{route} of {channel.id}", error

    def send_form(self, route, channel):
        """Upload a file or download a conversation as a guest, and return the error."""
        is_upload = route == UPLOAD
        response = self.opener.request(
            "POST" if is_upload else "GET",
            self.base_url() + (UPLOAD if is_upload else f"{DOWNLOAD}/{channel.id}"),
            data={
                "csrf_token": Request.csrf_token(self),
                "thread_id": channel.id,
                "thread_model": "discuss.channel",
            },
            files={"ufile": ("a.txt", b"Hello")} if is_upload else None,
            cookies=self.cookies,
            timeout=60,
        )
        if response.status_code != 200:
            return str(response.status_code)
        if is_upload and (data := response.json().get("data")):
            file = data["store_data"]["ir.attachment"][0]
            self.files.append((file["id"], file["ownership_token"]))
        return None

    @mute_logger("odoo.http", "odoo.sql_db", "odoo.models", "odoo.orm.models")
    def test_storm(self):
        self.assertTrue(MORE_HALVES.keys() <= HALVES.keys())
        steps, done, guests_did = [], set(), set()
        for number in range(1, STEPS + 1):
            if number % NEW_EVERY == 1:  # most are closed soon
                self.new = self.make_guest_conversations(1)
                self.env.flush_all()
            what, error = self.take_step()
            steps.append(f"{what} ({error or 'done'})")
            self.assertIn(error, {None, *CLEAR_ERRORS}, what)
            if not error:
                done.add(what.split(": ")[1].split(" of ")[0])
            if number % CHECKED_EVERY == 0:
                halves = self.find_halves()
                self.assertFalse(halves, "\n".join(steps[-CHECKED_EVERY - 1 :]))
                what, error = self.take_step_of_guest(number // CHECKED_EVERY)
                steps.append(f"{what} ({error or 'done'})")
                self.assertIn(error, {None, *CLEAR_ERRORS}, what)
                guests_did.update([] if error else [what.split(" ")[0]])
        # Otherwise the storm would be a breeze.
        self.assertGreater(len(done), len(self.methods) * 0.6, sorted(done))
        self.assertEqual(guests_did, set(self.routes_of_guests(self.channel)))
        self.check_outcomes()

    def check_outcomes(self):
        """The outcomes that are kept are those that their query finds."""
        channels = self.channels
        kept = channels.mapped("livechat_outcome")
        field = channels._fields["livechat_outcome"]
        self.env.add_to_compute(field, channels)
        self.assertEqual(channels.mapped("livechat_outcome"), kept)
