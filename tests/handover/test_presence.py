import json

from odoo import Command, fields
from odoo.tests import tagged

from ..support.common import PanelCase, need_module


class PresenceCase(PanelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expertise = cls.env["im_livechat.expertise"].create({"name": "Test Parcels"})
        cls.expert = cls.new_user("expert", "Eve Expert", "im_livechat.im_livechat_group_user")
        cls.expert.livechat_expertise_ids = cls.expertise

    def arrange(self):
        super().arrange()
        self.channel = self.open_with_agent()

    def open_with_agent(self):
        self.livechat_channel.user_ids = [Command.set(self.agent.ids)]
        channel = self.open_conversation()
        self.livechat_channel.user_ids = [Command.set((self.agent | self.expert).ids)]
        return channel

    def be(self, status, user=None):
        """Let somebody be there, or not, as their web client says it."""
        user = user or self.expert
        self.env["mail.presence"].search([("user_id", "=", user.id)]).unlink()
        if status:
            self.env["mail.presence"]._update_presence(user)
        if status == "offline":
            self.env["mail.presence"].search([("user_id", "=", user.id)]).status = "offline"
        self.env.invalidate_all()

    def assertChosen(self, channel, is_chosen):
        """Expect that the best expert is, or is not, the expert."""
        if is_chosen:
            self.call(self.agent, channel, "livechat_reassign")
            self.assertIn(self.expert.partner_id, channel.channel_partner_ids)
        else:
            with self.assertRefused("odoo.exceptions.UserError"):
                self.call(self.agent, channel, "livechat_reassign")

    def assertOffline(self):
        with self.assertRefused("odoo.exceptions.UserError"):
            self.call(self.agent, self.channel, "livechat_reassign", self.expert.id)

    def ask_help(self, channel):
        """Return the users who are asked, of those whom this test knows."""
        self.env["bus.bus"].sudo().search([]).unlink()
        self.call(self.agent, channel, "livechat_ask_help", "Where is it?", self.expertise.ids)
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].sudo().search([("message", "like", "/help_requested")])
        payload = json.loads(notices[0].message)["payload"]
        users = self.env["res.users"].browse(payload["user_ids"])
        return users & (self.expert | self.other_agent | self.manager)


@tagged("post_install", "-at_install")
class TestPresence(PresenceCase):
    """Who is available: one definition for choosing, reassigning and notifying."""

    def test_who_is_neither_away_nor_busy_is_chosen(self):
        self.be("online")
        for status in ("busy", "away", "offline"):
            self.expert.manual_im_status = status
            with self.subTest(status):
                self.assertChosen(self.channel, False)
        self.expert.manual_im_status = False
        self.assertChosen(self.channel, True)

    def test_who_never_came_is_offline(self):
        self.be(None)
        self.assertChosen(self.channel, False)
        self.assertOffline()


@tagged("post_install", "-at_install", "companions")
class TestPresenceAtWork(PresenceCase):
    """Beside modules by which the status says where somebody works, or that they are on leave."""

    def setUp(self):
        need_module(self.env, "hr_homeworking")
        need_module(self.env, "hr_holidays")
        super().setUp()
        company = self.env.company
        self.employee = self.env["hr.employee"].create(
            {"name": self.expert.name, "user_id": self.expert.id, "company_id": company.id}
        )

    def work_at(self, location_type):
        location = self.env["hr.work.location"].create(
            {
                "name": location_type,
                "location_type": location_type,
                "address_id": self.env.company.partner_id.id,
            }
        )
        field = self.env["hr.employee"]._get_current_day_location_field()
        self.employee[field] = location

    def go_on_leave(self):
        leave_type = self.env["hr.leave.type"].create(
            {
                "name": "Holiday",
                "requires_allocation": False,
                "leave_validation_type": "no_validation",
            }
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.employee.id,
                "holiday_status_id": leave_type.id,
                "request_date_from": "2026-11-30",
                "request_date_to": "2026-12-04",
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_leave SET state = 'validate', date_from = %s, date_to = %s WHERE id = %s",
            [
                fields.Datetime.subtract(fields.Datetime.now(), days=1),
                fields.Datetime.add(fields.Datetime.now(), days=1),
                leave.id,
            ],
        )
        self.env.invalidate_all()

    def test_who_is_offline_at_their_place_of_work_is_offline(self):
        self.be("offline")
        for location_type in ("office", "home", "other"):
            self.work_at(location_type)
            self.assertNotEqual(self.expert.im_status, "offline")
            with self.subTest(location_type):
                self.assertOffline()
                self.assertChosen(self.channel, False)

    def test_who_is_there_at_their_place_of_work_is_asked(self):
        self.be("online")
        for location_type in ("office", "home", "other"):
            self.work_at(location_type)
            self.assertNotEqual(self.expert.im_status, "online")
            channel = self.open_with_agent()
            with self.subTest(location_type):
                self.assertEqual(self.ask_help(channel), self.expert)
                self.assertChosen(channel, True)

    def test_who_is_busy_at_their_place_of_work_is_busy(self):
        self.be("online")
        self.be("online", self.other_agent)
        self.work_at("office")
        self.expert.manual_im_status = "busy"
        self.assertEqual(self.ask_help(self.channel), self.other_agent)
        self.assertChosen(self.channel, False)

    def test_who_is_on_leave(self):
        self.be("online")
        self.go_on_leave()
        self.assertEqual(self.expert.im_status, "leave_online")
        self.assertEqual(self.ask_help(self.channel), self.expert)
        self.be("offline")
        self.assertEqual(self.expert.im_status, "leave_offline")
        self.assertOffline()
