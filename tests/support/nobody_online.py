from unittest.mock import patch

from odoo.tools.safe_eval import safe_eval

from .common import PanelCase

LEAVE = "/im_livechat/leave_message"


class NobodyOnlineCase(PanelCase):
    """A live chat channel whose agent is offline, and visitors who write."""

    def setUp(self):
        super().setUp()
        self.set_presence(False)

    def set_presence(self, is_online):
        presences = self.env["mail.presence"]
        presences.search([("user_id", "=", self.agent.id)]).unlink()
        if is_online:
            presences._update_presence(self.agent)

    def leave(self, body, user=None, guest=None, route=LEAVE, **params):
        """Leave a message as a user, as a guest, or as somebody who was never here."""
        if user:
            return self.as_user(
                user, route, {"channel_id": self.livechat_channel.id, "body": body, **params}
            )
        self.authenticate(None, None)
        return self.make_jsonrpc_request(
            route,
            {"channel_id": self.livechat_channel.id, "body": body, **params},
            cookies={guest._cookie_name: guest._format_auth_cookie()} if guest else None,
        )

    def conversations(self):
        """Return what the agents find in Live Chat > Sessions."""
        action = self.env["ir.actions.act_window"]._for_xml_id("im_livechat.discuss_channel_action")
        channels = self.env["discuss.channel"].with_user(self.agent)
        found = channels.search(safe_eval(action["domain"]))
        return found.filtered(lambda c: c.livechat_channel_id == self.livechat_channel).sudo()

    def texts(self, channel):
        return [str(body) for body in reversed(channel.message_ids.mapped("body"))]

    def presence_changes_after(self, model_name, method_name, is_online):
        """Have the agent come, or go, when the server has done something for the first time."""
        cls = self.registry[model_name]
        method = getattr(cls, method_name)
        calls = []

        def call_and_change(records, *args, **kwargs):
            result = method(records, *args, **kwargs)
            if not calls:
                calls.append(args)
                self.set_presence(is_online)
                self.env.flush_all()
            return result

        return patch.object(cls, method_name, call_and_change)
