import { callAtLast } from "@livechat_info_panel/core/call_at_last";
import { gather } from "@livechat_info_panel/core/gather";
import { ClosingNotifications } from "@livechat_info_panel/status/closing_notifications";
import { askBeforeClosing } from "@livechat_info_panel/status/closing_question";
import { getSeen, loadSeen } from "@livechat_info_panel/status/closing_seen";
import { openNextWaiting } from "@livechat_info_panel/status/next_chat";

import { reactive, toRaw } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/** How long an agent can undo that they closed a conversation, in milliseconds. */
export const UNDO_DELAY = 10000;
/** How long to wait for a panel that offers to undo it, before a notification does. */
export const NOTICE_DELAY = 200;

/**
 * Closes conversations a little later than the agent does, so that it can be undone: until then
 * nothing has happened to the customer. The server leaves it open if something happens meanwhile.
 */
export class Closing {
    /** What it was like when it was closed, by id of the conversation. */
    pending = new Map();
    /** How many panels offer to undo it. */
    barCount = 0;

    constructor(services) {
        this.dialog = services.dialog;
        this.notifications = new ClosingNotifications(services);
        this.orm = services.orm;
        this.store = services["mail.store"];
        this.showUndoSoon = gather(() => this.showUndo(), NOTICE_DELAY);
    }

    get threads() {
        const threads = [...this.pending.values()].map(({ thread }) => thread);
        return threads.filter((thread) => thread.exists());
    }

    /**
     * Close an open conversation. Asks first if another agent has it.
     *
     * @param {import("models").Thread} thread
     * @param {import("models").ChatWindow} [chatWindow] in which it was done: it goes
     */
    async close(thread, chatWindow) {
        thread = toRaw(this).store.Thread.get(thread); // a component's would keep that
        const mayClose = () =>
            thread?.exists() && !thread.livechat_end_dt && !thread.livechatIsClosing;
        if (mayClose() && (await askBeforeClosing(this.dialog, thread)) && mayClose()) {
            reactive(toRaw(this)).closeSoon(thread, chatWindow);
        }
    }

    closeSoon(thread, chatWindow) {
        const entry = {
            thread,
            seen: getSeen(thread),
            timeout: browser.setTimeout(() => this.closeNow(thread), UNDO_DELAY),
        };
        this.pending.set(thread.id, entry);
        thread.livechatIsClosing = true;
        if (!thread.isLoaded) {
            loadSeen(thread).then((seen) => (entry.seen = seen));
        }
        this.showUndoSoon();
        if (chatWindow) {
            // The user does not leave the conversation: to the server, that could end it now.
            const options = { force: true, notifyState: false };
            chatWindow.close(options).then(() => this.store.chatHub.save());
        } else if (this.store.discuss.thread?.eq(thread)) {
            openNextWaiting(this.store);
        }
    }

    undo(thread) {
        this.forget(thread);
        if (thread.exists()) {
            // In Sessions, it is there already, and nothing but its form says so.
            if (!thread.shadowedBySelf) {
                thread.open({ focus: true });
            }
            thread.composer.autofocus++; // the button goes
        }
    }

    /** There is nothing more to undo: it is closed, maybe by somebody else, or stays open. */
    forget(thread) {
        if (!this.pending.has(thread.id)) {
            return;
        }
        browser.clearTimeout(this.pending.get(thread.id).timeout);
        this.pending.delete(thread.id);
        this.notifications.offered.delete(thread.id);
        if (thread.exists()) {
            thread.livechatIsClosing = false;
        }
        this.showUndo();
    }

    async closeNow(thread) {
        const { seen } = this.pending.get(thread.id);
        this.forget(thread);
        if (!thread.exists()) {
            return;
        }
        try {
            const args = [[thread.id], ...seen];
            const reason = await this.orm.call("discuss.channel", "livechat_close", args);
            if (reason && reason !== "closed_already") {
                this.notifications.tellWhyNot(thread, reason);
            }
        } catch (error) {
            this.notifications.tellWhyNot(thread);
            throw error;
        }
    }

    /** A panel begins to offer it (1), or goes (-1). */
    countBar(number) {
        this.barCount += number;
        this.showUndoSoon();
    }

    showUndo() {
        const threads = this.barCount ? [] : this.threads;
        this.notifications.showUndo(threads, (thread) => this.undo(thread));
    }

    /** The page goes, and with it the way to undo it. It may come back, as it was. */
    onPageHide() {
        for (const [id, { seen, thread }] of [...this.pending]) {
            callAtLast(id, "livechat_close", ...seen);
            this.forget(thread);
        }
    }
}

export const closingService = {
    dependencies: ["dialog", "mail.store", "notification", "orm"],
    start(env, services) {
        const closing = reactive(new Closing(services));
        browser.addEventListener("pagehide", () => closing.onPageHide());
        return closing;
    },
};

registry.category("services").add("livechat_info_panel.closing", closingService);
