import { registry } from "@web/core/registry";

const WIDGET = ".o-livechat-root:shadow";
const INPUT = `${WIDGET} .o-mail-Composer-input:enabled`;

const read = (text) => ({ trigger: `${WIDGET} .o-mail-Message:contains(${text})` });
const write = (text) => [
    { trigger: INPUT, run: `edit ${text}` },
    { trigger: INPUT, run: "press Enter" },
    read(text),
];

/** A visitor opens the support page, tells the chatbot what it asks, and writes to the agent. */
registry.category("web_tour.tours").add("livechat_info_panel.visitor_chats", {
    steps: () => {
        // Not imported, as this file is also in bundles that do not have the widget.
        const { Chatbot } = odoo.loader.modules.get("@im_livechat/core/common/chatbot_model");
        Object.assign(Chatbot, {
            MESSAGE_DELAY: 0,
            TYPING_DELAY: 0,
            MULTILINE_STEP_DEBOUNCE_DELAY: 2000,
        });
        return [
            { trigger: `${WIDGET} .o-livechat-LivechatButton`, run: "click" },
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
