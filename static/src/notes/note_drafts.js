import { browser } from "@web/core/browser/browser";

const PREFIX = "livechat_info_panel.note/";
const TAB_KEY = "livechat_info_panel.tab";
/** How long a text that nobody comes back to is kept, in milliseconds. */
export const MAX_AGE = 7 * 24 * 60 * 60 * 1000;
/** How often a tab says that what it has not saved is still its own; browsers may slow it down. */
export const SIGN_OF_LIFE_DELAY = 60 * 1000;
/** After this time without one, the tab in which a text was typed is no longer there. */
export const ABANDONED_AGE = 3 * SIGN_OF_LIFE_DELAY;

/**
 * What an agent typed and the server has not got yet, in this browser: it survives a reload, and a
 * lost connection. Each tab has its own; what a closed one left is taken over by the next.
 *
 * @typedef {{text: string, base: {id: number, text: string}, error: string, date: number,
 *     isLeft?: boolean}} Draft the error is why the server refused it
 */
export class NoteDrafts {
    /** @param {string} owner whose texts these are: nobody else is shown them */
    constructor(owner) {
        this.prefix = `${PREFIX}${owner}/`;
        this.tab = this.getTab();
        this.removeExpired();
    }

    /** The name of this tab, which it keeps when it is reloaded; a copy of the tab has its own. */
    getTab() {
        const tab = this.read(TAB_KEY, browser.sessionStorage);
        browser.sessionStorage.removeItem(TAB_KEY);
        return tab ?? Math.random().toString(36).slice(2);
    }

    /** The tab is reloaded, or goes. */
    leaveTab() {
        this.write(TAB_KEY, this.tab, browser.sessionStorage);
    }

    /** @param {number} channelId */
    keep(channelId, { text, base, error }, options) {
        this.write(this.getKey(channelId), { text, base, error, date: Date.now(), ...options });
    }

    forget(channelId) {
        browser.localStorage.removeItem(this.getKey(channelId));
    }

    /**
     * Take the text of a conversation that this tab, or one that is no longer there, has left.
     *
     * @returns {Draft|undefined}
     */
    take(channelId) {
        const own = this.getKey(channelId);
        const keys = this.findKeys(`${this.prefix}${channelId}/`).filter((key) => this.isFree(key));
        const key = keys.includes(own) ? own : keys[0];
        const draft = key && this.read(key);
        if (draft && key !== own) {
            browser.localStorage.removeItem(key);
            this.keep(channelId, draft);
        }
        return draft;
    }

    /** @returns {number[]} ids of the conversations of which something can be taken */
    getChannelIds() {
        const keys = this.findKeys(this.prefix).filter((key) => this.isFree(key));
        return [...new Set(keys.map((key) => parseInt(key.slice(this.prefix.length))))];
    }

    isFree(key) {
        const draft = this.read(key);
        return (
            draft &&
            (key.endsWith(`/${this.tab}`) ||
                draft.isLeft ||
                Date.now() - draft.date > ABANDONED_AGE)
        );
    }

    removeExpired() {
        for (const key of this.findKeys(PREFIX)) {
            const draft = this.read(key);
            if (!draft?.base || !(Date.now() - draft.date < MAX_AGE)) {
                browser.localStorage.removeItem(key);
            }
        }
    }

    getKey(channelId) {
        return `${this.prefix}${channelId}/${this.tab}`;
    }

    findKeys(prefix) {
        const { localStorage } = browser;
        const keys = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i));
        return keys.filter((key) => key.startsWith(prefix));
    }

    read(key, storage = browser.localStorage) {
        try {
            return JSON.parse(storage.getItem(key)) ?? undefined;
        } catch {
            return undefined; // not written by us
        }
    }

    write(key, value, storage = browser.localStorage) {
        try {
            storage.setItem(key, JSON.stringify(value));
        } catch {
            return; // full, or forbidden: then the text is in the tab only
        }
    }
}
