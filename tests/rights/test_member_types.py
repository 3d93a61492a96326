from odoo.tests import new_test_user, tagged

from ..support.common import PASSWORD, PanelCase


@tagged("post_install", "-at_install")
class TestMemberTypes(PanelCase):
    """Only employees are agents of a conversation."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()

    def invite(self, partners=None, guests=None):
        self.call(
            self.agent,
            self.channel,
            "add_members",
            partners and partners.ids,
            guests and guests.ids,
        )

    def type_of(self, persona):
        history = self.channel.livechat_channel_member_history_ids.filtered(
            lambda h: persona in (h.partner_id, h.guest_id)
        )
        self.assertEqual(
            history.livechat_member_type, history.member_id.livechat_member_type, persona.name
        )
        return history.livechat_member_type

    def test_customer_s_colleague_is_a_visitor(self):
        guest = self.env["mail.guest"].create({"name": "Gina Guest"})
        contact = self.env["res.partner"].create({"name": "Connie Contact"})
        self.invite(self.customer.partner_id | contact, guest)
        for persona in (self.customer.partner_id, contact, guest):
            self.assertEqual(self.type_of(persona), "visitor", persona.name)
        self.assertEqual(self.channel.livechat_agent_partner_ids, self.agent.partner_id)
        self.assertFalse(self.channel.livechat_is_escalated)
        self.assertEqual(
            self.channel.livechat_customer_partner_ids, self.customer.partner_id | contact
        )

    def test_employee_is_an_agent(self):
        self.invite(self.employee.partner_id | self.other_agent.partner_id)
        self.assertEqual(self.type_of(self.employee.partner_id), "agent")
        self.assertEqual(self.type_of(self.other_agent.partner_id), "agent")

    def test_second_user_of_a_contact_decides(self):
        """An employee with an old portal login is an employee."""
        archived = new_test_user(
            self.env,
            login="archived",
            groups="base.group_portal",
            password=PASSWORD,
            partner_id=self.employee.partner_id.id,
        )
        archived.active = False
        self.invite(self.employee.partner_id)
        self.assertEqual(self.type_of(self.employee.partner_id), "agent")

    def test_given_type_stays(self):
        member = self.env["discuss.channel.member"].create(
            {
                "channel_id": self.channel.id,
                "partner_id": self.customer.partner_id.id,
                "livechat_member_type": "bot",
            }
        )
        self.assertEqual(member.livechat_member_type, "bot")

    def test_customer_who_comes_back_is_a_visitor(self):
        """Also one who works here."""
        self.channel = self.open_conversation(self.employee)
        self.assertEqual(self.type_of(self.employee.partner_id), "visitor")
        self.channel._action_unfollow(self.employee.partner_id)
        self.invite(self.employee.partner_id)
        self.assertEqual(self.type_of(self.employee.partner_id), "visitor")

    def test_no_type_where_there_is_no_live_chat(self):
        group = (
            self.env["discuss.channel"]
            .with_user(self.agent)
            ._create_group(partners_to=self.customer.partner_id.ids)
        )
        self.assertFalse(any(group.channel_member_ids.mapped("livechat_member_type")))
        self.assertFalse(group.livechat_channel_member_history_ids)
