import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, focus, insertText, openDiscuss } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, select } from "@odoo/hoot-dom";
import { animationFrame, Deferred, mockTimeZone } from "@odoo/hoot-mock";

import {
    makeServerError,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const OUTCOME = ".o-livechatInfoPanel-outcome";
const EDIT = `${OUTCOME} button[aria-label='Correct the outcome']`;
const FORM = `${OUTCOME} form`;
const REASON = `${FORM} input[aria-label='Reason']`;
const CORRECTION = `${OUTCOME} .o-livechatInfoPanel-outcomeCorrection`;
const BY_OTTO = {
    computed_outcome: "no_answer",
    user_name: "Otto",
    date: "2024-03-06 09:00:00",
    reason: "He phoned.",
};

function createClosed(pyEnv, outcome = "no_answer") {
    return createConversation(pyEnv, {
        livechat_end_dt: "2024-03-05 10:20:30",
        livechat_outcome: outcome,
        livechat_status: false,
    });
}

/** What the server tells every open panel, whoever corrected the outcome. */
function tell(pyEnv, id, livechat_outcome, livechat_outcome_correction) {
    const [partner] = pyEnv["res.partner"].browse(serverState.partnerId);
    pyEnv["bus.bus"]._sendone(partner, "mail.record/insert", {
        "discuss.channel": [{ id, livechat_outcome, livechat_outcome_correction }],
    });
}

/** Answer as the server does, and write in steps what it is told. */
function stepCorrections(pyEnv) {
    onRpc("discuss.channel", "livechat_correct_outcome", ({ args: [[id], outcome, reason] }) => {
        expect.step([outcome, reason]);
        const correction = outcome && { ...BY_OTTO, reason };
        tell(pyEnv, id, outcome || BY_OTTO.computed_outcome, correction);
        return true;
    });
}

async function chooseOutcome(label) {
    await contains(`${FORM} select:focus`);
    await select(label);
    await animationFrame();
}

for (const [outcome, label] of [
    ["no_answer", "No answer"],
    ["no_agent", "No one Available"],
    ["no_failure", "Success"],
    ["escalated", "Escalated"],
    ["missed", "Missed"],
]) {
    test(`of a closed conversation: ${label}`, async () => {
        mockTimeZone(+2);
        const pyEnv = await startAgentServer();
        await startWithConversation(createClosed(pyEnv, outcome));
        await contains(`${OUTCOME} div`, { text: label });
        await contains(`${OUTCOME} div`, { text: "Closed on Mar 5, 2024, 12:20 PM" });
        await contains(CORRECTION, { count: 0 });
    });
}

test("not while a conversation goes on", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_outcome: "no_failure" });
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel h6", { text: "Status" });
    await contains(OUTCOME, { count: 0 });
    pyEnv["discuss.channel"]._close_livechat_session(channelId);
    await contains(`${OUTCOME} div`, { text: "Success" });
    await contains(".o-livechatInfoPanel h6", { text: "Status", count: 0 });
});

test("corrected by a colleague, while the panel is open", async () => {
    mockTimeZone(+1);
    const pyEnv = await startAgentServer();
    const channelId = createClosed(pyEnv);
    await startWithConversation(channelId);
    await contains(`${OUTCOME} span`, { text: "No answer" });
    tell(pyEnv, channelId, "no_failure", BY_OTTO);
    await contains(`${OUTCOME} span`, { text: "Success" });
    await contains(CORRECTION, {
        text: "Corrected from No answer by Otto on Mar 6, 2024, 10:00 AM: He phoned.",
    });
    tell(pyEnv, channelId, "no_answer", false);
    await contains(CORRECTION, { count: 0 });
});

test("is corrected by keyboard alone", async () => {
    const pyEnv = await startAgentServer();
    stepCorrections(pyEnv);
    await startWithConversation(createClosed(pyEnv));
    await click(EDIT);
    await chooseOutcome("no_failure");
    await press("Tab");
    await contains(`${REASON}:focus`);
    await insertText(REASON, "He phoned.");
    await press("Enter");
    await contains(FORM, { count: 0 });
    await contains(`${OUTCOME} span`, { text: "Success" });
    await contains(CORRECTION);
    await contains(`${EDIT}:focus`);
    expect.verifySteps([["no_failure", "He phoned."]]);
});

