import { browser } from "@web/core/browser/browser";

const PREFIX = "livechat_info_panel.note/";
/** How long a text that nobody comes back to is kept, in milliseconds. */
export const MAX_AGE = 7 * 24 * 60 * 60 * 1000;
/** Where browsers have no locks: how old a text is of which the page counts as closed. */
export const ABANDONED_AGE = 5 * 60 * 1000;

/**
 * What an agent typed and the server has not got yet, in this browser: it survives a reload, and a
 * lost connection. Each page has its own; what a closed one left is taken over by the next.
 *
 * @typedef {{text: string, base: {id: number, text: string}, error: string, date: number,
 *     isLeft?: boolean}} Draft the error is why the server refused it
 */
export class NoteDrafts {
    page = Math.random().toString(36).slice(2);

    /** @param {string} owner whose texts these are: nobody else is shown them */
    constructor(owner) {
        this.prefix = `${PREFIX}${owner}/`;
        // A page holds it as long as it is open. Without HTTPS there are no locks.
        browser.navigator.locks?.request(PREFIX + this.page, () => new Promise(() => {}));
    }

    keep(channelId, { text, base, error }, isLeft) {
        this.write(this.getKey(channelId), { text, base, error, isLeft, date: Date.now() });
    }

    forget(channelId) {
        browser.localStorage.removeItem(this.getKey(channelId));
    }

    /** @returns {Draft|undefined} the latest text of a conversation that a page has left */
    take(channelId) {
        const found = this.getAll().find((draft) => draft.isLeft && draft.channelId === channelId);
        if (found) {
            browser.localStorage.removeItem(found.key);
            this.keep(channelId, found);
        }
        return found;
    }

    /** @returns {Promise<number[]>} ids of the conversations of which something can be taken */
    async findLeft() {
        const open = (await browser.navigator.locks?.query())?.held.map(({ name }) => name);
        for (const { key, page, ...draft } of this.getAll()) {
            const isOpen = open?.includes(PREFIX + page);
            if (!(isOpen ?? Date.now() - draft.date < ABANDONED_AGE)) {
                this.write(key, { ...draft, isLeft: true }); // who crashed could not say so
            }
        }
        return this.getAll().flatMap(({ channelId, isLeft }) => (isLeft ? channelId : []));
    }

    /** @returns {Draft[]} each with its key and what that says, the latest first */
    getAll() {
        const drafts = [];
        for (const key of Object.keys(browser.localStorage)) {
            const draft = key.startsWith(PREFIX) && JSON.parse(browser.localStorage.getItem(key));
            if (draft && !(Date.now() - draft.date < MAX_AGE)) {
                browser.localStorage.removeItem(key);
            } else if (draft && key.startsWith(this.prefix)) {
                const [channelId, page] = key.slice(this.prefix.length).split("/");
                drafts.push({ ...draft, key, channelId: Number(channelId), page });
            }
        }
        return drafts.sort((a, b) => b.date - a.date);
    }

    getKey(channelId) {
        return `${this.prefix}${channelId}/${this.page}`;
    }

    write(key, draft) {
        try {
            browser.localStorage.setItem(key, JSON.stringify(draft));
        } catch {
            return; // full, or forbidden: then the text is in the page only
        }
    }
}
