from odoo import api, models


class LivechatFetchedWholeMixin(models.AbstractModel):
    """Records of which all is fetched at once, where anything of them is: few, and small.

    Odoo fetches a field to many by one statement, and what its records hold by another one.
    """

    _name = "livechat.fetched.whole.mixin"
    _description = "Live Chat Fetched Whole Mixin"

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        # Where nothing of them is asked for, there may be very many.
        if field_names:
            others = (field.name for field in self._determine_fields_to_fetch())
            field_names = list(dict.fromkeys([*field_names, *others]))
        return super().search_fetch(domain, field_names, offset, limit, order)


class Im_LivechatChannelMemberHistory(models.Model):
    _name = "im_livechat.channel.member.history"
    _inherit = ["im_livechat.channel.member.history", "livechat.fetched.whole.mixin"]


class MailPresence(models.Model):
    _name = "mail.presence"
    _inherit = ["mail.presence", "livechat.fetched.whole.mixin"]


class ResUsersSettings(models.Model):
    _name = "res.users.settings"
    _inherit = ["res.users.settings", "livechat.fetched.whole.mixin"]
