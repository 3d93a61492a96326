import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..support.common import PanelCase

MINUTE = timedelta(minutes=1)


@tagged("post_install", "-at_install")
class TestLate(PanelCase):
    """Late conversations look for help by themselves, if the live chat channel wants it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["discuss.channel"].search(
            [("livechat_answer_due_dt", "!=", False)]
        ).livechat_customer_waiting_since_dt = False  # of demo data
        cls.livechat_channel.late_looks_for_help = True
        cls.job = cls.env.ref("livechat_info_panel.ir_cron_late_looks_for_help")

    def waiting(self, minutes=6):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        self.let_wait(channel, minutes)
        return channel

    def let_wait(self, channel, minutes):
        """Have the customer begin to wait so much earlier."""
        channel.livechat_customer_waiting_since_dt -= minutes * MINUTE
        self.env.flush_all()

    def run_job(self):
        with self.enter_registry_test_mode():
            self.job.method_direct_trigger()
        self.env.invalidate_all()

    def calls(self, channel):
        return channel.livechat_status_period_ids.filtered(lambda p: p.status == "need_help")

    def test_it_looks_for_help_when_it_is_late(self):
        late, soon = self.waiting(), self.waiting(4)
        self.env["bus.bus"].sudo().search([("id", ">", 0)]).unlink()
        self.run_job()
        self.assertEqual((late.livechat_status, soon.livechat_status), ("need_help", "in_progress"))
        self.assertEqual(
            late.livechat_help_text, "The customer has been waiting for more than 5 min."
        )
        self.assertFalse(late.livechat_help_user_id)
        call = self.calls(late)
        self.assertEqual(call.help_text, late.livechat_help_text)
        self.assertFalse(call.user_id)
        self.assertFalse(call.user_name)
        self.assertEqual(late.livechat_help_due_dt, call.start_dt + 5 * MINUTE)
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].sudo().search([("message", "like", "help_requested")])
        payloads = [json.loads(notice.message)["payload"] for notice in notices]
        self.assertEqual([payload["channel_id"] for payload in payloads], late.ids)
        self.assertIn(self.other_agent.id, payloads[0]["user_ids"])
        self.assertNotIn(self.agent.id, payloads[0]["user_ids"])
        self.assertFalse(payloads[0]["asker"])

    def test_language_of_the_company_that_was_turned_off(self):
        """Odoo lets it, where the contact of the company is archived."""
        company = self.env.company.partner_id
        company.active = False
        self.env.cr.execute("UPDATE res_partner SET lang = 'pt_PT' WHERE id = %s", [company.id])
        company.invalidate_recordset()
        late = self.waiting()
        self.run_job()
        self.assertEqual(late.livechat_status, "need_help")

    def test_it_is_off_by_default(self):
        self.assertFalse(
            self.env["im_livechat.channel"].create({"name": "New"}).late_looks_for_help
        )
        self.livechat_channel.late_looks_for_help = False
        channel = self.waiting()
        self.run_job()
        self.assertEqual(channel.livechat_status, "in_progress")

    def test_without_the_jobs(self):
        """Whoever deleted them has nobody told; customers and agents notice nothing."""
        self.job.unlink()
        self.env.ref("livechat_info_panel.ir_cron_notify_overdue_help").unlink()
        channel = self.waiting()
        self.assertTrue(channel.livechat_answer_due_dt)
        self.call(self.agent, channel, "livechat_ask_help")
        self.assertTrue(channel.livechat_help_due_dt)

    def test_once_for_each_wait(self):
        channel = self.waiting()
        self.run_job()
        self.call(self.other_agent, channel, "livechat_join")
        self.assertEqual(channel.livechat_status, "in_progress")
        self.run_job()
        self.assertEqual(channel.livechat_status, "in_progress")
        self.user_writes(self.other_agent, channel, "I help you")
        self.visitor_writes(channel, "It does not work")
        self.run_job()
        self.assertEqual(channel.livechat_status, "in_progress")
        self.calls(channel).write(
            {
                "start_dt": fields.Datetime.now() - 9 * MINUTE,
                "end_dt": fields.Datetime.now() - 8 * MINUTE,
            }
        )
        self.let_wait(channel, 7)
        self.run_job()
        self.assertEqual(channel.livechat_status, "need_help")
        self.assertEqual(len(self.calls(channel)), 2)

    def test_a_call_that_was_there_is_enough(self):
        """It goes on as it is; and what was asked for, and came, before it was due, is none."""
        channel, helped = self.waiting(2), self.waiting(2)
        for asking in channel, helped:
            self.call(self.agent, asking, "livechat_ask_help", "Which form?")
        self.call(self.other_agent, helped, "livechat_join")
        self.calls(helped).end_dt = fields.Datetime.now() - 3 * MINUTE
        self.let_wait(channel, 4)
        self.let_wait(helped, 4)
        self.run_job()
        self.assertEqual(channel.livechat_help_text, "Which form?")
        self.assertEqual(channel.livechat_help_user_id, self.agent)
        self.assertEqual(len(self.calls(channel)), 1)
        self.call(self.agent, channel, "livechat_set_status", "in_progress")
        self.run_job()
        self.assertEqual(channel.livechat_status, "in_progress")
        self.assertEqual(len(self.calls(helped)), 2)

    def test_not_where_no_agent_has_to_answer(self):
        waiting, closed, answered = (self.waiting() for _number in range(3))
        self.call(self.agent, waiting, "livechat_set_status", "waiting")
        self.call(self.agent, closed, "livechat_close")
        self.user_writes(self.agent, answered, "Here I am")
        channels = waiting | closed | answered
        before = channels.mapped("livechat_status")
        self.run_job()
        self.assertEqual(channels.mapped("livechat_status"), before)
        self.assertFalse(channels.livechat_status_period_ids.filtered("help_text"))

    def test_an_answer_does_not_end_the_call(self):
        channel = self.waiting()
        self.run_job()
        self.user_writes(self.agent, channel, "Here I am")
        self.assertEqual(channel.livechat_status, "need_help")
        self.assertFalse(channel.livechat_customer_waiting_since_dt)

    def test_many_at_once_are_one_notification(self):
        channels = self.env["discuss.channel"].union(
            *(self.waiting(6 + number) for number in range(6))
        )
        self.env["bus.bus"].sudo().search([("id", ">", 0)]).unlink()
        self.run_job()
        self.assertEqual(set(channels.mapped("livechat_status")), {"need_help"})
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].sudo().search([("message", "like", "help_requested")])
        self.assertEqual(len(notices), 1)
        self.assertIn("many_help_requested", notices.message)

    def test_time_that_nobody_works_does_not_count(self):
        self.livechat_channel.resource_calendar_id = self.make_calendar_off()
        channel = self.waiting(60)
        self.run_job()
        self.assertEqual(channel.livechat_status, "in_progress")

    # ------------------------------------------------------------
    # When the job runs
    # ------------------------------------------------------------

    def triggers(self):
        return self.env["ir.cron.trigger"].search([("cron_id", "=", self.job.id)])

    def new_triggers(self, action):
        before = self.triggers()
        action()
        return (self.triggers() - before).mapped("call_at")

    def test_a_wait_schedules_the_job(self):
        channel = self.open_conversation()
        moments = self.new_triggers(lambda: self.visitor_writes(channel, "Is there anybody?"))
        self.assertEqual(moments, [channel.livechat_answer_due_dt])
        self.assertFalse(self.new_triggers(lambda: self.visitor_writes(channel, "Hello?")))
        self.assertFalse(self.new_triggers(lambda: self.user_writes(self.agent, channel)))
        self.livechat_channel.late_looks_for_help = False
        self.assertFalse(self.new_triggers(self.waiting))

    def test_options_schedule_the_job(self):
        self.livechat_channel.late_looks_for_help = False
        channel = self.waiting(0)
        moments = self.new_triggers(
            lambda: self.livechat_channel.write({"late_looks_for_help": True})
        )
        self.assertEqual(moments, [channel.livechat_answer_due_dt])
        moments = self.new_triggers(
            lambda: self.livechat_channel.write({"answer_within_minutes": 2})
        )
        self.assertEqual(moments, [channel.livechat_customer_waiting_since_dt + 2 * MINUTE])
