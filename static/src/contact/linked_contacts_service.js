import { RETRY_DELAY } from "@livechat_info_panel/core/catch_up";
import { gather } from "@livechat_info_panel/core/gather";

import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
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
                (thread) => thread.exists() && thread.livechatHasUnknownContact
            );
            threads.clear();
            if (!unknown.length) {
                return;
            }
            const ids = unknown.map(({ id }) => id);
            try {
                await store.fetchStoreData("discuss.channel", ids);
            } catch (error) {
                unknown.forEach((thread) => threads.add(thread)); // nobody else asks for them
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
                browser.setTimeout(request, RETRY_DELAY);
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
