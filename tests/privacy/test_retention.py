from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.privacy import EMAIL, PrivacyCase

LOGGER = "odoo.addons.livechat_info_panel.models.privacy.discuss_channel"


@tagged("post_install", "-at_install")
class TestRetention(PrivacyCase):
    """After so many months nobody knows any more who the customers were, if a channel says so."""

    def close_before(self, days, **vals):
        """Return a conversation that ended so many days ago."""
        channel = self.open_conversation_of_person()
        self.call(self.agent, channel, "livechat_close")
        channel.write(vals)
        self.env.flush_all()
        self.env.cr.execute(  # for nobody may write it
            "UPDATE discuss_channel SET livechat_end_dt = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=days), channel.id],
        )
        self.env.invalidate_all()
        return channel

    def clean_up(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("base.autovacuum_job").method_direct_trigger()
        self.env.invalidate_all()

    def test_after_months(self):
        old, recent = self.close_before(100), self.close_before(50)
        still_open = self.open_conversation_of_person()
        other = self.close_before(
            400, livechat_channel_id=self.env["im_livechat.channel"].create({"name": "Other"}).id
        )
        all_of_them = old | recent | still_open | other
        self.clean_up()
        self.assertEqual(all_of_them.mapped("livechat_erased_dt"), [False] * 4)
        self.livechat_channel.retention_months = 3
        self.clean_up()
        self.assertEqual(all_of_them.filtered("livechat_erased_dt"), old)
        self.assertFalse(old.livechat_visitor_email)
        self.assertEqual((recent | other).mapped("livechat_visitor_email"), [EMAIL] * 2)
        self.clean_up()
        self.assertEqual(all_of_them.filtered("livechat_erased_dt"), old)

    def test_one_that_cannot_be_erased_holds_back_no_other(self):
        failing, other = self.close_before(200), self.close_before(100)
        self.livechat_channel.retention_months = 3
        model = type(failing)
        erase = model._erase_customers

        def refuse(channels):
            if channels & failing:
                raise UserError("Not now.")
            return erase(channels)

        with (
            patch.object(model, "_erase_customers", refuse),
            self.assertLogs(LOGGER, "ERROR") as logged,
        ):
            self.clean_up()
        self.assertIn(str(failing.id), logged.output[0])
        self.assertEqual((failing | other).filtered("livechat_erased_dt"), other)

    def test_archived_conversation(self):
        archived = self.close_before(100, active=False)
        self.livechat_channel.retention_months = 3
        self.clean_up()
        self.assertTrue(archived.livechat_erased_dt)

    @mute_logger("odoo.sql_db")
    def test_odd_numbers(self):
        self.close_before(100)
        self.livechat_channel.retention_months = 2_000_000_000
        self.clean_up()
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.livechat_channel.retention_months = -1
            self.env.flush_all()

    def test_deleted_channel(self):
        """It is not forgotten by deleting the live chat channel."""
        recent = self.close_before(50, active=False)
        self.livechat_channel.retention_months = 3
        with self.assertRaisesRegex(UserError, "still to be erased"):
            self.livechat_channel.unlink()
        recent.livechat_erase()
        still_open = self.open_conversation_of_person()
        with self.assertRaisesRegex(UserError, "still to be erased"):
            self.livechat_channel.unlink()
        self.livechat_channel.retention_months = 0
        self.livechat_channel.unlink()
        self.assertFalse(still_open.livechat_channel_id)
