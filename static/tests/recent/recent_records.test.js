import {
    createContact,
    createConversation,
    defineLivechatInfoPanelModels,
    makeRecent,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";

import { getService, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();
beforeEach(() => mockDate("2025-06-10 12:00:00", +2));

const SECTION = ".o-livechatInfoPanel-recentConversations";
const ROW = `${SECTION} li:has(button)`;
const OPEN = { end_date: false, outcome: false };

async function startWithRecent(...items) {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_recent_conversations: { count: items.length, items },
    });
    await startWithConversation(channelId);
    await contains(ROW, { count: items.length });
    return { pyEnv, channelId };
}

/** Have the agent hear over the bus of a conversation, as all in it, or of others. */
function tell(pyEnv, data, type = "mail.record/insert") {
    const [partner] = pyEnv["res.partner"].browse(serverState.partnerId);
    pyEnv["bus.bus"]._sendone(partner, type, data);
}

test("what becomes of one shows by itself", async () => {
    const { pyEnv } = await startWithRecent(
        makeRecent({ ...OPEN, status: "in_progress" }),
        makeRecent({ id: 899, note: "First" })
    );
    const change = (values) => tell(pyEnv, { "discuss.channel": [{ id: 900, ...values }] });
    await contains(`${ROW}:eq(0)`, { text: "In progress" });
    change({ livechat_status: "waiting" });
    await contains(`${ROW}:eq(0)`, { text: "Waiting for customer" });
    tell(pyEnv, {
        "im_livechat.conversation.tag": [{ id: 5, name: "Bug", color: 3 }],
        "discuss.channel": [
            { id: 900, livechat_conversation_tag_ids: [5], livechat_note_line: "Sent twice" },
        ],
    });
    await contains(`${ROW}:eq(0) .o_tag_color_3`, { text: "Bug" });
    await contains(`${ROW}:eq(0)`, { text: "Sent twice" });
    change({
        livechat_end_dt: "2025-06-10 09:00:00",
        livechat_outcome: "escalated",
        livechat_status: false,
        rating_last_text: "top",
    });
    await contains(`${ROW}:eq(0)`, { text: "Escalated" });
    await contains(`${ROW}:eq(0) img[alt='Happy']`);
    tell(pyEnv, { "discuss.channel": [{ id: 899, last_interest_dt: "2025-06-10 09:30:00" }] });
    await contains(`${ROW}:eq(0)`, { text: "First" });
});

test("one is deleted", async () => {
    const { pyEnv } = await startWithRecent(
        makeRecent({ note: "First" }),
        makeRecent({ id: 899, note: "Second" }),
        makeRecent({ id: 898, note: "Third" })
    );
    await click(`${ROW}:eq(0) button`);
    await contains(".o-livechatInfoPanel-preview");
    tell(pyEnv, { id: 900 }, "discuss.channel/delete");
    await contains(ROW, { count: 2 });
    await contains(".o-livechatInfoPanel-preview", { count: 0 });
});

test("one that looks for help is in no list of the sidebar, until it is known as a chat", async () => {
    const { pyEnv } = await startWithRecent(makeRecent({ ...OPEN, status: "need_help" }));
    await contains(ROW, { text: "Looking for help" });
    await contains(".o-mail-DiscussSidebarChannel", { count: 1 });
    tell(pyEnv, {
        "discuss.channel": [
            {
                id: 900,
                channel_type: "livechat",
                livechat_customer_name: "Zoe",
                livechat_status: "need_help",
                name: "Visitor",
            },
        ],
    });
    await contains(".o-mail-DiscussSidebarChannel", { count: 2 });
    tell(pyEnv, { "discuss.channel": [{ id: 900, livechat_status: "in_progress" }] });
    await contains(ROW, { text: "In progress" });
});

test("they are no chats: in no list, count, search or subscription of Odoo's", async () => {
    const { channelId } = await startWithRecent(
        makeRecent({ ...OPEN, status: "need_help" }),
        makeRecent({ id: 899 })
    );
    const store = getService("mail.store");
    const channels = Object.values(store.Thread.records).filter(
        (thread) => thread.model === "discuss.channel"
    );
    expect(channels.map(({ id }) => id)).toEqual([channelId]);
    // By which Odoo tells live chat channels that are in use.
    const inUse = Object.values(store["im_livechat.channel"].records).filter(
        (channel) => channel.threads.length
    );
    expect(inUse).toHaveLength(0);
});

test("who was in them is shown, and made no record, which Odoo would suggest", async () => {
    await startWithRecent(makeRecent({ agents: ["Otto", "Zoe"] }));
    await contains(`${ROW}:contains(Otto, Zoe)`);
    const partners = Object.values(getService("mail.store")["res.partner"].records);
    expect(partners.filter(({ name }) => ["Otto", "Zoe"].includes(name))).toHaveLength(0);
});

test("what is heard of a conversation that is in no list makes none", async () => {
    const { pyEnv } = await startWithRecent(makeRecent());
    tell(pyEnv, { "discuss.channel": [{ id: 950, livechat_status: "waiting" }] });
    tell(pyEnv, { "discuss.channel": [{ id: 900, livechat_outcome: "escalated" }] });
    await contains(ROW, { count: 1, text: "Escalated" });
    const { records } = getService("mail.store")["livechat.conversation"];
    expect(Object.values(records).map(({ id }) => id)).toEqual([900]);
});

test("somebody else's of the same company has the name that all agents know", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_company_conversations: {
            count: 2,
            items: [makeRecent({ name: "Anna" }), makeRecent({ id: 899, name: "Bert" })],
        },
        livechat_contact_id: createContact(pyEnv, { name: "Carla", is_company: true }),
    });
    await startWithConversation(channelId);
    await click(`${SECTION} label[for$='company']`);
    await contains(ROW, { count: 2 });
    expect(queryAllTexts(`${ROW} .fa-user-o + span`)).toEqual(["Anna", "Bert"]);
    tell(pyEnv, { "discuss.channel": [{ id: 899, livechat_customer_name: "Berta" }] });
    await contains(`${ROW}:eq(1)`, { text: "Berta" });
});
