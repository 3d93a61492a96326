from markupsafe import Markup

from odoo import SUPERUSER_ID, fields, models

ADMINISTRATORS = "im_livechat.im_livechat_group_manager"


class DiscussChannel(models.Model):
    """Who is told that a visitor left a message while nobody was available.

    By a message in the inbox of each agent, or by email for who prefers that: it waits for them,
    whoever is online. What the visitor wrote is not in it.
    """

    _inherit = "discuss.channel"

    livechat_left_notice_ids = fields.Many2many(
        "mail.message",
        "livechat_left_notice_rel",
        string="Messages to Agents",
        bypass_search_access=True,  # or each view reads all messages that there are
        copy=False,
        groups=fields.NO_ACCESS,
        readonly=True,
    )

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | {"livechat_left_notice_ids"}

    def _livechat_before_unlink(self):
        # sudo: mail.message - what tells of a conversation goes with it, whoever deletes it
        self.sudo().livechat_left_notice_ids.unlink()
        super()._livechat_before_unlink()

    def _notify_of_left_message(self):
        """Tell the agents of the live chat channel, each in their language."""
        for lang, users in self._get_left_message_users().grouped("lang").items():
            self.with_context(lang=lang)._notify_of_left_message_to(users.partner_id)

    def _get_left_message_users(self):
        """Return who should answer: the agents of the live chat channel; where it has none who may
        read the conversation, Live Chat administrators.

        :rtype: res.users
        """
        customers = self._get_livechat_customers()
        agents = self.livechat_channel_id.user_ids._filter_livechat_agents()
        users = agents or self.env.ref(ADMINISTRATORS).all_user_ids.filtered("active")
        return users.filtered(lambda user: user.partner_id not in customers)

    def _notify_of_left_message_to(self, partners):
        name = self._get_livechat_known_names()[self]
        body = Markup("<p>%s</p><p><a href='%s'>%s</a></p>") % (
            self.env._(
                "%(name)s left a message at %(livechat)s while nobody was available.",
                name=name,
                livechat=self.livechat_channel_id.name,
            ),
            f"{self.get_base_url()}/odoo/action-im_livechat.discuss_channel_action/{self.id}",
            self.env._("Open the conversation"),
        )
        # In nobody's name, and no visitor waits for a mail server.
        threads = self.env["mail.thread"].with_user(SUPERUSER_ID).with_context(guest=None)
        self.livechat_left_notice_ids |= threads.message_notify(
            author_id=self.env.ref("base.partner_root").id,
            body=body,
            force_send=False,
            partner_ids=partners.ids,
            subject=self.env._("Message left by %(name)s", name=name),
        )
