import { registry } from "@web/core/registry";

import { INPUT, open, post, read, readNotice, send, WIDGET, write } from "./widget_steps";

const KEPT = "Your message was kept for our team.";

const countMessages = (count) => ({
    trigger: `${WIDGET} .o-mail-Thread`,
    run({ queryAll }) {
        const texts = queryAll(`${WIDGET} .o-mail-Message`).map((el) => el.textContent);
        if (texts.length !== count) {
            throw new Error(`There should be ${count} messages, not ${JSON.stringify(texts)}`);
        }
    },
});

/** The last agent goes while the visitor writes. */
registry.category("web_tour.tours").add("livechat_info_panel.visitor_leaves_message", {
    steps: () => [
        open(),
        read("How may I help you?"),
        ...write("Where is my parcel?"),
        readNotice(KEPT),
        ...write("It is <b>late</b>"),
        // What cannot be kept is not lost.
        ...send("And one too many"),
        {
            trigger: `${WIDGET} .o_notification:contains(no more messages can be kept)`,
        },
        {
            trigger: INPUT,
            run({ anchor }) {
                if (anchor.value !== "And one too many") {
                    throw new Error(`The composer holds “${anchor.value}”`);
                }
            },
        },
        countMessages(3),
    ],
});

const ADDRESS = `${WIDGET} .o-livechatInfoPanel-leftEmail`;

/** They say where to answer, and can correct it; what they wrote is kept anyway. */
registry.category("web_tour.tours").add("livechat_info_panel.visitor_leaves_email", {
    steps: () => [
        open(),
        readNotice("Leave a message for our team."),
        {
            trigger: `${WIDGET} .o-mail-ChatWindow:not(:has(.o-livechatInfoPanel-leftEmail))`,
        },
        ...write("Please call me"),
        readNotice(KEPT),
        { trigger: `${ADDRESS} input`, run: "edit mia@example" },
        { trigger: `${ADDRESS} button[type='submit']`, run: "click" },
        { trigger: `${ADDRESS} [role='alert']:contains(This is not an email address)` },
        { trigger: `${ADDRESS} input.is-invalid`, run: "edit mia@example.org" },
        { trigger: `${ADDRESS} button[type='submit']`, run: "click" },
        { trigger: `${ADDRESS}:contains(We will answer to mia@example.org)` },
        { trigger: `${ADDRESS} button:contains(Change)`, run: "click" },
        { trigger: `${ADDRESS} input`, run: "edit mia@example.com" },
        { trigger: `${ADDRESS} button[type='submit']`, run: "click" },
        { trigger: `${ADDRESS}:contains(We will answer to mia@example.com)` },
        ...write("Soon"),
        // The server has it.
        { trigger: `${WIDGET} .o-mail-NotificationMessage:contains(${KEPT}):eq(1)` },
        countMessages(2),
    ],
});

/** Nobody is there from the start, and then somebody comes. */
registry.category("web_tour.tours").add("livechat_info_panel.visitor_leaves_message_at_once", {
    steps: () => [
        open(),
        readNotice("Nobody is available right now. Leave a message for our team."),
        {
            trigger: `${WIDGET} .o-mail-ChatWindow:not(:contains(How may I help you?))`,
        },
        ...write("Please call me"),
        readNotice(KEPT),
        ...post("Agent please"),
        { trigger: `${WIDGET} .o-mail-ChatWindow-header:contains(Ada Agent)` },
        countMessages(2),
    ],
});
