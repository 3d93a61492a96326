import { registry } from "@web/core/registry";

import { NOTE_TEXT } from "./agent_works_with_panel";

const PANEL = ".o-livechat-ChannelInfoList .o-livechatInfoPanel";
const SECTION = `${PANEL} .o-livechatInfoPanel-transcript`;

/** The agent opens a closed conversation from the sessions, and sends it to the customer. */
registry.category("web_tour.tours").add("livechat_info_panel.agent_sends_transcript", {
    steps: () => [
        { trigger: ".o_switch_view.o_list", run: "click" },
        { trigger: ".o_data_row .o_data_cell:contains(Ada)", run: "click" },
        { trigger: ".o-mail-Message:contains(We send another one)" },
        { trigger: `${PANEL} .o-livechatInfoPanel-outcome:contains(No answer)` },
        { trigger: `${PANEL} h6:contains(Outcome)` },
        { trigger: `${PANEL}:not(:has(h6:contains(Status)))` },
        {
            trigger: `${PANEL} .o-livechatInfoPanel-notes textarea`,
            run() {
                if (this.anchor.value !== NOTE_TEXT) {
                    throw new Error(`The note came back as ${JSON.stringify(this.anchor.value)}`);
                }
            },
        },
        { trigger: `${PANEL} [aria-label='Tags'] .o_tag:contains(panel tour C++)` },
        { trigger: `${PANEL} [aria-label='Tags'] .o_tag:contains(Panel tour bug)` },
        { trigger: `${PANEL} [aria-label='Expertise'] .o_tag:contains(Panel tour parcels)` },
        { trigger: `${PANEL} dd:contains(2. it was empty)` },
        // What the customer gave to the chatbot is there; a colleague gets it as well.
        { trigger: `${SECTION} button:contains(Send by email)`, run: "click" },
        {
            trigger: `${SECTION} input:value(carla@example.com)`,
            run: "edit carla@example.com, nobody",
        },
        { trigger: `${SECTION} button[aria-label=Send]:enabled`, run: "click" },
        { trigger: `${SECTION} [role=alert]:contains(nobody)` },
        {
            trigger: `${SECTION} input:value(carla@example.com, nobody)`,
            run: "edit carla@example.com, boss@example.com && press Enter",
        },
        { trigger: `${SECTION} li[data-state=queued]:contains(boss@example.com)` },
        { trigger: `${SECTION} button:contains(Send by email)` },
    ],
});
