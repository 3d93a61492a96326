import {
    createAgent,
    createContact,
    createHelpRequest,
    defineLivechatInfoPanelModels,
    flushBus,
    sendToAgent,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import {
    click,
    contains,
    openDiscuss,
    openFormView,
    start,
} from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryOne, waitUntil } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";

import {
    getService,
    MockServer,
    mockService,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const TOAST = ".o-livechatInfoPanel-helpToast";
const CALL = `${TOAST} li`;
const NOTIFICATION = ".o_notification";

function askHelp(channelId, values) {
    sendToAgent("help_requested", {
        channel_id: channelId,
        customer: "Carla",
        asker: "Ada",
        text: "Refund",
        since: "2026-03-01 10:00:00",
        user_ids: [serverState.userId],
        is_overdue: false,
        ...values,
    });
}

/** Start the web client in an app other than Discuss, with a conversation that looks for help. */
async function startInOtherApp(values) {
    const pyEnv = await startAgentServer();
    const channelId = createHelpRequest(pyEnv, { agent: createAgent(pyEnv, "Ada") }, values);
    await start();
    await openFormView("res.partner", serverState.partnerId);
    return channelId;
}

test("who asks for what, until somebody helps", async () => {
    mockDate("2026-03-01 10:04:00", +0);
    const channelId = await startInOtherApp();
    askHelp(channelId, { customer: "<i>Carla</i>", text: "Refund <b>2</b>" });
    await contains(`${TOAST}[aria-label='1 call for help']`);
    await contains(CALL, { text: "<i>Carla</i>(4 min)OpenJoinAda: Refund <b>2</b>" });
    await contains("[role='status']", { text: "1 call for help, <i>Carla</i>" });
    await advanceTime(60_000); // it stays
    await contains(TOAST);
    sendToAgent("help_ended", { channel_ids: [channelId + 1], agent: "Otto" });
    await flushBus();
    await contains(TOAST);
    sendToAgent("help_ended", { channel_ids: [channelId + 1, channelId], agent: "Otto" });
    await contains(TOAST, { count: 0 });
    await contains("[role='status']", { text: "1 call for help", count: 0 });
});

test("not for those who are not meant", async () => {
    const channelId = await startInOtherApp();
    askHelp(channelId, { user_ids: [serverState.userId + 1000] });
    await flushBus();
    await contains(".o_form_view");
    await contains(TOAST, { count: 0 });
});

test("one for all calls, those that are late first", async () => {
    const channelId = await startInOtherApp();
    askHelp(channelId);
    await contains(CALL, { count: 1 });
    await contains(`${CALL}:contains(Late)`, { count: 0 });
    askHelp(channelId + 1, { customer: "Carlos", since: "2026-03-01 11:00:00" });
    askHelp(channelId + 2, { customer: "Otto", since: "2026-03-01 12:00:00" });
    await contains(`${TOAST}[aria-label='3 calls for help']`);
    await contains(`${CALL}:eq(0):contains(Carla)`);
    askHelp(channelId + 2, { customer: "Otto", asker: false, text: false, is_overdue: true });
    await contains(`${CALL}:eq(0):contains(Otto):contains(Late)`);
    await contains(CALL, { count: 3 });
    await contains(TOAST, { count: 1 });
    await contains(NOTIFICATION, { count: 0 });
});

test("dismissed at once; the next call is told by itself", async () => {
    const channelId = await startInOtherApp();
    askHelp(channelId);
    askHelp(channelId + 1, { customer: "Carlos" });
    await contains(CALL, { count: 2 });
    await click(`${TOAST} button[aria-label='Close']`);
    await contains(TOAST, { count: 0 });
    askHelp(channelId + 2, { customer: "Otto" });
    await contains(`${TOAST}[aria-label='1 call for help']`);
});

test("the focus comes back to where it was", async () => {
    const channelId = await startInOtherApp();
    const before = queryOne(".o_form_view .o_field_widget input:first");
    before.focus();
    askHelp(channelId);
    await contains(TOAST);
    queryOne(`${TOAST} button[aria-label='Close']`).focus();
    await press("Escape");
    await contains(TOAST, { count: 0 });
    expect(before).toBeFocused();
});

test("open without joining; the window says what is needed", async () => {
    const channelId = await startInOtherApp({ livechat_help_text: "Refund of last year" });
    onRpc("discuss.channel", "livechat_join", () => {
        expect.step("joined");
    });
    askHelp(channelId);
    await click(`${TOAST} button`, { text: "Open" });
    await contains(".o-mail-ChatWindow", { text: "Visitor #20" });
    await contains(TOAST, { count: 0 });
    expect.verifySteps([]);
    const call = ".o-mail-ChatWindow [role='region'][aria-label='Looking for help']";
    await contains(call, { text: "Refund of last year" });
    await click(`${call} button`, { text: "Join" });
    await contains(call, { count: 0 });
    await expect.waitForSteps(["joined"]);
});

test("join", async () => {
    const channelId = await startInOtherApp();
    onRpc("discuss.channel", "livechat_join", ({ args, kwargs }) => {
        expect.step([...args[0], kwargs.only_if_needed]);
    });
    askHelp(channelId);
    await click(`${TOAST} button`, { text: "Join" });
    await contains(".o-mail-ChatWindow", { text: "Visitor #20" });
    await contains(TOAST, { count: 0 });
    expect.verifySteps([[channelId, true]]);
});

test("joined late, it is opened without the focus, and in Discuss not at all", async () => {
    const channelId = await startInOtherApp();
    let answer = new Deferred();
    onRpc("discuss.channel", "livechat_join", () => answer);
    askHelp(channelId);
    await click(`${TOAST} button`, { text: "Join" });
    await contains(".o_field_widget[name=name] input", { setFocus: true });
    await press("a");
    answer.resolve();
    await contains(".o-mail-ChatWindow", { text: "Visitor #20" });
    await animationFrame();
    expect(".o_field_widget[name=name] input").toBeFocused();
    answer = new Deferred();
    const other = createHelpRequest(MockServer.env, { name: "Otto" });
    await openDiscuss(channelId);
    askHelp(other);
    await click(`${TOAST} button`, { text: "Join" });
    await contains(".o-mail-Composer-input", { setFocus: true });
    await press("a");
    answer.resolve();
    await contains(".o-mail-DiscussSidebarChannel", { text: "Otto" });
    await contains(TOAST, { count: 0 });
    expect(".o-mail-DiscussContent-threadName[title='Visitor #20']").toHaveCount(1);
    expect(".o-mail-Composer-input").toBeFocused();
});

test("join too late", async () => {
    const channelId = await startInOtherApp();
    onRpc("discuss.channel", "livechat_join", () => ({ is_joined: false, helper: "Otto" }));
    askHelp(channelId);
    await click(`${TOAST} button`, { text: "Join" });
    await contains(NOTIFICATION, { text: "Otto has joined already." });
    await contains(TOAST, { count: 0 });
    await contains(".o-mail-ChatWindow", { count: 0 });
});

test("opened by another way, and not shown over the conversation that is open", async () => {
    const channelId = await startInOtherApp();
    askHelp(channelId);
    await contains(TOAST);
    const thread = await getService("mail.store").Thread.getOrFetch({
        id: channelId,
        model: "discuss.channel",
    });
    thread.open();
    await contains(TOAST, { count: 0 });
    askHelp(channelId);
    await flushBus();
    await contains(TOAST, { count: 0 });
});

test("the name of a contact, which only the server's answer to the agent says", async () => {
    const channelId = await startInOtherApp({
        livechat_customer_name: "Gina",
        livechat_is_linked: true,
    });
    const { env } = MockServer;
    const livechat_contact_id = createContact(env, { name: "Mia" });
    env["discuss.channel"].write(channelId, { livechat_contact_id });
    askHelp(channelId, { customer: "Gina", is_linked: true });
    await contains(`${CALL}:contains(Mia)`);
});

test("many calls at once are counted, the first are named, and all are in the list", async () => {
    mockService("action", {
        doAction(action) {
            if (typeof action === "string" && action.startsWith("im_livechat.")) {
                expect.step(action);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    const channelId = await startInOtherApp();
    const ids = Array.from({ length: 12 }, (_, i) => channelId + i);
    sendToAgent("many_help_requested", { channel_ids: ids, user_ids: [serverState.userId + 1] });
    await flushBus();
    await contains(".o_form_view");
    await contains(TOAST, { count: 0 });
    sendToAgent("many_help_requested", { channel_ids: ids, user_ids: [serverState.userId] });
    await contains(`${TOAST}[aria-label='12 calls for help']`);
    await contains(CALL, { count: 3 });
    await contains(`${CALL}:contains(Visitor #20)`);
    sendToAgent("help_ended", { channel_ids: ids.slice(2), agent: "Otto" });
    await contains(`${TOAST}[aria-label='2 calls for help']`);
    await contains(`${TOAST} button:contains(View all)`, { count: 0 });
    sendToAgent("many_help_requested", { channel_ids: ids, user_ids: [serverState.userId] });
    await click(`${TOAST} button`, { text: "View all (12)" });
    await expect.waitForSteps(["im_livechat.discuss_channel_looking_for_help_action"]);
    await contains(TOAST, { count: 0 });
});

test("whoever asked is told who came", async () => {
    const channelId = await startInOtherApp();
    const values = { channel_id: channelId, customer: "Carla <b>", agent: "Pablo" };
    sendToAgent("help_came", values);
    await contains(NOTIFICATION, { text: "Pablo joined Carla <b>" });
    sendToAgent("help_ended", { channel_ids: [channelId], agent: "Pablo" });
    await flushBus();
    await click(`${NOTIFICATION} button`, { text: "Open" });
    await contains(".o-mail-ChatWindow", { text: "Visitor #20" });
    await contains(NOTIFICATION, { count: 0 });
    sendToAgent("help_came", values); // which the conversation itself says
    await flushBus();
    await contains(NOTIFICATION, { count: 0 });
});

for (const isSlow of [false, true]) {
    const when = isSlow ? "while its name is asked for" : "once its name is known";
    test(`a call that ends ${when} is listed nowhere`, async () => {
        const channelId = await startInOtherApp({
            livechat_customer_name: "Gina",
            livechat_is_linked: true,
        });
        const answer = new Deferred();
        onRpc("/mail/data", async (request) => {
            const { params } = await request.json();
            if (params.fetch_params.some((param) => param[0] === "discuss.channel")) {
                expect.step("asked");
                await (isSlow && answer);
            } else if (params.fetch_params.includes("/im_livechat/looking_for_help")) {
                return {}; // as late as can be
            }
        });
        askHelp(channelId, { customer: "Gina", is_linked: true });
        await expect.waitForSteps(["asked"]);
        const thread = () =>
            getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
        if (!isSlow) {
            await waitUntil(() => thread()?.livechat_status === "need_help");
        }
        await contains(TOAST);
        sendToAgent("help_ended", { channel_ids: [channelId], agent: "Otto" });
        await contains(TOAST, { count: 0 });
        answer.resolve();
        await waitUntil(thread);
        await flushBus();
        await openDiscuss();
        await contains(".o-mail-DiscussSidebarCategory-livechatNeedHelp");
        await contains(".o-livechatInfoPanel-helpEntry", { count: 0 });
        expect(thread().livechat_status).toBe(undefined);
    });
}

test("of many, those are named that are next, by how long they wait", async () => {
    mockDate("2026-03-01 12:00:00", +0);
    const pyEnv = await startAgentServer();
    const agent = createAgent(pyEnv, "Ada");
    const ids = [60, 60, 60, 60, 61].map((minutes, i) =>
        createHelpRequest(pyEnv, { agent, minutes, name: `Visitor #${i}` })
    );
    await start();
    await openFormView("res.partner", serverState.partnerId);
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        const [asked] = params.fetch_params.filter((param) => param[0] === "discuss.channel");
        if (asked) {
            expect.step(asked[1].map((id) => ids.indexOf(id)).join(" "));
        }
    });
    const users = { user_ids: [serverState.userId] };
    sendToAgent("many_help_requested", {
        ...users,
        channel_ids: ids,
        since: "2026-03-01 11:00:00",
    });
    await expect.waitForSteps(["0 1 2"]);
    askHelp(ids[4] + 1, { customer: "Carla", since: "2026-03-01 11:30:00" });
    await contains(`${TOAST}[aria-label='6 calls for help']`);
    expect(queryAllTexts(`${CALL} [title^='Visitor']`)).toEqual(
        [0, 1, 2].map((i) => `Visitor #${i}`)
    );
    sendToAgent("help_ended", { channel_ids: ids.slice(0, 2), agent: "Otto" });
    await contains(`${CALL}:eq(0):contains(Visitor #4):contains(1 hr, 1 min)`);
    await contains(`${CALL}:eq(1):contains(Visitor #2)`);
    await contains(`${CALL}:eq(2):contains(Visitor #3)`);
    expect.verifySteps(["3 4"]);
    sendToAgent("help_ended", { channel_ids: ids.slice(2), agent: "Otto" });
    await contains(`${CALL}:only-child:contains(Carla)`);
    expect.verifySteps([]);
});

test("a call is read out when it comes, and not when another goes", async () => {
    const channelId = await startInOtherApp();
    askHelp(channelId);
    await contains(CALL, { count: 1 });
    askHelp(channelId + 1, { customer: "Carlos", since: "2026-03-01 11:00:00" });
    await contains("[role='status']", { text: "2 calls for help, Carla, Carlos" });
    sendToAgent("help_ended", { channel_ids: [channelId], agent: "Otto" });
    await contains(CALL, { count: 1 });
    await flushBus();
    expect("[role='status']:contains(calls for help)").toHaveText(
        "2 calls for help, Carla, Carlos"
    );
    askHelp(channelId + 2, { customer: "Otto", since: "2026-03-01 12:00:00" });
    await contains("[role='status']", { text: "2 calls for help, Carlos, Otto" });
});
