import {
    createContact,
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, setupChatHub, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { click as hootClick, queryAll, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";

import { Command, getService, onRpc, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const CONTACT = ".o-livechatInfoPanel-contact";
const PLACEHOLDER = ".o-livechatInfoPanel-contactPlaceholder[aria-busy='true']";
const BUTTON = `${CONTACT} a:contains(View Contact)`;
const HOW = "The visitor gave this to the chatbot; it may be somebody else's.";
const NOT_VERIFIED = `${CONTACT} .o-livechatInfoPanel-notVerified`;

function createCustomer(pyEnv) {
    return pyEnv["res.partner"].create({ name: "Carla" });
}

/** Write in steps the forms that are opened. */
function stepForms() {
    const { doAction } = getService("action");
    getService("action").doAction = (action, ...args) => {
        if (action.type === "ir.actions.act_window") {
            expect.step([action.res_model, action.res_id]);
        }
        return doAction(action, ...args);
    };
}

/**
 * Start with the conversation of a guest of whom this is known.
 *
 * @param {Object} [values] values of the conversation
 * @param {Object} [contact] whom an agent linked, see `createContact`
 */
async function startWithGuest(values, contact) {
    const pyEnv = await startAgentServer();
    const linked = contact && {
        livechat_contact_id: createContact(pyEnv, contact),
        livechat_is_linked: true,
    };
    const channelId = createConversation(pyEnv, { ...linked, ...values });
    await startWithConversation(channelId);
    return { pyEnv, channelId, partnerId: linked?.livechat_contact_id };
}

test("keeps its place until the server answers", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const slowChannelId = createConversation(
        pyEnv,
        {},
        { guest_id: pyEnv["mail.guest"].create({ name: "Visitor #21" }) }
    );
    const answer = new Deferred();
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        if (
            params.fetch_params.some(([, values]) => values?.channel_ids?.includes(slowChannelId))
        ) {
            await answer;
        }
    });
    await startWithConversation(channelId);
    await contains(CONTACT, { text: "Not a known contact" });
    await click(".o-mail-DiscussSidebarChannel", { text: "Visitor #21" });
    await contains(`${PLACEHOLDER} .placeholder`, { count: 3 });
    answer.resolve();
    await contains(CONTACT, { text: "Visitor #21" });
    await contains(PLACEHOLDER, { count: 0 });
});

test("view contact opens the form, and the conversation stays as a chat window", async () => {
    const pyEnv = await startAgentServer();
    const partnerId = createCustomer(pyEnv);
    const channelId = createConversation(pyEnv, {}, { partner_id: partnerId });
    await startWithConversation(channelId);
    stepForms();
    await contains(`${CONTACT} span`, { text: "Carla" });
    await contains(`${CONTACT} img[data-src*='/web/image/res.partner/${partnerId}/avatar_128']`);
    expect(BUTTON).toHaveAttribute("href", new RegExp(`/odoo/res\\.partner/${partnerId}$`));
    await contains(".o-mail-ChatWindow", { count: 0 });
    await hootClick(BUTTON);
    await contains(".o_form_view");
    await contains(".o-mail-ChatWindow", { text: "Carla" });
    await contains(".o-mail-Discuss", { count: 0 });
    expect.verifySteps([["res.partner", partnerId]]);
});

test("from a chat window, which stays", async () => {
    const pyEnv = await startAgentServer();
    const partnerId = createCustomer(pyEnv);
    const channelId = createConversation(pyEnv, {}, { partner_id: partnerId });
    setupChatHub({ opened: [channelId] });
    await start();
    await click(".o-mail-ChatWindow-header [title='Open Actions Menu']");
    await click(".o-dropdown-item", { text: "Information" });
    await contains(`.o-mail-ChatWindow ${CONTACT}`);
    await hootClick(BUTTON);
    await contains(".o_form_view");
    await contains(".o-mail-ChatWindow");
});

