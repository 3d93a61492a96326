from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from .clean import browse_ids, check_ids


class DiscussChannel(models.Model):
    """What the information panel reads of a conversation, and what it does to it.

    The methods named ``livechat_…`` are meant for RPC, server actions and other addons: each
    checks the user's rights by itself, and all agents who see the conversation are told.
    """

    _inherit = "discuss.channel"

    # ------------------------------------------------------------
    # What an agent does
    # ------------------------------------------------------------

    def livechat_add_tag(self, name):
        """Tag conversations, with a new tag if there is none with that name in whatever case.

        :param str name: the name of the tag
        :return: the id of the tag
        :rtype: int
        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is no live chat, or the name is empty
        """
        self._check_livechat_agent()
        tag = self.env["im_livechat.conversation.tag"]._find_or_create(name)
        self._update_livechat_tags([Command.link(tag.id)])
        return tag.id

    def livechat_remove_tags(self, tag_ids):
        """Take tags off conversations.

        :param list[int] tag_ids: ids of ``im_livechat.conversation.tag``
        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is no live chat
        """
        self._check_livechat_agent()
        tags = browse_ids(self.env["im_livechat.conversation.tag"], tag_ids)
        self._update_livechat_tags([Command.unlink(tag.id) for tag in tags])

    def livechat_add_expertise(self, name):
        """Ask for an expertise by its name. Live Chat administrators may name a new one.

        :param str name: the name of the expertise, in any language and case
        :return: the id of the expertise
        :rtype: int
        :raises AccessError: if the user has no Live Chat rights, may not read one of the
            conversations, or may not create the expertise that is missing
        :raises UserError: if one is no live chat, or the name is empty
        """
        self._check_livechat_agent()
        expertise = self.env["im_livechat.expertise"]._find_or_create(name)
        self._update_livechat_expertises([Command.link(expertise.id)])
        return expertise.id

    def livechat_remove_expertises(self, expertise_ids):
        """Ask no longer for expertises.

        :param list[int] expertise_ids: ids of ``im_livechat.expertise``
        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is no live chat
        """
        self._check_livechat_agent()
        expertises = browse_ids(self.env["im_livechat.expertise"], expertise_ids)
        self._update_livechat_expertises([Command.unlink(e.id) for e in expertises])

    def _check_livechat_agent(self):
        """Raise unless the user may work, as an agent, on these conversations.

        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is no live chat
        """
        check_ids(self)
        # As superuser runs what an automation rule does when a visitor writes.
        if not self.env.su and not self.env.user.has_group("im_livechat.im_livechat_group_user"):
            raise AccessError(self.env._("This is for users with Live Chat rights only."))
        self.check_access("read")
        # sudo: discuss.channel - nobody is the agent of a conversation in which he is the customer
        if not self.env.su and self.env.user.partner_id in self.sudo()._get_livechat_customers():
            raise AccessError(self.env._("You are the customer of this conversation."))
        if other := self.filtered(lambda channel: not is_livechat_channel(channel)):
            raise UserError(
                self.env._(
                    "This is for live chats only, not for %(names)s.",
                    names=", ".join(other.mapped("display_name")),
                )
            )

    def _filter_for_livechat_agent(self):
        """Return those of these conversations, which the user can read, that he may work on.

        As ``_check_livechat_agent``, for what is shown only.
        """
        if not self.env.user.has_group("im_livechat.im_livechat_group_user"):
            return self.browse()
        partner = self.env.user.partner_id
        # sudo: discuss.channel - as in _check_livechat_agent
        return self.filtered(
            lambda channel: (
                is_livechat_channel(channel)
                and partner not in channel.sudo()._get_livechat_customers()
            )
        )

    def _get_livechat_customers(self):
        """Return the contacts who take, or took, part as customers (``res.partner``)."""
        return self.livechat_customer_history_ids.partner_id

    def _update_livechat_tags(self, commands):
        # sudo: discuss.channel - agents may tag every live chat they can read
        channels_sudo = self.sudo()
        channels_sudo.livechat_conversation_tag_ids = commands
        asking_sudo = channels_sudo.filtered(lambda c: c.livechat_status == "need_help")
        for channel_sudo in asking_sudo._split_each_by_livechat_audience():
            channel_sudo.env.ref("im_livechat.im_livechat_group_user")._bus_send(
                "im_livechat.looking_for_help/tags",
                {
                    "channel_id": channel_sudo.id,
                    "tag_ids": channel_sudo.livechat_conversation_tag_ids.ids,
                },
                subchannel="LOOKING_FOR_HELP",
            )

    def _update_livechat_expertises(self, commands):
        # sudo: discuss.channel - agents may set the expertise of every live chat they can read
        self.sudo().livechat_expertise_ids = commands

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _sync_field_names(self):
        field_names = super()._sync_field_names()
        field_names["internal_users"].append(
            Store.Attr(
                "livechat_outcome",
                predicate=lambda channel: is_livechat_channel(channel) and channel.livechat_end_dt,
            )
        )
        return field_names
