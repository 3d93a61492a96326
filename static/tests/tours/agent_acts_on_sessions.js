import { registry } from "@web/core/registry";

const line = (name, content) => `.o_data_row:contains(${name}):contains(${content})`;
const card = (name, content) => `.o_kanban_record:contains(${name}):contains(${content})`;

function selectLine(name) {
    return {
        trigger: `.o_data_row:contains(${name}) .o_list_record_selector input`,
        run: "click",
    };
}

function selectCard(name) {
    return {
        trigger: `.o_kanban_record:contains(${name})`,
        run() {
            this.anchor.dispatchEvent(new MouseEvent("click", { altKey: true, bubbles: true }));
        },
    };
}

function act(name) {
    return [
        { trigger: ".o_cp_action_menus button:contains(Actions)", run: "click" },
        { trigger: `.o-dropdown--menu .o_menu_item:contains(${name})`, run: "click" },
    ];
}

function actOnForm(name) {
    return [
        { trigger: ".o_control_panel .o_cp_action_menus button:has(.fa-cog)", run: "click" },
        { trigger: `.o-dropdown--menu .o_menu_item:contains(${name})`, run: "click" },
    ];
}

function switchTo(view) {
    return { trigger: `.o_switch_view.o_${view}`, run: "click" };
}

/** An agent works on sessions by the Action menu of the list, of the cards and of a session. */
registry.category("web_tour.tours").add("livechat_info_panel.agent_acts_on_sessions", {
    steps: () => [
        switchTo("list"),
        { trigger: line("Tour Anna", "In progress") },
        selectLine("Tour Anna"),
        selectLine("Tour Ben"),
        ...act("Set Waiting for customer"),
        { trigger: line("Tour Anna", "Waiting for customer") },
        { trigger: line("Tour Ben", "Waiting for customer") },
        { trigger: line("Tour Cleo", "In progress") },
        switchTo("kanban"),
        { trigger: card("Tour Cleo", "Status: In progress") },
        selectCard("Tour Cleo"),
        ...act("Ask for help"),
        { trigger: ".modal div[name=text] input", run: "edit Refund" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: card("Tour Cleo", "Status: Looking for help") },
        selectCard("Tour Anna"),
        selectCard("Tour Ben"),
        ...act("Set In progress"),
        { trigger: card("Tour Anna", "Status: In progress") },
        { trigger: card("Tour Ben", "Status: In progress"), run: "click" },
        { trigger: ".o-mail-Message:contains(Hello from Tour Ben)" },
        ...actOnForm("Close"),
        { trigger: ".modal button[name='action_confirm']:contains(Close)", run: "click" },
        { trigger: "body:not(:has(.modal)) .o-livechatInfoPanel-outcome" },
        { trigger: ".o_control_panel .o_back_button", run: "click" },
        { trigger: card("Tour Ben", "Outcome: Missed") },
    ],
});

/** An agent looks for who needs help, and joins from the list; the line leaves it. */
registry.category("web_tour.tours").add("livechat_info_panel.agent_joins_from_list", {
    steps: () => [
        { trigger: line("Tour Anna", "What is our policy?") },
        { trigger: line("Tour Ben", "00:") },
        {
            trigger: ".o_data_row:contains(Tour Anna)",
            run() {
                const names = [...document.querySelectorAll(".o_data_row")].map((row) =>
                    ["Tour Ben", "Tour Anna"].find((name) => row.textContent.includes(name))
                );
                if (names.filter(Boolean).join() !== "Tour Ben,Tour Anna") {
                    throw new Error(`The longest wait is not first: ${names}`);
                }
            },
        },
        selectLine("Tour Anna"),
        ...act("Join"),
        { trigger: ".o_notification:contains(Done for 1 of 1 conversations)" },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains(Tour Anna)))" },
        { trigger: line("Tour Ben", "00:") },
    ],
});
