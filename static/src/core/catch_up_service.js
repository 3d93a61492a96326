import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/** When to ask again a server that does not answer yet, in milliseconds. */
export const CATCH_UP_RETRY_DELAY = 5000;

/**
 * Shows, after a lost connection, what became of the conversations meanwhile: Odoo's bus tells it
 * later only as long as it has not forgotten it.
 */
export class CatchUp {
    isDisconnected = false;

    constructor({ orm, ...services }) {
        this.helpNotifications = services["livechat_info_panel.help_notification"];
        this.notes = services["livechat_info_panel.notes"];
        this.orm = orm;
        this.sessionData = services["livechat_info_panel.session_data"];
        this.store = services["mail.store"];
    }

    onDisconnect() {
        this.isDisconnected = true;
    }

    onConnect() {
        if (this.isDisconnected && this.store.has_access_livechat) {
            this.isDisconnected = false;
            this.catchUp();
        }
    }

    async catchUp() {
        this.notes.saveAll();
        try {
            await this.fetchConversations();
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            browser.clearTimeout(this.timeout);
            this.timeout = browser.setTimeout(() => this.catchUp(), CATCH_UP_RETRY_DELAY);
        }
    }

    async fetchConversations() {
        const { discuss } = this.store;
        const known = this.getKnownIds();
        // Those that are gone, and those that became the user's, are what nobody else asks for.
        const ids = await this.orm.silent.search("discuss.channel", [
            ["channel_type", "=", "livechat"],
            "|",
            ["id", "in", known],
            "&",
            ["is_member", "=", true],
            ["livechat_end_dt", "=", false],
        ]);
        const gone = known.filter((id) => !ids.includes(id));
        this.helpNotifications.end(gone, { isGone: true });
        await this.endCalls();
        this.sessionData.refresh();
        await Promise.all([
            ids.length && this.store.fetchStoreData("discuss.channel", ids),
            discuss.isActive && this.store.fetchStoreData("/im_livechat/looking_for_help"),
        ]);
    }

    /** Have those calls gone of which the toast tells, and which somebody answered meanwhile. */
    async endCalls() {
        const calls = [...this.helpNotifications.calls.keys()];
        const waiting =
            calls.length &&
            (await this.orm.silent.search("discuss.channel", [
                ["id", "in", calls],
                ["livechat_status", "=", "need_help"],
                ["livechat_end_dt", "=", false],
            ]));
        this.helpNotifications.end(calls.filter((id) => !waiting.includes(id)));
    }

    /** @returns {number[]} ids of the conversations that are in some list or panel */
    getKnownIds() {
        const threads = Object.values(this.store.Thread.records).filter(
            (thread) =>
                thread.channel_type === "livechat" &&
                (thread.displayInSidebar || this.sessionData.isShown(thread.id))
        );
        return threads.map((thread) => thread.id);
    }
}

export const catchUpService = {
    dependencies: [
        "bus_service",
        "livechat_info_panel.help_notification",
        "livechat_info_panel.notes",
        "livechat_info_panel.session_data",
        "mail.store",
        "orm",
    ],
    start(env, services) {
        const catchUp = new CatchUp(services);
        const { bus_service: bus } = services;
        bus.addEventListener("BUS:DISCONNECT", () => catchUp.onDisconnect());
        // Odoo's name for it depends on whether the browser knew that it was offline.
        bus.addEventListener("BUS:CONNECT", () => catchUp.onConnect());
        bus.addEventListener("BUS:RECONNECT", () => catchUp.onConnect());
        return catchUp;
    },
};

registry.category("services").add("livechat_info_panel.catch_up", catchUpService);
