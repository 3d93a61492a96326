import {
    createAgent,
    createContact,
    createConversation,
    createHelpRequest,
    defineLivechatInfoPanelModels,
    openPanelOnPhone,
    startAgentServer,
    startWithConversation,
    SUGGESTION_DELAY,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { SAVE_DELAY } from "@livechat_info_panel/notes/note_editor";

import { contains, openDiscuss, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { click, edit, queryAll, queryAllTexts, queryRect } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import { getService, mockService, onRpc } from "@web/../tests/web_test_helpers";

describe.current.tags("mobile");
defineLivechatInfoPanelModels();

const BACK = ".o-mail-ActionPanel-header button[title='Close panel']";
const COMPOSER = ".o-mail-ChatWindow .o-mail-Composer-input";
const PANEL = ".o-mail-ChatWindow .o-livechatInfoPanel";
const NOTE = `${PANEL} .o-livechatInfoPanel-notes textarea`;
const NOTE_STATUS = `${PANEL} .o-livechatInfoPanel-noteFoot [role='status']`;
const STATUS = `${PANEL} [role='radiogroup'][aria-label='Status']`;
const TAGS = `${PANEL} .o-livechatInfoPanel-tags`;
const ITEM = ".o-mail-NotificationItem";

/** Touch it, once it is there. */
async function tap(selector) {
    await contains(selector);
    await click(selector);
    await animationFrame();
}

/** Type with the keyboard of a phone, which a touch opens. */
async function typeInto(selector, text) {
    await tap(selector);
    await edit(text);
    await animationFrame();
}

function stepActions() {
    mockService("action", {
        doAction(action) {
            if (typeof action !== "string") {
                return super.doAction(...arguments);
            }
            expect.step(action);
        },
    });
}

/** Touch the tab of live chats in Discuss. */
async function openLiveChats() {
    await start();
    await openDiscuss();
    await tap(".o-mail-MessagingMenu-navbar button:contains(Live Chats)");
}

test("the panel takes the place of the messages, and gives it back", async () => {
    const pyEnv = await startAgentServer();
    createConversation(pyEnv);
    await openLiveChats();
    await tap(`${ITEM}:contains(Visitor #20)`);
    await contains(COMPOSER);
    await contains(".o-mail-ChatWindow .o-mail-Thread");
    await contains(PANEL, { count: 0 });
    await openPanelOnPhone();
    await contains(`${PANEL} section`, { count: 6 });
    await contains(COMPOSER, { count: 0 });
    await contains(".o-mail-ChatWindow .o-mail-Thread", { count: 0 });
    await tap(BACK);
    await contains(PANEL, { count: 0 });
    await contains(COMPOSER);
    await contains(".o-mail-ChatWindow .o-mail-Thread");
});

test("nothing of it is wider than the screen", async () => {
    const pyEnv = await startAgentServer();
    const text = "AnUnbrokenWordOfAVeryLongText".repeat(5);
    const channelId = createConversation(pyEnv, {
        livechat_chatbot_answers: [{ question: text, answer: text }],
        livechat_contact_id: createContact(pyEnv, { name: text, email: `${text}@example.com` }),
        livechat_help_text: text,
        livechat_status: "need_help",
        livechat_visited_pages: [{ name: text, url: false, date: "2024-01-01 09:00:00" }],
    });
    await startWithConversation(channelId);
    await contains(`${PANEL} h6:contains(Send conversation)`);
    expect(queryRect(PANEL).width).toBeLessThan(376);
    const tooWide = queryAll(`${PANEL} section`).filter((el) => el.scrollWidth > el.clientWidth);
    expect(tooWide.map(({ className }) => className)).toEqual([]);
});

test("what was being written to the customer is still there afterwards", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await start();
    await openDiscuss(channelId);
    await typeInto(COMPOSER, "Good morn");
    await openPanelOnPhone();
    await contains(PANEL);
    await tap(BACK);
    await contains(`${COMPOSER}:value(Good morn)`);
});

test("a note is typed, and saved after a pause", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await typeInto(`${NOTE}:enabled`, "Second floor");
    await advanceTime(SAVE_DELAY);
    await contains(`${NOTE_STATUS}:contains(Saved)`);
    expect(pyEnv["discuss.channel"].browse(channelId)[0].livechat_note).toBe("Second floor");
});

