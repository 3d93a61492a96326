from odoo.tests import tagged

from ..support.common import PanelCase

OF_EVERY_CONVERSATION = {
    "livechat_channel_id",
    "livechat_channel_member_history_ids",
    "livechat_operator_id",
    "livechat_start_hour",
    "livechat_status",
    "livechat_status_period_ids",
    "livechat_status_since_dt",
    "livechat_week_day",
}


@tagged("post_install", "-at_install")
class TestCopy(PanelCase):
    """What Odoo can copy can be copied, and a copy has nothing of the conversation it is of."""

    def test_no_guarded_field_is_copied(self):
        channels = self.env["discuss.channel"]
        names = channels._livechat_protected_fields() | channels._livechat_agents_only_fields()
        self.assertFalse({name for name in names if channels._fields[name].copy})

    def test_channels_and_groups(self):
        """In plain Odoo, administrators can copy them, and they alone."""
        admin = self.env.ref("base.user_admin")
        admin.group_ids -= self.env.ref("im_livechat.im_livechat_group_manager")
        admin.group_ids -= self.env.ref("im_livechat.im_livechat_group_user")
        channels = self.env["discuss.channel"].with_user(admin)
        group = self.env.ref("base.group_user")
        for original in (
            channels._create_channel(name="General", group_id=group.id),
            channels._create_group(admin.partner_id.ids, name="Some of us"),
        ):
            with self.subTest(original.channel_type):
                copied = original.copy()
                self.assertEqual(copied.channel_type, original.channel_type)

    def test_live_chat(self):
        channel = self.open_conversation(accept_language="fr")
        channel.write(
            {
                "livechat_conversation_tag_ids": [(0, 0, {"name": "Of the first"})],
                "livechat_expertise_ids": [(0, 0, {"name": "Of the first"})],
                "livechat_visitor_tz": "Europe/Paris",
            }
        )
        self.call(self.agent, channel, "livechat_ask_help", "Who knows?")
        self.call(self.agent, channel, "livechat_save_note", "Of the first", 0)
        copied = channel.sudo().copy()
        said = {
            name: copied[name]
            for name, field in copied._fields.items()
            if field.store and name.startswith("livechat_") and copied[name]
        }
        # When, where and with whom the copy begins.
        self.assertEqual(said.keys() - OF_EVERY_CONVERSATION, set(), said)
