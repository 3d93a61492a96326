import { registry } from "@web/core/registry";

const PANEL = ".o-livechat-ChannelInfoList .o-livechatInfoPanel";
const NOTE = `${PANEL} .o-livechatInfoPanel-notes textarea`;
const TAG_INPUT = `${PANEL} [aria-label='Tags'] input`;
const EXPERTISE_INPUT = `${PANEL} [aria-label='Expertise'] input`;

export const NOTE_TEXT = "Sent <b>twice</b> & empty\n\n\nAsk the warehouse";

/** The agent sees what is known of the visitor, and puts down what they found out. */
registry.category("web_tour.tours").add("livechat_info_panel.agent_works_with_panel", {
    steps: () => [
        { trigger: ".o-mail-Message:contains(Are you there?)" },
        {
            trigger: `${PANEL} .o-livechatInfoPanel-chatbotAnswers`,
            run({ queryAll }) {
                const texts = (selector) =>
                    queryAll(`${PANEL} ${selector}`).map((el) => el.textContent);
                const dialog = [texts("dt"), texts(".o-livechatInfoPanel-answer")];
                const expected = [
                    ["What is it about?", "What happened?"],
                    ["An order", "1. I opened the parcel\n2. it was empty"],
                ];
                if (JSON.stringify(dialog) !== JSON.stringify(expected)) {
                    throw new Error(`The chatbot's dialog shows as ${JSON.stringify(dialog)}`);
                }
            },
        },
        { trigger: `${PANEL} .o-livechatInfoPanel-contact a:contains(carla@example.com)` },
        { trigger: `${PANEL} [title='Country']:contains(Mexico)` },
        { trigger: `${PANEL} span:contains((estimated))` },
        { trigger: `${PANEL} [title='Language']:contains(Mexican Spanish)` },
        {
            trigger: `${PANEL} [data-tooltip='Local time in America/Mexico_City']:contains(local time)`,
        },
        // Status
        { trigger: `${PANEL} [role='radio'][aria-checked='true']:contains(In progress)` },
        { trigger: `${PANEL} [role='radio']:contains(Waiting for customer)`, run: "click" },
        { trigger: `${PANEL} [aria-checked='true']:contains(Waiting for customer)` },
        { trigger: `.o-mail-DiscussSidebar-item.o-active [title='Waiting for customer']` },
        // Note
        { trigger: NOTE, run: ({ edit }) => edit(NOTE_TEXT) },
        { trigger: NOTE, run: "press ctrl+Enter" },
        { trigger: `${PANEL} .o-livechatInfoPanel-notes [role='status']:contains(Saved)` },
        { trigger: NOTE, run: ({ edit }) => edit("Sent by mistake") },
        { trigger: `${PANEL} .o-livechatInfoPanel-notes :contains(Not saved yet)` },
        { trigger: `${PANEL} button[title='History of the note']`, run: "click" },
        { trigger: `.modal li:first:contains(Ada Agent) ins:contains(Sent by mistake)` },
        { trigger: ".modal button:contains(Restore)", run: "click" },
        {
            trigger: `body:not(:has(.modal)) ${NOTE}`,
            run() {
                if (this.anchor.value !== NOTE_TEXT) {
                    throw new Error(`The restored note is ${this.anchor.value}`);
                }
            },
        },
        // Tags, by keyboard
        { trigger: TAG_INPUT, run: "edit panel tour C++" },
        { trigger: TAG_INPUT, run: "press Enter" },
        { trigger: `${PANEL} [aria-label='Tags'] .o_tag:contains(panel tour C++)` },
        {
            trigger: TAG_INPUT,
            run({ edit }) {
                if (this.anchor.value) {
                    throw new Error(`The tag field still holds ${this.anchor.value}`);
                }
                return edit("PANEL TOUR BUG");
            },
        },
        { trigger: TAG_INPUT, run: "press Enter" },
        { trigger: `${PANEL} [aria-label='Tags'] .o_tag:contains(Panel tour bug)` },
        { trigger: TAG_INPUT, run: "edit Panel tour typo" },
        { trigger: TAG_INPUT, run: "press Enter" },
        { trigger: `${PANEL} .o_tag:contains(Panel tour typo)` },
        { trigger: TAG_INPUT, run: "press Backspace" },
        { trigger: `${PANEL}:not(:has(.o_tag:contains(Panel tour typo)))` },
        // Expertise
        { trigger: EXPERTISE_INPUT, run: "edit panel tour" },
        { trigger: `${PANEL} .o-autocomplete--dropdown-item a:contains(Panel tour parcels)` },
        { trigger: EXPERTISE_INPUT, run: "press Enter" },
        { trigger: `${PANEL} [aria-label='Expertise'] .o_tag:contains(Panel tour parcels)` },
        // Answer
        { trigger: ".o-mail-Composer-input", run: "edit We send another one" },
        { trigger: ".o-mail-Composer-input", run: "press Enter" },
        { trigger: ".o-mail-Message:contains(We send another one)" },
    ],
});
