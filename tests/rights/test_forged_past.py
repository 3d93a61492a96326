from functools import partial

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..support.common import POST, PanelCase

YEARS_AGO = "2020-01-01 08:00:00"


@tagged("post_install", "-at_install")
class TestForgedPast(PanelCase):
    """Nobody writes what never happened, or when it happened."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.visitor_writes(self.channel, "Hello")
        self.channel._add_members(users=self.employee)
        self.user_writes(self.agent, self.channel, "Hi")
        self.vals = {
            "name": "A",
            "channel_member_ids": [Command.create({"partner_id": self.customer.partner_id.id})],
            "channel_type": "livechat",
            "livechat_channel_id": self.livechat_channel.id,
            "livechat_operator_id": self.agent.partner_id.id,
        }

    def assertNobody(self, *calls):
        for call in calls:
            with self.subTest(call), self.assertRaises(AccessError), self.env.cr.savepoint():
                call()

    # ------------------------------------------------------------
    # Conversations
    # ------------------------------------------------------------

    def test_nobody_begins_a_conversation_for_somebody_else(self):
        for user in (self.other_agent, self.manager, self.employee):
            channels = self.env["discuss.channel"].with_user(user)
            forged = channels.with_context(default_livechat_operator_id=user.partner_id.id)
            by_default = channels.with_context(default_channel_type="livechat")
            untyped = {name: self.vals[name] for name in self.vals.keys() - {"channel_type"}}
            self.assertNobody(
                partial(channels.create, self.vals),
                partial(forged.create, self.vals),
                partial(by_default.create, untyped),
                self.channel.with_user(user).copy,
            )

    def test_no_employee_begins_a_conversation(self):
        own = {**self.vals, "livechat_operator_id": self.employee.partner_id.id}
        self.assertNobody(partial(self.env["discuss.channel"].with_user(self.employee).create, own))

    def test_what_begins_begins_now(self):
        channels = self.env["discuss.channel"].with_user(self.agent)
        for name, value in {
            "last_interest_dt": YEARS_AGO,
            "livechat_end_dt": YEARS_AGO,
            "uuid": "known",
        }.items():
            by_default = channels.with_context(**{f"default_{name}": value})
            self.assertNobody(
                partial(channels.create, {**self.vals, name: value}),
                partial(by_default.create, self.vals),
            )
        message = {"body": "I promise", "date": YEARS_AGO, "model": "discuss.channel"}
        self.assertNobody(
            partial(channels.create, {**self.vals, "message_ids": [Command.create(message)]})
        )

    def test_who_is_there_at_the_start_is_a_customer(self):
        agent, colleague = self.agent.partner_id, self.other_agent.partner_id
        agents = [
            Command.create({"partner_id": colleague.id, "livechat_member_type": "agent"}),
            Command.create({"partner_id": agent.id, "livechat_member_type": "visitor"}),
        ]
        channels = self.env["discuss.channel"].with_user(self.agent)
        for channel in (
            channels.create({**self.vals, "channel_member_ids": agents}).sudo(),
            channels.create(
                {
                    **self.vals,
                    "channel_member_ids": [],
                    "channel_partner_ids": [Command.link(colleague.id)],
                }
            ).sudo(),
        ):
            self.assertEqual(channel.livechat_agent_partner_ids, agent)
            self.assertEqual(channel.livechat_customer_partner_ids, colleague)
            self.assertFalse(channel.livechat_end_dt)
        group = channels.create({"name": "B", "channel_partner_ids": [Command.link(colleague.id)]})
        self.assertFalse(any(group.sudo().channel_member_ids.mapped("livechat_member_type")))

    def test_nobody_writes_when_something_happened(self):
        self.call(self.agent, self.channel, "livechat_close")
        end = self.channel.livechat_end_dt
        vals = {"last_interest_dt": YEARS_AGO, "uuid": "known", "livechat_end_dt": False}
        for user in (self.agent, self.employee):
            channel = self.channel.with_user(user)
            self.assertNobody(*(partial(channel.write, {name: vals[name]}) for name in vals))
        self.channel.with_user(self.agent).livechat_end_dt = YEARS_AGO
        self.assertEqual(self.channel.livechat_end_dt, end)

    def test_what_ends_ends_now(self):
        self.channel.with_user(self.agent).livechat_end_dt = YEARS_AGO
        start = self.channel.create_date.replace(microsecond=0)
        self.assertGreaterEqual(self.channel.livechat_end_dt, start)

    def test_other_channels_are_odoo_s_business(self):
        group = self.env["discuss.channel"].with_user(self.employee)._create_group([])
        group.last_interest_dt = YEARS_AGO
        self.assertEqual(fields.Datetime.to_string(group.last_interest_dt), YEARS_AGO)

    # ------------------------------------------------------------
    # Messages
    # ------------------------------------------------------------

    def dates(self):
        self.env.invalidate_all()
        return {message.date.year for message in self.channel.message_ids}

    def test_nobody_dates_a_message(self):
        before = self.dates()
        vals = {"body": "I promise", "model": "discuss.channel", "res_id": self.channel.id}
        for user in (self.agent, self.employee):
            messages = self.env["mail.message"].with_user(user)
            by_default = messages.with_context(default_date=YEARS_AGO)
            self.channel.with_user(user).message_post(body="I promise", date=YEARS_AGO)
            self.assertEqual(self.dates(), before)
            self.assertNobody(
                partial(messages.create, {**vals, "date": YEARS_AGO}),
                partial(messages.create, {**vals, "date": "2120-01-01 08:00:00"}),
                partial(by_default.create, vals),
            )
        params = self.post_params(self.channel, "I promise", date=YEARS_AGO)
        params["context"] = {"default_date": YEARS_AGO}
        self.as_visitor(self.channel, POST, params)
        self.assertEqual(self.dates(), before)

    def test_nobody_moves_what_they_said(self):
        message = self.channel.message_ids[0].with_user(self.agent)
        self.assertEqual(message.author_id, self.agent.partner_id)
        note = self.env.ref("mail.mt_note")
        self.assertNobody(
            partial(message.write, {"date": YEARS_AGO}),
            partial(message.write, {"is_internal": True}),
            partial(message.write, {"subtype_id": note.id}),
            partial(
                self.channel.with_user(self.agent).write,
                {"message_ids": [Command.update(message.id, {"date": YEARS_AGO})]},
            ),
        )
        message.body = "Good morning"
        self.assertIn("Good morning", message.body)

    # ------------------------------------------------------------
    # Who took part
    # ------------------------------------------------------------

    def test_nobody_writes_who_took_part(self):
        histories = self.channel.livechat_channel_member_history_ids
        for user in (self.agent, self.manager, self.employee):
            own = self.channel.channel_member_ids.filtered(
                lambda member, user=user: member.partner_id == user.partner_id
            ).with_user(user)
            theirs = histories.with_user(user)
            command = Command.update(histories[0].id, {"message_count": 7})
            self.assertNobody(
                partial(theirs.create, {"member_id": own.id}),
                partial(theirs.write, {"message_count": 7}),
                partial(theirs.write, {"livechat_member_type": "visitor"}),
                theirs.unlink,
                partial(
                    self.channel.with_user(user).write,
                    {"livechat_channel_member_history_ids": [command]},
                ),
            )
            if own:
                self.assertNobody(partial(own.write, {"livechat_member_history_ids": [command]}))
