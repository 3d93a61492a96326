import logging
import random

from odoo import api
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.sql_db import db_connect
from odoo.tests import get_db_name, tagged
from odoo.tools import mute_logger

from ...models.core.text import html_to_text
from ..support.common import IS_SLOW
from ..support.connection import ADMIN_ID, ConnectionCase

_logger = logging.getLogger(__name__)

INTERLEAVINGS = 200 if IS_SLOW else 50
STEPS = 10
SEED = None  # a number that a failing run has printed


class Agent:
    """One who types in a browser, with a connection to the database for each request."""

    def __init__(self, case, name, user_id):
        self.case, self.name, self.user_id = case, name, user_id
        self.typed, self.unsaved = [], set()
        self.key = f"{name} 0"

    def open(self, channel_id):
        self.channel_id = channel_id
        self.cr = None
        with self.case.connection() as env:
            state = self.channel(env).sudo()._get_note_state()
        self.receive(state)

    def channel(self, env):
        return env["discuss.channel"].browse(self.channel_id).with_user(self.user_id)

    def receive(self, state):
        self.text, self.base_id, self.conflict = state["text"], state["id"], None

    def type(self, rand):
        """Change, add or delete a line; none is deleted that was never saved."""
        lines = self.text.split("\n") if self.text else []
        place = rand.randint(0, len(lines))
        if place < len(lines) and rand.random() < 0.2 and self.is_saved(lines[place]):
            self.case.deleted.update(lines.pop(place).split())
        else:
            word = f"{self.name}{len(self.typed)}"
            if place < len(lines) and rand.random() < 0.6:
                lines[place] += f" {word}"
            else:
                lines.insert(place, word)
            self.typed.append(word)
            self.unsaved.add(word)
        self.text = "\n".join(lines)

    def is_saved(self, line):
        return self.unsaved.isdisjoint(line.split())

    def start_request(self):
        """Open a transaction, which sees the database from now on as it is now."""
        self.cr = db_connect(get_db_name()).cursor()
        self.cr.execute("SELECT 1 FROM discuss_channel WHERE id = %s", [self.channel_id])

    def finish_request(self, rand):
        """Save within that transaction; as Odoo does, try again if somebody else was faster."""
        cr, self.cr = self.cr, None
        try:
            with mute_logger("odoo.sql_db"), cr:  # committed at the end
                result = self.save(api.Environment(cr, ADMIN_ID, {}))
        except (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            self.case.retries += 1
            with self.case.connection() as env:
                result = self.save(env)
        self.after_save(result, rand)

    def save(self, env):
        choice = {}
        if self.conflict:
            choice = {"resolution": "both", "shown_version_id": self.conflict["id"]}
        result = self.channel(env).livechat_save_note(self.text, self.base_id, self.key, **choice)
        env.flush_all()
        env.cr.precommit.run()
        return result

    def after_save(self, result, rand):
        if not result["is_saved"]:
            self.case.conflicts += 1
            self.case.shown += result["conflicts"]
            self.conflict = result
            return
        self.unsaved.clear()
        if rand.random() < 0.3:  # typed on while the request was on its way
            self.base_id, self.conflict = result["typed_version_id"], None
            self.type(rand)
        else:
            self.receive(result)
        if rand.random() < 0.3:
            self.key = f"{self.name} {len(self.typed)}"


@tagged("post_install", "-at_install", "database_breaking", "long")
class TestNoteConcurrency(ConnectionCase):
    """Two agents who edit one note, each on connections of their own."""

    def setUp(self):
        super().setUp()
        self.retries = self.conflicts = 0
        self.shown, self.deleted = [], set()
        self.user_ids = self.create_users("a", "b")
        with self.connection() as env:
            self.channel_ids = (
                env["discuss.channel"]
                .create(
                    [
                        {
                            "name": f"Race {number}",
                            "channel_type": "livechat",
                            "livechat_operator_id": env.user.partner_id.id,
                        }
                        for number in range(INTERLEAVINGS)
                    ]
                )
                .ids
            )
        self.addCleanup(self.delete_what_was_committed)

    def delete_what_was_committed(self):
        with self.connection() as env:
            env["discuss.channel"].browse(self.channel_ids).unlink()

    def test_every_typed_line_is_kept_or_shown(self):
        seed = random.randrange(2**32) if SEED is None else SEED
        _logger.info("Seed of the interleavings: %s", seed)
        for number, channel_id in enumerate(self.channel_ids):
            with self.subTest(seed=seed, number=number):
                self.interleave(channel_id, random.Random(seed + number))
        _logger.info("%s retries, %s conflicts", self.retries, self.conflicts)
        self.assertGreater(self.retries, INTERLEAVINGS / 4, "They hardly met.")
        self.assertGreater(self.conflicts, INTERLEAVINGS / 4)

    def interleave(self, channel_id, rand):
        agents = [
            Agent(self, name, user_id) for name, user_id in zip("ab", self.user_ids, strict=True)
        ]
        self.shown, self.deleted = [], set()
        for agent in agents:
            agent.open(channel_id)
        for _step in range(STEPS):
            agent = rand.choice(agents)
            if agent.cr:
                agent.finish_request(rand)
            else:
                agent.type(rand)
                agent.start_request()
        for agent in agents:
            while agent.cr:
                agent.finish_request(rand)
                if agent.conflict:
                    agent.start_request()
            agent.start_request()
            agent.finish_request(random.Random(0))  # what was typed on last
            while agent.conflict:
                agent.start_request()
                agent.finish_request(random.Random(0))
        self.check_nothing_is_lost(channel_id, agents)

    def check_nothing_is_lost(self, channel_id, agents):
        with self.connection() as env:
            channel = env["discuss.channel"].browse(channel_id)
            versions = env["livechat.note.version"].search([("channel_id", "=", channel_id)])
            self.assertEqual(
                channel.livechat_note_version_id,
                versions.filtered(lambda version: not version.is_intermediate)[:1],
            )
            self.assertEqual(
                channel.livechat_note or "",
                versions.filtered(lambda version: not version.is_intermediate)[:1].note or "",
            )
            note = html_to_text(channel.livechat_note)
            kept = "\n".join(html_to_text(version.note) for version in versions)
        shown = "\n".join(text for conflict in self.shown for text in conflict.values())
        for agent in agents:
            for word in agent.typed:
                self.assertIn(word, f"{note}\n{kept}\n{shown}".split(), "It is lost.")
                if word not in self.deleted:  # and of what was in conflict both were kept
                    self.assertIn(word, note.split(), "It was overwritten.")
        # No line is a mixture: what an agent typed is whole words.
        self.assertLessEqual(set(note.split()), {word for agent in agents for word in agent.typed})
