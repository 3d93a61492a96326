import {
    createAgent,
    createHelpRequest,
    defineLivechatInfoPanelModels,
    flushBus,
    sendToAgent,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, openFormView, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime } from "@odoo/hoot-mock";

import { getService, mockService, onRpc, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

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
    const channelId = await startInOtherApp();
    askHelp(channelId, { customer: "<i>Carla</i>", text: "Refund <b>2</b>" });
    await contains(NOTIFICATION, { text: "<i>Carla</i>: help needed. Ada asks: Refund <b>2</b>" });
    await contains(`${NOTIFICATION} button`, { text: "Open" });
    await contains(`${NOTIFICATION} button`, { text: "Join" });
    await advanceTime(60_000); // it stays
    await contains(NOTIFICATION);
    sendToAgent("help_ended", { channel_ids: [channelId + 1], agent: "Otto" });
    await flushBus();
    await contains(NOTIFICATION);
    sendToAgent("help_ended", { channel_ids: [channelId + 1, channelId], agent: "Otto" });
    await contains(NOTIFICATION, { count: 0 });
});

test("not for those who are not meant", async () => {
    const channelId = await startInOtherApp();
    askHelp(channelId, { user_ids: [serverState.userId + 1000] });
    await flushBus();
    await contains(".o_form_view");
    await contains(NOTIFICATION, { count: 0 });
});

test("one a conversation, the last one", async () => {
    const channelId = await startInOtherApp();
    askHelp(channelId);
    await contains(NOTIFICATION, { text: "Carla: help needed. Ada asks: Refund" });
    askHelp(channelId, { asker: false, text: false, is_overdue: true });
    await contains(NOTIFICATION, {
        text: "Carla: nobody has joined yet. No agent is in this conversation",
    });
    expect(queryAllTexts(`${NOTIFICATION}_content`)).toHaveLength(1);
    askHelp(channelId + 1, { customer: "Carlos" });
    await contains(NOTIFICATION, { count: 2 });
});

test("open without joining; the window says what is needed", async () => {
    const channelId = await startInOtherApp({ livechat_help_text: "Refund of last year" });
    onRpc("discuss.channel", "livechat_join", () => {
        expect.step("joined");
    });
    askHelp(channelId);
    await click(`${NOTIFICATION} button`, { text: "Open" });
    await contains(".o-mail-ChatWindow", { text: "Visitor #20" });
    await contains(NOTIFICATION, { count: 0 });
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
    await click(`${NOTIFICATION} button`, { text: "Join" });
    await contains(".o-mail-ChatWindow", { text: "Visitor #20" });
    await contains(NOTIFICATION, { count: 0 });
    expect.verifySteps([[channelId, true]]);
});

test("join too late", async () => {
    const channelId = await startInOtherApp();
    onRpc("discuss.channel", "livechat_join", () => ({ is_joined: false, helper: "Otto" }));
    askHelp(channelId);
    await click(`${NOTIFICATION} button`, { text: "Join" });
    await contains(NOTIFICATION, { text: "Otto has joined already." });
    await contains(NOTIFICATION, { text: "help needed", count: 0 });
    await contains(".o-mail-ChatWindow", { count: 0 });
});

test("opened by another way, and not shown over the conversation that is open", async () => {
    const channelId = await startInOtherApp();
    askHelp(channelId);
    await contains(NOTIFICATION);
    const thread = await getService("mail.store").Thread.getOrFetch({
        id: channelId,
        model: "discuss.channel",
    });
    thread.open();
    await contains(NOTIFICATION, { count: 0 });
    askHelp(channelId);
    await flushBus();
    await contains(NOTIFICATION, { count: 0 });
});

test("many calls at once are one notification, which leads to the list", async () => {
    mockService("action", {
        doAction(action) {
            if (typeof action === "string" && action.startsWith("im_livechat.")) {
                expect.step(action);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await startInOtherApp();
    sendToAgent("many_help_requested", { count: 12, user_ids: [serverState.userId + 1000] });
    await flushBus();
    await contains(".o_form_view");
    await contains(NOTIFICATION, { count: 0 });
    sendToAgent("many_help_requested", { count: 12, user_ids: [serverState.userId] });
    await contains(NOTIFICATION, { text: "12 conversations look for help" });
    await click(`${NOTIFICATION} button`, { text: "View all" });
    await expect.waitForSteps(["im_livechat.discuss_channel_looking_for_help_action"]);
    await contains(NOTIFICATION, { count: 0 });
});
