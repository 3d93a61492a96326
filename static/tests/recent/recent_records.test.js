import {
    createContact,
    createConversation,
    defineLivechatInfoPanelModels,
    makeRecent,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { CatchUp } from "@livechat_info_panel/core/catch_up";
import { findNextWaiting } from "@livechat_info_panel/status/next_chat";

import {
    click,
    contains,
    insertText,
    start,
    triggerHotkey,
} from "@mail/../tests/mail_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";

import { getMockEnv, getService, serverState } from "@web/../tests/web_test_helpers";

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

const get = (id) => getService("mail.store").Thread.get({ model: "discuss.channel", id });

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
    tell(pyEnv, { "discuss.channel": [{ id: 899, _DELETE: true }] });
    await contains(ROW, { count: 1, text: "Third" });
});

test("one that looks for help is in no list of the sidebar, until all of it is known", async () => {
    const { pyEnv } = await startWithRecent(makeRecent({ ...OPEN, status: "need_help" }));
    await contains(ROW, { text: "Looking for help" });
    await contains(".o-mail-DiscussSidebarChannel", { count: 1 });
    const { category, store } = {
        category: getService("mail.store").discuss.livechatLookingForHelpCategory,
        store: getService("mail.store"),
    };
    expect(get(900).in(category.threads)).toBe(false);
    expect(store.livechatThreadsLookingForHelp).toHaveLength(0);
    expect(store.discuss.livechats).toHaveLength(1);
    tell(pyEnv, { "discuss.channel": [{ id: 900, channel_type: "livechat", name: "Visitor" }] });
    await contains(".o-mail-DiscussSidebarChannel", { count: 2 });
    await contains(ROW, { text: "Looking for help" });
});

test("none of them is the user's, or has what their chats have", async () => {
    const { channelId } = await startWithRecent(
        makeRecent({ ...OPEN, status: "in_progress" }),
        makeRecent({ id: 899 })
    );
    const store = getService("mail.store");
    expect(store.livechatHints.size).toBe(0);
    expect(findNextWaiting(store)).toBe(undefined);
    const catchUp = new CatchUp(getMockEnv().services);
    expect(catchUp.getThreads().map(({ id }) => id)).toEqual([channelId]);
    expect(get(900).shouldSubscribeToBusChannel).toBe(false);
    expect(get(900).livechatIsOwnOpen).toBe(false);
    expect(get(900).displayInSidebar).toBe(false);
    expect(store.getSelfRecentChannels().map(({ id }) => id)).toEqual([channelId]);
    expect(store.menuThreads.map(({ id }) => id)).toEqual([channelId]);
});

test("with nothing but them there are no live chats in the menu of messages", async () => {
    await startAgentServer();
    await start();
    const store = getService("mail.store");
    store.insert({
        "discuss.channel": [
            {
                id: 900,
                livechat_channel_id: { id: 7, name: "Support" },
                livechat_customer_name: "Zoe",
                livechat_status: "need_help",
            },
        ],
    });
    await click(".o_menu_systray i[aria-label='Messages']");
    await contains(".o-mail-MessagingMenu");
    await contains(".o-mail-MessagingMenu button", { text: "Live Chats", count: 0 });
    triggerHotkey("control+k");
    await insertText(".o_command_palette_search input", "@Zoe");
    await animationFrame();
    await contains(".o_command", { text: "Zoe", count: 0 });
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
    tell(pyEnv, {
        "discuss.channel": [
            {
                id: 899,
                channel_type: "livechat",
                livechat_contact_id: { id: 950, model: "res.partner" },
            },
        ],
        "res.partner": [{ id: 950, name: "Berta" }],
    });
    await contains(`${ROW}:eq(1)`, { text: "Berta" });
});

test("one that is opened is fetched as a whole", async () => {
    const pyEnv = await startAgentServer();
    const otherId = createConversation(pyEnv, { name: "Other" });
    const channelId = createConversation(pyEnv, {
        livechat_recent_conversations: { count: 1, items: [makeRecent({ id: otherId })] },
    });
    await startWithConversation(channelId);
    await contains(ROW, { count: 1 });
    const store = getService("mail.store");
    await store.Thread.getOrFetch({ model: "discuss.channel", id: otherId });
    expect(get(otherId).channel_type).toBe("livechat");
    await contains(ROW, { count: 1 });
});
