from odoo import models
from odoo.exceptions import UserError

from ..core.server_context import with_server_context
from .discuss_channel import ADMINISTRATORS


class DiscussChannel(models.Model):
    """The erasing of one version of a note, such as the one with a card number in it."""

    _inherit = "discuss.channel"

    def livechat_erase_note_version(self, version_id):
        """Erase what a version of the note says. Who wrote it and when stays, and who erased it.

        If it is what the note is now, the conversation has no note afterwards.

        :param int version_id: id of a ``livechat.note.version`` of this conversation
        :return: the note as it is now, as ``livechat_set_note`` does
        :rtype: dict
        :raises AccessError: if the user is no Live Chat administrator, or may not read the
            conversation
        :raises UserError: if it is no live chat, or has no such version
        """
        self.ensure_one()
        self._check_livechat_agent()
        self._check_livechat_administrator()
        version = self._find_note_version(version_id)
        if not version:
            raise UserError(self.env._("This version of the note is gone."))
        # sudo: discuss.channel - administrators erase what nobody may change
        channel_sudo = self.sudo()
        if version == channel_sudo.livechat_note_version_id:
            with_server_context(channel_sudo, livechat_erasing=True).livechat_note = False
        # What was typed on the way to it says the same.
        version.search(
            [("channel_id", "=", self.id), ("is_intermediate", "=", True), ("id", "<", version.id)]
        ).unlink()
        version._livechat_erase({"note"})
        state = channel_sudo._get_note_state()
        self._send_to_livechat_agents({"livechat_note_state": state})
        return {**state, "is_saved": True}

    def livechat_get_note_versions(self, *args, **kwargs):
        """Add ``can_erase``: whether the user may erase versions."""
        history = super().livechat_get_note_versions(*args, **kwargs)
        return {**history, "can_erase": self.env.user.has_group(ADMINISTRATORS)}