for (const key of ["ctrlKey", "metaKey", "shiftKey"]) {
    test(`${key} leaves the link to the browser`, async () => {
        const pyEnv = await startAgentServer();
        const partnerId = createCustomer(pyEnv);
        const channelId = createConversation(pyEnv, {}, { partner_id: partnerId });
        await startWithConversation(channelId);
        stepForms();
        await contains(CONTACT);
        const link = queryOne(BUTTON);
        link.removeAttribute("href"); // so that no test leaves the page
        const click = new MouseEvent("click", { bubbles: true, cancelable: true, [key]: true });
        link.dispatchEvent(click);
        expect(click.defaultPrevented).toBe(false);
        await animationFrame();
        await contains(".o-mail-Discuss");
        await contains(".o-mail-ChatWindow", { count: 0 });
        expect.verifySteps([]);
    });
}

test("what is known of a contact", async () => {
    const pyEnv = await startAgentServer();
    const partnerId = createContact(pyEnv, {
        name: "Carla",
        company: "Azure Interior",
        email: "carla@example.com",
        phone: "+32 2 290 34 90",
        tags: [
            { id: 1, name: "Gold", color: 3 },
            { id: 2, name: "Retail", color: 0 },
        ],
    });
    await startWithConversation(createConversation(pyEnv, {}, { partner_id: partnerId }));
    await contains(`${CONTACT} span`, { text: "Carla" });
    await contains(`${CONTACT} span`, { text: "Azure Interior" });
    expect(queryAll(`${CONTACT} a:not(.btn)`).map((a) => a.getAttribute("href"))).toEqual([
        "mailto:carla@example.com",
        "tel:+3222903490",
    ]);
    expect(queryAllTexts(`${CONTACT} .o_tag`)).toEqual(["Gold", "Retail"]);
    await contains(`${CONTACT} .o_tag_color_3`, { text: "Gold" });
    await contains(NOT_VERIFIED, { count: 0 });
    await contains(`${CONTACT} button`, { count: 0 });
});

test("a contact who is archived is said to be", async () => {
    await startWithGuest({}, { name: "Mia", active: false });
    await contains(`${CONTACT} .fw-bold`, { text: "Mia" });
    await contains(`${CONTACT} .badge`, { text: "Archived" });
});

test("what a contact gave to the chatbot, where it is something else", async () => {
    const { channelId } = await startWithGuest(
        { livechat_visitor_email: "carla@home.example", livechat_visitor_phone: "555 1234" },
        { name: "Carla", email: "carla@example.com", phone: "+325551234" }
    );
    await contains(NOT_VERIFIED, { count: 2 });
    expect(queryAllTexts(`div:has(> .o-livechatInfoPanel-notVerified)`)).toEqual([
        `carla@home.example\nnot verified\n${HOW}`,
        `555 1234\nnot verified\n${HOW}`,
    ]);
    const thread = getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
    thread.livechat_visitor_email = "carla@example.com";
    thread.livechat_visitor_phone_sanitized = "+325551234";
    await contains(NOT_VERIFIED, { count: 0 });
});

test("who linked the contact, and who had taken it back", async () => {
    mockDate("2025-06-10 12:00:00", +0);
    const date = "2025-06-03 10:20:00";
    const livechat_contact_events = [
        { action: "linked", contact_name: "Carla", user_name: "Ada Agent", date },
        { action: "unlinked", contact_name: false, user_name: "Otto", date },
        { action: "linked", contact_name: "Carlo", user_name: "Otto", date },
        {
            action: "linked",
            contact_name: false,
            is_contact_deleted: true,
            user_name: "Otto",
            date,
        },
    ];
    await startWithGuest({ livechat_contact_events }, { name: "Carla" });
    await contains(`${CONTACT} span[data-tooltip='Jun 3, 10:20 AM']`, {
        text: "Linked by Ada Agent, Jun 3",
    });
    expect(queryAllTexts(`${CONTACT} li [data-tooltip='Jun 3, 10:20 AM']`)).toEqual([
        "A contact that you may not see: unlinked by Otto, Jun 3",
        "Carlo: linked by Otto, Jun 3",
        "A contact that was deleted: linked by Otto, Jun 3",
    ]);
});

test("linked by somebody of whom nothing is known", async () => {
    await startWithGuest({}, { name: "Carla" });
    await contains(`${CONTACT} span`, { text: "Linked by an agent" });
    await contains(`${CONTACT} button`, { text: "Unlink" });
});

