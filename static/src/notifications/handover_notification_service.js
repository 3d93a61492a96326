import { ConversationNotifications } from "@livechat_info_panel/notifications/conversation_notifications";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/**
 * Tells the agent what was handed over to them.
 *
 * It stays until the agent saw it in the panel: Odoo opens the window of such a conversation by
 * itself.
 */
export class HandoverNotifications extends ConversationNotifications {
    /** Ids of the conversations of which the panel shows what was handed over to the agent. */
    inPanel = new Set();

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
        return () => this.inPanel.delete(id);
    }
}

export const handoverNotificationService = {
    dependencies: ["bus_service", "mail.store", "notification"],
    start(env, services) {
        const notifications = new HandoverNotifications(services);
        services.bus_service.subscribe("livechat_info_panel/handed_over", (payload) =>
            notifications.onHandedOver(payload)
        );
        return notifications;
    },
};

registry
    .category("services")
    .add("livechat_info_panel.handover_notification", handoverNotificationService);
