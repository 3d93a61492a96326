import { ConversationNotifications } from "@livechat_info_panel/core/conversation_notifications";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/** Where the tabs of a browser tell each other what the agent saw. */
export const SEEN_KEY = "livechat_info_panel.handovers_seen";

/**
 * Tells the agent what was handed over to them.
 *
 * It stays until the agent saw it in the panel, in whatever tab: Odoo opens the window of such a
 * conversation by itself.
 */
export class HandoverNotifications extends ConversationNotifications {
    /** Ids of the conversations of which the panel shows what was handed over to the agent. */
    inPanel = new Set();

    constructor(services) {
        super(services);
        this.multiTab = services.legacy_multi_tab;
    }

    onHandedOver({ channel_id: id, customer, from, comment }) {
        this.refreshPanel(id);
        if (this.inPanel.has(id)) {
            return;
        }
        this.show(id, comment || "", {
            title: from
                ? _t("%(from)s handed %(customer)s over to you", { customer, from })
                : _t("%(customer)s was handed over to you", { customer }),
            type: "info",
            buttons: [{ name: _t("Open"), primary: true, onClick: () => this.open(id) }],
        });
    }

    /** The panel of a conversation that was open before has asked for its data already. */
    refreshPanel(id) {
        if (this.getThread(id)?.hasFetchedLivechatSessionData) {
            this.store.fetchStoreData("/im_livechat/session/data", { channel_id: id });
        }
    }

    /**
     * The panel shows what was handed over to the agent.
     *
     * @param {number} id id of the conversation
     * @returns {() => void} to be called when it does no longer
     */
    showInPanel(id) {
        this.inPanel.add(id);
        this.close(id);
        this.tellTabs();
        return () => this.inPanel.delete(id);
    }

    tellTabs() {
        if (this.inPanel.size && document.visibilityState === "visible") {
            this.multiTab.setSharedValue(SEEN_KEY, {
                channel_ids: [...this.inPanel],
                user_id: user.userId,
                date: Date.now(), // the same value twice would be heard once
            });
        }
    }

    onSeenInTab({ channel_ids, user_id }) {
        if (user_id === user.userId) {
            channel_ids.filter((id) => !this.inPanel.has(id)).forEach((id) => this.close(id));
        }
    }
}

export const handoverNotificationService = {
    dependencies: ["bus_service", "legacy_multi_tab", "mail.store", "notification"],
    start(env, services) {
        const notifications = new HandoverNotifications(services);
        services.bus_service.subscribe("livechat_info_panel/handed_over", (payload) =>
            notifications.onHandedOver(payload)
        );
        services.legacy_multi_tab.bus.addEventListener(
            "shared_value_updated",
            ({ detail: { key, newValue } }) =>
                key === SEEN_KEY && newValue && notifications.onSeenInTab(JSON.parse(newValue))
        );
        document.addEventListener("visibilitychange", () => notifications.tellTabs());
        return notifications;
    },
};

registry
    .category("services")
    .add("livechat_info_panel.handover_notification", handoverNotificationService);
