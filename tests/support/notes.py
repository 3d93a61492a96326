from .common import PanelCase


class NoteCase(PanelCase):
    """A conversation, two agents who note something on it, and what becomes of that."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation()
        self.channel_as_agent = self.channel.with_user(self.agent)
        self.channel_as_other = self.channel.with_user(self.other_agent)

    def save(self, channel, text, base, **kwargs):
        return channel.livechat_save_note(text, base["id"] if base else 0, **kwargs)

    def history(self, channel=None):
        """Return authors and texts of the versions, the newest first."""
        versions = (channel or self.channel_as_agent).livechat_get_note_versions()["versions"]
        return [
            (
                version["author"],
                "\n".join(line for kind, line in version["lines"] if kind != "removed"),
            )
            for version in versions
        ]
