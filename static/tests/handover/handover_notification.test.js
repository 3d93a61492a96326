import {
    createConversation,
    defineLivechatInfoPanelModels,
    flushBus,
    sendToAgent,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, openFormView, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";

import { getService, mockService, serverState } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { session } from "@web/session";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const NOTIFICATION = ".o_notification";

/** Start the web client in an app other than Discuss, with a conversation of the agent. */
async function startInOtherApp() {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await start();
    await openFormView("res.partner", serverState.partnerId);
    return channelId;
}

test("what was handed over stays until the agent opens it", async () => {
    const channelId = await startInOtherApp();
    sendToAgent("handed_over", {
        channel_id: channelId,
        customer: "Carla",
        from: "Ada",
        comment: "Wants <b>Otto</b>",
    });
    await contains(NOTIFICATION, { text: "Ada handed Carla over to you. Wants <b>Otto</b>" });
    sendToAgent("help_ended", { channel_ids: [channelId], agent: "Mitchell Admin" });
    const thread = await getService("mail.store").Thread.getOrFetch({
        id: channelId,
        model: "discuss.channel",
    });
    thread.openChatWindow(); // as Odoo does when somebody is added to a live chat
    await contains(".o-mail-ChatWindow", { text: "Visitor #20" });
    await flushBus();
    await click(`${NOTIFICATION} button`, { text: "Open" });
    await contains(NOTIFICATION, { count: 0 });
    await contains(".o-mail-ChatWindow", { text: "Visitor #20" });
});

test("what an automation handed over", async () => {
    const channelId = await startInOtherApp();
    sendToAgent("handed_over", {
        channel_id: channelId,
        customer: "Carla",
        from: false,
        comment: "Wants",
    });
    await contains(NOTIFICATION, { text: "Carla was handed over to you. Wants" });
});

test("what was handed over is read in the panel", async () => {
    mockService("notification", { add: (message) => expect.step(message) });
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_visitor_lang: "es" });
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel [title='Language']", { text: "Spanish" });
    const handover = {
        id: 1,
        kind: "reassigned",
        from_name: "Ada",
        to_user_id: serverState.userId,
        to_name: "Mitchell Admin",
        comment: "A regular",
        date: "2026-03-01 10:00:00",
    };
    const payload = { channel_id: channelId, customer: "Carla", from: "Ada", comment: "A regular" };
    pyEnv["discuss.channel"].write([channelId], {
        livechat_brief: { kind: "reassigned", name: "Ada", text: "A regular" },
        livechat_last_handover: handover,
    });
    sendToAgent("handed_over", payload);
    await contains(".o-livechatInfoPanel-briefText", { text: "A regular" });
    await flushBus();
    expect.verifySteps([]);
});

test("what one of two panels shows is read, also when the other one is closed", async () => {
    const channelId = await startInOtherApp();
    const notifications = getService("livechat_info_panel.handover_notification");
    const [leaveDiscuss, leaveWindow] = [1, 2].map(() => notifications.panels.add(channelId));
    leaveWindow();
    notifications.onHandedOver({
        channel_id: channelId,
        customer: "Carla",
        from: "Ada",
        comment: "Wants",
    });
    await contains(".o_form_view");
    await contains(NOTIFICATION, { count: 0 });
    leaveDiscuss();
    notifications.onHandedOver({
        channel_id: channelId,
        customer: "Carla",
        from: "Ada",
        comment: "Wants",
    });
    await contains(NOTIFICATION, { text: "Ada handed Carla over to you. Wants" });
});

test("what the agent saw in one tab is gone in the others", async () => {
    const channelId = await startInOtherApp();
    const payload = { channel_id: channelId, customer: "Carla", from: "Ada", comment: "Wants" };
    sendToAgent("handed_over", payload);
    sendToAgent("handed_over", { ...payload, channel_id: channelId + 1, customer: "Otto" });
    await contains(NOTIFICATION, { count: 2 });
    const tell = (userId) =>
        new browser.BroadcastChannel(
            `livechat_info_panel.handovers_seen/${session.db}/${userId}`
        ).postMessage([channelId]);
    tell(serverState.userId + 1); // another user of this browser
    tell(serverState.userId);
    await contains(NOTIFICATION, { count: 1, text: "Ada handed Otto over to you. Wants" });
});

test("nothing is handed over that has ended", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await start();
    await openFormView("res.partner", serverState.partnerId);
    const handover = { channel_id: channelId, customer: "Carla", from: "Ada", comment: "" };
    const { Thread } = getService("mail.store");
    const thread = await Thread.getOrFetch({ id: channelId, model: "discuss.channel" });
    sendToAgent("handed_over", handover);
    await contains(NOTIFICATION);
    thread.livechat_end_dt = "2026-03-01 10:00:00";
    await contains(NOTIFICATION, { count: 0 });
    sendToAgent("handed_over", handover);
    await flushBus();
    await contains(NOTIFICATION, { count: 0 });
    expect(thread.livechatHasEnded).toBe(true);
});
