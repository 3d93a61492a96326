import { gather } from "@livechat_info_panel/core/gather";

import { registry } from "@web/core/registry";

/** How many the server sends at once: those that wait longest. */
export const LOOKING_FOR_HELP_LIMIT = 100;
export const REFILL_DELAY = 2000;

/**
 * Keeps count of the conversations that look for help, as long as Discuss shows them, and fetches
 * the next ones when some of those that were fetched need it no longer.
 */
export const lookingForHelpService = {
    dependencies: ["bus_service", "mail.store"],
    start(env, { bus_service: bus, "mail.store": store }) {
        const refill = gather(() => {
            const wanted = Math.min(LOOKING_FOR_HELP_LIMIT, store.livechat_looking_for_help_count);
            if (store.discuss.isActive && store.livechatThreadsLookingForHelp.length < wanted) {
                store.fetchStoreData("/im_livechat/looking_for_help");
            }
        }, REFILL_DELAY);
        bus.subscribe(
            "im_livechat.looking_for_help/update",
            ({ added_channel_ids: added, removed_channel_ids: removed }, { id }) => {
                if (id <= store.livechat_looking_for_help_count_bus_id) {
                    return;
                }
                store.livechat_looking_for_help_count = Math.max(
                    store.livechat_looking_for_help_count + added.length - removed.length,
                    0
                );
                refill();
            }
        );
    },
};

registry.category("services").add("livechat_info_panel.looking_for_help", lookingForHelpService);
