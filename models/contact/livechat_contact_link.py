from odoo import fields, models


class LivechatContactLink(models.Model):
    """That an agent linked the guest of a conversation to a contact, or took that back."""

    _name = "livechat.contact.link"
    _inherit = "livechat.record.mixin"
    _description = "Live Chat Contact Link"

    action = fields.Selection(
        [("linked", "Linked"), ("unlinked", "Unlinked")], readonly=True, required=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", index="btree_not_null", ondelete="set null", readonly=True
    )
    user_id = fields.Many2one("res.users", "Agent", index="btree_not_null", readonly=True)