test("needs a reason, and loses nothing for want of it", async () => {
    const pyEnv = await startAgentServer();
    stepCorrections(pyEnv);
    await startWithConversation(createClosed(pyEnv));
    await click(EDIT);
    await chooseOutcome("missed");
    await insertText(REASON, "  ");
    await click(`${FORM} button`, { text: "Save" });
    await contains(`${FORM} [role='alert']`, { text: "Say why the outcome is another one." });
    await contains(`${REASON}:focus`);
    await contains(`${FORM} select`, { value: "missed" });
    expect.verifySteps([]);
});

test("what could not be saved stays", async () => {
    const pyEnv = await startAgentServer();
    onRpc("discuss.channel", "livechat_correct_outcome", () => {
        throw makeServerError({ message: "No such luck" });
    });
    await startWithConversation(createClosed(pyEnv));
    await click(EDIT);
    await chooseOutcome("missed");
    await insertText(REASON, "Nobody wrote.");
    await click(`${FORM} button`, { text: "Save" });
    await contains(`${FORM} [role='alert']`, { text: "No such luck" });
    await contains(REASON, { value: "Nobody wrote." });
    await contains(`${FORM} button:enabled`, { text: "Save" });
});

test("Escape and Cancel leave it", async () => {
    const pyEnv = await startAgentServer();
    stepCorrections(pyEnv);
    await startWithConversation(createClosed(pyEnv));
    await click(EDIT);
    await insertText(REASON, "Hm");
    await press("Escape");
    await contains(FORM, { count: 0 });
    await contains(`${EDIT}:focus`);
    await click(EDIT);
    await contains(REASON, { value: "" });
    await click(`${FORM} button`, { text: "Cancel" });
    await contains(FORM, { count: 0 });
    await contains(".o-livechatInfoPanel");
    expect.verifySteps([]);
});

test("a correction can be taken back", async () => {
    const pyEnv = await startAgentServer();
    stepCorrections(pyEnv);
    const channelId = createClosed(pyEnv);
    await startWithConversation(channelId);
    tell(pyEnv, channelId, "no_failure", BY_OTTO);
    await contains(CORRECTION);
    await click(EDIT);
    await contains(REASON, { value: "He phoned." });
    await click(`${FORM} button`, { text: "Take back the correction" });
    await contains(FORM, { count: 0 });
    await contains(`${OUTCOME} span`, { text: "No answer" });
    await contains(CORRECTION, { count: 0 });
    expect.verifySteps([[false, undefined]]);
});

/** Correct an outcome; return what has the server answer. */
async function startSaving(reason = "Nobody wrote.") {
    const pyEnv = await startAgentServer();
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_correct_outcome", () => answer);
    await startWithConversation(createClosed(pyEnv));
    await click(EDIT);
    await chooseOutcome("missed");
    await insertText(REASON, reason);
    await click(`${FORM} button`, { text: "Save" });
    return { resolve: (value) => answer.resolve(value) }; // a promise would be awaited
}

test("a late answer closes no form that was opened meanwhile", async () => {
    const answer = await startSaving();
    await click(`${FORM} button`, { text: "Cancel" });
    await click(EDIT);
    await insertText(REASON, "Something else");
    answer.resolve();
    await animationFrame();
    await animationFrame();
    await contains(REASON, { value: "Something else" });
});

test("what is typed while the outcome is saved is not thrown away", async () => {
    const answer = await startSaving("Nobody wrote");
    await insertText(REASON, " in time");
    answer.resolve();
    await animationFrame();
    await animationFrame();
    await contains(REASON, { value: "Nobody wrote in time" });
    await contains(`${FORM} button:enabled`, { text: "Save" });
});

test("an outcome that was saved takes no focus from where the agent is by then", async () => {
    const answer = await startSaving();
    const elsewhere = "[data-section='notes'] textarea";
    await focus(`${elsewhere}:enabled`);
    answer.resolve(true);
    await contains(FORM, { count: 0 });
    await contains(`${elsewhere}:focus`);
});

test("what could not be saved is there again also if the form was left", async () => {
    const pyEnv = await startAgentServer();
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_correct_outcome", () => answer);
    await startWithConversation(createClosed(pyEnv));
    await click(EDIT);
    await insertText(REASON, "Nobody wrote.");
    await click(`${FORM} button`, { text: "Save" });
    await click(`${FORM} button`, { text: "Cancel" });
    await contains(FORM, { count: 0 });
    answer.reject(makeServerError({ message: "No such luck" }));
    await contains(`${FORM} [role='alert']`, { text: "No such luck" });
    await contains(REASON, { value: "Nobody wrote." });
});

