import { watchUser } from "@livechat_info_panel/core/watch_user";

import { _t } from "@web/core/l10n/translation";

/**
 * Notifications about conversations, in whatever app the agent is.
 *
 * Of a kind there is one a conversation: a later one replaces it. It stays until it is closed.
 */
export class ConversationNotifications {
    /** @type {Map<number, () => void>} what closes each that is shown, by id of the conversation */
    shown = new Map();

    constructor(services) {
        this.notification = services.notification;
        this.store = services["mail.store"];
    }

    /**
     * @param {number} id id of the conversation, which the button opens: `options.buttons` replace it
     * @param {string} message
     * @param {Object} options those of Odoo's notifications
     */
    show(id, message, options) {
        this.close(id);
        const close = this.notification.add(message, {
            buttons: [{ name: _t("Open"), primary: true, onClick: () => this.open(id) }],
            ...options,
            sticky: true,
            onClose: () => this.shown.get(id) === close && this.shown.delete(id),
        });
        this.shown.set(id, close);
    }

    /** @param {number} id id of the conversation */
    close(id) {
        this.shown.get(id)?.();
    }

    /** @param {number} id id of the conversation */
    async open(id) {
        const [thread, isAwaited] = await watchUser(this.fetchThread(id));
        this.openFetched(id, thread, isAwaited);
    }

    /** Open it, but in Discuss not in place of the one in which the user goes on meanwhile. */
    openFetched(id, thread, isAwaited) {
        if (isAwaited || !thread || !this.store.discuss.isActive) {
            this.close(id);
            thread?.open({ focus: isAwaited, bypassCompact: true });
        }
    }

    fetchThread(id) {
        return this.store.Thread.getOrFetch({ model: "discuss.channel", id });
    }

    getThread(id) {
        return this.store.Thread.get({ model: "discuss.channel", id });
    }
}

/** Such that tell what a panel shows as well: where there is one, it tells. */
export class OffPanelNotifications extends ConversationNotifications {
    constructor(services) {
        super(services);
        this.panels = services["livechat_info_panel.session_data"].panels;
        this.panels.listeners.push((id) => this.close(id));
    }
}
