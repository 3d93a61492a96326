import { gather } from "@livechat_info_panel/core/gather";
import { Shown } from "@livechat_info_panel/core/shown";

import { registry } from "@web/core/registry";

/** How long what was fetched counts as new, in milliseconds. */
export const MAX_AGE = 5 * 60 * 1000;
/** How long to wait for more conversations of which the server says that they changed. */
export const REFRESH_DELAY = 200;

/** Keeps what the panels show of their conversations as new as the server has it. */
export class SessionData {
    /** The conversations of which there are panels. */
    panels = new Shown();
    /** @type {Map<number, number>} when a conversation was fetched, by its id */
    fetchedAt = new Map();
    /** @type {Map<number, Promise>} what is fetched just now, by the id of the conversation */
    running = new Map();
    /** @type {Map<number, Promise>} what will be fetched as soon as that is there */
    queued = new Map();
    /** Ids of shown conversations that changed. */
    outdated = new Set();

    constructor(store) {
        this.store = store;
        this.fetchOutdated = gather(() => this.onRefresh(), REFRESH_DELAY);
    }

    /**
     * A panel opens on a conversation.
     *
     * @param {import("models").Thread} thread
     * @returns {() => void} to be called when the panel shows it no longer
     */
    show(thread) {
        const { id } = thread;
        const hide = this.panels.add(id);
        if (!thread.hasFetchedLivechatSessionData || this.isOld(id)) {
            this.fetch(thread);
        }
        return hide;
    }

    /**
     * Fetch what the panel shows of a conversation; what is shown stays meanwhile.
     *
     * @param {import("models").Thread} thread
     */
    fetch(thread) {
        const { id } = thread;
        const running = this.running.get(id);
        if (!running) {
            this.running.set(
                id,
                this.fetchNow(thread).finally(() => this.running.delete(id))
            );
            return this.running.get(id);
        }
        if (!this.queued.has(id)) {
            // Its answer may be older than what made somebody ask again.
            const again = () => {
                this.queued.delete(id);
                return this.fetch(thread);
            };
            this.queued.set(id, running.then(again, again));
        }
        return this.queued.get(id);
    }

    async fetchNow(thread) {
        this.outdated.delete(thread.id);
        this.fetchedAt.set(thread.id, Date.now());
        thread.hasFetchedLivechatSessionData = true;
        try {
            await this.store.fetchStoreData("/im_livechat/session/data", { channel_id: thread.id });
        } catch (error) {
            thread.hasFetchedLivechatSessionData = false;
            throw error;
        }
    }

    /** Fetch what panels show now, and of other conversations when a panel shows them again. */
    refresh() {
        this.onOutdated({ channel_ids: [...this.fetchedAt.keys()] });
    }

    onOutdated({ channel_ids }) {
        for (const id of channel_ids) {
            if (this.isShown(id)) {
                this.outdated.add(id);
                this.fetchOutdated();
            } else {
                this.forget(id);
            }
        }
    }

    onRefresh() {
        for (const id of [...this.outdated]) {
            if (this.isShown(id)) {
                this.fetch(this.getThread(id));
            } else {
                this.outdated.delete(id);
                this.forget(id);
            }
        }
    }

    /** Have the next panel that shows a conversation fetch it. */
    forget(id) {
        const thread = this.getThread(id);
        if (thread) {
            thread.hasFetchedLivechatSessionData = false;
        }
    }

    isShown(id) {
        return Boolean(this.panels.has(id) && this.getThread(id));
    }

    isOld(id) {
        return Date.now() - (this.fetchedAt.get(id) ?? 0) > MAX_AGE;
    }

    getThread(id) {
        return this.store.Thread.get({ model: "discuss.channel", id });
    }
}

export const sessionDataService = {
    dependencies: ["bus_service", "mail.store"],
    start(env, { bus_service: bus, "mail.store": store }) {
        const sessionData = new SessionData(store);
        bus.subscribe("livechat_info_panel/session_data_outdated", (payload) =>
            sessionData.onOutdated(payload)
        );
        return sessionData;
    },
};

registry.category("services").add("livechat_info_panel.session_data", sessionDataService);
