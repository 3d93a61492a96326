from odoo import api, fields, models


class Im_LivechatConversationTag(models.Model):
    _name = "im_livechat.conversation.tag"
    _inherit = ["im_livechat.conversation.tag", "livechat.unique.name.mixin"]
    _livechat_field = "livechat_conversation_tag_ids"

    # What is tagged is asked, and said, of conversations, which know who may.
    conversation_ids = fields.Many2many(groups=fields.NO_ACCESS)

    _name_case_insensitive_unique = models.UniqueIndex(
        "(lower(name))", "There is already a tag with this name."
    )

    @api.model
    def _update_livechats(self, channels, commands):
        channels._update_livechat_tags(commands)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Check what Odoo does not check of fields to many."""
        if groupby_spec == "conversation_ids":
            self._check_field_access(self._fields[groupby_spec], "read")
        return super()._read_group_groupby(alias, groupby_spec, query)
