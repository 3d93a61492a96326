import { forgetHelp } from "@livechat_info_panel/help/forget_help";

/** Fetches conversations that look for help: what ends meanwhile, the answer may not know yet. */
export class CallFetcher {
    running = 0;
    /** @type {Set<number>} ids of those that ended since the first running request was sent */
    ended = new Set();

    constructor(store) {
        this.store = store;
    }

    /** @param {number} id id of a conversation that looks for help from now on */
    begin(id) {
        this.ended.delete(id);
    }

    /**
     * @param {number} id id of a conversation that looks for help no longer
     * @param {{isGone?: boolean}} [options] see `forgetHelp`
     */
    end(id, options) {
        if (this.running) {
            this.ended.add(id);
        }
        forgetHelp(this.getThread(id), options);
    }

    /** @param {number[]} ids */
    async fetch(ids) {
        this.running++;
        try {
            await this.store.fetchStoreData("discuss.channel", ids);
            ids.filter((id) => this.ended.has(id)).forEach((id) => forgetHelp(this.getThread(id)));
        } finally {
            this.running--;
            if (!this.running) {
                this.ended.clear();
            }
        }
    }

    getThread(id) {
        return this.store.Thread.get({ model: "discuss.channel", id });
    }
}
