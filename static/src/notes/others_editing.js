import { reactive } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

/** After how much typing the others are told of it: a few letters are saved as soon. */
export const NOTICE_AFTER = 1000;
/** How often they are told that one is still typing, and when they forget it. */
export const NOTICE_DELAY = 5000;
export const NOTICE_LIFETIME = 12_000;

/** Who else is changing the notes of conversations, and telling them of oneself. */
export class OthersEditing {
    /** @type {Map<number, {nextAt: number, isTold: boolean}>} what one types, by conversation */
    typing = new Map();
    /** @type {Map<string, {channelId: number, name: string, isSelf: boolean}>} */
    notices = reactive(new Map());
    timeouts = new Map();

    /**
     * @param {Object} bus the bus service
     * @param {(channelId: number, method: string, ...args: any[]) => Promise} call
     * @param {() => string} getKey tells what is typed in this tab from all else
     */
    constructor(bus, call, getKey) {
        Object.assign(this, { call, getKey });
        this.tab = getKey().split(".")[0];
        bus.subscribe("livechat_info_panel/note_editing", (payload) => this.onNotice(payload));
    }

    /** @returns {{name: string, isSelf: boolean}[]} isSelf: the same agent, in another tab */
    get(channelId) {
        return [...this.notices.values()].filter((notice) => notice.channelId === channelId);
    }

    onNotice({
        channel_id: channelId,
        editing_key: key,
        is_editing: isEditing,
        name,
        user_id: id,
    }) {
        const [tab] = key.split(".");
        if (tab === this.tab) {
            return;
        }
        const place = `${channelId}/${tab}`;
        const forget = () => this.notices.delete(place);
        browser.clearTimeout(this.timeouts.get(place));
        if (isEditing) {
            this.notices.set(place, { channelId, name, isSelf: id === user.userId });
            this.timeouts.set(place, browser.setTimeout(forget, NOTICE_LIFETIME));
        } else {
            forget();
        }
    }

    /** Tell, now and then, that one is typing. */
    tell(channelId) {
        const now = Date.now();
        if (!this.typing.has(channelId)) {
            this.typing.set(channelId, { nextAt: now + NOTICE_AFTER, isTold: false });
        }
        if (now >= this.typing.get(channelId).nextAt) {
            this.typing.set(channelId, { nextAt: now + NOTICE_DELAY, isTold: true });
            this.send(channelId, true);
        }
    }

    /** The others know that one no longer is, as the note was saved. */
    forget(channelId) {
        this.typing.delete(channelId);
    }

    /** Tell that one no longer is. */
    leave(channelId) {
        if (this.typing.get(channelId)?.isTold) {
            this.send(channelId, false);
        }
        this.forget(channelId);
    }

    async send(channelId, isEditing) {
        try {
            const method = "livechat_notify_note_editing";
            await this.call(channelId, method, this.getKey(), isEditing);
        } catch {
            return; // who cannot be told sees it when the note is saved
        }
    }
}
