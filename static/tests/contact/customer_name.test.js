import { CONTACTS_DELAY } from "@livechat_info_panel/contact/store_service_patch";
import { RETRY_DELAY } from "@livechat_info_panel/core/ask_until_answered";
import {
    createAgent,
    createContact,
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { Thread } from "@mail/core/common/thread_model";
import { contains, openDiscuss, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, Deferred } from "@odoo/hoot-mock";

import {
    getService,
    MockServer,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const HEADER = ".o-mail-DiscussContent-threadName";
const CARD = ".o-livechatInfoPanel-contact";
const ENTRY = ".o-mail-DiscussSidebarChannel";

function sendNames(values) {
    const { env } = MockServer.current;
    const [partner] = env["res.partner"].browse(serverState.partnerId);
    env["bus.bus"]._sendone(partner, "mail.record/insert", { "discuss.channel": [values] });
}

test("the name that is known, everywhere", async () => {
    const pyEnv = await startAgentServer();
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #20" });
    const channelId = createConversation(
        pyEnv,
        { livechat_customer_name: "mia@example.com" },
        { guest_id: guestId }
    );
    pyEnv["mail.message"].create({
        author_guest_id: guestId,
        author_id: false,
        body: "Hello",
        message_type: "comment",
        model: "discuss.channel",
        res_id: channelId,
    });
    await startWithConversation(channelId);
    await contains(`${HEADER}[title='mia@example.com']`);
    await contains(ENTRY, { text: "mia@example.com" });
    await contains(".o-mail-Message-author", { text: "mia@example.com" });
    sendNames({ id: channelId, livechat_customer_name: "Gina" });
    await contains(`${HEADER}[title='Gina']`);
    await contains(ENTRY, { text: "Gina" });
});

test("two of one name are told apart", async () => {
    const pyEnv = await startAgentServer();
    const gina = { livechat_customer_name: "Gina" };
    const countryId = pyEnv["res.country"].create({ code: "BE", name: "Belgium" });
    createConversation(pyEnv, { ...gina, livechat_visitor_email: "gina@example.com" });
    createConversation(pyEnv, { ...gina, country_id: countryId });
    const channelId = createConversation(pyEnv, gina);
    createConversation(pyEnv, { livechat_customer_name: "Otto", country_id: countryId });
    await start();
    await openDiscuss(channelId);
    await contains(ENTRY, { text: "Gina (gina@example.com)" });
    await contains(ENTRY, { text: "Gina (Belgium)" });
    await contains(ENTRY, { text: `Gina (#${channelId})` });
    await contains(ENTRY, { text: "Otto" });
});

test("what both have does not tell them apart", async () => {
    const pyEnv = await startAgentServer();
    const values = { livechat_customer_name: "Gina", livechat_visitor_email: "info@example.com" };
    const ids = [createConversation(pyEnv, values), createConversation(pyEnv, values)];
    await start();
    await openDiscuss(ids[0]);
    await contains(ENTRY, { text: `Gina (#${ids[0]})` });
    await contains(ENTRY, { text: `Gina (#${ids[1]})` });
});

test("asks who the contact is who was linked", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_customer_name: "Gina" });
    await startWithConversation(channelId);
    await contains(CARD, { text: "Gina" });
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        const asked = params.fetch_params.map((param) => param[0]);
        if (asked.includes("discuss.channel")) {
            expect.step("asked");
        }
    });
    const livechat_contact_id = createContact(pyEnv, { name: "Mia" });
    pyEnv["discuss.channel"].write([channelId], { livechat_contact_id, livechat_is_linked: true });
    sendNames({ id: channelId, livechat_customer_name: "Gina", livechat_is_linked: true });
    await advanceTime(1000);
    await contains(ENTRY, { text: "Mia" });
    expect.verifySteps(["asked"]);
    pyEnv["res.partner"].write([livechat_contact_id], { name: "Mia Gardener" });
    sendNames({ id: channelId, livechat_is_linked: true });
    sendNames({ id: channelId, livechat_is_contact_told: false }); // it has another name
    await advanceTime(1000);
    await contains(ENTRY, { text: "Mia Gardener" });
    expect.verifySteps(["asked"]);
    sendNames({ id: channelId, livechat_contact_id: false, livechat_is_linked: false });
    await contains(ENTRY, { text: "Gina" });
});