test("a correction that is being written stays while the agent is elsewhere", async () => {
    const pyEnv = await startAgentServer();
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_correct_outcome", () => answer);
    const first = createClosed(pyEnv);
    const second = createClosed(pyEnv);
    const open = async (id) => {
        await openDiscuss(id);
        await contains(`.o-livechatInfoPanel a[href$='/download_transcript/${id}']`);
    };
    await startWithConversation(first);
    await click(EDIT);
    await chooseOutcome("missed");
    await insertText(REASON, "Nobody wrote.");
    await open(second);
    await contains(EDIT);
    await open(first);
    await contains(`${FORM} select:not(:focus)`, { value: "missed" });
    await contains(REASON, { value: "Nobody wrote." });
    await click(`${FORM} button`, { text: "Save" });
    await open(second);
    answer.reject(makeServerError({ message: "No such luck" }));
    await contains(".o_notification", { text: "No such luck" });
    await open(first);
    await contains(`${FORM} [role='alert']`, { text: "No such luck" });
    await contains(REASON, { value: "Nobody wrote." });
});

test("what could not be saved is told where only the form has gone, as when it was reopened", async () => {
    const pyEnv = await startAgentServer();
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_correct_outcome", () => answer);
    const id = createClosed(pyEnv);
    await startWithConversation(id);
    await click(EDIT);
    await insertText(REASON, "Nobody wrote.");
    await click(`${FORM} button`, { text: "Save" });
    const [partner] = pyEnv["res.partner"].browse(serverState.partnerId);
    pyEnv["bus.bus"]._sendone(partner, "mail.record/insert", {
        "discuss.channel": [{ id, livechat_end_dt: false, livechat_status: "in_progress" }],
    });
    await contains(OUTCOME, { count: 0 });
    await contains(".o-livechatInfoPanel");
    answer.reject(makeServerError({ message: "It is open." }));
    await contains(".o_notification", { text: "It is open." });
});

test("the outcome for which a reason is written is saved, whatever a colleague does", async () => {
    const pyEnv = await startAgentServer();
    stepCorrections(pyEnv);
    const channelId = createClosed(pyEnv, "missed");
    await startWithConversation(channelId);
    await click(EDIT);
    await insertText(REASON, "Nobody wrote.");
    tell(pyEnv, channelId, "no_failure", BY_OTTO);
    await contains(CORRECTION);
    await contains(`${FORM} select`, { value: "missed" });
    await click(`${FORM} button`, { text: "Save" });
    await contains(FORM, { count: 0 });
    expect.verifySteps([["missed", "Nobody wrote."]]);
});

/** A conversation that was closed some hours ago. */
function createClosedFor(pyEnv, hours, values = {}) {
    return createConversation(pyEnv, {
        livechat_end_dt: serializeDateTime(luxon.DateTime.now().minus({ hours })),
        livechat_outcome: "no_answer",
        livechat_status: false,
        ...values,
    });
}

/** Have the server reopen conversations, and tell so before it answers. */
function letReopen(pyEnv, until, answer) {
    onRpc("discuss.channel", "livechat_reopen", async ({ args: [[id]] }) => {
        expect.step(id);
        await until;
        pyEnv["discuss.channel"].write([id], {
            livechat_end_dt: false,
            livechat_status: "in_progress",
        });
        const [partner] = pyEnv["res.partner"].browse(serverState.partnerId);
        pyEnv["bus.bus"]._sendone(partner, "mail.record/insert", {
            "discuss.channel": [{ id, livechat_end_dt: false, livechat_status: "in_progress" }],
        });
        await answer;
        return true;
    });
}

test("reopened, it goes on, and the composer has the focus", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createClosedFor(pyEnv, 23);
    letReopen(pyEnv);
    await startWithConversation(channelId);
    await contains(".o-mail-Composer-input", { count: 0 });
    await click(`${OUTCOME} button`, { text: "Reopen" });
    await contains(OUTCOME, { count: 0 });
    await contains(".o-livechatInfoPanel [aria-checked='true']:contains(In progress)");
    await contains(".o-mail-Composer-input:focus");
    expect.verifySteps([channelId]);
});

