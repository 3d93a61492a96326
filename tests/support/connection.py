import time
from contextlib import contextmanager

from odoo import Command, api
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name

ADMIN_ID = 2
# What Odoo keeps of what happens, also when all is deleted that it happened to.
TRACES = ("bus.bus", "ir.cron.trigger")


class ConnectionCase(BaseCase):
    """Several at the same moment, each on a connection of their own, which is committed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.connection() as env:
            last_ids = {
                name: max(env[name].sudo().search([], order="id DESC", limit=1).ids, default=0)
                for name in TRACES
            }
        cls.addClassCleanup(cls.delete_traces, last_ids)

    @classmethod
    def delete_traces(cls, last_ids):
        with cls.connection() as env:
            for name, last_id in last_ids.items():
                env[name].sudo().search([("id", ">", last_id)]).unlink()

    @staticmethod
    @contextmanager
    def connection():
        """A connection to the database, for the administrator; committed at the end."""
        with db_connect(get_db_name()).cursor() as cr:
            yield api.Environment(cr, ADMIN_ID, {})

    @classmethod
    def create_users(cls, *names, group="im_livechat.im_livechat_group_user"):
        """Create users who never log in, and delete them after all tests.

        They have no password: it would be hashed as in production, which takes longer than a test.

        :return: their ids
        """
        with cls.connection() as env:
            groups = [Command.set(env.ref(group).ids)]
            users = env["res.users"].with_context(no_reset_password=True)
            for name in names:
                login = f"{name.replace(' ', '_')}@example.com"
                users |= users.create(
                    {"name": name, "login": login, "email": login, "group_ids": groups}
                )
            cls.addClassCleanup(cls.delete_users, users.ids)
            return users.ids

    @classmethod
    def delete_users(cls, ids):
        with cls.connection() as env:
            users = env["res.users"].browse(ids)
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def wait_until_it_waits(self, thread, env):
        """Wait until a thread cannot go on before another connection is committed.

        :param env: whose connection the thread uses
        """
        query = "SELECT pg_blocking_pids(%s)"
        with db_connect(get_db_name()).cursor() as cr:
            while True:
                cr.execute(query, [env.cr.connection.info.backend_pid])
                if cr.fetchone()[0]:
                    return
                self.assertTrue(thread.is_alive(), "It did not wait for the other.")
                time.sleep(0.01)
