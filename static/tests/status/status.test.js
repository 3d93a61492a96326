import {
    createAgent,
    createConversation,
    createHelpRequest,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, openDiscuss } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import {
    Command,
    getService,
    mockService,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";

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

test("from right to left, the next status is at the left", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    patchWithCleanup(localization, { direction: "rtl" });
    await contains(`${STATUS} button`, { setFocus: true, text: "In progress" });
    await press("ArrowLeft");
    expect(`${STATUS} button:contains(Waiting for customer)`).toBeFocused();
    await press("ArrowRight");
    expect(`${STATUS} button:contains(In progress)`).toBeFocused();
});

test("another agent's change is seen, and no status on a closed conversation", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const tab1 = await startWithConversation(channelId, { asTab: true });
    const tab2 = await startWithConversation(channelId, { asTab: true });
    getService("mail.store")
        .Thread.get({
            id: channelId,
            model: "discuss.channel",
        })
        .updateLivechatStatus("need_help");
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

test("nobody waits for anybody where no agent is in it", async () => {
    const pyEnv = await startAgentServer();
    const orphanId = createHelpRequest(pyEnv, {});
    const chatbotId = createConversation(pyEnv, {
        channel_member_ids: [
            Command.create({
                guest_id: pyEnv["mail.guest"].create({ name: "Visitor #30" }),
                livechat_member_type: "visitor",
            }),
        ],
        livechat_status: false,
    });
    await startWithConversation(orphanId);
    for (const channelId of [orphanId, chatbotId]) {
        await openDiscuss(channelId);
        await contains(`${STATUS} button:disabled`, { count: 2 });
        const refusal = queryOne("small:contains(Nobody is in it: join it.)");
        expect(STATUS).toHaveAttribute("aria-describedby", refusal.id);
        await contains(`${STATUS} button:enabled[tabindex='0']`, { text: "Looking for help" });
        await contains(".o-livechatInfoPanel button", { count: 1, text: "Join" });
        const commands = getService("livechat_info_panel.commands").getAvailable();
        expect(commands.map(({ name }) => name)).toInclude("Live chat: join");
    }
    const thread = getService("mail.store").Thread.get({
        id: orphanId,
        model: "discuss.channel",
    });
    await openDiscuss(orphanId);
    await thread.livechatJoin({ onlyIfNeeded: true });
    await contains(`${STATUS} button:enabled`, { count: 3 });
    await contains(`${STATUS}[aria-describedby]`, { count: 0 });
});

const EDIT_WIZARD = "livechat_info_panel.livechat_help_wizard_edit_action";
const HELP_WIZARD = "livechat_info_panel.livechat_help_wizard_action";
const REASSIGN_WIZARD = "livechat_info_panel.livechat_reassign_wizard_action";
const PANEL = ".o-livechatInfoPanel";

/** Write in steps which actions are opened on which conversation. */
function stepActions() {
    mockService("action", {
        doAction(action, { additionalContext: context } = {}) {
            if (typeof action !== "string") {
                return super.doAction(...arguments);
            }
            const { active_model, active_id, active_ids } = context;
            expect.step([action, active_model, active_id, ...active_ids]);
        },
    });
}

function ago(duration) {
    return serializeDateTime(luxon.DateTime.now().minus(duration));
}

test("how long it has lasted, ticking", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_status_since_dt: ago({ minutes: 58, seconds: 30 }),
    });
    await startWithConversation(channelId);
    await contains(`${STATUS} [aria-checked='true'] time`, { text: "58 min" });
    await contains(`${STATUS} time`, { count: 1 });
    await advanceTime(40_000);
    await contains(`${STATUS} time`, { text: "59 min" });
    await advanceTime(5 * 60_000);
    await contains(`${STATUS} time`, { text: "1 hr, 4 min" });
    await click(`${STATUS} button`, { text: "Waiting for customer" });
    await contains(`${STATUS} [aria-checked='true']`, { text: "Waiting for customer" });
    await contains(`${STATUS} time`, { text: "just now" });
});

