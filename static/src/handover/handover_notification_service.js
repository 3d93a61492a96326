import { isolate } from "@livechat_info_panel/core/common/isolate";
import { OffPanelNotifications } from "@livechat_info_panel/core/conversation_notifications";

import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";

/**
 * Tells the agent what was handed over to them.
 *
 * It stays until the agent saw it in the panel, in whatever tab: Odoo opens the window of such a
 * conversation by itself.
 */
export class HandoverNotifications extends OffPanelNotifications {
    constructor(services) {
        super(services);
        this.sessionData = services["livechat_info_panel.session_data"];
        // Where the agent's tabs tell each other what they show.
        this.tabs = new browser.BroadcastChannel(
            `livechat_info_panel.handovers_seen/${session.db}/${user.userId}`
        );
        this.tabs.onmessage = ({ data: ids }) =>
            ids.filter((id) => !this.panels.has(id)).forEach((id) => this.close(id));
        this.panels.listeners.push(() => this.tellTabs());
    }

    onHandedOver({ channel_id: id, customer: customerName, from: fromName, comment }) {
        // A panel that was open before, or will be again, has asked for its data already.
        this.sessionData.onOutdated({ channel_ids: [id] });
        if (this.panels.has(id) || this.getThread(id)?.livechat_end_dt) {
            return;
        }
        const customer = isolate(customerName);
        this.show(id, comment ? isolate(comment) : "", {
            title: isolate(
                fromName
                    ? _t("%(from)s handed %(customer)s over to you", {
                          customer,
                          from: isolate(fromName),
                      })
                    : _t("%(customer)s was handed over to you", { customer })
            ),
            type: "info",
        });
    }

    tellTabs() {
        if (this.panels.ids.length && document.visibilityState === "visible") {
            this.tabs.postMessage(this.panels.ids);
        }
    }
}

export const handoverNotificationService = {
    dependencies: ["bus_service", "livechat_info_panel.session_data", "mail.store", "notification"],
    start(env, services) {
        const notifications = new HandoverNotifications(services);
        services.bus_service.subscribe("livechat_info_panel/handed_over", (payload) =>
            notifications.onHandedOver(payload)
        );
        document.addEventListener("visibilitychange", () => notifications.tellTabs());
        return notifications;
    },
};

registry
    .category("services")
    .add("livechat_info_panel.handover_notification", handoverNotificationService);