test("a note is saved when the agent goes back to the messages, and is there again", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await typeInto(`${NOTE}:enabled`, "Second floor");
    await tap(BACK);
    await contains(COMPOSER);
    expect(pyEnv["discuss.channel"].browse(channelId)[0].livechat_note).toBe("Second floor");
    await openPanelOnPhone();
    await contains(`${NOTE}:value(Second floor)`);
});

test("a choice between two notes opens no keyboard", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const state = { id: 102, text: "Theirs", author: "Otto Agent", date: "2025-01-01 10:00:00" };
    const answers = [
        { ...state, is_saved: false, conflicts: [{ theirs: "Theirs", mine: "Mine" }] },
        { ...state, id: 103, text: "Theirs\nMine", is_saved: true, typed_version_id: 104 },
    ];
    onRpc("discuss.channel", "livechat_save_note", () => answers.shift());
    await startWithConversation(channelId);
    await typeInto(`${NOTE}:enabled`, "Mine");
    await advanceTime(SAVE_DELAY);
    await tap(`${PANEL} [role='alert'] button:contains(Keep both)`);
    await contains(`${NOTE_STATUS}:contains(Saved)`);
    expect(NOTE).toHaveValue("Theirs\nMine");
    expect(NOTE).not.toBeFocused();
});

test("the status is set by a touch; to look for help opens the dialog", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepActions();
    await startWithConversation(channelId);
    await tap(`${STATUS} button:contains(Waiting for customer)`);
    await contains(`${STATUS} [aria-checked='true']:contains(Waiting for customer)`);
    expect(pyEnv["discuss.channel"].browse(channelId)[0].livechat_status).toBe("waiting");
    await tap(`${STATUS} button:contains(Looking for help)`);
    expect.verifySteps(["livechat_info_panel.livechat_help_wizard_action"]);
    await contains(`${STATUS} [aria-checked='true']:contains(Waiting for customer)`);
});

test("tags are picked, created and removed by touch", async () => {
    const pyEnv = await startAgentServer();
    pyEnv["im_livechat.conversation.tag"].create([{ name: "Billing" }]);
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    const option = `${TAGS} .o-autocomplete--dropdown-item`;
    await tap(`${TAGS} input`);
    await tap(`${option} a:contains(Billing)`);
    await contains(`${TAGS} .o_tag:contains(Billing)`);
    await typeInto(`${TAGS} input`, "Urgent");
    await advanceTime(SUGGESTION_DELAY);
    await tap(`${option} a:contains(Create "Urgent")`);
    await contains(`${TAGS} .o_tag`, { count: 2 });
    await tap(`${TAGS} .o_tag:contains(Billing) .o_delete`);
    await contains(`${TAGS} .o_tag`, { count: 1 });
    expect(queryAllTexts(`${TAGS} .o_tag`)).toEqual(["Urgent"]);
});

test("the conversation is sent, and it shows to whom", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_end_dt: "2024-03-05 10:20:30",
        livechat_status: false,
    });
    onRpc("discuss.channel", "livechat_send_transcript", ({ args }) => expect.step(args));
    await startWithConversation(channelId);
    const section = `${PANEL} .o-livechatInfoPanel-transcript`;
    await tap(`${section} button:contains(Send by email)`);
    await typeInto(`${section} input[aria-label='Email addresses']`, "mia@example.com");
    await tap(`${section} button[aria-label='Send']`);
    await contains(`${section} li:contains(mia@example.com)`);
    expect.verifySteps([[[channelId], "mia@example.com"]]);
});

