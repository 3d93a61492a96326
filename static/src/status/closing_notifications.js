import { catchFocus } from "@livechat_info_panel/core/common/catch_focus";
import { isolate } from "@livechat_info_panel/core/common/isolate";
import { ConversationNotifications } from "@livechat_info_panel/core/conversation_notifications";

import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

const UNDO_CLASS = "o-livechatInfoPanel-undo";
const UNDO_BUTTON = `.${UNDO_CLASS} .o_notification_buttons button`;
/** When a notification is there, in milliseconds. */
const FOCUS_DELAY = 50;

/** What agents are told of the conversations that they close, in whatever app they are. */
export class ClosingNotifications {
    constructor(services) {
        this.store = services["mail.store"];
        /** Why some were not closed. */
        this.refusals = new ConversationNotifications(services);
        /** Those that are closed in some seconds. */
        this.pending = new ConversationNotifications(services);
        /** Of which it was offered to undo it: whoever dismissed that does not see it again. */
        this.offered = new Set();
    }

    /**
     * @param {import("models").Thread} thread a conversation that was not closed
     * @param {"customer_wrote"|"handed_over"} [reason] if the server told
     */
    tellWhyNot(thread, reason) {
        const text = this.getText(reason, isolate(thread.displayName));
        this.refusals.show(thread.id, text, { type: "warning" });
    }

    getText(reason, name) {
        switch (reason) {
            case "customer_wrote":
                return _t("Not closed, as the customer wrote: %(name)s", { name });
            case "handed_over":
                return _t("Not closed, as somebody else has it now: %(name)s", { name });
            default:
                return _t("Not closed: %(name)s", { name });
        }
    }

    /**
     * Offer to undo it where no panel does.
     *
     * @param {import("models").Thread[]} threads those that are closed in some seconds
     * @param {(thread: import("models").Thread) => void} undo
     */
    showUndo(threads, undo) {
        const hadFocus = Boolean(document.activeElement?.closest(`.${UNDO_CLASS}`));
        const gone = [...this.pending.shown.keys()].filter(
            (id) => !threads.some((thread) => thread.id === id)
        );
        for (const id of gone) {
            this.pending.close(id);
            this.offered.delete(id);
        }
        if (hadFocus && gone.length) {
            this.focusComposer();
        }
        for (const thread of threads.filter(({ id }) => !this.offered.has(id))) {
            this.offered.add(thread.id);
            const name = isolate(thread.displayName);
            this.pending.show(thread.id, _t("Closed: %(name)s", { name }), {
                buttons: [{ name: _t("Undo"), primary: true, onClick: () => undo(thread) }],
                className: UNDO_CLASS,
                type: "info",
            });
            // What was clicked may be gone, as a chat window is.
            browser.setTimeout(() => catchFocus(document.querySelector(UNDO_BUTTON)), FOCUS_DELAY);
        }
    }

    focusComposer() {
        const { chatHub, discuss } = this.store;
        if (discuss.isActive && discuss.thread) {
            discuss.thread.composer.autofocus++;
        } else {
            chatHub.opened[0]?.focus();
        }
    }
}