test("asks again if the contact changed while it was asked who it is", async () => {
    const pyEnv = await startAgentServer();
    const [mia, nora] = ["Mia", "Nora"].map((name) => createContact(pyEnv, { name }));
    const channelId = createConversation(pyEnv, {
        livechat_contact_id: mia,
        livechat_customer_name: "Gina",
        livechat_is_linked: true,
    });
    await startWithConversation(channelId);
    await contains(ENTRY, { text: "Mia" });
    const older = new Deferred();
    let isFirst = true;
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        if (!params.fetch_params.some((param) => param[0] === "discuss.channel")) {
            return;
        }
        expect.step("asked");
        if (isFirst) {
            isFirst = false;
            await older;
        } else {
            pyEnv["discuss.channel"].write([channelId], { livechat_contact_id: nora });
        }
    });
    sendNames({ id: channelId, livechat_is_contact_told: false });
    await advanceTime(1000);
    await expect.waitForSteps(["asked"]);
    sendNames({ id: channelId, livechat_is_contact_told: false });
    await advanceTime(1000);
    expect.verifySteps([]); // after the answer, or the older one could come later
    older.resolve();
    await expect.waitForSteps(["asked"]);
    await contains(ENTRY, { text: "Nora" });
    await advanceTime(1000);
    expect.verifySteps([]);
});

test("asks again who the contact is once the server answers", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_customer_name: "Gina" });
    await startWithConversation(channelId);
    await contains(CARD, { text: "Gina" });
    let isDown = true;
    const store = getService("mail.store");
    patchWithCleanup(store, {
        async fetchStoreData(name) {
            if (name === "discuss.channel" && isDown) {
                expect.step("asked");
                throw new ConnectionLostError("/mail/data");
            }
            return super.fetchStoreData(...arguments);
        },
    });
    const livechat_contact_id = createContact(pyEnv, { name: "Mia" });
    pyEnv["discuss.channel"].write([channelId], { livechat_contact_id, livechat_is_linked: true });
    sendNames({ id: channelId, livechat_customer_name: "Gina", livechat_is_linked: true });
    await advanceTime(1000);
    await expect.waitForSteps(["asked"]);
    await contains(ENTRY, { text: "Gina" });
    isDown = false;
    await advanceTime(RETRY_DELAY + CONTACTS_DELAY);
    await contains(ENTRY, { text: "Mia" });
});

test("who is the customer, and no agent, sees no such name", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_customer_name: "Gina" });
    const ids = pyEnv["discuss.channel.member"].search([
        ["channel_id", "=", channelId],
        ["partner_id", "=", serverState.partnerId],
    ]);
    pyEnv["discuss.channel.member"].write(ids, { livechat_member_type: "visitor" });
    await start();
    await openDiscuss(channelId);
    await contains(HEADER);
    const thread = getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
    expect(thread.livechatCustomerName).toBe(undefined);
    expect(thread.displayName).not.toBe("Gina");
});

test("the customer's name and picture stay when another agent has it", async () => {
    const pyEnv = await startAgentServer();
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #20" });
    const channelId = createConversation(
        pyEnv,
        { livechat_customer_name: "Gina" },
        { guest_id: guestId }
    );
    await start();
    await openDiscuss(channelId);
    await contains(`${HEADER}[title='Gina']`);
    const { partnerId } = createAgent(pyEnv, "Otto");
    pyEnv["discuss.channel"].write([channelId], { livechat_operator_id: partnerId });
    const members = pyEnv["discuss.channel.member"];
    members.create({
        channel_id: channelId,
        livechat_member_type: "agent",
        partner_id: partnerId,
    });
    const thread = getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
    await getService("mail.store").fetchStoreData("discuss.channel", [channelId]);
    expect(thread.channel_member_ids).toHaveLength(3);
    await contains(`${HEADER}[title='Gina']`);
    expect(thread.avatarUrl).toInclude(`/mail.guest/${guestId}/`);
});

test("many of one name are told apart by looking at each once", async () => {
    const pyEnv = await startAgentServer();
    const values = { livechat_customer_name: "Visitor", livechat_visitor_email: "a@example.com" };
    const ids = Array.from({ length: 30 }, () => createConversation(pyEnv, values));
    let looks = 0;
    patchWithCleanup(Thread.prototype, {
        get livechatHints() {
            looks++;
            return super.livechatHints;
        },
    });
    await start();
    await openDiscuss(ids[0]);
    await contains(ENTRY, { count: 30 });
    const store = getService("mail.store");
    looks = 0;
    const thread = store.Thread.get({ model: "discuss.channel", id: ids[0] });
    thread.livechat_visitor_email = "b@example.com";
    await contains(ENTRY, { text: "Visitor (b@example.com)" });
    expect(looks).toBe(30);
});
