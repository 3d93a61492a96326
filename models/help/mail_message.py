from lxml import html

from odoo import models

from odoo.addons.mail.tools.discuss import Store


class MailMessage(models.Model):
    """The notice that an agent joined, by the agent's live chat name."""

    _inherit = "mail.message"

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
                # Who joins on their own writes the notice; who is invited stands in it.
                joined_id = str(self.author_id.id)
        # sudo: im_livechat.channel.member.history, res.partner - who takes part in a conversation,
        # and by which name, is known to all who take part
        histories_sudo = self.channel_id.sudo().livechat_channel_member_history_ids
        return histories_sudo.filtered(
            lambda history: (
                str(history.partner_id.id) == joined_id and history.livechat_member_type == "agent"
            )
        ).partner_id
