from odoo import api, fields, models
from odoo.tools.constants import GC_UNLINK_LIMIT

from ..core.lines import diff_lines
from ..core.text import html_to_text

# How long what an agent saved while typing on is kept, so that others' saves can be merged.
INTERMEDIATE_VERSION_DAYS = 2


class LivechatNoteVersion(models.Model):
    """What the note of a conversation was from some moment on, and who made it that.

    Kept by the conversation itself whenever its note changes; nobody changes a version.
    """

    _name = "livechat.note.version"
    _inherit = "livechat.record.mixin"
    _description = "Live Chat Note Version"
    _livechat_names = {"user_id": "user_name", "erased_by_id": "erased_by_name"}

    # Sanitized already, as the note of the conversation.
    note = fields.Html(sanitize=False, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "Author",
        index="btree_not_null",
        readonly=True,
        help="Empty where nobody is known: Odoo wrote it, or it is older than its history.",
    )
    user_name = fields.Char("Author (Name)", readonly=True)
    editing_key = fields.Char(readonly=True, help="What is typed in one go has the same key.")
    is_intermediate = fields.Boolean(
        readonly=True, help="Whether the same agent typed on: no version that anybody looks for."
    )

    erased_dt = fields.Datetime("Erased on", readonly=True)
    erased_by_id = fields.Many2one("res.users", "Erased by", index="btree_not_null", readonly=True)
    erased_by_name = fields.Char("Erased by (Name)", readonly=True)

    _intermediate_idx = models.Index("(create_date) WHERE is_intermediate")

    @api.model
    def _livechat_personal_fields(self):
        return super()._livechat_personal_fields() | {"note"}

    def _livechat_erase(self, names):
        """Keep of erased versions who wrote them and when, and that they were erased."""
        super()._livechat_erase(names)
        if "note" in names:
            self.write(
                {
                    "erased_dt": fields.Datetime.now(),
                    "erased_by_id": self.env["res.users"]._get_livechat_agent().id,
                }
            )

    @api.model
    def _get_history(self, channel, limit, before_id=None):
        """Return the versions of a note, the newest first, as agents look at them.

        :param channel: the conversation
        :param int limit: how many versions at most
        :param int before_id: id of a version; only older ones are returned then
        :return: ``{"versions": list, "has_more": bool}``, each version a dict of ``id``,
            ``author`` (false if nobody is known), ``date`` (text, in UTC), ``lines``, see
            ``diff_lines``: the difference to the version before, and ``erased``: false, or
            ``{"by", "date"}``
        :rtype: dict
        """
        domain = [("channel_id", "=", channel.id), ("is_intermediate", "=", False)]
        if before_id:
            domain.append(("id", "<", before_id))
        versions = self.search(domain, limit=limit + 1)
        texts = [html_to_text(version.note) for version in versions]
        return {
            "versions": [
                {
                    "id": version.id,
                    "author": version.user_name,
                    "date": fields.Datetime.to_string(version.create_date),
                    "lines": diff_lines(before, text),
                    "erased": bool(version.erased_dt)
                    and {
                        "by": version.erased_by_name,
                        "date": fields.Datetime.to_string(version.erased_dt),
                    },
                }
                for version, text, before in zip(
                    versions[:limit], texts, [*texts[1:], ""], strict=False
                )
            ],
            "has_more": len(versions) > limit,
        }

    def _is_of_same_typing(self, user, editing_key, pause):
        """Whether this version is what a user saved last in one go of typing.

        :param user: the ``res.users``
        :param str editing_key: the key of what is being typed
        :param timedelta pause: how long that user may have typed nothing
        """
        return (
            self.user_id == user
            and self.editing_key == editing_key
            and self.create_date >= fields.Datetime.now() - pause
        )

    @api.autovacuum
    def _gc_intermediate_versions(self):
        """Forget what agents saved while they typed on."""
        limit = GC_UNLINK_LIMIT
        end = fields.Datetime.subtract(fields.Datetime.now(), days=INTERMEDIATE_VERSION_DAYS)
        versions = self.search(
            [("is_intermediate", "=", True), ("create_date", "<", end)],
            order="create_date",
            limit=limit,
        )
        versions.unlink()
        return len(versions), len(versions) == limit
