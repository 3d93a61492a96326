from odoo.tests import tagged
from odoo.tools import SQL

from ...hooks.outcomes import compute_outcomes, fix_member_types
from ..support.outcome import OutcomeCase


@tagged("post_install", "-at_install")
class TestOutcomeInstall(OutcomeCase):
    """Installing on a database which plain Odoo filled."""

    def test_outcomes_of_plain_odoo_are_replaced(self):
        outcomes = {
            self.play("visitor"): "missed",
            self.play("visitor agent"): "no_answer",
            self.play("visitor agent visitor observer_invited"): "no_failure",
            self.open_conversation(): False,
        }
        channels = self.env["discuss.channel"].union(*outcomes)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE discuss_channel
                      SET livechat_outcome = 'escalated',
                          livechat_computed_outcome = NULL,
                          livechat_is_escalated = TRUE
                    WHERE id IN %s""",
                channels._ids,
            )
        )
        self.env.invalidate_all()

        compute_outcomes(self.env)

        self.assertEqual({c: c.livechat_outcome for c in channels}, outcomes)
        self.assertEqual({c: c.livechat_computed_outcome for c in channels}, outcomes)
        self.assertFalse(any(channels.mapped("livechat_is_escalated")))

    def test_outcomes_stay_where_somebody_was_deleted(self):
        success = self.play("visitor agent visitor")
        success_of_nobody = self.play("visitor agent visitor")
        escalated = self.play("visitor agent observer_comes observer visitor")
        unanswered = self.play("visitor agent")
        missed = self.play("visitor")
        (success | missed).livechat_customer_guest_ids.unlink()
        deleted = self.agent.partner_id
        agents = (success_of_nobody | escalated).livechat_agent_history_ids
        agents.filtered(lambda history: history.partner_id == deleted).partner_id = False
        messages = (success_of_nobody | escalated).message_ids
        messages.filtered(lambda message: message.author_id == deleted).author_id = False
        self.env.flush_all()

        compute_outcomes(self.env)

        self.assertEqual(success.livechat_outcome, "no_failure")
        self.assertEqual(success_of_nobody.livechat_outcome, "no_failure")
        self.assertEqual(escalated.livechat_outcome, "escalated")
        self.assertEqual(unanswered.livechat_outcome, "no_answer")
        self.assertEqual(missed.livechat_outcome, "missed")

    def test_customers_are_no_agents(self):
        channel = self.play("visitor agent observer_invited friend_invited friend")
        histories = channel.livechat_channel_member_history_ids
        self.other_agent.active = False
        nobody = self.env["res.partner"].create({"name": "Nobody's user"})
        histories |= histories.create(
            {
                "channel_id": channel.id,
                "partner_id": nobody.id,
                "livechat_member_type": "agent",
            }
        )
        histories.livechat_member_type = "agent"
        friend = histories.filtered(lambda h: h.partner_id == self.friend.partner_id)
        guest = histories.filtered("guest_id")
        friend.help_status = "provided"
        self.assertIn(self.friend.partner_id, channel.livechat_agent_partner_ids)

        fix_member_types(self.env)
        compute_outcomes(self.env)

        self.assertEqual(
            histories.filtered(lambda h: h.livechat_member_type == "visitor"), friend | guest
        )
        self.assertFalse(friend.help_status)
        self.assertEqual(channel.livechat_customer_partner_ids, self.friend.partner_id)
        self.assertEqual(
            channel.livechat_agent_partner_ids,
            self.agent.partner_id | self.other_agent.partner_id | nobody,
        )
        self.assertEqual(channel.livechat_outcome, "no_failure")
        self.assertFalse(channel.livechat_is_escalated)
