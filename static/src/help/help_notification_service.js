import { HelpCalls } from "@livechat_info_panel/help/help_calls";

import { reactive } from "@odoo/owl";

import { registry } from "@web/core/registry";

export const helpNotificationService = {
    dependencies: ["action", "bus_service", "mail.store", "notification"],
    start(env, services) {
        const calls = reactive(new HelpCalls(services));
        const bus = services.bus_service;
        const listen = (name, method) =>
            bus.subscribe(`livechat_info_panel/${name}`, (payload) => calls[method](payload));
        listen("help_requested", "onHelpRequested");
        listen("many_help_requested", "onManyHelpRequested");
        listen("help_ended", "onHelpEnded");
        listen("help_came", "onHelpCame");
        return calls;
    },
};

registry.category("services").add("livechat_info_panel.help_notification", helpNotificationService);
