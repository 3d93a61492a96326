import {
    createAgent,
    createConversation,
    createHelpRequest,
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { REFILL_DELAY } from "@livechat_info_panel/help/looking_for_help_service";

import { waitForChannels } from "@bus/../tests/bus_test_helpers";

import { click, contains, openDiscuss, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { hover, queryAll, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import { getService, mockService, onRpc, serverState } from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const ENTRY = ".o-mail-DiscussSidebarChannel-container";
const TIME = ".o-livechatInfoPanel-helpEntry time";

async function openList() {
    await start();
    await openDiscuss();
    await contains(".o-mail-DiscussSidebarCategory-livechatNeedHelp");
}

test("longest wait first, each with its time, which ticks", async () => {
    const pyEnv = await startAgentServer();
    const agent = createAgent(pyEnv, "Ada");
    createHelpRequest(pyEnv, { agent, minutes: 1, name: "Visitor #1" });
    createHelpRequest(pyEnv, { agent, minutes: 61, name: "Visitor #2" });
    createHelpRequest(pyEnv, { agent, minutes: 7, name: "Visitor #3" });
    await openList();
    await contains(`${ENTRY} ${TIME}`, { count: 3 });
    expect(queryAllTexts(`${ENTRY} .o-mail-DiscussSidebarChannel-itemName`)).toEqual([
        "Visitor #2",
        "Visitor #3",
        "Visitor #1",
    ]);
    expect(queryAllTexts(TIME)).toEqual(["1 hr, 1 min", "7 min", "1 min"]);
    await advanceTime(60_000);
    expect(queryAllTexts(TIME)).toEqual(["1 hr, 2 min", "8 min", "2 min"]);
});

test("the text is seen, also by screen readers, and joined from there", async () => {
    const pyEnv = await startAgentServer();
    const agent = createAgent(pyEnv, "Ada");
    createHelpRequest(pyEnv, { agent }, { livechat_help_text: "Refund <b>2</b>" });
    await openList();
    await contains(`${ENTRY} .o-livechatInfoPanel-helpEntry`, {
        text: "Refund <b>2</b>Ada asked for helpjust now",
    });
    expect(`${ENTRY} .o-mail-DiscussSidebarChannel`).toHaveText(/Refund <b>2<\/b>/);
    expect(`${ENTRY} [title*='Ada asked for help']`).not.toHaveCount(0);
    const join = `${ENTRY} > button[aria-label='Join the conversation with Visitor #20']`;
    const { height, width } = queryOne(join).getBoundingClientRect();
    expect(Math.min(height, width)).toBeGreaterThan(23.9); // can be touched
    await click(join);
    await contains(`.o-mail-DiscussSidebarCategory-livechatNeedHelp + ${ENTRY}`, { count: 0 });
    await contains(".o-mail-DiscussSidebarChannel", { text: "Visitor #20" });
    await contains(".o-mail-DiscussContent-threadName[title='Visitor #20']"); // it opens
});

test("the own request is marked, and not to be joined", async () => {
    const pyEnv = await startAgentServer();
    createConversation(pyEnv, {
        livechat_help_user_id: serverState.userId,
        livechat_status: "need_help",
    });
    createHelpRequest(pyEnv, { agent: createAgent(pyEnv, "Ada"), name: "Visitor #21" });
    await openList();
    await contains(`${ENTRY} [aria-label='Your request']`, { count: 1 });
    await contains(`${ENTRY}:contains(Visitor #20) [title='Your request']`);
    await contains(`${ENTRY} button:has(.fa-sign-in)`, { count: 1 });
});

test("an orphan says so", async () => {
    const pyEnv = await startAgentServer();
    createHelpRequest(pyEnv, {});
    await openList();
    await contains(`${ENTRY} i[aria-label='No agent is in this conversation']`);
    await contains(
        `${ENTRY} .o-mail-DiscussSidebarChannel-itemMain[title*='No agent is in this conversation']`
    );
});

test("in the compact sidebar", async () => {
    const pyEnv = await startAgentServer();
    const agent = createAgent(pyEnv, "Ada");
    createHelpRequest(pyEnv, { agent, minutes: 5 }, { livechat_help_text: "Refund" });
    await start();
    getService("mail.store").discuss.isSidebarCompact = true;
    await openDiscuss();
    await contains(`${ENTRY}.o-compact ${TIME}`, { text: "5 min" });
    await hover(`${ENTRY} .o-mail-DiscussSidebarChannel`);
    await contains(".o-mail-DiscussSidebar-floatingMenu", { text: "Refund" });
    await contains(".o-mail-DiscussSidebar-floatingMenu", { text: "Ada asked for help" });
    await click(".o-mail-DiscussSidebar-floatingMenu button[name='join-livechat-needing-help']");
    await contains(TIME, { count: 0 });
});

test("where more are waiting than are shown, the list of all is one click away", async () => {
    const pyEnv = await startAgentServer();
    createHelpRequest(pyEnv, {});
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        if (params.fetch_params.flat().includes("/im_livechat/looking_for_help")) {
            expect.step("fetch");
        }
    });
    mockService("action", {
        doAction(action) {
            if (typeof action !== "string") {
                return super.doAction(...arguments);
            }
            expect.step(action);
        },
    });
    await openList();
    await contains(`${ENTRY} ${TIME}`);
    await expect.waitForSteps(["fetch"]);
    await contains(".o-livechatInfoPanel-viewAll", { count: 0 });
    getService("mail.store").livechat_looking_for_help_count = 120;
    await click(".o-livechatInfoPanel-viewAll", { text: "View all (120)" });
    await expect.waitForSteps(["im_livechat.discuss_channel_looking_for_help_action"]);
});

test("when some leave, the next ones are fetched, once", async () => {
    const pyEnv = await startAgentServer();
    const [id1, id2] = [1, 2].map((number) =>
        createHelpRequest(pyEnv, { name: `Visitor #${number}` })
    );
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        if (params.fetch_params.flat().includes("/im_livechat/looking_for_help")) {
            expect.step("fetch");
        }
    });
    await openList();
    await contains(`${ENTRY} ${TIME}`, { count: 2 });
    await waitForChannels(["im_livechat.looking_for_help"]);
    await expect.waitForSteps(["fetch"]);
    const store = getService("mail.store");
    store.livechat_looking_for_help_count = 5; // as if three more were waiting
    for (const id of [id1, id2]) {
        pyEnv["discuss.channel"].write([id], { livechat_status: "in_progress" });
    }
    await contains(`${ENTRY} ${TIME}`, { count: 0 });
    await advanceTime(100);
    expect(store.livechat_looking_for_help_count).toBe(3);
    expect.verifySteps([]);
    await advanceTime(REFILL_DELAY);
    await expect.waitForSteps(["fetch"]);
    pyEnv["discuss.channel"].write([id1], { livechat_status: "need_help" });
    await contains(`${ENTRY} ${TIME}`);
    await advanceTime(REFILL_DELAY);
    expect(store.livechat_looking_for_help_count).toBe(1);
    expect.verifySteps([]);
});

