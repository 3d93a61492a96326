import { registry } from "@web/core/registry";

/** Fetches anew what is shown, of which Odoo's bus has forgotten what became of it. */
export class CatchUp {
    /** @type {Set<() => Promise>} of pages beside Discuss: each fetches anew what it shows */
    pages = new Set();

    constructor({ orm, ...services }) {
        this.discussService = services["discuss.core.common"];
        this.helpNotifications = services["livechat_info_panel.help_notification"];
        this.orm = orm;
        this.sessionData = services["livechat_info_panel.session_data"];
        this.store = services["mail.store"];
    }

    /** Whether all is fetched anew that the user sees. */
    get isComplete() {
        return this.store.discuss.isActive || this.pages.size > 0;
    }

    /** @throws {ConnectionLostError} if the server does not answer: then it can be done again */
    async fetch() {
        const threads = this.getThreads();
        const channels = threads.filter(({ model }) => model === "discuss.channel");
        const ids = await this.search(channels.map(({ id }) => id));
        await Promise.all([
            this.store.initialize(),
            this.store.fetchStoreData("channels_as_member"),
            this.store.fetchStoreData("discuss.channel", ids),
            this.store.discuss.isActive &&
                this.store.fetchStoreData("/im_livechat/looking_for_help"),
            this.endCalls(),
            ...[...this.pages].map((fetch) => fetch()),
        ]);
        this.sessionData.refresh();
        const gone = channels.filter(({ id }) => !ids.includes(id));
        gone.forEach((thread) => this.remove(thread));
        // What is shown is replaced by what has come, and not before.
        await Promise.all(threads.map((thread) => thread.exists() && this.fetchMessages(thread)));
    }

    /** @returns {import("models").Thread[]} those that are in some list, window or panel */
    getThreads() {
        return Object.values(this.store.Thread.records).filter(
            (thread) =>
                thread.model === "mail.box" ||
                (thread.model === "discuss.channel" &&
                    !thread.isTransient &&
                    (thread.displayInSidebar ||
                        thread.isDisplayed ||
                        this.sessionData.isShown(thread.id)))
        );
    }

    search(ids, domain = []) {
        return this.orm.silent.search("discuss.channel", [["id", "in", ids], ...domain]);
    }

    remove(thread) {
        this.helpNotifications.end([thread.id], { isGone: true });
        this.store["livechat.conversation"].get(thread.id)?.delete();
        this.discussService._handleNotificationChannelDelete(thread, { notifId: 0 });
    }

    /** Fetch the messages anew, now or as soon as they are shown; what could not be sent stays. */
    async fetchMessages(thread) {
        if (!thread.isLoaded) {
            return; // nothing is shown yet
        }
        const isShown = thread.isDisplayed || thread.status === "loading";
        const fetched = isShown ? await thread.fetchMessages() : [];
        const newest = fetched.at(-1)?.id ?? 0;
        const kept = thread.messages.filter(
            (message) =>
                message.isPending ||
                message.postFailRedo ||
                (isShown && message.id > newest && message.notIn(fetched)) // just heard of
        );
        Object.assign(thread, {
            isLoaded: isShown,
            loadNewer: false,
            loadOlder: fetched.length === this.store.FETCH_LIMIT,
            messages: [...fetched, ...kept],
        });
    }

    /** Have those calls gone of which the toast tells, and which somebody answered meanwhile. */
    async endCalls() {
        const calls = [...this.helpNotifications.calls.keys()];
        const domain = [
            ["livechat_status", "=", "need_help"],
            ["livechat_end_dt", "=", false],
        ];
        const waiting = calls.length && (await this.search(calls, domain));
        this.helpNotifications.end(calls.filter((id) => !waiting.includes(id)));
    }
}

export const catchUpService = {
    dependencies: [
        "discuss.core.common",
        "livechat_info_panel.help_notification",
        "livechat_info_panel.session_data",
        "mail.store",
        "orm",
    ],
    start: (env, services) => new CatchUp(services),
};

registry.category("services").add("livechat_info_panel.catch_up", catchUpService);