test("how long the customer has been waiting, in the panel and in the sidebar", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_answer_due_dt: ago({ minutes: -4, seconds: -30 }),
        livechat_answer_warn_dt: ago({ minutes: -3, seconds: -15 }),
        livechat_customer_waiting_since_dt: ago({ seconds: 30 }),
    });
    const entry = ".o-mail-DiscussSidebarChannel .o-livechatInfoPanel-customerWait";
    await startWithConversation(channelId);
    await contains(`${PANEL} .o-livechatInfoPanel-customerWait`, {
        text: "Customer waiting for an answer",
    });
    await contains(entry, { count: 0 });
    await advanceTime(4 * 60_000);
    await contains(`${PANEL} .o-livechatInfoPanel-customerWait.text-warning`, {
        text: "Customer waiting for 4 min. Due in 1 min",
    });
    await contains(entry, { text: "4 min" });
    await contains(`${entry}.text-warning[title='Customer waiting for 4 min. Due in 1 min']`);
    await contains(`${entry} .fa-hourglass-end`);
    await advanceTime(60_000);
    await contains(`${entry} .fa-exclamation-circle`);
    await contains(`${PANEL} .o-livechatInfoPanel-customerWait.text-danger`, {
        text: "Late: customer waiting for 5 min",
    });
    await contains(`${entry}.text-danger[aria-label='Late: customer waiting for 5 min']`);
    // Another target, as the bus tells it.
    getService("mail.store").insert({
        "discuss.channel": [{ id: channelId, livechat_answer_due_dt: ago({ minutes: -90 }) }],
    });
    await contains(`${PANEL} .o-livechatInfoPanel-customerWait.text-warning`, {
        text: "Customer waiting for 5 min. Due in 1 hr, 30 min",
    });
    getService("mail.store").insert({
        "discuss.channel": [{ id: channelId, livechat_customer_waiting_since_dt: false }],
    });
    await contains(`${PANEL} .o-livechatInfoPanel-customerWait`, { count: 0 });
    await contains(entry, { count: 0 });
});

test("a customer who waits is never late where no time is set", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(
        createConversation(pyEnv, {
            livechat_customer_waiting_since_dt: ago({ minutes: 90 }),
        })
    );
    await contains(`${PANEL} .o-livechatInfoPanel-customerWait.text-muted`, {
        text: "Customer waiting for 1 hr, 30 min",
    });
});

test("a call for help says how long that has been waiting, not the customer", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(
        createConversation(pyEnv, {
            livechat_answer_due_dt: ago({ minutes: 4 }),
            livechat_customer_waiting_since_dt: ago({ minutes: 9 }),
            livechat_looking_for_help_since_dt: ago({ minutes: 3 }),
            livechat_status: "need_help",
        })
    );
    await contains(`${PANEL} .o-livechatInfoPanel-customerWait`, {
        text: "Late: customer waiting for 9 min",
    });
    await contains(".o-mail-DiscussSidebarChannel .o-livechatInfoPanel-customerWait", { count: 0 });
});

test("a browser whose clock is slow shows no negative time", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_status_since_dt: ago({ minutes: -7 }),
    });
    await startWithConversation(channelId);
    await contains(`${STATUS} time`, { text: "just now" });
});

test("looking for help opens the dialog, and sets nothing by itself", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepStatusUpdates();
    stepActions();
    await startWithConversation(channelId);
    await click(`${STATUS} button`, { text: "Looking for help" });
    await animationFrame();
    expect.verifySteps([[HELP_WIZARD, "discuss.channel", channelId, channelId]]);
    await contains(`${STATUS} [aria-checked='true']`, { text: "In progress" });
});

test("the own call for help, which can be edited", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_help_text: "Refund of <b>last</b> year",
        livechat_help_user_id: serverState.userId,
        livechat_is_unattended: true, // as it was when the agent came back
        livechat_looking_for_help_since_dt: ago({ minutes: 3 }),
        livechat_status: "need_help",
        livechat_status_since_dt: ago({ minutes: 3 }),
    });
    stepActions();
    await startWithConversation(channelId);
    await contains(`${PANEL} .o-livechatInfoPanel-helpRequest`, {
        text: "Refund of <b>last</b> year",
    });
    await contains(`${PANEL} .o-livechatInfoPanel-helpRequest`, { text: "You asked for help" });
    await contains(`${PANEL} .o-livechatInfoPanel-helpRequest time`, { text: "3 min" });
    await contains(`${PANEL} button`, { text: "Join", count: 0 });
    await contains(`${PANEL} .fa-exclamation-triangle`, { count: 0 });
    await click(`${PANEL} button[aria-label='Edit the call for help']`);
    await animationFrame();
    expect.verifySteps([[EDIT_WIZARD, "discuss.channel", channelId, channelId]]);
});

test("a colleague's call for help in a conversation that the agent is in", async () => {
    const pyEnv = await startAgentServer();
    const ada = createAgent(pyEnv, "Ada");
    const channelId = createConversation(pyEnv, {
        livechat_help_user_id: ada.userId,
        livechat_status: "need_help",
    });
    await startWithConversation(channelId);
    await contains(`${PANEL} .o-livechatInfoPanel-helpRequest`, { text: "Ada asked for help" });
});

test("the call for help is shown once to who is not in it", async () => {
    const pyEnv = await startAgentServer();
    const ada = createAgent(pyEnv, "Ada");
    await startWithConversation(createHelpRequest(pyEnv, { agent: ada }));
    await contains(`${PANEL} .o-livechatInfoPanel-helpRequest`, { count: 1 });
    await contains(`${PANEL} button[aria-label='Edit the call for help']`, { count: 0 });
});

test("reassign opens the dialog", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepActions();
    await startWithConversation(channelId);
    await click(`${PANEL} button`, { text: "Reassign…" });
    await animationFrame();
    expect.verifySteps([[REASSIGN_WIZARD, "discuss.channel", channelId, channelId]]);
});
