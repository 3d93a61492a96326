import { callAtLast } from "@livechat_info_panel/core/call_at_last";
import { isolate } from "@livechat_info_panel/core/common/isolate";
import { ConversationNotifications } from "@livechat_info_panel/core/conversation_notifications";

import { reactive } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** How long an agent can undo that they closed a conversation, in milliseconds. */
export const UNDO_DELAY = 10000;

/**
 * Closes conversations a little later than the agent does, so that it can be undone: until then
 * nothing has happened to the customer. If they write meanwhile, the conversation stays open.
 */
export class Closing {
    /** What it was like when it was closed, by id of the conversation. */
    pending = new Map();

    constructor(services) {
        this.dialog = services.dialog;
        this.notifications = new ConversationNotifications(services);
        this.orm = services.orm;
        this.store = services["mail.store"];
    }

    has(thread) {
        return this.pending.has(thread.id);
    }

    get threads() {
        return [...this.pending.values()].map(({ thread }) => thread);
    }

    /**
     * Close an open conversation. Asks first if the user is not in it, but somebody else is.
     *
     * @param {import("models").Thread} thread
     */
    close(thread) {
        if (thread.self_member_id || thread.livechatLacksAgent) {
            this.closeSoon(thread);
            return;
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("Close this conversation?"),
            body: _t("You are not in it. Its agent: %(name)s", {
                name: thread.livechat_operator_id?.name ?? _t("unknown"),
            }),
            confirmLabel: _t("Close"),
            confirm: () => this.closeSoon(thread),
            cancel: () => {},
        });
    }

    closeSoon(thread) {
        if (this.has(thread)) {
            return;
        }
        this.pending.set(thread.id, {
            thread,
            handover: thread.livechat_last_handover?.id,
            lastId: getLastIdOfCustomer(thread),
            timeout: browser.setTimeout(() => this.closeNow(thread), UNDO_DELAY),
        });
        if (this.store.discuss.thread?.eq(thread)) {
            this.openNext();
        }
    }

    undo(thread) {
        browser.clearTimeout(this.pending.get(thread.id)?.timeout);
        this.pending.delete(thread.id);
        thread.open({ focus: true });
        thread.composer.autofocus++; // the button goes
    }

    /** The user's chat whose customer has been waiting longest, but the one that is open. */
    get next() {
        const since = ({ livechat_customer_waiting_since_dt: date }) => date;
        const current = this.store.discuss.thread;
        return Object.values(this.store.Thread.records)
            .filter((other) => other.livechatIsOwnOpen && since(other))
            .filter((other) => other.notEq(current) && !this.has(other))
            .sort((a, b) => since(a) - since(b))[0];
    }

    openNext() {
        this.next?.open({ focus: true });
    }

    async closeNow(thread) {
        const { handover, lastId } = this.pending.get(thread.id);
        this.pending.delete(thread.id);
        if (!thread.exists() || thread.livechat_end_dt) {
            return; // somebody else was quicker
        }
        const name = isolate(thread.displayName);
        if (getLastIdOfCustomer(thread) > lastId) {
            this.tell(thread, _t("Not closed, as the customer wrote: %(name)s", { name }));
        } else if (thread.livechat_last_handover?.id !== handover) {
            this.tell(thread, _t("Not closed, as somebody else has it now: %(name)s", { name }));
        } else {
            try {
                await this.orm.call("discuss.channel", "livechat_close", [[thread.id]]);
            } catch (error) {
                this.tell(thread, _t("Not closed: %(name)s", { name }));
                throw error;
            }
        }
    }

    tell({ id }, text) {
        this.notifications.show(id, text, {
            type: "warning",
            buttons: [
                { name: _t("Open"), primary: true, onClick: () => this.notifications.open(id) },
            ],
        });
    }

    /** The page goes, and with it the way to undo it. */
    onPageHide() {
        for (const [id, { timeout }] of this.pending) {
            browser.clearTimeout(timeout);
            callAtLast(id, "livechat_close");
        }
        this.pending.clear();
    }
}

function getLastIdOfCustomer({ livechatVisitorMember: visitor, newestPersistentAllMessages: all }) {
    const isWritten = (message) =>
        !message.isNotification && visitor && message.author?.eq(visitor.persona);
    return all.find(isWritten)?.id ?? 0;
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
