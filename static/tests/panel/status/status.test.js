import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, openDiscuss, start, startServer } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";

import { onRpc } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const STATUS = ".o-livechatInfoPanel [role='radiogroup'][aria-label='Status']";

/** Write in steps which status the server is told to set. */
function stepStatusUpdates() {
    onRpc("/im_livechat/session/update_status", async (request) => {
        const { params } = await request.json();
        expect.step(params.livechat_status);
    });
}

test("set by a click", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepStatusUpdates();
    await startWithConversation(channelId);
    await contains(`${STATUS} [role='radio']`, { count: 3 });
    await contains(`${STATUS} [role='radio'][aria-checked='true']`, { text: "In progress" });
    await click(`${STATUS} button`, { text: "Waiting for customer" });
    await contains(`${STATUS} [role='radio'][aria-checked='true']`, {
        text: "Waiting for customer",
    });
    await contains(`${STATUS} [role='radio'][aria-checked='false']`, { count: 2 });
    expect.verifySteps(["waiting"]);
    expect(pyEnv["discuss.channel"].browse(channelId)[0].livechat_status).toBe("waiting");
});

test("the arrows move between the statuses, only Enter sets one", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepStatusUpdates();
    await startWithConversation(channelId);
    await contains(`${STATUS} button`, { setFocus: true, text: "In progress" });
    expect(`${STATUS} button[tabindex='0']`).toHaveCount(1);
    await press("ArrowRight");
    expect(`${STATUS} button:contains(Waiting for customer)`).toBeFocused();
    await press("ArrowDown");
    expect(`${STATUS} button:contains(Looking for help)`).toBeFocused();
    await press("ArrowDown");
    expect(`${STATUS} button:contains(In progress)`).toBeFocused();
    await press("ArrowUp");
    expect(`${STATUS} button:contains(Looking for help)`).toBeFocused();
    await press("ArrowLeft");
    expect(`${STATUS} button:contains(Waiting for customer)`).toBeFocused();
    await animationFrame();
    expect.verifySteps([]);
    await contains(`${STATUS} [aria-checked='true']`, { text: "In progress" });
    await press("Enter");
    await contains(`${STATUS} [aria-checked='true']`, { text: "Waiting for customer" });
    expect.verifySteps(["waiting"]);
});

test("another agent's change is seen, and no status on a closed conversation", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const tab1 = await startWithConversation(channelId, { asTab: true });
    const tab2 = await startWithConversation(channelId, { asTab: true });
    await click(`${tab1.selector} ${STATUS} button`, { text: "Looking for help" });
    await contains(`${tab1.selector} ${STATUS} [aria-checked='true']`, {
        text: "Looking for help",
    });
    await contains(`${tab2.selector} ${STATUS} [aria-checked='true']`, {
        text: "Looking for help",
    });
    await contains(`${tab2.selector} ${STATUS} .o-need-help.active`);
    pyEnv["discuss.channel"]._close_livechat_session(channelId);
    await contains(`${tab1.selector} ${STATUS}`, { count: 0 });
    await contains(`${tab2.selector} ${STATUS}`, { count: 0 });
});

test("shown, but not to be set, without Live Chat rights", async () => {
    const pyEnv = await startServer();
    const channelId = createConversation(pyEnv, { livechat_status: "waiting" });
    await start();
    await openDiscuss(channelId);
    await contains(`${STATUS} [aria-checked='true']`, { text: "Waiting for customer" });
    await contains(`${STATUS} button:disabled`, { count: 3 });
});
