from odoo import api, models


class DiscussChannel(models.Model):
    """Every change of a conversation, in steps. Each concern extends those that it needs.

    A step of a concern comes before or after the same step of those further in, as ``super`` is
    called. No step may depend on what else is written.
    """

    _inherit = "discuss.channel"

    @api.model_create_multi
    def create(self, vals_list):
        self._livechat_check_new(vals_list)
        vals_list = [self._livechat_complete_new_vals(vals) for vals in vals_list]
        creating = self._livechat_with_create_context()
        channels = super(DiscussChannel, creating).create(vals_list).with_env(self.env)
        channels._livechat_after_create(vals_list)
        return channels

    def write(self, vals):
        self._livechat_check_vals(vals)
        vals = self._livechat_complete_vals(vals)
        for channels in self._livechat_split_by_who_is_told(vals):
            before = channels._livechat_before_write(vals)
            for part, part_vals in channels._livechat_split_vals(vals):
                if part:
                    super(DiscussChannel, part).write(part_vals)
            channels._livechat_after_write(vals, before)
        return True

    def unlink(self):
        channels = self._livechat_filter_deleted()
        channels._livechat_before_unlink()
        return super(DiscussChannel, channels).unlink()

    def _message_post_after_hook(self, message, msg_vals):
        before = self._livechat_before_post(message)
        posting = self._livechat_with_post_context(message)
        result = super(DiscussChannel, posting)._message_post_after_hook(message, msg_vals)
        self._livechat_after_post(message, before)
        return result

    # ------------------------------------------------------------
    # The steps of create
    # ------------------------------------------------------------

    def _livechat_check_new(self, vals_list):
        """Raise if the user may not create conversations with these values."""

    def _livechat_complete_new_vals(self, vals):
        """Return the values of a new conversation with all that follows from them.

        :param dict vals: the values, which stay as they are
        :rtype: dict
        """
        return vals

    def _livechat_with_create_context(self):
        """Return this model with what Odoo's own ``create`` must know in its context."""
        return self

    def _livechat_after_create(self, vals_list):
        """Do what follows from new conversations.

        :param list[dict] vals_list: the values of each
        """

    # ------------------------------------------------------------
    # The steps of write
    # ------------------------------------------------------------

    def _livechat_check_vals(self, vals):
        """Raise if the user may not write these values on these conversations."""

    def _livechat_complete_vals(self, vals):
        """Return the values with what follows from them, whichever conversation it is.

        :param dict vals: the values, which stay as they are
        :rtype: dict
        """
        return vals

    def _livechat_split_by_who_is_told(self, vals):
        """Yield these conversations in parts, each with those in its context who must not know."""
        yield self

    def _livechat_before_write(self, vals):
        """Return what ``_livechat_after_write`` must know of these conversations as they were.

        :return: for the name of a concern whatever it needs
        :rtype: dict
        """
        return {}

    def _livechat_split_vals(self, vals):
        """Yield what to write on which of these conversations.

        To leave something out, or to write more on some, call ``super`` on each part with its
        values.
        """
        yield self, vals

    def _livechat_after_write(self, vals, before):
        """Do what follows from a change.

        :param dict vals: what was to be written
        :param dict before: what ``_livechat_before_write`` returned
        """

    # ------------------------------------------------------------
    # The steps of the others
    # ------------------------------------------------------------

    def _livechat_filter_deleted(self):
        """Return those of these conversations that are deleted: all that a person deletes."""
        return self

    def _livechat_before_unlink(self):
        """Do what must be done while these conversations are still there."""

    def _livechat_before_post(self, message):
        """Do what comes before Odoo follows up a message, and return what is needed afterwards.

        :return: for the name of a concern whatever it needs
        :rtype: dict
        """
        return {}

    def _livechat_with_post_context(self, message):
        """Return this conversation with what Odoo must know in its context to follow up."""
        return self

    def _livechat_after_post(self, message, before):
        """Do what follows from a message.

        :param dict before: what ``_livechat_before_post`` returned
        """


class DiscussChannelMember(models.Model):
    """Every change of who is in a conversation, in steps."""

    _inherit = "discuss.channel.member"

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = self._livechat_complete_new_vals(vals_list)
        adding = self._livechat_with_create_context()
        members = super(DiscussChannelMember, adding).create(vals_list).with_env(self.env)
        members._livechat_after_create()
        return members

    def write(self, vals):
        self._livechat_check_vals(vals)
        return super().write(vals)

    def _livechat_complete_new_vals(self, vals_list):
        """Return the values of new members with all that follows from them, and nothing that the
        user may not say.

        :param list[dict] vals_list: the values, which stay as they are
        :rtype: list[dict]
        """
        return vals_list

    def _livechat_with_create_context(self):
        """Return this model with what Odoo's own ``create`` must know in its context."""
        return self

    def _livechat_after_create(self):
        """Do what follows from new members."""

    def _livechat_check_vals(self, vals):
        """Raise if the user may not write these values on these members."""
