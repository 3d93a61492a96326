import { gather } from "@livechat_info_panel/core/gather";

import { registry } from "@web/core/registry";

/** How long to wait for more conversations that were linked to a contact, in milliseconds. */
export const FETCH_DELAY = 200;

/** Asks who the contacts are whom agents linked: that is told to nobody who may not know. */
export const linkedContactsService = {
    dependencies: ["mail.store"],
    start(env, { "mail.store": store }) {
        const threads = new Set();
        const request = gather(async () => {
            const unknown = [...threads].filter(
                (thread) => thread.exists() && thread.livechat_linked_contact === undefined
            );
            threads.clear();
            if (unknown.length) {
                await store.fetchStoreData(
                    "discuss.channel",
                    unknown.map(({ id }) => id)
                );
            }
        }, FETCH_DELAY);
        return {
            fetch(thread) {
                threads.add(thread);
                request();
            },
        };
    },
};

registry.category("services").add("livechat_info_panel.linked_contacts", linkedContactsService);
