import { isolate } from "@livechat_info_panel/core/common/isolate";
import { ConversationNotifications } from "@livechat_info_panel/core/conversation_notifications";
import { Shown } from "@livechat_info_panel/core/shown";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Tells the agent, where no panel shows it, that what they sent did not arrive. */
export class SendingNotifications extends ConversationNotifications {
    /** The conversations of which a panel shows what became of their sendings. */
    panels = new Shown();

    onFailed({ channel_id: id, customer, kind }) {
        if (this.panels.has(id)) {
            return;
        }
        const name = isolate(customer);
        const text =
            kind === "message"
                ? _t("The message to %(name)s could not be sent.", { name })
                : _t("The conversation with %(name)s could not be sent.", { name });
        this.show(id, isolate(text), {
            type: "danger",
            buttons: [{ name: _t("Open"), primary: true, onClick: () => this.open(id) }],
        });
    }

    /**
     * @param {number} id id of a conversation of which a panel shows it
     * @returns {() => void} to be called when it does no longer
     */
    showInPanel(id) {
        const hide = this.panels.add(id);
        this.close(id);
        return hide;
    }
}

export const sendingNotificationService = {
    dependencies: ["bus_service", "mail.store", "notification"],
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
