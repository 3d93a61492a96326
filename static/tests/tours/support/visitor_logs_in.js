import { registry } from "@web/core/registry";

import { INPUT, open, post, read, reload, waitFor, WIDGET, write } from "./widget_steps";

const WINDOW = `${WIDGET} .o-mail-ChatWindow`;
const readOwn = (text) => ({
    trigger: `${WIDGET} .o-mail-Message.o-selfAuthored:contains(${text})`,
});

/** Log in as in another tab: the page of the widget does not learn it. */
const logIn = () => ({
    trigger: "body",
    async run() {
        const page = await (await fetch("/web/login")).text();
        const form = new DOMParser().parseFromString(page, "text/html");
        const body = new FormData(form.querySelector("form.oe_login_form"));
        body.set("login", "customer");
        body.set("password", "Pl1bhD@2!kXZ");
        const response = await fetch("/web/login", { method: "POST", body });
        if (new URL(response.url).pathname === "/web/login") {
            throw new Error("The login failed");
        }
    },
});

const logOut = () => ({ trigger: "body", run: () => fetch("/web/session/logout") });

const checkWindow = () => ({
    trigger: WINDOW,
    run({ anchor }) {
        for (const hidden of ["logged in as", "left the channel", "joined the channel"]) {
            if (anchor.textContent.includes(hidden)) {
                throw new Error(`The visitor reads “${hidden}” in: ${anchor.textContent}`);
            }
        }
    },
});

/** A guest logs in, comes back to the page, goes on writing, reads the answer and logs out. */
registry.category("web_tour.tours").add("livechat_info_panel.visitor_logs_in", {
    steps: () => [
        open(),
        ...post("I am a guest"),
        logIn(),
        reload(),
        readOwn("I am a guest"),
        ...write("I am Carla"),
        readOwn("I am Carla"),
        ...post("Agent please"),
        read("Hello Carla"),
        checkWindow(),
        { trigger: INPUT },
        logOut(),
        reload(),
        { trigger: `${WIDGET} .o-livechat-LivechatButton` },
        waitFor(2000),
        {
            trigger: `${WIDGET} .o-livechat-LivechatButton`,
            run({ queryAll }) {
                if (queryAll(WINDOW).length) {
                    throw new Error("The conversation shows to whoever comes next");
                }
            },
        },
    ],
});

/** A guest logs in in another tab, goes on writing in the first one, and leaves. */
registry.category("web_tour.tours").add("livechat_info_panel.visitor_logs_in_elsewhere", {
    steps: () => [
        open(),
        ...post("I am a guest"),
        logIn(),
        ...post("I am Carla"),
        ...post("Agent please"),
        read("Hello Carla"),
        checkWindow(),
        readOwn("I am a guest"),
        readOwn("I am Carla"),
        ...post("Thank you"),
        { trigger: `${WINDOW} [title*="Close Chat Window"]`, run: "click" },
        { trigger: `${WINDOW} button:contains(Yes, leave conversation)`, run: "click" },
        { trigger: `${WINDOW} img[alt="5"]`, run: "click" },
        { trigger: `${WINDOW} button:contains(Send)`, run: "click" },
        { trigger: `${WINDOW}:contains(Thank you for your feedback)` },
        { trigger: `${WINDOW} [title*="Close Chat Window"]`, run: "click" },
        { trigger: `${WIDGET} .o-livechat-LivechatButton` },
    ],
});