test("the next ones are fetched also while something changes all the time", async () => {
    const pyEnv = await startAgentServer();
    const id = createHelpRequest(pyEnv, {});
    await openList();
    await contains(`${ENTRY} ${TIME}`);
    await waitForChannels(["im_livechat.looking_for_help"]);
    getService("mail.store").livechat_looking_for_help_count = 5; // as if four more were waiting
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        if (params.fetch_params.flat().includes("/im_livechat/looking_for_help")) {
            expect.step("fetch");
        }
    });
    for (const livechat_status of ["in_progress", "need_help", "in_progress"]) {
        pyEnv["discuss.channel"].write([id], { livechat_status });
        await advanceTime(REFILL_DELAY / 2);
        await animationFrame();
    }
    await advanceTime(REFILL_DELAY / 10);
    await animationFrame();
    expect.verifySteps(["fetch"]);
});

test("what the count knew already when it was fetched counts once", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createHelpRequest(pyEnv, {});
    await openList();
    await contains(`${ENTRY} ${TIME}`);
    await waitForChannels(["im_livechat.looking_for_help"]);
    const store = getService("mail.store");
    expect(store.livechat_looking_for_help_count).toBe(1);
    store.livechat_looking_for_help_count_bus_id += 1000;
    pyEnv["discuss.channel"].write([channelId], { livechat_status: "in_progress" });
    await contains(`${ENTRY} ${TIME}`, { count: 0 });
    await advanceTime(100);
    expect(store.livechat_looking_for_help_count).toBe(1);
});

