from odoo import fields, models


class LivechatHandover(models.Model):
    """That a conversation went from one agent to another one."""

    _name = "livechat.handover"
    _description = "Live Chat Handover"
    _order = "id DESC"
    _rec_name = "channel_id"

    channel_id = fields.Many2one(
        "discuss.channel",
        "Conversation",
        index=True,
        ondelete="cascade",
        readonly=True,
        required=True,
    )
    kind = fields.Selection(
        [("reassigned", "Reassigned"), ("joined", "Joined for help")], readonly=True, required=True
    )
    from_user_id = fields.Many2one("res.users", "From", index="btree_not_null", readonly=True)
    to_user_id = fields.Many2one("res.users", "To", index="btree_not_null", readonly=True)
    comment = fields.Text(readonly=True)
