import {
    createAgent,
    createConversation,
    createHelpRequest,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryFirst } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";

import { mockService, onRpc } from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const PANEL = ".o-livechatInfoPanel";
const HELP = `${PANEL} .o-livechatInfoPanel-help`;
const STATUS = `${PANEL} [role='radiogroup'][aria-label='Status']`;

function stepNotifications() {
    mockService("notification", {
        add: (message, options) => expect.step(`${options.type} - ${message}`),
    });
}

test("what is needed, who asked and since when stand at the top, with the way to join", async () => {
    const pyEnv = await startAgentServer();
    const ada = createAgent(pyEnv, "Ada");
    const channelId = createHelpRequest(
        pyEnv,
        { agent: ada, minutes: 4 },
        { livechat_help_text: "Refund of <i>last</i> year" }
    );
    onRpc("discuss.channel", "livechat_join", ({ args, kwargs }) => {
        expect.step([...args[0], kwargs.only_if_needed]);
    });
    await startWithConversation(channelId);
    await contains(HELP, { text: "Refund of <i>last</i> year" });
    await contains(HELP, { text: "Ada asked for help" });
    await contains(`${HELP} time`, { text: "4 min" });
    expect(queryFirst(`${PANEL} section`)).toHaveClass("o-livechatInfoPanel-help");
    await click(`${HELP} button`, { text: "Join" });
    await contains(HELP, { count: 0 });
    await contains(`${STATUS} [aria-checked='true']`, { text: "In progress" });
    expect.verifySteps([[channelId, true]]);
    await contains(".o-mail-Composer-input:focus");
});

test("joined late, it takes no focus from the note that is written meanwhile", async () => {
    const pyEnv = await startAgentServer();
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_join", () => answer);
    await startWithConversation(createHelpRequest(pyEnv, {}));
    await contains(".o-mail-Composer-input:focus");
    await click(`${HELP} button`, { text: "Join" });
    await contains(`${PANEL} textarea:enabled`, { setFocus: true });
    await press("a");
    answer.resolve();
    await contains(HELP, { count: 0 });
    await animationFrame();
    expect(`${PANEL} textarea`).toBeFocused();
});

test("joined late, the composer has the focus also after keys that do nothing", async () => {
    const pyEnv = await startAgentServer();
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_join", () => answer);
    await startWithConversation(createHelpRequest(pyEnv, {}));
    await contains(`${HELP} button:contains(Join)`, { setFocus: true });
    await press("Enter");
    await press("Control");
    await press("CapsLock");
    await press("Alt");
    answer.resolve();
    await contains(".o-mail-Composer-input:focus");
});

test("nobody left", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createHelpRequest(pyEnv, {}));
    await contains(HELP, { text: "No agent is in this conversation" });
    await click(`${HELP} button`, { text: "Join" });
    await contains(HELP, { count: 0 });
    await contains(PANEL, { text: "No agent is in this conversation", count: 0 });
});

test("who was quicker", async () => {
    const pyEnv = await startAgentServer();
    onRpc("discuss.channel", "livechat_join", () => ({ is_joined: false, helper: "Otto" }));
    stepNotifications();
    await startWithConversation(createHelpRequest(pyEnv, {}));
    await click(`${HELP} button`, { text: "Join" });
    await expect.waitForSteps(["warning - <bdi><bdi>Otto</bdi> has joined already.</bdi>"]);
    await contains(`${HELP} button:enabled`, { text: "Join" });
});

test("that it needs no help any more, by the button in the header", async () => {
    const pyEnv = await startAgentServer();
    onRpc("discuss.channel", "livechat_join", () => ({ is_joined: false, helper: false }));
    stepNotifications();
    await startWithConversation(createHelpRequest(pyEnv, {}));
    await click("button[name='join-livechat-needing-help']");
    await expect.waitForSteps(["warning - This conversation does not look for help any more."]);
});

test("nothing to join where the agent is, or where no help is needed", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_status: "need_help" });
    await startWithConversation(channelId);
    await contains(`${STATUS} [aria-checked='true']`, { text: "Looking for help" });
    await contains(HELP, { count: 0 });
    await contains("button[name='join-livechat-needing-help']", { count: 0 });
});

test("the panel says that the call is late", async () => {
    const pyEnv = await startAgentServer();
    const due = serializeDateTime(luxon.DateTime.now().plus({ seconds: 30 }));
    const warning = serializeDateTime(luxon.DateTime.now().minus({ minutes: 1 }));
    await startWithConversation(
        createHelpRequest(
            pyEnv,
            { agent: createAgent(pyEnv, "Ada"), minutes: 4 },
            { livechat_help_due_dt: due, livechat_help_warn_dt: warning }
        )
    );
    await contains(`${HELP} .o-livechatInfoPanel-due.text-warning`, { text: "Due in 1 min" });
    await advanceTime(35_000);
    await contains(`${HELP} .o-livechatInfoPanel-due.text-danger`, { text: "Late" });
});