test("closing the window of a conversation that the agent only looked at leaves nothing", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createHelpRequest(pyEnv, {});
    onRpc("discuss.channel", "action_unfollow", () => expect.step("left"));
    await start();
    const thread = await getService("mail.store").Thread.getOrFetch({
        id: channelId,
        model: "discuss.channel",
    });
    thread.open({ focus: true });
    await click(".o-mail-ChatWindow-header [title*='Close']");
    await contains(".o-mail-ChatWindow", { count: 0 });
    expect.verifySteps([]);
});

test("a call that is due soon, and late, says so in words and by another color", async () => {
    const pyEnv = await startAgentServer();
    const at = (minutes) => serializeDateTime(luxon.DateTime.now().plus({ minutes }));
    createHelpRequest(
        pyEnv,
        { agent: createAgent(pyEnv, "Ada"), minutes: 3 },
        { livechat_help_due_dt: at(2), livechat_help_warn_dt: at(0.5) }
    );
    await openList();
    await contains(TIME, { text: "3 min" });
    await contains(".o-livechatInfoPanel-due", { count: 0 });
    await advanceTime(45_000);
    const due = `${ENTRY} .o-livechatInfoPanel-due`;
    await contains(`${due}.text-warning[aria-label='Due in 2 min'][title='Due in 2 min']`);
    await advanceTime(90_000);
    await contains(`${due}.text-danger[aria-label='Late'][title='Late']`);
});

test("an entry is as high as any other", async () => {
    const pyEnv = await startAgentServer();
    createConversation(pyEnv);
    const values = { livechat_help_text: "Refund of what was paid twice last year" };
    createHelpRequest(pyEnv, { agent: createAgent(pyEnv, "Ada"), name: "Visitor #21" }, values);
    await openList();
    const getHeight = (name) =>
        queryOne(`${ENTRY}:contains(${name})`).getBoundingClientRect().height;
    await contains(`${ENTRY} ${TIME}`);
    expect(Math.abs(getHeight("Visitor #21") - getHeight("Visitor #20"))).toBeLessThan(0.5);
});

test("a long name gives way to the time, and what is needed has a few letters or none", async () => {
    const pyEnv = await startAgentServer();
    const agent = createAgent(pyEnv, "Ada");
    createHelpRequest(pyEnv, { agent, minutes: 61, name: "Visitor of a long name" });
    createHelpRequest(
        pyEnv,
        { agent, minutes: 61, name: "Visitor of a longer name" },
        { livechat_help_text: "What nobody has room for" }
    );
    await openList();
    await contains(ENTRY, { count: 2 });
    for (const entry of queryAll(ENTRY)) {
        const time = entry.querySelector("time").getBoundingClientRect();
        const join = entry.querySelector(".o-livechatInfoPanel-helpJoin");
        expect(time.right).toBeLessThan(join.getBoundingClientRect().left + 1);
    }
    const name = ".o-mail-DiscussSidebarChannel-itemName";
    expect(queryOne(`${ENTRY}:contains(a long name) ${name}`).offsetWidth).toBeGreaterThan(
        queryOne(`${ENTRY}:contains(a longer name) ${name}`).offsetWidth
    );
    const text = queryOne(`${ENTRY} .o-livechatInfoPanel-helpText > span`);
    const { width } = text.parentElement.getBoundingClientRect();
    const isSeen = text.offsetTop - text.parentElement.offsetTop < 5;
    expect(isSeen).toBe(width >= 28);
});
