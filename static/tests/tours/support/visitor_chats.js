import { registry } from "@web/core/registry";

import { hurryChatbot, INPUT, open, read, WIDGET, write } from "./widget_steps";

/** A visitor opens the support page, tells the chatbot what it asks, and writes to the agent. */
registry.category("web_tour.tours").add("livechat_info_panel.visitor_chats", {
    steps: () => {
        hurryChatbot();
        return [
            open(),
            read("What is it about?"),
            { trigger: `${WIDGET} button:contains(An order)`, run: "click" },
            read("Your e-mail?"),
            ...write("carla at example"),
            read("does not look like a valid email"),
            ...write("carla@example.com"),
            read("What happened?"),
            ...write("1. I opened the parcel"),
            ...write("2. it was empty"),
            read("Let me find somebody."),
            ...write("Are you there?"),
            { trigger: INPUT },
        ];
    },
});
