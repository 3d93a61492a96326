from odoo import models


class Im_LivechatConversationTag(models.Model):
    _name = "im_livechat.conversation.tag"
    _inherit = ["im_livechat.conversation.tag", "livechat.unique.name.mixin"]

    _name_case_insensitive_unique = models.UniqueIndex(
        "(lower(name))", "There is already a tag with this name."
    )
