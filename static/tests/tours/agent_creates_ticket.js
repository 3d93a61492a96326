import { registry } from "@web/core/registry";

const SECTION = ".o-livechatInfoPanel-tickets";
const NAME = "The mower smokes";

/** The agent creates a ticket from the panel, and sees it there at once. */
registry.category("web_tour.tours").add("livechat_info_panel.agent_creates_ticket", {
    steps: () => [
        { trigger: `${SECTION}:not(:has(li)) button:contains(Create ticket)`, run: "click" },
        { trigger: ".o_dialog .o_field_widget[name='title'] input:value(mia@example.com)" },
        { trigger: ".o_dialog .o_field_widget[name='title'] input", run: "clear" },
        { trigger: ".o_dialog footer button:contains(Create Ticket)", run: "click" },
        // What is missing is said, and nothing is lost.
        { trigger: ".o_dialog .o_field_widget[name='title'].o_field_invalid" },
        { trigger: ".o_dialog .o_field_widget[name='title'] input", run: `edit ${NAME}` },
        { trigger: ".o_dialog .o_field_widget[name='description'] textarea", run: "edit Loudly" },
        { trigger: ".o_dialog footer button:contains(Create Ticket)", run: "click" },
        { trigger: `.o_notification a[href^='/odoo/helpdesk.ticket/']:contains(${NAME})` },
        { trigger: "body:not(:has(.o_dialog))" },
        {
            trigger: `${SECTION} li:contains(${NAME}):contains(New)`,
            run: ({ anchor }) => {
                const link = anchor.querySelector("a");
                if (link.target !== "_blank" || !/\/odoo\/helpdesk\.ticket\/\d+$/.test(link.href)) {
                    throw new Error(`It leads elsewhere: ${link.outerHTML}`);
                }
            },
        },
    ],
});

/** What the link of the panel opens. */
registry.category("web_tour.tours").add("livechat_info_panel.agent_reads_ticket", {
    steps: () => [
        { trigger: `.o_form_view .o_field_widget[name='name'] input:value(${NAME})` },
        { trigger: ".o_form_view .o_field_widget[name='description']:contains(Loudly)" },
        { trigger: ".o_form_view .o_field_widget[name='description']:contains(Your e-mail?)" },
        { trigger: ".o-mail-Message a[href*='im_livechat.discuss_channel_action']", run: "click" },
        { trigger: ".o-livechatInfoPanel-tickets li:contains(The mower smokes)" },
    ],
});