test("reopened before the server answers, nothing is left that watches the user", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createClosedFor(pyEnv, 23);
    const answer = new Deferred();
    letReopen(pyEnv, undefined, answer);
    await startWithConversation(channelId);
    const signals = [];
    patchWithCleanup(document, {
        addEventListener(type, listener, options) {
            if (options?.signal) {
                signals.push(options.signal);
            }
            return super.addEventListener(...arguments);
        },
    });
    await click(`${OUTCOME} button`, { text: "Reopen" });
    await expect.waitForSteps([channelId]);
    await contains(OUTCOME, { count: 0 }); // as the server told
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    answer.resolve(true);
    await animationFrame();
    await animationFrame();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});

test("reopened late, it takes no focus from the note that is written meanwhile", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createClosedFor(pyEnv, 23);
    const answer = new Deferred();
    letReopen(pyEnv, answer);
    await startWithConversation(channelId);
    await click(`${OUTCOME} button`, { text: "Reopen" });
    await expect.waitForSteps([channelId]);
    await contains(".o-livechatInfoPanel textarea:enabled", { setFocus: true });
    await press("a");
    answer.resolve();
    await contains(".o-mail-Composer-input");
    await contains(OUTCOME, { count: 0 });
    await animationFrame();
    expect(".o-livechatInfoPanel textarea").toBeFocused();
});

test("reopened late, its composer has the focus again as soon as one comes back", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createClosedFor(pyEnv, 23);
    const otherId = createConversation(pyEnv);
    const answer = new Deferred();
    letReopen(pyEnv, answer);
    await startWithConversation(channelId);
    await click(`${OUTCOME} button`, { text: "Reopen" });
    await expect.waitForSteps([channelId]);
    await contains(".o-livechatInfoPanel textarea:enabled", { setFocus: true });
    await press("a");
    answer.resolve();
    await contains(".o-mail-Composer-input:not(:focus)");
    await openDiscuss(otherId);
    await contains(`.o-livechatInfoPanel[data-thread-id='${otherId}']`);
    await openDiscuss(channelId);
    await contains(`.o-livechatInfoPanel[data-thread-id='${channelId}']`);
    await contains(".o-mail-Composer-input:focus");
});

test("it is not offered before the server has told whether it can be", async () => {
    const pyEnv = await startAgentServer();
    const told = new Deferred();
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        if (params.fetch_params.some(([name]) => name === "/im_livechat/session/data")) {
            await told;
        }
    });
    await startWithConversation(createClosedFor(pyEnv, 1));
    await contains(`${OUTCOME} span`, { text: "No answer" });
    await contains(`${OUTCOME} button`, { count: 0, text: "Reopen" });
    await contains(`${OUTCOME} div:contains(Cannot be reopened)`, { count: 0 });
    await press(["control", "k"]);
    await contains(".o_command_name", { text: "Live chat: add a tag" });
    await contains(".o_command_name", { count: 0, text: "Live chat: reopen" });
    await press("Escape");
    told.resolve();
    await contains(`${OUTCOME} button`, { text: "Reopen" });
});

test("why it cannot be reopened", async () => {
    const pyEnv = await startAgentServer();
    const livechat_reopening_refusal = "The customer has left it.";
    const channelId = createClosedFor(pyEnv, 1, { livechat_reopening_refusal });
    await startWithConversation(channelId);
    await contains(`${OUTCOME} div`, { text: "Cannot be reopened: The customer has left it." });
    await contains(`${OUTCOME} button`, { count: 0, text: "Reopen" });
    await press(["control", "k"]);
    await contains(".o_command_palette");
    await contains(".o_command_name", { count: 0, text: "Live chat: reopen" });
});

test("not after a day, and nothing is said of it", async () => {
    const pyEnv = await startAgentServer();
    const livechat_reopening_refusal = "It was closed more than 24 hours ago.";
    await startWithConversation(createClosedFor(pyEnv, 25, { livechat_reopening_refusal }));
    await contains("[data-section='transcript']"); // all of it is there
    await contains(`${OUTCOME} button`, { count: 0, text: "Reopen" });
    await contains(`${OUTCOME}:contains(Cannot be reopened)`, { count: 0 });
});
