from collections import defaultdict

from odoo import models

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store


class DiscussChannel(models.Model):
    """What of a conversation only its agents may know.

    That are the fields that ``_livechat_agents_only_fields`` names: other internal users receive
    and read none of them, and a Live Chat user not those of a conversation in which they are the
    customer.
    """

    _name = "discuss.channel"
    _inherit = ["discuss.channel", "livechat.agents.only.mixin"]

    _livechat_channel_field = "id"

    def _get_livechat_id(self):
        return self.id

    # ------------------------------------------------------------
    # What the web client receives
    # ------------------------------------------------------------

    def _sync_field_names(self):
        """Have agents only hear of what is for them, which Odoo tells all internal users."""
        field_names = super()._sync_field_names()
        result = defaultdict(list)
        for subchannel, store_fields in field_names.items():
            for field in store_fields:
                if self._is_store_field_for_agents_only(field):
                    result["livechat_users"].append(self._as_superuser(field))
                else:
                    result[subchannel].append(field)
        return result

    def _to_store_defaults(self, target):
        """Send agents only what is for them, and nobody what agents keep of their own."""
        store_fields = super()._to_store_defaults(target)
        if not self._is_for_livechat_users(target):
            return [f for f in store_fields if not self._is_store_field_for_agents_only(f)]
        partner = target.get_user(self.env).partner_id
        return [
            self._as_superuser(field, hidden_from=partner)
            if self._is_store_field_for_agents_only(field)
            else field
            for field in store_fields
        ]

    def _is_store_field_for_agents_only(self, field):
        name = field.field_name if isinstance(field, Store.Attr) else field
        return isinstance(name, str) and (
            self._is_for_livechat_agents_only(name)
            or name in self._livechat_agents_only_store_names()
        )

    def _as_superuser(self, field, hidden_from=None):
        """Return what is sent to agents, whoever sends it.

        :param hidden_from: who does not receive it of conversations whose customer they are
        """
        if not isinstance(field, Store.Attr):
            field = Store.Attr(field, predicate=is_livechat_channel)
        predicate = field.predicate
        histories = self.env["im_livechat.channel.member.history"]
        hidden_ids = histories._get_livechat_ids_of_customer(hidden_from.id) if hidden_from else ()
        # sudo: discuss.channel - sent to agents only
        field.sudo = True
        field.predicate = lambda channel: (
            (not predicate or predicate(channel)) and channel.id not in hidden_ids
        )
        return field

    # ------------------------------------------------------------
    # What all Live Chat users are told
    # ------------------------------------------------------------

    def _livechat_split_by_who_is_told(self, vals):
        """Tell of these changes all Live Chat users but those who are the customers."""
        if {"livechat_end_dt", "livechat_expertise_ids", "livechat_status"} & vals.keys():
            return self._split_by_livechat_audience()
        return super()._livechat_split_by_who_is_told(vals)