test("a contact that the agent may not see", async () => {
    await startWithGuest({
        livechat_is_contact_hidden: true,
        livechat_is_linked: true,
        livechat_visitor_email: "carla@example.com",
    });
    await contains(CONTACT, { text: "The customer is a contact that you may not see." });
    await contains(`${CONTACT} a`, { text: "carla@example.com" });
    await contains(`${CONTACT} button`, { count: 0 });
    await contains(BUTTON, { count: 0 });
});

test("a guest, and what the chatbot learned", async () => {
    const pyEnv = await startAgentServer();
    pyEnv["discuss.channel"]._has_access_create_partner = () => false;
    const channelId = createConversation(pyEnv, {
        livechat_visitor_email: "carla@example.com",
        livechat_visitor_phone: "555 1234",
    });
    await startWithConversation(channelId);
    await contains(`${CONTACT} span`, { text: "Visitor #20" });
    await contains(`${CONTACT} span`, { text: "Not a known contact" });
    await contains(NOT_VERIFIED, { count: 2 });
    expect(queryAllTexts(`${CONTACT} button`)).toEqual(["Link a contact…"]);
    await contains(BUTTON, { count: 0 });
});

test("contacts that may be the guest, and why", async () => {
    const pyEnv = await startAgentServer();
    const email = "carla@example.com";
    const channelId = createConversation(pyEnv, {
        livechat_match_ids: [
            createContact(pyEnv, { name: "Carla", email, company: "Azure Interior" }),
            createContact(pyEnv, { name: "Carlo", phone: "555" }),
        ],
        livechat_visitor_email: email,
    });
    await startWithConversation(channelId);
    await contains(`${CONTACT} li`, { count: 2 });
    await contains(`${CONTACT} li:contains(Carla):contains(Same email):contains(Azure Interior)`);
    // What else there is to know of them, to whoever points, touches or listens.
    const hints = queryAll(`${CONTACT} li [data-tooltip]`);
    expect(hints.map((hint) => [hint.textContent, hint.dataset.tooltip])).toEqual([
        ["Same email", "carla@example.com"],
        ["Same phone", "555"],
    ]);
    expect(queryAllTexts(`${CONTACT} li .visually-hidden`)).toEqual(["carla@example.com", "555"]);
    await contains(`${CONTACT} button[aria-label='Link Carla']`);
    expect(queryAllTexts(`${CONTACT} > div > button`)).toEqual([
        "Link another contact…",
        "Create contact",
    ]);
});

test("a contact without an address is none of the same email", async () => {
    const pyEnv = await startAgentServer();
    const contact = { name: "Carlo", email: false, phone: "+34600123456" };
    const channelId = createConversation(pyEnv, {
        livechat_match_ids: [createContact(pyEnv, contact)],
        livechat_visitor_email: false,
        livechat_visitor_phone: "600 123 456",
    });
    await startWithConversation(channelId);
    await contains(`${CONTACT} li:contains(Carlo):contains(Same phone)`);
    await contains(`${CONTACT} li:contains(Same email)`, { count: 0 });
});

test("nothing of nobody", async () => {
    await startWithGuest({
        channel_member_ids: [
            Command.create({ partner_id: serverState.partnerId, livechat_member_type: "agent" }),
        ],
    });
    await contains(".o-livechatInfoPanel h6", { text: "Tags" });
    await contains(CONTACT, { count: 0 });
});

test("nothing where the server says nothing of the customer", async () => {
    const pyEnv = await startAgentServer();
    pyEnv["discuss.channel"]._get_customer_values = () => ({});
    const channelId = createConversation(pyEnv, {}, { partner_id: createCustomer(pyEnv) });
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel h6", { text: "Tags" });
    await contains(CONTACT, { count: 0 });
});

test("a customer who was erased is linked to nobody", async () => {
    await startWithGuest({ livechat_erased_dt: "2025-06-03 10:20:00" });
    await contains(`${CONTACT} span:contains(/^Erased on .*3.*2025/)`);
    await contains(`${CONTACT} span`, { count: 0, text: "Not a known contact" });
    await contains(`${CONTACT} button`, { count: 0 });
});

test("the card names a guest as the header does", async () => {
    await startWithGuest({ livechat_customer_name: "mia@example.com" });
    await contains(".o-mail-DiscussContent-threadName[title='mia@example.com']");
    await contains(`${CONTACT} .fw-bold`, { text: "mia@example.com" });
});
