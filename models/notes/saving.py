from odoo import models
from odoo.exceptions import UserError

from ..core.clean import check_length
from ..core.server_context import with_server_context
from ..core.text import html_to_text, text_to_html
from .discuss_channel import NOTE_MAX_LENGTH, clean_key
from .format import revise_html
from .merge import RESOLUTIONS, NoteMerge


class DiscussChannel(models.Model):
    """How a note is saved that several agents may be changing."""

    _inherit = "discuss.channel"

    def livechat_save_note(
        self, text, base_version_id, editing_key=None, resolution=None, shown_version_id=None
    ):
        """Save what an agent made of a note, together with what others made of it meanwhile.

        What others saved since the version on which the text is based is merged, line by line.
        Where both changed the same lines nothing is written, and both are returned.

        :param str text: the whole note as plain text
        :param int base_version_id: id of the ``livechat.note.version`` on which the text is based,
            0 if there was none
        :param str editing_key: the same for what one agent types in one go: of such versions only
            the last one is shown, and kept for good, unless somebody else saves in between
        :param str resolution: what to take where both changed the same lines: ``mine``,
            ``theirs`` or ``both``. Holds only as long as the note is the version
            ``shown_version_id``, which is the one whose conflicts the agent saw.
        :return: ``id``, ``text``, ``author`` and ``date`` of the note as it is now (the id of its
            version, 0 for none; the author false and the date, a text in UTC, false where they are
            not known), ``is_saved``, ``typed_version_id`` (the version that holds the text that was
            given, on which what is typed further is based) and ``conflicts``, where nothing was
            saved: a list of ``{"theirs": str, "mine": str}``
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat, or the note is no text or too long
        """
        self.ensure_one()
        self._check_livechat_agent()
        mine = self._clean_note(text)
        if resolution is not None and resolution not in RESOLUTIONS:
            raise UserError(self.env._("Take mine, theirs or both."))
        # sudo: discuss.channel - agents may note something on every live chat they can read
        channel_sudo = self.sudo()
        version_id = channel_sudo.livechat_note_version_id.id or 0
        theirs = html_to_text(channel_sudo.livechat_note)
        base = theirs if base_version_id == version_id else self._get_base_text(base_version_id)
        merge = NoteMerge(base or "", theirs, mine)
        if merge.conflicts and not (resolution and shown_version_id == version_id):
            typed_version_id, conflicts = base_version_id, merge.conflicts
        else:
            merged, conflicts = merge.resolve(resolution), []
            check_length(self.env, merged, NOTE_MAX_LENGTH)
            channel_sudo = with_server_context(
                channel_sudo, livechat_note_editing_key=clean_key(editing_key)
            )
            typed_version_id = channel_sudo._save_merged_note(merged, mine, base, base_version_id)
            if editing_key:
                self._notify_note_editing(editing_key, False)
        return {
            **channel_sudo._get_note_state(),
            "is_saved": not conflicts,
            "conflicts": conflicts,
            "typed_version_id": typed_version_id,
        }

    def _save_merged_note(self, merged, mine, base, base_version_id):
        """Save a note, and what was typed where that is another text.

        :param str merged: the note
        :param str mine: what was typed
        :param str base: that on which it is based, the text of the version ``base_version_id``
        :return: the id of the version that holds what was typed
        """
        typed_version_id = base_version_id
        if mine not in (merged, base):
            typed_version_id = self._keep_typed_note(mine)
        if merged != html_to_text(self.livechat_note):
            self.write({"livechat_note": revise_html(self.livechat_note, merged)})
        return (self.livechat_note_version_id.id or 0) if mine == merged else typed_version_id

    def _get_base_text(self, version_id):
        """Return the text of a version of this note, ``None`` if nothing is known of it."""
        if version_id == 0:
            return ""
        version = self._find_note_version(version_id)
        return html_to_text(version.note) if version else None

    def _keep_typed_note(self, text):
        """Keep what an agent typed, and what was saved together with others' lines only.

        :return: the id of the version
        """
        return (
            self.env["livechat.note.version"]
            .create(
                {
                    "channel_id": self.id,
                    "note": text_to_html(text),
                    "user_id": self.env.uid,
                    "is_intermediate": True,
                }
            )
            .id
        )
