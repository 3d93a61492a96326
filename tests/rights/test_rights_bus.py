import json
from collections import defaultdict

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.rights_judge import RightsJudge
from ..support.rights_kinds import AGENTS, KINDS
from ..support.rights_table import NOTIFICATIONS, STORE

# Fields of a conversation that hold others, as lines of a list.
LINES = ("livechat_recent_ids", "livechat_company_recent_ids")
# What the web client asks of a conversation.
OF_ONE = ("/im_livechat/session/data", "/livechat_info_panel/company_conversations")


@tagged("post_install", "-at_install")
class TestRightsBus(RightsJudge):
    """What comes by itself to each kind of user: over the bus, and when the web client starts."""

    @mute_logger("odoo.http")
    def test_bus_and_store(self):
        self.assertEachHasARow(self.own_notifications(), NOTIFICATIONS, "NOTIFICATIONS", "AGENTS")
        last = self.env["bus.bus"].sudo()._bus_last_id()
        if self.is_plain_odoo:
            self.tell_a_story_of_odoo()
        else:
            self.tell_a_story()
        self.env.cr.precommit.run()
        received = defaultdict(set)
        for kind in KINDS:
            self.become(kind)
            for name, text in list(self.listen(last)):
                received[name].add(kind)
                if kind not in AGENTS:
                    self.find_secrets(name, text)
        rows = {**STORE, **NOTIFICATIONS}
        self.assertEachHasARow(received, rows, "STORE or NOTIFICATIONS", "AGENTS")
        for name, allowed in rows.items():
            for self.kind in KINDS:
                if name in received or (name in NOTIFICATIONS and not self.is_plain_odoo):
                    self.judge(name, allowed, self.kind in received[name])
        self.check(is_undone=False)

    def listen(self, last):
        """Yield all that a kind of user receives: what it is, and all of its text."""
        channels = [
            "im_livechat.looking_for_help",
            "livechat_info_panel.now",
            *(f"discuss.channel_{id_}" for id_ in self.channels.ids),
        ]
        if guest := self.guests.get(self.kind):
            channels.append(f"mail.guest_{guest._format_auth_cookie()}")
        notifications = self.ask_for(
            "/websocket/peek_notifications",
            {"channels": channels, "last": last, "is_first_poll": True},
        ).get("notifications", [])
        for notification in notifications:
            message = notification["message"]
            yield from self.what_is_in(message["type"], message["payload"])
        for asked in [
            "channels_as_member",
            "init_messaging",
            "/im_livechat/looking_for_help",
            "/livechat_info_panel/now",
            ["discuss.channel", self.channels.ids],
            *([name, {"channel_id": id_}] for name in OF_ONE for id_ in self.channels.ids),
        ]:
            data = self.ask_for("/mail/data", {"fetch_params": [asked]})
            yield from self.what_is_in("mail.record/insert", data)

    def ask_for(self, route, params):
        """Return what a route answers, which must be no error but a refusal."""
        answer, error, _text = self.ask(route, params)
        asked = params.get("fetch_params", [""])[0]
        self.wrong[f"{route} {asked}", self.kind] += self.find_crashes([error])
        return answer or {}

    def what_is_in(self, kind, payload):
        text = json.dumps(payload).lower()
        ids = set(self.channels.ids)
        if kind == "mail.record/insert":
            channels = payload.get("discuss.channel", [])
            lines = [line for values in channels for name in LINES for line in values.get(name, [])]
            for values in channels + lines:
                if values["id"] in ids:
                    others = {
                        k: v for k, v in payload.items() if not k.startswith("discuss.channel")
                    }
                    for name in filter(lambda name: name.startswith("livechat_"), values):
                        yield name, json.dumps([{name: values[name]}, others]).lower()
        elif kind.startswith(("im_livechat.", "livechat_info_panel/")):
            told = {payload.get("id"), payload.get("channel_id")}.union(
                *(value for value in payload.values() if isinstance(value, list))
            )
            if told & ids or kind.startswith("livechat_info_panel/many"):
                yield kind, text

    def tell_a_story_of_odoo(self):
        channel = self.channel
        channel.livechat_status = "in_progress"
        channel.livechat_note = "<p>Zebranote again</p>"
        channel.livechat_conversation_tag_ids = self.other_tag
        channel.livechat_expertise_ids = self.other_expertise
        channel.livechat_status = "need_help"
        channel.with_user(self.agent).execute_command_history()
        channel.with_user(self.manager).livechat_join_channel_needing_help()
        self.visitor_writes(channel, "Are you there?")
        self.calm.livechat_status = "need_help"

    def tell_a_story(self):
        """Let agents do everything of which somebody is told."""
        channel = self.channel.with_user(self.agent)
        channel.livechat_set_note("<p>Zebranote again</p>")
        channel.livechat_add_tag("Zebratag again")
        channel.livechat_add_expertise("Parcels")
        channel.livechat_ask_help("Zebrahelp again")
        channel.livechat_unlink_contact()
        channel.livechat_link_contact(self.contact.id)
        channel.execute_command_history()
        if hasattr(channel, "livechat_notify_note_editing"):
            channel.livechat_notify_note_editing("key")
        channel.with_user(self.manager).livechat_join()
        channel.livechat_set_status("waiting")
        channel.livechat_ask_help("Zebrahelp at last")
        channel.livechat_set_status("in_progress")
        self.visitor_writes(self.channel, "Are you there?")
        self.calm.with_user(self.agent).livechat_ask_help("Zebrahelp")
        self.calm.with_user(self.agent).livechat_reassign(self.manager.id, comment="Zebracomment")
        self.closed.with_user(self.agent).livechat_correct_outcome("escalated", "Zebrareason")
        self.closed.with_user(self.agent).livechat_send_transcript(["zebra@given.example"])
        mails = self.closed.livechat_transcript_ids.mail_mail_ids
        mails.write({"state": "exception", "failure_reason": "No such address"})
        self.env["discuss.channel"].union(
            *(self.open_conversation() for _number in range(6))
        ).with_user(self.agent).livechat_ask_help("Zebrahelp")
