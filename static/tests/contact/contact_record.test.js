import { onWebsocketEvent } from "@bus/../tests/mock_websocket";

import {
    createContact,
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { contains, insertText } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { waitUntil } from "@odoo/hoot-dom";

import { getService, MockServer, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const CARD = ".o-livechatInfoPanel-contact";
const ENTRY = ".o-mail-DiscussSidebarChannel";
const HEADER = ".o-mail-DiscussContent-threadName";

const linkedTo = (livechat_contact_id) => ({
    livechat_contact_id,
    livechat_customer_name: "Gina",
    livechat_is_linked: true,
});

/** Who else in the web client is told of a contact has the same record. */
function sendContact(values) {
    const { env } = MockServer;
    const [partner] = env["res.partner"].browse(serverState.partnerId);
    env["bus.bus"]._sendone(partner, "mail.record/insert", { "res.partner": [values] });
}

/** Start with a guest who may be Mia, whom nobody but the panel knows. */
async function startWithMatch() {
    const pyEnv = await startAgentServer();
    const partnerId = createContact(pyEnv, { name: "Mia", email: "mia@example.com" });
    const channelId = createConversation(pyEnv, {
        livechat_match_ids: [partnerId],
        livechat_visitor_email: "mia@example.com",
    });
    await startWithConversation(channelId);
    await contains(`${CARD} li`, { count: 1 });
    const store = getService("mail.store");
    const thread = store.Thread.get({ model: "discuss.channel", id: channelId });
    return { pyEnv, contact: store["res.partner"].get(partnerId), store, thread };
}

test("a contact who is renamed is so everywhere, at once", async () => {
    const pyEnv = await startAgentServer();
    const contactId = createContact(pyEnv, { name: "Mia", email: "mia@example.com" });
    const channelId = createConversation(pyEnv, linkedTo(contactId));
    await startWithConversation(channelId);
    await contains(`${CARD} .fw-bold`, { text: "Mia" });
    sendContact({ id: contactId, name: "Mia Meyer", email_normalized: "meyer@example.com" });
    await contains(`${CARD} .fw-bold`, { text: "Mia Meyer" });
    await contains(`${CARD} a`, { text: "meyer@example.com" });
    await contains(`${HEADER}[title='Mia Meyer']`);
    await contains(ENTRY, { text: "Mia Meyer" });
});

test("two conversations of one contact show one record", async () => {
    const pyEnv = await startAgentServer();
    const contactId = createContact(pyEnv, { name: "Mia" });
    const channelId = createConversation(pyEnv, linkedTo(contactId));
    const otherId = createConversation(pyEnv, linkedTo(contactId));
    await startWithConversation(channelId);
    await contains(`${CARD} .fw-bold`, { text: "Mia" });
    pyEnv["res.partner"].write([contactId], { name: "Mia Meyer", phone: "0470" });
    await getService("mail.store").fetchStoreData("discuss.channel", [otherId]);
    await contains(`${CARD} .fw-bold`, { text: "Mia Meyer" });
    await contains(`${CARD} a`, { text: "0470" });
    for (const id of [channelId, otherId]) {
        await contains(ENTRY, { text: `Mia Meyer (#${id})` });
    }
});

test("a contact who is corrected matches by something else", async () => {
    const { contact } = await startWithMatch();
    await contains(`${CARD} li:contains(Mia):contains(Same email)`);
    sendContact({ id: contact.id, name: "Mia Meyer", email_normalized: "meyer@example.com" });
    await contains(`${CARD} li:contains(Mia Meyer):contains(Same phone)`);
});

test("nobody asks whether a contact is there whom only the panel shows", async () => {
    let asked = [];
    onWebsocketEvent("subscribe", ({ channels }) => (asked = channels));
    const isAsked = ({ id }) => asked.some((name) => name.includes(`presence-res.partner_${id}`));
    const { contact, store } = await startWithMatch();
    await waitUntil(() => isAsked(store.self_partner), { timeout: 3000 });
    expect(isAsked(contact)).toBe(false);
    // Odoo shows it, for example of a member.
    store.insert({ "res.partner": [{ id: contact.id, im_status: "offline" }] });
    await waitUntil(() => isAsked(contact), { timeout: 3000 });
});

test("a contact whom only the panel shows is not suggested, and leads to no chat", async () => {
    const { contact, store, thread } = await startWithMatch();
    const isSuggested = () =>
        contact.in(getService("mail.suggestion").getPartnerSuggestions(thread));
    expect(isSuggested()).toBe(false);
    expect(contact.searchChat()).toBe(undefined);
    await insertText(".o-mail-Composer-input", "@");
    await contains(".o-mail-Composer-suggestion", { text: serverState.partnerName });
    await contains(".o-mail-Composer-suggestion", { count: 0, text: "Mia" });
    // As the server suggests somebody whose name is typed.
    store.insert({ "res.partner": [{ id: contact.id, im_status: "im_partner" }] });
    expect(isSuggested()).toBe(true);
});
