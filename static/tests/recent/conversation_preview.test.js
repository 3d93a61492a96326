import {
    createConversation,
    defineLivechatInfoPanelModels,
    makeRecent,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { Deferred, mockDate } from "@odoo/hoot-mock";

import { makeServerError, onRpc } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();
beforeEach(() => mockDate("2025-06-10 12:00:00", +2));

const ROW = ".o-livechatInfoPanel-recentConversation";
const PREVIEW = ".o-livechatInfoPanel-preview";
const MESSAGE = ".o-livechatInfoPanel-previewMessage";

function makeMessage(values) {
    return {
        id: 1,
        author: "Carla",
        type: "customer",
        date: "2025-06-03 10:20:00",
        text: "Hello",
        attachments: [],
        ...values,
    };
}

async function startWithRecent() {
    const pyEnv = await startAgentServer();
    const items = [makeRecent({ note: "Sent twice" }), makeRecent({ id: 899 })];
    await startWithConversation(
        createConversation(pyEnv, { livechat_recent_conversations: { count: 2, items } })
    );
}

/** Answer with what was said in a conversation, or not at all. */
function mockPreviews(...answers) {
    onRpc("discuss.channel", "livechat_get_preview", async ({ args: [[id]] }) => {
        expect.step(id);
        const answer = await answers.shift();
        if (!answer) {
            throw makeServerError({ message: "No such luck" });
        }
        return { note: "", messages: [], is_partial: false, ...answer };
    });
}

test("the note, and who said what when", async () => {
    mockPreviews({
        note: "Sent twice\n\n<b>Ask</b> the warehouse",
        messages: [
            makeMessage({ author: "Bot", type: "bot", text: "How can I help?" }),
            makeMessage({ id: 2, date: "2025-06-03 10:21:00", text: "It is\nempty" }),
            makeMessage({
                id: 3,
                author: "Otto",
                type: "agent",
                date: "2025-06-04 06:00:00",
                text: "",
                attachments: ["form.pdf", "form.pdf"],
            }),
        ],
    });
    await startWithRecent();
    await contains(`${ROW}:eq(0)[aria-expanded='false']`);
    await click(`${ROW}:eq(0)`);
    await contains(MESSAGE, { count: 3 });
    expect(`${PREVIEW} .o-livechatInfoPanel-previewNote`).toHaveText(
        "Sent twice\n\n<b>Ask</b> the warehouse"
    );
    expect(queryAllTexts(`${PREVIEW} li`)).toEqual([
        "Jun 3",
        "Bot · 12:20 PM\nHow can I help?",
        "Carla · 12:21 PM\nIt is\nempty",
        "Jun 4",
        "Otto · 8:00 AM\nform.pdf\nform.pdf",
    ]);
    expect(queryFirst(`${MESSAGE}[data-type='customer']`)).toHaveClass("align-self-start");
    await contains(`${MESSAGE}.align-self-end`, { count: 2 });
    await contains(PREVIEW, { text: "Only the last messages", count: 0 });
    const id = queryFirst(`${ROW}[aria-expanded='true']`).getAttribute("aria-controls");
    await contains(`#${id} ${PREVIEW}`);
    expect.verifySteps([900]);
});

test("opens and closes by keyboard, one at a time", async () => {
    mockPreviews({ note: "First" }, { note: "Second" }, { note: "First again", is_partial: true });
    await startWithRecent();
    await contains(ROW, { count: 2 });
    queryFirst(ROW).focus();
    await press("Enter");
    await contains(PREVIEW, { text: "First" });
    await contains(PREVIEW, { text: "Nobody wrote anything." });
    await press("Tab");
    await press("Tab");
    await contains(`${ROW}:eq(1):focus`);
    await press("Enter");
    await contains(PREVIEW, { text: "Second" });
    await contains(PREVIEW, { count: 1 });
    await contains(`${ROW}[aria-expanded='true']`, { count: 1 });
    await press("Enter");
    await contains(PREVIEW, { count: 0 });
    await contains(`${ROW}[aria-expanded='true']`, { count: 0 });
    expect.verifySteps([900, 899]);
});

test("tells where it begins later", async () => {
    mockPreviews({ messages: [makeMessage()], is_partial: true });
    await startWithRecent();
    await click(`${ROW}:eq(1)`);
    await contains(PREVIEW, { text: "Only the last messages" });
    expect.verifySteps([899]);
});

test("is loaded on demand, and again if that failed", async () => {
    const answer = new Deferred();
    mockPreviews(null, answer);
    await startWithRecent();
    await contains(ROW, { count: 2 });
    expect.verifySteps([]);
    await click(`${ROW}:eq(0)`);
    await contains(`${PREVIEW} [role='alert']`, { text: "No such luck" });
    await click(`${PREVIEW} button`, { text: "Retry" });
    await contains(`${PREVIEW} [role='status']`, { text: "Loading…" });
    await contains(`${PREVIEW} [role='alert']`, { count: 0 });
    answer.resolve({ messages: [makeMessage()] });
    await contains(MESSAGE, { text: "Hello" });
    await contains(`${PREVIEW} [role='status']`, { count: 0 });
    expect.verifySteps([900, 900]);
});
