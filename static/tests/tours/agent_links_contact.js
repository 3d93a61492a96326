import { registry } from "@web/core/registry";

const PANEL = ".o-mail-DiscussContent .o-livechatInfoPanel";
const CONTACT = `${PANEL} .o-livechatInfoPanel-contact`;
const RECENT = `${PANEL} .o-livechatInfoPanel-recentConversations`;
const ROW = `${RECENT} li:contains(Wants a refund)`;
const PREVIEW = `${ROW} .o-livechatInfoPanel-preview`;
const MATCH = `${CONTACT} li:contains(Mia Gardener):contains(Same email)`;

/** The agent finds out who a guest is, and reads what that customer chatted before. */
registry.category("web_tour.tours").add("livechat_info_panel.agent_links_contact", {
    steps: () => [
        // A guest
        { trigger: `${CONTACT}:contains(Not a known contact)` },
        { trigger: `${CONTACT} a:contains(mia@example.com) + span:contains(not verified)` },
        { trigger: `${ROW}:contains(perhaps the same person)` },
        // who is a contact
        { trigger: `${MATCH} button:contains(Link)`, run: "click" },
        { trigger: `${CONTACT} a:contains(View Contact)` },
        { trigger: `${CONTACT}:contains(Gardens Ltd):contains(Gold)` },
        { trigger: `${CONTACT}:not(:contains(not verified)) span:contains(Linked by Ada Agent)` },
        { trigger: `${RECENT} h6:contains(2)` },
        { trigger: `${ROW}:not(:contains(perhaps the same person))` },
        { trigger: `${ROW} .o-livechatInfoPanel-recentConversation span:contains(Help)` },
        { trigger: `${ROW} .o_tag:contains(Heavy parcel)` },
        // What was said
        { trigger: `${ROW} button[aria-expanded='false']`, run: "click" },
        { trigger: `${PREVIEW} span:contains(Ask the warehouse first)` },
        { trigger: `${PREVIEW} li[data-type='customer']:contains(My parcel is empty)` },
        { trigger: `${PREVIEW} li[data-type='bot']:contains(Your e-mail?)` },
        { trigger: `${ROW} button[aria-expanded='true']`, run: "click" },
        { trigger: `${ROW}:not(:has(.o-livechatInfoPanel-preview))` },
        // The company's
        { trigger: `${RECENT} label:contains(Whole company)`, run: "click" },
        { trigger: `${RECENT} li:contains(Asked by a colleague):contains(Max)` },
        { trigger: `${RECENT} h6:contains(3)` },
        { trigger: `${RECENT} label:contains(This contact)`, run: "click" },
        { trigger: `${RECENT}:not(:contains(Asked by a colleague))` },
        // A mistake is taken back, and that too
        { trigger: `${CONTACT} button:contains(Unlink)`, run: "click" },
        { trigger: `${CONTACT} li:contains(Mia Gardener: unlinked by Ada Agent)` },
        { trigger: `${ROW}:contains(perhaps the same person)` },
        { trigger: `${MATCH} button:contains(Link)`, run: "click" },
        { trigger: `${CONTACT} span:contains(Linked by Ada Agent)` },
        // The guest's other conversation
        {
            trigger: `${CONTACT} button:contains(Also link 1 other conversation)`,
            run: "click",
        },
        { trigger: `${CONTACT}:not(:contains(Also link))` },
        // All of them, beside the conversation
        { trigger: `${RECENT} button:contains(View all)`, run: "click" },
        { trigger: ".o_list_view .o_data_row:eq(1)" },
        { trigger: ".o-mail-ChatWindow" },
    ],
});
