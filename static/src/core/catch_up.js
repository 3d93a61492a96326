import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";

/** When to ask again a server that does not answer yet, in milliseconds. */
export const RETRY_DELAY = 5000;

/** Odoo's name for it depends on whether the browser knew that it was offline. */
export const CONNECT_EVENTS = ["BUS:CONNECT", "BUS:RECONNECT"];

/** Ask a server that may not answer yet, until it does. */
export async function askUntilAnswered(ask) {
    try {
        return await ask();
    } catch (error) {
        if (!(error instanceof ConnectionLostError)) {
            throw error;
        }
    }
    await new Promise((resolve) => browser.setTimeout(resolve, RETRY_DELAY));
    return askUntilAnswered(ask);
}

/** Fetches anew what Discuss shows, of which Odoo's bus has forgotten what became of it. */
export class CatchUp {
    constructor({ orm, ...services }) {
        this.discussService = services["discuss.core.common"];
        this.helpNotifications = services["livechat_info_panel.help_notification"];
        this.orm = orm;
        this.sessionData = services["livechat_info_panel.session_data"];
        this.store = services["mail.store"];
    }

    async fetch() {
        const threads = this.getThreads();
        const ids = await this.search(threads.map(({ id }) => id));
        const known = Map.groupBy(threads, ({ id }) => ids.includes(id));
        known.get(false)?.forEach((thread) => this.remove(thread));
        known.get(true)?.forEach((thread) => this.fetchMessages(thread));
        await this.endCalls();
        this.sessionData.refresh();
        const requests = ["init_messaging", "channels_as_member"];
        if (this.store.discuss.isActive) {
            requests.push("/im_livechat/looking_for_help");
        }
        await Promise.all([
            this.store.fetchStoreData("discuss.channel", ids),
            ...requests.map((name) => this.store.fetchStoreData(name)),
        ]);
    }

    /** @returns {import("models").Thread[]} those that are in some list, window or panel */
    getThreads() {
        return Object.values(this.store.Thread.records).filter(
            (thread) =>
                thread.model === "discuss.channel" &&
                !thread.isTransient &&
                (thread.displayInSidebar ||
                    thread.isDisplayed ||
                    this.sessionData.isShown(thread.id))
        );
    }

    search(ids, domain = []) {
        return this.orm.silent.search("discuss.channel", [["id", "in", ids], ...domain]);
    }

    remove(thread) {
        this.helpNotifications.end([thread.id], { isGone: true });
        this.discussService._handleNotificationChannelDelete(thread, { notifId: 0 });
    }

    /** Fetch the messages anew, now or as soon as they are shown; what could not be sent stays. */
    fetchMessages(thread) {
        if (thread.isLoaded) {
            thread.messages = thread.messages.filter(
                (message) => message.isPending || message.postFailRedo
            );
            thread.isLoaded = false;
            if (thread.isDisplayed) {
                thread.fetchNewMessages();
            }
        }
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
