import { HelpCalls } from "@livechat_info_panel/help/help_calls";

import { reactive } from "@odoo/owl";

import { registry } from "@web/core/registry";

export const helpNotificationService = {
    dependencies: ["action", "bus_service", "mail.store", "notification"],
    start(env, services) {
        const calls = reactive(new HelpCalls(services));
        const listen = (name, callback) =>
            services.bus_service.subscribe(`livechat_info_panel/${name}`, callback);
        listen("help_requested", (payload) => calls.onHelpRequested(payload));
        listen("many_help_requested", (payload) => calls.onManyHelpRequested(payload));
        listen("help_ended", ({ channel_ids }) => calls.end(channel_ids));
        listen("help_came", (payload) => calls.onHelpCame(payload));
        return calls;
    },
};

registry.category("services").add("livechat_info_panel.help_notification", helpNotificationService);
