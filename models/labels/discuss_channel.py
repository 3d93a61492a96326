from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..core.clean import browse_ids
from ..core.constants import AGENTS
from ..core.fields import Many2manyForAgentsOnly


class DiscussChannel(models.Model):
    """The tags of a conversation, and the expertise that it asks for."""

    _inherit = "discuss.channel"

    livechat_conversation_tag_ids = Many2manyForAgentsOnly(copy=False)
    livechat_expertise_ids = Many2manyForAgentsOnly(copy=False, groups=AGENTS)
    livechat_matches_self_expertise = fields.Boolean(groups=AGENTS)

    @api.model
    def _livechat_fields_of_work(self):
        return super()._livechat_fields_of_work() | {
            "livechat_conversation_tag_ids",
            "livechat_expertise_ids",
        }

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {
            "livechat_conversation_tag_ids",
            "livechat_expertise_ids",
            "livechat_matches_self_expertise",
        }

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

    def livechat_remove_tag(self, tag_id):
        """Take a tag off conversations.

        :param int tag_id: id of an ``im_livechat.conversation.tag``
        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is no live chat
        """
        self._check_livechat_agent()
        tags = browse_ids(self.env["im_livechat.conversation.tag"], [tag_id])
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

    def livechat_remove_expertise(self, expertise_id):
        """Ask no longer for an expertise.

        :param int expertise_id: id of an ``im_livechat.expertise``
        :raises AccessError: if the user has no Live Chat rights, or may not read one of them
        :raises UserError: if one is no live chat
        """
        self._check_livechat_agent()
        expertises = browse_ids(self.env["im_livechat.expertise"], [expertise_id])
        self._update_livechat_expertises([Command.unlink(e.id) for e in expertises])

    def _update_livechat_tags(self, commands):
        # sudo: discuss.channel - agents may tag every live chat they can read
        channels_sudo = self.sudo()
        channels_sudo.livechat_conversation_tag_ids = commands
        asking_sudo = channels_sudo.filtered(lambda c: c.livechat_status == "need_help")
        for channel_sudo in asking_sudo:
            tag_ids = channel_sudo.livechat_conversation_tag_ids.ids
            for told_sudo in channel_sudo._split_by_livechat_audience():
                told_sudo._get_livechat_group()._bus_send(
                    "im_livechat.looking_for_help/tags",
                    {"channel_id": channel_sudo.id, "tag_ids": tag_ids},
                    subchannel="LOOKING_FOR_HELP",
                )

    def _update_livechat_expertises(self, commands):
        # sudo: discuss.channel - agents may set the expertise of every live chat they can read
        self.sudo().livechat_expertise_ids = commands

    def _search_livechat_matches_self_expertise(self, operator, value):
        """As Odoo does, and all for both values at once, of which Odoo makes an error."""
        if operator == "in" and set(value) == {True, False}:
            return Domain.TRUE
        return super()._search_livechat_matches_self_expertise(operator, value)
