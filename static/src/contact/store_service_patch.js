import { Store } from "@mail/core/common/store_service";
import { fields } from "@mail/model/misc";

import { patch } from "@web/core/utils/patch";

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
});
