import { askUntilAnswered, CONNECT_EVENTS } from "@livechat_info_panel/core/ask_until_answered";
import { gather } from "@livechat_info_panel/core/gather";
import { getOvertaken } from "@livechat_info_panel/core/overtaken";
import { Requests } from "@livechat_info_panel/core/requests";
import { Shown } from "@livechat_info_panel/core/shown";

import { registry } from "@web/core/registry";

/** How long what was fetched counts as new, in milliseconds. */
export const MAX_AGE = 5 * 60 * 1000;
/** How long to wait for more conversations of which the server says that they changed. */
export const REFRESH_DELAY = 200;
/** How long Discuss shows an open chat of the user before its panel is fetched, in milliseconds. */
export const PRELOAD_DELAY = 3000;

/** Keeps what the panels show of their conversations as new as the server has it. */
export class SessionData {
    /** The conversations of which there are panels. */
    panels = new Shown();
    /** @type {Map<number, number>} when a conversation was fetched, by its id */
    fetchedAt = new Map();
    requests = new Requests((ids) => this.request(ids));
    /** Ids of shown conversations that changed. */
    outdated = new Set();

    constructor(store) {
        this.store = store;
        this.fetchOutdated = gather(() => {
            const ids = [...this.outdated];
            this.outdated.clear();
            ids.forEach((id) => (this.isShown(id) ? this.requests.fetch(id) : this.forget(id)));
        }, REFRESH_DELAY);
        /** Fetch the user's open chats, so that their panels are there when they are opened. */
        this.preload = gather(() => this.onPreload(), PRELOAD_DELAY);
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
        const isOld = Date.now() - (this.fetchedAt.get(id) ?? 0) > MAX_AGE;
        if (!thread.hasFetchedLivechatSessionData || isOld) {
            this.fetch(thread);
        }
        return hide;
    }

    /** Fetch what the panel shows of a conversation; what is shown stays meanwhile. */
    fetch(thread) {
        return this.requests.fetch(thread.id);
    }

    async request(ids) {
        for (const id of ids) {
            this.outdated.delete(id);
            this.fetchedAt.set(id, Date.now());
            this.mark(id, true);
        }
        try {
            await this.store.fetchStoreData("/im_livechat/session/data", { channel_ids: ids });
        } catch (error) {
            ids.forEach((id) => this.mark(id, false));
            throw error;
        }
    }

    /** Fetch what panels should show, and could not be fetched without a connection. */
    onConnect() {
        const fetch = () =>
            Promise.all(
                this.panels.ids
                    .map((id) => this.getThread(id))
                    .filter((thread) => thread && !thread.hasFetchedLivechatSessionData)
                    .map((thread) => this.fetch(thread))
            );
        this.connecting ??= askUntilAnswered(fetch).finally(() => (this.connecting = undefined));
    }

    /** Fetch what panels show now, and other conversations before a panel shows them again. */
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

    async onPreload() {
        const ids = Object.values(this.store.Thread.records)
            .filter((thread) => thread.livechatIsOwnOpen && !thread.hasFetchedLivechatSessionData)
            .map(({ id }) => id);
        const isLoading = this.store.discuss.thread?.isLoaded === false; // this comes first
        if (ids.length && (isLoading || (await this.requests.fetchAhead(ids)))) {
            this.preload();
        }
    }

    /** Have a conversation fetched before a panel shows it again, or when one does. */
    forget(id) {
        this.mark(id, false);
        this.preload();
    }

    mark(id, isFetched) {
        const thread = this.getThread(id);
        if (thread) {
            thread.hasFetchedLivechatSessionData = isFetched;
        }
    }

    isShown(id) {
        return Boolean(this.panels.has(id) && this.getThread(id));
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
        bus.subscribe("mail.record/insert", (payload) => {
            const channel_ids = getOvertaken(payload, sessionData.requests.running);
            sessionData.onOutdated({ channel_ids });
        });
        for (const event of CONNECT_EVENTS) {
            bus.addEventListener(event, () => sessionData.onConnect());
        }
        return sessionData;
    },
};

registry.category("services").add("livechat_info_panel.session_data", sessionDataService);
