from odoo import models

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel


class DiscussChannel(models.Model):
    """What a client can say of the messages that it posts in a live chat."""

    _inherit = "discuss.channel"

    def message_post(self, **kwargs):
        """Post a message, by which nobody rates: customers rate a conversation once, and not the
        messages in it."""
        if is_livechat_channel(self):
            kwargs.pop("rating_value", None)
            if not self.env.su:
                kwargs = self._livechat_clean_message(kwargs)
        return super().message_post(**kwargs)

    def _livechat_clean_message(self, values):
        """Return the values of a message, or of a change of one, without what no client may say.

        :param dict values: the values, which stay as they are
        :rtype: dict
        """
        return {name: values[name] for name in values.keys() - {"rating_id", "rating_value"}}
