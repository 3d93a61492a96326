import json

from odoo import Command
from odoo.tests import Form, tagged

from odoo.addons.bus.tests.common import BusCase

from ..support.common import PASSWORD, POST
from ..support.customer import CustomerCase

OUTDATED = "livechat_info_panel/session_data_outdated"
WIZARD = "base.partner.merge.automatic.wizard"


@tagged("post_install", "-at_install")
class TestMergedContacts(CustomerCase, BusCase):
    """What was of several contacts is of the one that is kept, when Odoo's wizard merges them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls.customer.partner_id
        cls.other_customer = cls.new_user("other_customer", "Otis Customer", "base.group_portal")
        cls.merged = cls.other_customer.partner_id
        cls.merged.email = "otis@example.com"

    def merge(self, kept, *merged):
        """Merge contacts into one, as an administrator does from the list of contacts."""
        contacts = kept.union(*merged)
        wizards = self.env[WIZARD].with_user(self.env.ref("base.user_admin"))
        form = Form(
            wizards.with_context(active_model="res.partner", active_ids=contacts.ids), view=None
        )
        form.dst_partner_id = kept
        form.save().action_merge()
        self.env.invalidate_all()
        self.assertEqual(contacts.exists(), kept)

    def invite(self, channel, *contacts):
        """Add contacts to a conversation, as the agent does."""
        channel.with_user(self.agent).add_members(partner_ids=[contact.id for contact in contacts])

    def pass_chatbot(self, user, email):
        """Start a conversation as a user, who answers the chatbot and gets an agent."""
        self.env["mail.presence"]._update_presence(self.agent)
        channel = self.open_conversation(user=user, chatbot=self.chatbot)
        for answer in (email, "0470 99 88 77"):
            self.as_user(user, POST, self.post_params(channel, answer))
            self.as_user(
                user,
                "/chatbot/step/trigger",
                {"channel_id": channel.id, "chatbot_script_id": self.chatbot.id},
            )
        return channel

    def types(self, channel):
        """Return as what each contact takes, or took, part in a conversation."""
        return {
            history.partner_id: history.livechat_member_type
            for history in channel.livechat_channel_member_history_ids
        }

    def assertIsOf(self, contact, channel, *others):
        """Check that a conversation is a contact's, as are others, wherever that is shown."""
        data = self.panel_data(self.agent, channel)
        self.assertEqual(data["livechat_contact_id"], contact.id)
        recent = self.call(self.agent, channel, "livechat_get_recent_conversations")
        self.assertEqual({item["id"] for item in recent["items"]}, {c.id for c in others})
        self.assertEqual({item["match"] for item in recent["items"]}, {"contact"})
        listed = self.env["discuss.channel"].with_user(self.agent)
        self.assertLessEqual(
            channel.union(*others),
            listed.search(
                [
                    "|",
                    ("livechat_customer_partner_ids", "in", contact.ids),
                    ("livechat_partner_id", "=", contact.id),
                ]
            ),
        )

    def test_both_in_one_conversation(self):
        first = self.open_conversation(user=self.customer)
        self.invite(first, self.merged)
        second = self.pass_chatbot(self.other_customer, "otis@example.com")
        answers = self.panel_data(self.agent, second)["livechat_chatbot_answers"]
        self.assertEqual(len(answers), 2)
        self.user_writes(self.agent, second, "Yes?")
        self.user_writes(self.other_customer, second, "No.")
        self.other_customer.unlink()
        self.merge(self.kept, self.merged)
        self.assertIsOf(self.kept, first, second)
        self.assertIsOf(self.kept, second, first)
        self.assertIn(self.kept, second.channel_member_ids.partner_id)
        self.assertEqual(len(first.channel_member_ids), 2)
        data = self.panel_data(self.agent, second)
        self.assertEqual(data["livechat_chatbot_answers"], answers)
        self.assertEqual(second.livechat_visitor_email, "otis@example.com")
        self.assertIn("otis@example.com", data["livechat_transcript_emails"])
        second.with_user(self.agent).livechat_close()
        self.assertEqual(second.livechat_outcome, "no_failure")

    def test_nobody_was_deleted(self):
        """What is kept of deleted customers is not kept of those who are merged."""
        channel = self.open_conversation(user=self.other_customer)
        self.user_writes(self.other_customer, channel, "It is me.")
        message = channel.message_ids.filtered(lambda m: m.author_id == self.merged)
        before = message.email_from
        self.other_customer.unlink()
        self.merge(self.kept, self.merged)
        histories = channel.livechat_channel_member_history_ids
        self.assertFalse(any(histories.mapped("livechat_guest_name")))
        self.assertEqual(message.author_id, self.kept)
        self.assertEqual(message.email_from, before)

    def test_three_at_once(self):
        """Also where the kept one is not in the conversation that the others share."""
        third = self.contacts.create({"name": "Third"})
        shared = self.open_conversation(user=self.other_customer)
        self.invite(shared, third)
        alone = self.make_guest_conversations(1)
        self.invite(alone, third)
        own = self.open_conversation(user=self.customer)
        self.other_customer.unlink()
        self.merge(self.kept, self.merged, third)
        self.assertIsOf(self.kept, shared, own, alone)
        self.assertEqual(self.types(shared)[self.kept], "visitor")
        self.assertEqual(self.types(alone)[self.kept], "visitor")
        for channel in (shared, alone):
            self.assertIn(self.kept, channel.channel_member_ids.partner_id)

    def test_portal_user_who_was_a_guest(self):
        """They logged in during the chat; the contact of an old purchase was invited into it."""
        old = self.contacts.create({"name": "Carla C.", "email": self.customer.email})
        channel = self.open_conversation()
        self.invite(channel, old)
        guest = channel.livechat_customer_guest_ids
        self.authenticate(self.customer.login, PASSWORD)
        self.make_jsonrpc_request(
            POST,
            self.post_params(channel, "It is me."),
            cookies={guest._cookie_name: guest._format_auth_cookie()},
        )
        self.assertEqual(channel.livechat_partner_id, self.kept)
        linked = self.open_guest_conversation("carla@example.com")
        linked.with_user(self.agent).livechat_link_contact(old.id)
        self.merge(self.kept, old)
        self.assertIsOf(self.kept, channel, linked)
        self.assertTrue(channel.livechat_partner_is_verified)
        self.assertEqual(channel.livechat_customer_guest_ids, guest)
        self.assertEqual(linked.livechat_partner_id, self.kept)
        self.assertIn(self.kept, channel.channel_member_ids.partner_id)

    def test_an_agent(self):
        """What both did as an agent is counted once, together; where one was the customer, the
        kept one is."""
        former_user = self.new_user("former", "Ada A.", "im_livechat.im_livechat_group_user")
        expertise = self.env["im_livechat.expertise"].create([{"name": "Taps"}, {"name": "Soil"}])
        former, present = former_user.partner_id, self.agent.partner_id
        both = self.open_conversation(user=self.customer)
        self.user_writes(self.agent, both)
        self.invite(both, former)
        self.user_writes(former_user, both)
        for history, known in zip(both.livechat_agent_history_ids, expertise, strict=True):
            history.agent_expertise_ids = known
        only_former, as_customer = self.make_guest_conversations(2)
        self.invite(only_former, former)
        self.user_writes(former_user, only_former)
        as_customer.channel_member_ids.create(
            {
                "channel_id": as_customer.id,
                "partner_id": former.id,
                "livechat_member_type": "visitor",
            }
        )
        former_user.unlink()
        self.merge(present, former)
        history = both.livechat_agent_history_ids
        self.assertEqual(history.partner_id, present)
        self.assertEqual(history.message_count, 2)
        self.assertEqual(history.agent_expertise_ids, expertise)
        self.assertEqual(history.member_id, both.channel_member_ids - self.member(both, self.kept))
        self.assertEqual(only_former.livechat_agent_partner_ids, present)
        self.assertEqual(self.types(as_customer)[present], "visitor")
        self.assertFalse(as_customer.livechat_agent_partner_ids)
        self.assertIn(present, as_customer.livechat_customer_partner_ids)
        self.assertEqual(as_customer.livechat_status, "need_help")

    def test_whose_contact_it_is(self):
        """Whoever's contact is merged, or becomes another one, is known by the other one."""
        users = self.env["res.users"].with_user(self.agent)
        self.assertEqual(users._get_livechat_partner_id(), self.agent.partner_id.id)
        kept, other = self.contacts.create([{"name": "Ada"}, {"name": "Ada Agent"}])
        self.merge(kept, self.agent.partner_id)
        self.assertEqual(users._get_livechat_partner_id(), kept.id)
        self.agent.partner_id = other
        self.assertEqual(users._get_livechat_partner_id(), other.id)

    def member(self, channel, contact):
        return channel.channel_member_ids.filtered(lambda member: member.partner_id == contact)

    def test_a_company(self):
        """Its people, and who was in a conversation in its name."""
        other = self.contacts.create({"name": "Gardens", "is_company": True})
        colleague = self.contacts.create({"name": "Colleague", "parent_id": other.id})
        channel, invited, own, of_colleague = self.make_guest_conversations(4)
        self.invite(channel, self.company, other)
        self.invite(invited, other)
        channel.with_user(self.agent).livechat_link_contact(self.mia.id)
        own.with_user(self.agent).livechat_link_contact(other.id)
        of_colleague.with_user(self.agent).livechat_link_contact(colleague.id)
        self.merge(self.company, other)
        for each in (channel, invited):
            self.assertEqual(self.types(each)[self.company], "visitor")
        self.assertEqual(own.livechat_partner_id, self.company)
        found = own.with_user(self.agent).livechat_get_recent_conversations(by_company=True)
        expected = {channel.id, invited.id, of_colleague.id}
        self.assertEqual({item["id"] for item in found["items"]}, expected)

    def test_what_else_both_are_in(self):
        """A group, its thread and a reaction there: where both are, Odoo removes the merged one
        from everywhere."""
        user = self.employee
        channels = self.env["discuss.channel"].with_user(user)
        group = channels._create_group((self.kept | self.merged).ids, name="All of us")
        thread = group._create_sub_channel(name="Thread")
        thread._add_members(partners=self.merged)
        other_group = channels._create_group(self.merged.ids, name="Some of us")
        messages = [channel.message_post(body="Hello") for channel in (group, other_group)]
        for message, contacts in zip(messages, (self.kept | self.merged, self.merged), strict=True):
            for contact in contacts:
                message.sudo().reaction_ids = [
                    Command.create({"content": "👍", "partner_id": contact.id})
                ]
        self.member(group, self.merged).sudo().seen_message_id = messages[0]
        self.other_customer.unlink()
        self.merge(self.kept, self.merged)
        for channel in (group, thread, other_group):
            self.assertIn(self.kept, channel.channel_member_ids.partner_id)
        self.assertEqual(self.member(group, self.kept).seen_message_id, messages[0])
        for message in messages:
            self.assertEqual(message.sudo().reaction_ids.partner_id, self.kept)

    def test_what_an_agent_was_told(self):
        """It is of the kept one, whichever of both was told."""
        former_user = self.new_user("former", "Ada A.", "im_livechat.im_livechat_group_user")
        for user in former_user | self.agent:
            self.env["mail.presence"]._update_presence(user)
        channel = self.make_guest_conversations(1)
        args = (former_user.id, None, "Yours", False)
        self.call(self.agent, channel, "livechat_reassign", *args)
        present = self.agent.partner_id
        former = former_user.partner_id
        former_user.unlink()
        self.merge(present, former)
        history = channel._get_own_history(present)
        self.assertEqual(history._get_livechat_brief()["text"], "Yours")

    def test_panels_are_told(self):
        channel, linked, closed = self.make_guest_conversations(3)
        for invited in (channel, closed):
            self.invite(invited, self.merged)
        linked.with_user(self.agent).livechat_link_contact(self.merged.id)
        closed.with_user(self.agent).livechat_close()
        self.other_customer.unlink()
        self._reset_bus()
        self.merge(self.kept, self.merged)
        self.env.cr.precommit.run()
        told = self.env["bus.bus"].search([("message", "like", OUTDATED)])
        ids = {json.loads(notification.channel)[2] for notification in told}
        self.assertEqual(ids, {channel.id, linked.id})
