from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.controllers.thread import ThreadController


class LivechatThread(ThreadController):
    def _prepare_message_data(self, post_data, *, thread, **kwargs):
        """Odoo posts and changes messages as superuser, with what the client says."""
        values = super()._prepare_message_data(post_data, thread=thread, **kwargs)
        if thread._name == "discuss.channel" and is_livechat_channel(thread):
            values = thread._livechat_clean_message(values)
        return values
