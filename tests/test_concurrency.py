import threading
from contextlib import contextmanager

from odoo import api
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

ADMIN_ID = 2


@tagged("post_install", "-at_install", "database_breaking")
class TestConcurrency(BaseCase):
    """Two agents at the same moment, each on a connection of their own."""

    def setUp(self):
        super().setUp()
        with self.connection() as env:
            channel = env["discuss.channel"].create(
                {
                    "name": "Race",
                    "channel_type": "livechat",
                    "livechat_operator_id": env.user.partner_id.id,
                }
            )
            self.channel_id = channel.id
        self.addCleanup(self.delete_what_was_committed)

    @contextmanager
    def connection(self):
        """A connection to the database, for the administrator; committed at the end."""
        with db_connect(get_db_name()).cursor() as cr:
            yield api.Environment(cr, ADMIN_ID, {})

    def delete_what_was_committed(self):
        with self.connection() as env:
            env["discuss.channel"].browse(self.channel_id).unlink()
            env["im_livechat.conversation.tag"].search([("name", "=ilike", "race tag")]).unlink()

    def race(self, first, second):
        """Call two functions at once: the second when the first has written and not yet committed.

        The second fails then, and is called again, as Odoo does with every request that fails so.

        :param first, second: take the conversation
        :return: what each returned
        """
        result = {}

        def call_second():
            try:
                second(other_channel)
                other_channel.env.flush_all()
            except (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY) as error:
                result["error"] = error

        with mute_logger("odoo.sql_db"), self.connection() as other_env:
            other_channel = other_env["discuss.channel"].browse(self.channel_id)
            other_channel.read(["livechat_note"])  # since then it sees the world as it was
            thread = threading.Thread(target=call_second)
            with self.connection() as env:
                result["first"] = first(env["discuss.channel"].browse(self.channel_id))
                env.flush_all()
                thread.start()
                thread.join(0.5)  # long enough to meet what the first has written
                self.assertTrue(thread.is_alive(), "It did not wait for the other.")
            thread.join(10)
            self.assertTrue(result["error"])
            other_env.cr.rollback()
            other_env.invalidate_all()
            result["second"] = second(other_channel)
        return result["first"], result["second"]

    def test_one_of_two_notes_is_shown_to_the_other_agent(self):
        first, second = self.race(
            lambda channel: channel.livechat_set_note("first", base=""),
            lambda channel: channel.livechat_set_note("second", base=""),
        )
        self.assertEqual(first, {"is_saved": True, "note": "<p>first</p>"})
        self.assertEqual(second, {"is_saved": False, "note": "<p>first</p>"})

    def test_a_tag_that_two_agents_create_is_one(self):
        first, second = self.race(
            lambda channel: channel.livechat_add_tag("Race tag"),
            lambda channel: channel.livechat_add_tag("race TAG"),
        )
        self.assertEqual(first, second)
        with self.connection() as env:
            channel = env["discuss.channel"].browse(self.channel_id)
            self.assertEqual(channel.livechat_conversation_tag_ids.mapped("name"), ["Race tag"])
