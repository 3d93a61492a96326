import { RETRY_DELAY } from "@livechat_info_panel/core/ask_until_answered";
import { gather } from "@livechat_info_panel/core/gather";
import { Requests } from "@livechat_info_panel/core/requests";

import { Store } from "@mail/core/common/store_service";
import { fields } from "@mail/model/misc";

import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

/** How long to wait for more conversations whose contacts are unknown, in milliseconds. */
export const CONTACTS_DELAY = 200;

/**
 * @param {import("models").Thread[]} threads whose customers have the same name
 * @returns {[number, string][]} for the id of each by what it is told from the others
 */
function getHints(threads) {
    const hints = threads.map((thread) => [...new Set(thread.livechatHints)]);
    const counts = new Map();
    for (const hint of hints.flat()) {
        counts.set(hint, (counts.get(hint) ?? 0) + 1);
    }
    return threads.map(({ id }, i) => [
        id,
        hints[i].find((hint) => counts.get(hint) === 1) ?? `#${id}`,
    ]);
}

patch(Store.prototype, {
    setup() {
        super.setup(...arguments);
        /** Whether the user may create contacts. */
        this.has_access_create_partner = false;
        /** @type {Set<number>} ids of the conversations whose contacts were told to have changed */
        this.livechatChangedContacts = new Set();
        this.livechatContactRequests = new Requests((ids) =>
            this.fetchStoreData("discuss.channel", ids)
        );
        /** Ask who the contacts of conversations are, which nobody is told who may not know it. */
        this.livechatAskForContacts = gather(() => this.livechatFetchContacts(), CONTACTS_DELAY);
        /** @type {Map<number, string>} of open conversations with customers of the same name */
        this.livechatHints = fields.Attr(new Map(), {
            /** @this {import("models").Store} */
            compute() {
                const open = (this.discuss?.livechats ?? []).filter(
                    (thread) => thread.livechatCustomerName && !thread.livechat_end_dt
                );
                const byName = Map.groupBy(open, (thread) => thread.livechatCustomerName);
                const alike = [...byName.values()].filter((threads) => threads.length > 1);
                return new Map(alike.flatMap(getHints));
            },
        });
    },
    async livechatFetchContacts() {
        const { livechatChangedContacts: changed, livechatContactRequests: requests } = this;
        const unknown = Object.values(this.Thread.records).filter(
            ({ id, livechatHasUnknownContact: isUnknown }) =>
                changed.has(id) || (isUnknown && !requests.running.has(id))
        );
        const ids = unknown.map(({ id }) => id);
        changed.clear();
        for (const thread of unknown) {
            // Or to be told again, while this is asked, would change nothing.
            thread.livechat_is_contact_told = undefined;
        }
        const later = ids.filter((id) => requests.running.has(id));
        const now = ids.filter((id) => !requests.running.has(id));
        try {
            await Promise.all([
                now.length && requests.fetchTogether(now),
                ...later.map((id) => requests.fetch(id)),
            ]);
        } catch (error) {
            ids.forEach((id) => changed.add(id));
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            browser.setTimeout(this.livechatAskForContacts, RETRY_DELAY);
        }
    },
});
