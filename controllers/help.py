from odoo.http import request

from odoo.addons.im_livechat.controllers.webclient import WebClient

# As many as Odoo sends. All of them are in Live Chat > Sessions > Looking for Help.
LOOKING_FOR_HELP_LIMIT = 100


class LivechatLookingForHelp(WebClient):
    @classmethod
    def _process_request_for_internal_user(cls, store, name, params):
        # No super for this name: Odoo's own adds the lowest ids, and for every internal user.
        if name != "/im_livechat/looking_for_help":
            return super()._process_request_for_internal_user(store, name, params)
        if request.env.user.has_group("im_livechat.im_livechat_group_user"):
            cls._add_looking_for_help(store)
        return None

    @classmethod
    def _add_looking_for_help(cls, store):
        """Add the conversations that wait longest for help, and how many wait in all."""
        domain = [("livechat_status", "=", "need_help")]
        channels = request.env["discuss.channel"].search(
            domain, order="livechat_looking_for_help_since_dt, id", limit=LOOKING_FOR_HELP_LIMIT
        )
        count = len(channels)
        if count == LOOKING_FOR_HELP_LIMIT:
            count = channels.search_count(domain)
        request.update_context(channels=request.env.context["channels"] | channels)
        store.add_global_values(
            livechat_looking_for_help_count=count,
            # sudo: bus.bus - the last id says nothing
            livechat_looking_for_help_count_bus_id=request.env["bus.bus"].sudo()._bus_last_id(),
        )
