from random import Random
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support import bad_input
from ..support.bad_input import CLEAR_ERRORS, HALVES, BadInputCase
from ..support.common import IS_SLOW
from ..support.rights_table import METHODS

STEPS = 5_000 if IS_SLOW else 200
CHECKED_EVERY = 10  # steps
NEW_EVERY = 20
# What else of a conversation hangs together, whatever was done to it.
MORE_HALVES = {
    "it ends after it began": """
        SELECT id FROM discuss_channel WHERE livechat_end_dt < date_trunc('second', create_date)""",
    "it is in one status at a time": """
        SELECT channel_id FROM livechat_status_period
         WHERE end_dt IS NULL GROUP BY channel_id HAVING count(*) > 1""",
    "a period ends after it began": """
        SELECT channel_id FROM livechat_status_period WHERE end_dt < start_dt""",
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


@tagged("post_install", "-at_install")
class TestStorm(BadInputCase):
    """Users of all kinds do whatever there is, in any order: each is refused in plain words or
    done, and nothing is left by halves.
    """

    def setUp(self):
        self.enterContext(patch.dict(bad_input.HALVES, MORE_HALVES))
        super().setUp()
        self.random = Random(19)
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

    @mute_logger("odoo.sql_db", "odoo.models", "odoo.orm.models")
    def test_storm(self):
        self.assertTrue(MORE_HALVES.keys() <= HALVES.keys())
        steps, done = [], set()
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
                self.assertFalse(halves, "\n".join(steps[-CHECKED_EVERY:]))
                if self.random.random() < 0.5:
                    self.visitor_writes(self.channel, "Hello again")
        # Otherwise the storm would be a breeze.
        self.assertGreater(len(done), len(self.methods) * 0.6, sorted(done))
        self.check_outcomes()

    def check_outcomes(self):
        """The outcomes that are kept are those that their query finds."""
        channels = self.channels
        kept = channels.mapped("livechat_outcome")
        field = channels._fields["livechat_outcome"]
        self.env.add_to_compute(field, channels)
        self.assertEqual(channels.mapped("livechat_outcome"), kept)
