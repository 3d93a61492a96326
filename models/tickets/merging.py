from functools import wraps

from odoo import api, models


class LivechatTicketProvider(models.AbstractModel):
    """Merged tickets, or leads: the one that is kept takes the place of the others.

    The addon depends on no app for tickets, and cannot extend their models. So it wraps the method
    that merges, where there is one, as automation rules of Odoo wrap the methods of any model.
    """

    _inherit = "livechat.ticket.provider"

    # ------------------------------------------------------------
    # Knowing of it
    # ------------------------------------------------------------

    def _register_hook(self):
        super()._register_hook()
        if model_class := self._get_merging_class():
            name = self._merged_by[1]
            setattr(model_class, name, self._wrap_merging(getattr(model_class, name)))

    def _unregister_hook(self):
        super()._unregister_hook()
        if model_class := self._get_merging_class():
            name = self._merged_by[1]
            if hasattr(vars(model_class).get(name), "livechat_provider"):
                delattr(model_class, name)

    def _get_merging_class(self):
        """Return the class that has the method named by ``_merged_by``, none if it is not there."""
        if not self._merged_by:
            return None
        model_name, method_name = self._merged_by
        model_class = self.env.registry.get(model_name)
        return model_class if hasattr(model_class, method_name) else None

    def _wrap_merging(self, method):
        """Return a method that merges tickets, and then does here what follows from that."""

        @wraps(method)
        def merge(records, *args, **kwargs):
            result = method(records, *args, **kwargs)
            provider = records.env[merge.livechat_provider]
            provider._follow_merge(*provider._get_merged(records, *args, **kwargs))
            return result

        merge.livechat_provider = self._name
        return merge

    def _get_merged(self, records, *args, **kwargs):
        """Return what was merged by a call of the method named by ``_merged_by``.

        :param records: those on which it was called
        :param args: what it was given
        :return: the ticket that is kept, and those that were merged into it, which may still exist
        """
        raise NotImplementedError

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    @api.model
    def _follow_merge(self, kept, merged):
        """Show the ticket that is kept where those were shown that were merged into it.

        A note in it leads to each conversation from which one of them was created. What is known
        of the others stays, as some apps only archive them: there they can come back.

        :param kept: one ticket
        :param merged: tickets, which may still exist
        """
        origins, known = self._get_origins(merged - kept), self._get_origins(kept)
        new = {channel: vals for channel, vals in origins.items() if channel not in known}
        # sudo: livechat.ticket.link - whoever may merge the tickets
        links_sudo = self.env["livechat.ticket.link"].sudo()
        links_sudo.create([{**vals, "res_id": kept.id} for vals in new.values()])
        # sudo: the tickets' model - likewise
        kept_sudo = kept.sudo()
        if new and self._channel_field in kept._fields and not kept_sudo[self._channel_field]:
            kept_sudo[self._channel_field] = next(iter(new))
        for channel_sudo, vals in new.items():
            self._lead_back(kept, merged.browse(vals["res_id"]), channel_sudo)
        for channel_sudo in {**origins, **known}:
            channel_sudo._outdate_livechat_session_data()

    @api.model
    def _get_origins(self, tickets):
        """Return from which conversations tickets were created.

        :return: by conversation, as superuser, the values of a ``livechat.ticket.link``
        :rtype: dict
        """
        # sudo: livechat.ticket.link, the tickets' model - to keep it, not to show it
        links_sudo = self.env["livechat.ticket.link"].sudo()
        domain = [("res_model", "=", tickets._name), ("res_id", "in", tickets.ids)]
        origins = {}
        for link_sudo in links_sudo.search(domain, order="id"):
            origins.setdefault(link_sudo.channel_id, link_sudo.copy_data()[0])
        if self._channel_field in tickets._fields:
            for ticket_sudo in tickets.sudo():
                if channel_sudo := ticket_sudo[self._channel_field]:
                    vals = {"res_model": ticket_sudo._name, "res_id": ticket_sudo.id}
                    origins.setdefault(channel_sudo, {"channel_id": channel_sudo.id, **vals})
        return origins

    @api.model
    def _lead_back(self, kept, merged, channel):
        """Post in a ticket the link to a conversation, unless a note of the merged one came along.

        :param kept: the ticket
        :param merged: the one, merged into it, that was created from the conversation
        :param channel: the conversation (``discuss.channel``)
        """
        if not hasattr(kept, "message_post"):
            return
        # sudo: mail.message - whether it is there, also in notes that are not for the user
        notes_sudo = self.env["mail.message"].sudo()
        link = f'"{channel._get_url_for_ticket()}"'
        domain = [("model", "=", kept._name), ("res_id", "=", kept.id), ("body", "like", link)]
        if notes_sudo.search_count(domain, limit=1):
            return
        kept.message_post(
            body=self.env._(
                "%(ticket)s, which was merged into this, was created from the live chat %(link)s",
                ticket=merged.display_name,
                link=channel._get_link_for_ticket(),
            ),
            subtype_xmlid="mail.mt_note",
        )
