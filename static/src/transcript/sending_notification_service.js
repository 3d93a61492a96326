import { isolate } from "@livechat_info_panel/core/common/isolate";
import { OffPanelNotifications } from "@livechat_info_panel/core/conversation_notifications";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Tells the agent, where no panel shows it, that what they sent did not arrive. */
export class SendingNotifications extends OffPanelNotifications {
    onFailed({ channel_id: id, customer, kind }) {
        if (this.panels.has(id)) {
            return;
        }
        const name = isolate(customer);
        const text =
            kind === "message"
                ? _t("The message to %(name)s could not be sent.", { name })
                : _t("The conversation with %(name)s could not be sent.", { name });
        this.show(id, isolate(text), { type: "danger" });
    }
}

export const sendingNotificationService = {
    dependencies: ["bus_service", "livechat_info_panel.session_data", "mail.store", "notification"],
    start(env, services) {
        const notifications = new SendingNotifications(services);
        services.bus_service.subscribe("livechat_info_panel/sending_failed", (payload) =>
            notifications.onFailed(payload)
        );
        return notifications;
    },
};

registry
    .category("services")
    .add("livechat_info_panel.sending_notification", sendingNotificationService);
