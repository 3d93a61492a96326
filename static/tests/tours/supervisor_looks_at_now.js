import { registry } from "@web/core/registry";

const ROW = ".o-livechatInfoPanel-nowRow:contains(Gina Guest)";
const AGENT = ".o-livechatInfoPanel-nowAgent:contains(Otto Agent)";

/** A supervisor finds who waits, looks into the conversation, hands it over and closes it. */
registry.category("web_tour.tours").add("livechat_info_panel.supervisor_looks_at_now", {
    steps: () => [
        { trigger: `${ROW} .o-livechatInfoPanel-nowAgents:contains(Ada Agent)` },
        { trigger: `${ROW} button:contains(Gina Guest)`, run: "click" },
        { trigger: ".o-mail-ChatWindow .o-mail-Message:contains(Is there anybody?)" },
        { trigger: ".o-mail-ChatWindow button[title*='Close']", run: "click" },
        { trigger: "body:not(:has(.o-mail-ChatWindow))" },
        {
            trigger: ROW,
            run: ({ drag_and_drop: drop }) => drop(AGENT, { position: "center" }),
        },
        { trigger: ".o_notification:contains(Otto Agent has the conversation with Gina Guest)" },
        { trigger: `${ROW} button[aria-label^='Actions']`, run: "click" },
        { trigger: ".o-dropdown-item:contains(Close)", run: "click" },
        { trigger: ".modal button:contains(Close).btn-primary", run: "click" },
        { trigger: ".o-livechatInfoPanel-now:contains(No open conversations)" },
    ],
});
