import { registry } from "@web/core/registry";

import {
    hurryChatbot,
    INPUT,
    open,
    post,
    read,
    readNotice,
    reload,
    waitFor,
    WIDGET,
} from "./widget_steps";

const NOTICE = "Otto of Support joined the conversation.";
const HEADER = `${WIDGET} .o-mail-ChatWindow-header`;

const checkWindow = () => ({
    trigger: `${WIDGET} .o-mail-ChatWindow`,
    run({ anchor }) {
        const text = anchor.textContent;
        for (const hidden of ["Otto Agent", "to the channel", "the channel", "I go on"]) {
            if (text.includes(hidden)) {
                throw new Error(`The visitor reads “${hidden}” in: ${text}`);
            }
        }
        if (text.split(NOTICE).length !== 2) {
            throw new Error(`The notice should show once in: ${text}`);
        }
    },
});

/** An agent joins while the visitor answers the chatbot, which would go on two seconds later. */
registry.category("web_tour.tours").add("livechat_info_panel.visitor_meets_agent", {
    steps: () => {
        hurryChatbot();
        return [
            open(),
            read("What is it about?"),
            { trigger: `${HEADER}:contains(Bot)` },
            { trigger: `${WIDGET} button:contains(An order)`, run: "click" },
            read("What happened?"),
            ...post("It was empty"),
            ...post("Agent please"),
            readNotice(NOTICE),
            { trigger: `${HEADER}:contains(Otto of Support)` },
            waitFor(3000),
            checkWindow(),
            ...post("Hello Otto"),
            { trigger: INPUT },
            reload(),
            read("Hello Otto"),
            readNotice(NOTICE),
            waitFor(3000),
            checkWindow(),
            ...post("It is me again"),
            { trigger: INPUT },
            // It is an agent's conversation, with nothing to start over.
            { trigger: `${HEADER}:not(:has([title="Restart Conversation"]))` },
        ];
    },
});
