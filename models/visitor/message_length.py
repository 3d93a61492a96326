from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel

MAX_LENGTH_PARAMETER = "livechat_info_panel.max_message_length"
MAX_LENGTH = 10_000
# Less would refuse what the server posts in the name of a visitor, as their rating.
LEAST_MAX_LENGTH = 1_000
# One emoji may be of several characters.
REACTION_MAX_LENGTH = 100


class MessageTooLong(UserError):
    """A visitor wrote more than a chat takes. The widget gives them their text back."""


class DiscussChannel(models.Model):
    """How much a visitor can write at once: reading it takes Odoo its time.

    It is refused before Odoo cleans its HTML, which takes minutes for some of it.
    """

    _inherit = "discuss.channel"

    @api.model
    def _get_max_message_length(self):
        """Return how many characters a message of a visitor can have, as HTML."""
        # sudo: ir.config_parameter - a setting that is no secret
        value = self.env["ir.config_parameter"].sudo().get_param(MAX_LENGTH_PARAMETER) or ""
        number = int(value) if value.isdecimal() and len(value) < 10 else 0
        return number if number >= LEAST_MAX_LENGTH else MAX_LENGTH

    def _check_message_length(self, body):
        """Raise if this is a live chat, the user a visitor, and what they write too long.

        :param body: HTML
        :raises MessageTooLong: if it is
        """
        if self.env.user._is_internal() or not isinstance(body, str):
            return
        maximum = self._get_max_message_length()
        # sudo: discuss.channel - of what kind it is, whoever writes
        if len(body) > maximum and is_livechat_channel(self.sudo()):
            raise MessageTooLong(
                self.env._(
                    "Your message is too long: it can have %(maximum)s characters. Please send it"
                    " in several parts, or as a file.",
                    maximum=maximum,
                )
            )

    def _message_update_content(self, message, /, *, body, **kwargs):
        self._check_message_length(body)
        return super()._message_update_content(message, body=body, **kwargs)


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("model") == "discuss.channel" and self._is_of_user(vals):
                channel = self.env["discuss.channel"].browse(vals.get("res_id"))
                channel._check_message_length(vals.get("body"))
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("body") and not self.env.user._is_internal():
            for message in self:
                if message.model == "discuss.channel":
                    channel = self.env["discuss.channel"].browse(message.res_id)
                    channel._check_message_length(vals["body"])
        return super().write(vals)

    def _is_of_user(self, vals):
        """Whether the user writes a message; the server lets chatbots write in their request."""
        return (
            not self.env.su
            or vals.get("author_guest_id")
            or vals.get("author_id") == self.env.user.partner_id.id
        )

    def _message_reaction(self, content, action, partner, guest, store=None):
        if self.model == "discuss.channel" and len(content) > REACTION_MAX_LENGTH:
            raise UserError(self.env._("A reaction is one emoji."))
        return super()._message_reaction(content, action, partner, guest, store)
