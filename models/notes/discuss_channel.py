from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.clean import check_length, check_text, clean_id, clean_limit
from ..core.constants import AGENTS
from ..core.server_context import get_server_context
from ..core.text import html_to_text, normalize_text

# A note is read beside a conversation; this is some three pages of text.
NOTE_MAX_LENGTH = 10_000
# An agent who types on after a longer pause begins a version that is kept by itself.
TYPING_PAUSE = timedelta(minutes=10)
EDITING_KEY_MAX_LENGTH = 64
HISTORY_LIMIT = 20
HISTORY_MAX_LIMIT = 100

# Only agents read these, and only the methods for it write them.
GUARDED = {"livechat_note_author_name", "livechat_note_dt", "livechat_note_version_id"}


class DiscussChannel(models.Model):
    """The note of a conversation, of which nothing gets lost: every version of it is kept."""

    _inherit = "discuss.channel"

    livechat_note = fields.Html(
        copy=False, groups=AGENTS, help="What agents note for each other. No customer sees it."
    )
    # The version that the note is now: with the note in one row, so that the database lets only
    # one of two writers pass who began with the same version.
    livechat_note_version_id = fields.Many2one(
        "livechat.note.version",
        "Note Version",
        copy=False,
        groups=AGENTS,
        index="btree_not_null",
        readonly=True,
    )
    # Of that version, without a look at another table.
    livechat_note_author_name = fields.Char("Note Author", copy=False, groups=AGENTS, readonly=True)
    livechat_note_dt = fields.Datetime("Note Saved on", copy=False, groups=AGENTS, readonly=True)

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | GUARDED

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | GUARDED | {"livechat_note"}

    @api.model
    def _livechat_personal_fields(self):
        return super()._livechat_personal_fields() | {"livechat_note"}

    @api.model
    def _livechat_agent_name_fields(self):
        return super()._livechat_agent_name_fields() | {"livechat_note_author_name"}

    # ------------------------------------------------------------
    # Whoever changes a note makes a version of it
    # ------------------------------------------------------------

    def _livechat_after_create(self, vals_list):
        super()._livechat_after_create(vals_list)
        if any(vals.get("livechat_note") for vals in vals_list):
            self._keep_note_versions(dict.fromkeys(self.ids, False))

    def _livechat_complete_vals(self, vals):
        vals = super()._livechat_complete_vals(vals)
        if "livechat_note" in vals:
            vals = {**vals, "livechat_note": vals["livechat_note"] or False}  # no 0, no []
        return vals

    def _livechat_before_write(self, vals):
        before = super()._livechat_before_write(vals)
        if "livechat_note" in vals and not get_server_context(self.env, "livechat_erasing"):
            # sudo: discuss.channel - to see which notes change, whoever may read them
            before["notes"] = {channel.id: channel.livechat_note for channel in self.sudo()}
        return before

    def _livechat_after_write(self, vals, before):
        super()._livechat_after_write(vals, before)
        if "notes" in before:
            self._keep_note_versions(before["notes"])

    def _keep_note_versions(self, before):
        """Make a version of each of these notes that changed, and tell the panels.

        :param dict before: the note that each had before, by the id of the conversation
        """
        # sudo: discuss.channel, livechat.note.version - kept by itself, whoever writes the note
        changed_sudo = self.sudo().filtered(
            lambda channel: (
                is_livechat_channel(channel)
                and (channel.livechat_note or "") != (before[channel.id] or "")
            )
        )
        if not changed_sudo:
            return
        user = self.env.user if self.env.user._is_internal() else self.env.user.browse()
        versions_sudo = (
            self.env["livechat.note.version"]
            .sudo()
            .create(
                [
                    vals
                    for channel_sudo in changed_sudo
                    for vals in channel_sudo._get_new_note_versions(before[channel_sudo.id], user)
                ]
            )
        )
        latest = {version_sudo.channel_id.id: version_sudo for version_sudo in versions_sudo}
        for channel_sudo in changed_sudo:
            version_sudo = latest[channel_sudo.id]
            channel_sudo.write(
                {
                    "livechat_note_version_id": version_sudo.id,
                    "livechat_note_author_name": user.name,
                    "livechat_note_dt": version_sudo.create_date,
                }
            )
            channel_sudo._send_to_livechat_agents(
                {"livechat_note_state": channel_sudo._get_note_state()}
            )

    def _get_new_note_versions(self, before, user):
        """Yield the values of the versions that are missing now that this note is another one.

        :param before: the note before, as HTML
        :param user: who wrote it (``res.users``), if somebody did
        """
        editing_key = get_server_context(self.env, "livechat_note_editing_key")
        previous = self.livechat_note_version_id
        if not previous and before:  # written past the ORM
            yield {"channel_id": self.id, "note": before}
        elif editing_key and previous._is_of_same_typing(user, editing_key, TYPING_PAUSE):
            previous.is_intermediate = True
        yield {
            "channel_id": self.id,
            "note": self.livechat_note,
            "user_id": user.id,
            "editing_key": editing_key,
        }

    # ------------------------------------------------------------
    # What an agent does
    # ------------------------------------------------------------

    def livechat_set_note(self, note, base=None):
        """Replace the note of a conversation.

        :param str note: the note as HTML, which gets sanitized; false for none
        :param str base: the note as HTML on which this one is based. If the conversation holds
            another one by now, nothing is written. ``None``: write in any case.
        :return: the note as it is now, and whether it was saved: see ``livechat_save_note``
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat, or the note is no text or too long
        """
        self.ensure_one()
        self._check_livechat_agent()
        note = self._clean_note(note)
        # sudo: discuss.channel - agents may note something on every live chat they can read
        channel_sudo = self.sudo()
        is_saved = base is None or (channel_sudo.livechat_note or "") == base
        if is_saved:
            channel_sudo.livechat_note = Markup(note)
        return {**channel_sudo._get_note_state(), "is_saved": is_saved}

    def livechat_restore_note(self, version_id):
        """Make a version the note again; what the note is now stays in its history.

        :param int version_id: id of a ``livechat.note.version`` of this conversation
        :return: the note as it is now, as ``livechat_set_note`` does
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat, or has no such version
        """
        self.ensure_one()
        self._check_livechat_agent()
        version = self._find_note_version(version_id)
        if not version:
            raise UserError(self.env._("This version of the note is gone."))
        # sudo: discuss.channel - agents may note something on every live chat they can read
        channel_sudo = self.sudo()
        channel_sudo.livechat_note = version.note
        return {**channel_sudo._get_note_state(), "is_saved": True}

    def livechat_get_note_versions(self, limit=HISTORY_LIMIT, before_id=None):
        """Return what the note was, the newest version first.

        :param int limit: how many versions at most
        :param int before_id: id of a version; only older ones are returned then
        :return: see ``livechat.note.version._get_history``
        :rtype: dict
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat
        """
        self.ensure_one()
        self._check_livechat_agent()
        limit = clean_limit(limit, HISTORY_LIMIT, HISTORY_MAX_LIMIT)
        versions = self.env["livechat.note.version"]
        return versions._get_history(self, limit, clean_id(before_id))

    def livechat_notify_note_editing(self, editing_key, is_editing=True):
        """Tell the other agents that the user is changing the note, or no longer is.

        Web clients call it every few seconds while somebody types; nothing is kept of it. Who saves
        the note is done.

        :param str editing_key: tells the web client that types from the user's others
        :param bool is_editing: false when the user is done
        :raises AccessError: if the user has no Live Chat rights, or may not read the conversation
        :raises UserError: if it is no live chat
        """
        self.ensure_one()
        self._check_livechat_agent()
        self._notify_note_editing(editing_key, is_editing)

    def _notify_note_editing(self, editing_key, is_editing):
        self._bus_send(
            "livechat_info_panel/note_editing",
            {
                "channel_id": self.id,
                "editing_key": clean_key(editing_key),
                "is_editing": bool(is_editing),
                "name": self.env.user.name,
                "user_id": self.env.uid,
            },
            subchannel="livechat_users",
        )

    # ------------------------------------------------------------
    # What a note is
    # ------------------------------------------------------------

    def _clean_note(self, note):
        """Return a note, text or HTML, without what cannot be kept.

        :raises UserError: if it is no text or too long
        """
        note = normalize_text(check_text(self.env, note))
        check_length(self.env, note, NOTE_MAX_LENGTH)
        return note

    def _find_note_version(self, version_id):
        if not clean_id(version_id):
            raise UserError(self.env._("A version of the note is needed."))
        # sudo: livechat.note.version - of a conversation on which the user works as an agent
        return (
            self.env["livechat.note.version"]
            .sudo()
            .search(
                [
                    ("id", "=", version_id),
                    ("channel_id", "=", self.id),
                    ("erased_dt", "=", False),
                ]
            )
        )

    # ------------------------------------------------------------
    # What the panel shows
    # ------------------------------------------------------------

    def _get_livechat_session_fields_to_store(self):
        channels = self._filter_for_livechat_agent()
        return super()._get_livechat_session_fields_to_store() + [
            Store.Attr(
                "livechat_note_state",
                # sudo: discuss.channel - the note is for agents, as whom the user reads it
                lambda channel: channel.sudo()._get_note_state(),
                predicate=lambda channel: channel in channels,
            )
        ]

    def _get_note_state(self):
        """Return the note as agents edit it, see ``livechat_save_note``."""
        return {
            "id": self.livechat_note_version_id.id or 0,
            "text": html_to_text(self.livechat_note),
            "author": self.livechat_note_author_name,
            "date": self.livechat_note_dt and fields.Datetime.to_string(self.livechat_note_dt),
        }


def clean_key(editing_key):
    """Return as a short text by what a web client tells what it types from all else."""
    return normalize_text(str(editing_key or ""))[:EDITING_KEY_MAX_LENGTH]