test("a contact that matches is linked by a touch", async () => {
    const pyEnv = await startAgentServer();
    const partnerId = createContact(pyEnv, { name: "Carla" });
    const channelId = createConversation(pyEnv, { livechat_match_ids: [partnerId] });
    onRpc("discuss.channel", "livechat_link_contact", ({ args }) => expect.step(args));
    await startWithConversation(channelId);
    await tap(`${PANEL} button[aria-label='Link Carla']`);
    await contains(`${PANEL} .o-livechatInfoPanel-contact a:contains(View Contact)`);
    expect.verifySteps([[[channelId], partnerId]]);
});

test("what is opened takes the screen; the conversation waits below", async () => {
    const pyEnv = await startAgentServer();
    const id = createContact(pyEnv, { name: "Carla" });
    const channelId = createConversation(pyEnv, { livechat_contact_id: id });
    mockService("action", {
        doAction(action) {
            if (action.res_model !== "res.partner") {
                return super.doAction(...arguments);
            }
            expect.step(action.res_id);
        },
    });
    await startWithConversation(channelId);
    await tap(`${PANEL} a:contains(View Contact)`);
    await contains(".o-mail-ChatWindow", { count: 0 });
    expect.verifySteps([id]);
});

test("what looks for help stands above the other live chats, longest wait first", async () => {
    const pyEnv = await startAgentServer();
    const agent = createAgent(pyEnv, "Ada");
    createConversation(pyEnv);
    createHelpRequest(
        pyEnv,
        { agent, minutes: 5, name: "Visitor #21" },
        { livechat_help_text: "Refund" }
    );
    createHelpRequest(pyEnv, { agent, minutes: 9, name: "Visitor #22" });
    await openLiveChats();
    await contains(ITEM, { count: 3 });
    expect(queryAllTexts(`${ITEM}-name`)).toEqual(["Visitor #22", "Visitor #21", "Visitor #20"]);
    await contains(`${ITEM}:contains(Visitor #21):contains(Refund)`);
    expect(queryAllTexts(`${ITEM} time`)).toEqual(["9 min", "5 min"]);
    await contains(`${ITEM} button`, { count: 0 });
});

test("where more look for help than are listed, the list of all is one touch away", async () => {
    const pyEnv = await startAgentServer();
    createHelpRequest(pyEnv, {});
    stepActions();
    await openLiveChats();
    await contains(ITEM);
    await contains(".o-livechatInfoPanel-viewAll", { count: 0 });
    getService("mail.store").livechat_looking_for_help_count = 120;
    await contains(".o-livechatInfoPanel-viewAll", { text: "View all (120)" });
    await tap(".o-livechatInfoPanel-viewAll");
    expect.verifySteps(["im_livechat.discuss_channel_looking_for_help_action"]);
});

test("what is needed is seen above the messages, and joined from there", async () => {
    const pyEnv = await startAgentServer();
    const agent = createAgent(pyEnv, "Ada");
    createHelpRequest(pyEnv, { agent, minutes: 4 }, { livechat_help_text: "Refund" });
    await openLiveChats();
    await tap(`${ITEM}:contains(Visitor #20)`);
    const call = ".o-mail-ChatWindow [role='region'][aria-label='Looking for help']";
    await contains(`${call}:contains(Refund):contains(Ada asked for help):contains(4 min)`);
    await tap(`${call} button:contains(Join)`);
    await contains(call, { count: 0 });
    await contains(COMPOSER);
    expect(COMPOSER).not.toBeFocused(); // which would open the keyboard
    await openPanelOnPhone();
    await contains(`${STATUS} [aria-checked='true']:contains(In progress)`);
});

test("each conversation has its own panel", async () => {
    const pyEnv = await startAgentServer();
    createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    createConversation(pyEnv, { livechat_note: "<p>Second</p>" }, { guest_id: guestId });
    await openLiveChats();
    for (const [name, note] of [
        ["Visitor #20", "First"],
        ["Visitor #21", "Second"],
    ]) {
        await tap(`${ITEM}:contains(${name})`);
        await contains(COMPOSER); // the messages come first, also after a look at another panel
        await openPanelOnPhone();
        await contains(`${NOTE}:value(${note})`);
        await tap(".o-mail-ChatWindow-header [title*='Fold']");
    }
});
