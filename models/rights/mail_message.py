from lxml import html

from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

# What makes a message what somebody said.
SAID = {
    "attachment_ids",
    "author_guest_id",
    "author_id",
    "body",
    "date",
    "email_from",
    "is_internal",
    "message_type",
    "model",
    "res_id",
    "subtype_id",
}


class MailMessage(models.Model):
    """What is said in a conversation: by whom, and to whom a notice is shown that somebody joined.

    What became of a conversation follows from who wrote in it.
    """

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._check_own_of_livechats()
        return messages

    def write(self, vals):
        if not SAID & vals.keys():
            return super().write(vals)
        self._check_own_of_livechats()
        result = super().write(vals)
        self._check_own_of_livechats()
        return result

    def unlink(self):
        if not self.env.is_system():  # who may delete ratings and conversations
            self._check_own_of_livechats()
        return super().unlink()

    def _check_own_of_livechats(self):
        """Raise if some of these messages are of live chats, and said by somebody else.

        :raises AccessError: for all but the server itself
        """
        if self.env.su:
            return
        partner = self.env.user.partner_id
        # sudo: mail.message, discuss.channel - whose messages of which conversations these are
        for message_sudo in self.sudo():
            if (
                message_sudo.model == "discuss.channel"
                and (message_sudo.author_id != partner or message_sudo.author_guest_id)
                and is_livechat_channel(
                    self.env["discuss.channel"].sudo().browse(message_sudo.res_id)
                )
            ):
                raise AccessError(self.env._("Nobody speaks for others in a live chat."))

    def _to_store_defaults(self, target):
        return super()._to_store_defaults(target) + [
            Store.One(
                "livechat_joined_agent",
                self.env["res.partner"]._get_store_livechat_username_fields(),
                value=lambda message: message._get_livechat_joined_agent(),
                predicate=lambda message: message._is_livechat_joined_notice(),
                sudo=True,
            )
        ]

    def _is_livechat_joined_notice(self):
        return (
            self.message_type == "notification"
            and self.channel_id.channel_type == "livechat"
            and 'data-oe-type="channel-joined"' in (self.body or "")
        )

    def _get_livechat_joined_agent(self):
        """Return the agent who joined, by this notice; nobody if it was no agent.

        :return: the agent, as superuser (``res.partner``)
        """
        joined_id = ""
        for notice in html.fromstring(f"<div>{self.body}</div>").iterfind(
            ".//*[@data-oe-type='channel-joined']"
        ):
            if (link := notice.find("a[@data-oe-model='res.partner']")) is not None:
                joined_id = link.get("data-oe-id")
            elif not len(notice):
                # Who joins by himself writes the notice; who is invited stands in it.
                joined_id = str(self.author_id.id)
        # sudo: im_livechat.channel.member.history, res.partner - who takes part in a conversation,
        # and by which name, is known to all who take part
        histories_sudo = self.channel_id.sudo().livechat_channel_member_history_ids
        return histories_sudo.filtered(
            lambda history: (
                str(history.partner_id.id) == joined_id and history.livechat_member_type == "agent"
            )
        ).partner_id
