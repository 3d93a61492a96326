from ast import literal_eval

from lxml import etree

from odoo.tests import tagged

from .test_session_lists import SessionListCase

MENUS = {
    "discuss_channel_corrected_menu": "discuss_channel_corrected_action",
    "livechat_handover_menu": "livechat_handover_action",
    "livechat_transcript_menu": "livechat_transcript_action",
}


@tagged("post_install", "-at_install")
class TestSupervision(SessionListCase):
    """The lists of sendings, handovers and corrections."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()

    def test_they_are_for_administrators(self):
        for menu, action in MENUS.items():
            menu_id = self.env.ref(f"livechat_info_panel.{menu}").id
            for user, is_shown in [(self.manager, True), (self.agent, False)]:
                menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                with self.subTest(menu, user=user.name):
                    self.assertEqual(menu_id in menus, is_shown)
            self.assertIn("list", self.views_of(self.manager, f"livechat_info_panel.{action}"))

    def test_failed_sendings_first_and_retried(self):
        sendings = self.env["livechat.transcript"].create(
            [
                {"channel_id": self.channel.id, "email_to": "mia@example.com", "state": state}
                for state in ("sent", "failed", "queued", "failed")
            ]
        )
        views = self.views_of(self.manager, "livechat_info_panel.livechat_transcript_action")
        [found] = [
            self.rpc(
                self.manager,
                "livechat.transcript",
                "web_search_read",
                [("channel_id", "=", self.channel.id)],
                specification={"state": {}},
                order=etree.fromstring(views["list"]["arch"]).get("default_order"),
            )["records"]
        ]
        self.assertEqual(
            [record["id"] for record in found],
            [sendings[n].id for n in (3, 1, 2, 0)],
        )
        sendings.email_failed = "mia@example.com"
        self.rpc(self.manager, "livechat.transcript", "livechat_retry", sendings.ids)
        self.env.invalidate_all()
        self.assertEqual(sendings.mapped("state"), ["sent", "queued", "queued", "queued"])

    def test_each_leads_to_its_conversation(self):
        self.env["mail.presence"]._update_presence(self.other_agent)
        self.call(self.agent, self.channel, "livechat_reassign", self.other_agent.id, None, "Hi")
        [handover] = self.channel.livechat_handover_ids
        action = self.rpc(self.manager, "livechat.handover", "action_open_channel", handover.ids)
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("discuss.channel", self.channel.id)
        )

    def test_corrections(self):
        self.visitor_writes(self.channel, "Is there anybody?")
        self.call(self.agent, self.channel, "livechat_close")
        other = self.open_conversation()
        self.call(self.agent, other, "livechat_close")
        self.call(self.agent, self.channel, "livechat_correct_outcome", "no_failure", "Called")
        action = self.env.ref("livechat_info_panel.discuss_channel_corrected_action")
        self.assertEqual(
            self.ids_found(self.manager, literal_eval(action.domain)), self.channel.ids
        )
