from odoo import models

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel

from ..core.server_context import get_server_context, with_server_context

# What no client says of a message.
OF_THE_SERVER = {"date", "message_type", "rating_id", "rating_value"}
# By what a message would be hidden from the customers.
HIDING = {"is_internal", "subtype_id", "subtype_xmlid"}


class DiscussChannel(models.Model):
    """What clients post in a live chat is a comment, and the customers' are seen by all.

    The notices, which prove what happened, are the server's. Odoo posts some of them as the user:
    those are marked, for ``mail.message`` to let them pass.
    """

    _inherit = "discuss.channel"

    def message_post(self, **kwargs):
        """Post a message, by which nobody rates: customers rate a conversation once, and not the
        messages in it."""
        if is_livechat_channel(self):
            kwargs.pop("rating_value", None)
            if not self.env.su and not get_server_context(self.env, "livechat_notice"):
                kwargs = self._livechat_clean_message(kwargs)
        return super().message_post(**kwargs)

    def _livechat_clean_message(self, values):
        """Return the values of a message, or of a change of one, without what no client may say.

        :param dict values: the values, which stay as they are
        :rtype: dict
        """
        comment = {"message_type": "comment"}
        dropped = OF_THE_SERVER
        if self._is_livechat_customer():
            comment["subtype_xmlid"] = "mail.mt_comment"
            dropped = dropped | HIDING
        return {name: values[name] for name in values.keys() - dropped} | comment

    # ------------------------------------------------------------
    # The notices that Odoo posts as the user
    # ------------------------------------------------------------

    def _add_members(self, **kwargs):
        noticing = with_server_context(self, livechat_notice=True)
        new_members = super(DiscussChannel, noticing)._add_members(**kwargs)
        return new_members.with_env(self.env)

    def channel_rename(self, name):
        noticing = with_server_context(self, livechat_notice=True)
        return super(DiscussChannel, noticing).channel_rename(name)

    def set_message_pin(self, message_id, pinned):
        noticing = with_server_context(self, livechat_notice=True)
        return super(DiscussChannel, noticing).set_message_pin(message_id, pinned)
