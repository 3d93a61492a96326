import {
    createConversation,
    defineLivechatInfoPanelModels,
    makeSending,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, focus, insertText } from "@mail/../tests/mail_test_helpers";

import { describe, expect, press, test } from "@odoo/hoot";
import { animationFrame, Deferred } from "@odoo/hoot-mock";

import { makeServerError, onRpc } from "@web/../tests/web_test_helpers";
import { getOrigin } from "@web/core/utils/urls";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const SECTION = ".o-livechatInfoPanel-transcript";
const INPUT = `${SECTION} input[aria-label='Email addresses']`;
const SEND = `${SECTION} button[aria-label='Send']`;
const OPEN = `${SECTION} button:contains(Send by email)`;
const SENDING = `${SECTION} li`;
const FORM = `${SECTION} form[aria-label='Send a message']`;
const TEXT = `${FORM} textarea`;
const WRITE = `${SECTION} button:contains(Send a message)`;
const CLOSED = { livechat_end_dt: "2024-03-05 10:20:30", livechat_status: false };

/** Start with two closed conversations, and one of them open; return what opens either. */
async function startWithTwo(values) {
    const pyEnv = await startAgentServer();
    const [first] = ["Visitor #20", "Visitor #21"].map((name) =>
        createConversation(
            pyEnv,
            { ...CLOSED, livechat_transcript_emails: ["carla@example.com"], ...values },
            { guest_id: pyEnv["mail.guest"].create({ name }) }
        )
    );
    await startWithConversation(first);
    return async (number) => {
        await click(`.o-mail-DiscussSidebarChannel:contains(Visitor #${number})`);
        await contains(`.o-mail-DiscussContent-threadName[title='Visitor #${number}']`);
        await contains(SECTION);
    };
}

function withSendings(...items) {
    return { ...CLOSED, livechat_transcripts: { count: items.length, items } };
}

test("sent to the addresses that are known, and as a file", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        ...CLOSED,
        livechat_transcript_emails: ["carla@example.com", "c@example.org"],
    });
    await startWithConversation(channelId);
    await click(OPEN);
    await contains(`${SECTION} h6`, { text: "Send conversation" });
    await contains(INPUT, { value: "carla@example.com, c@example.org" });
    await contains(SENDING, { count: 0 });
    await click(`${SEND} .fa-paper-plane`);
    await contains(`${SENDING}[data-state='queued']:contains(carla@example.com, c@example.org)`);
    await contains(`${SENDING}:contains(Queued):contains(Ada Agent)`);
    await contains(
        `${SECTION} a[href='${getOrigin()}/im_livechat/download_transcript/${channelId}']`,
        { text: "Download" }
    );
});

test("the form is folded until it is wanted, and Escape folds it while nothing is typed", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_transcript_emails: ["carla@example.com"],
    });
    await startWithConversation(channelId);
    await contains(OPEN);
    await contains(INPUT, { count: 0 });
    await click(OPEN);
    await contains(`${INPUT}:focus`, { value: "carla@example.com" });
    await press("Escape");
    await contains(`${OPEN}:focus`);
    await click(OPEN);
    await insertText(INPUT, ", mia@example.com");
    await press("Escape");
    await contains(INPUT, { value: "carla@example.com, mia@example.com" });
});

test("Enter sends what was typed, once", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, CLOSED);
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_send_transcript", async ({ args }) => {
        expect.step(args[1]);
        await answer;
    });
    await startWithConversation(channelId);
    await click(OPEN);
    await insertText(INPUT, "mia@example.com");
    await press("Enter");
    await contains(`${SEND} .fa-spin`);
    await press("Enter");
    await click(SEND);
    answer.resolve();
    await contains(`${SENDING}:contains(mia@example.com)`);
    await contains(SENDING);
    await contains(INPUT, { count: 0 });
    await contains(`${OPEN}:focus`);
    expect.verifySteps(["mia@example.com"]);
});

test("what the server refuses is said at the field, and stays until it is corrected", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, CLOSED);
    const message = "Not an email address: n. Nothing was sent.";
    onRpc("discuss.channel", "livechat_send_transcript", ({ args }) => {
        expect.step(args[1]);
        if (args[1].endsWith(", n")) {
            throw makeServerError({ message });
        }
    });
    await startWithConversation(channelId);
    await click(OPEN);
    await insertText(INPUT, "m@x.org, n");
    await click(SEND);
    await contains(`${SECTION} [role='alert']`, { text: message });
    await contains(`${INPUT}[aria-invalid='true']`, { value: "m@x.org, n" });
    await contains(SENDING, { count: 0 });
    await insertText(INPUT, "@x.org");
    await contains(`${SECTION} [role='alert']`, { count: 0 });
    await contains(`${INPUT}[aria-invalid='false']`);
    await click(SEND);
    await contains(`${SENDING}:contains(m@x.org, n@x.org)`);
    expect.verifySteps(["m@x.org, n", "m@x.org, n@x.org"]);
});

test("what was typed survives a server that does not answer", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, CLOSED);
    onRpc("discuss.channel", "livechat_send_transcript", () => {
        throw makeServerError({ message: "Down" });
    });
    await startWithConversation(channelId);
    await click(OPEN);
    await insertText(INPUT, "mia@example.com");
    await click(SEND);
    await contains(`${SECTION} [role='alert']`, { text: "Down" });
    await contains(INPUT, { value: "mia@example.com" });
    await contains(`${SEND}:enabled`);
});

test("an open conversation is sent as unfinished", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_transcript_emails: ["carla@example.com"],
    });
    await startWithConversation(channelId);
    await click(OPEN);
    await contains(`${SECTION} .text-muted:contains(Still open)`);
    await click(SEND);
    await contains(`${SENDING}:contains(unfinished)`);
    pyEnv["discuss.channel"]._close_livechat_session(channelId);
    await contains(`${SECTION} .text-muted:contains(Still open)`, { count: 0 });
    await contains(`${SENDING}:contains(unfinished)`);
});

test("it is seen what becomes of a sending", async () => {
    const pyEnv = await startAgentServer();
    const sending = makeSending({ user_name: null });
    const channelId = createConversation(pyEnv, withSendings(sending));
    await startWithConversation(channelId);
    await contains(`${SENDING}[data-state='queued']:contains(automatically)`);
    await contains(`${SENDING} button:contains(Retry)`, { count: 0 });
    pyEnv["discuss.channel"]._set_sendings(channelId, [{ ...sending, state: "sent" }]);
    await contains(`${SENDING}[data-state='sent'] .fa-check`);
});

test("a sending that failed says why, and is retried", async () => {
    const pyEnv = await startAgentServer();
    const sending = makeSending({
        email_to: "carla@example.com, mia@example.com",
        state: "failed",
        failures: [{ email: "mia@example.com", reason: "550 No such mailbox" }],
    });
    const channelId = createConversation(pyEnv, withSendings(sending));
    onRpc("livechat.transcript", "livechat_retry", ({ args }) => {
        expect.step(args[0]);
        pyEnv["discuss.channel"]._set_sendings(channelId, [
            { ...sending, retry_user_name: "Otto", state: "queued", failures: [] },
        ]);
        return true;
    });
    await startWithConversation(channelId);
    await contains(`${SENDING}[data-state='failed'] .text-danger`, {
        text: "mia@example.com: 550 No such mailbox",
    });
    const retry = `${SENDING} button[aria-label='Retry sending to mia@example.com']`;
    await focus(retry);
    await click(retry);
    await contains(`${SENDING}[data-state='queued']:focus`);
    await contains(`${SENDING}:contains(retried by Otto)`);
    await contains(`${SENDING} .text-danger`, { count: 0 });
    await contains(`${SENDING} button:contains(Retry)`, { count: 0 });
    expect.verifySteps([[700]]);
});

test("a sending in the queue is cancelled", async () => {
    const pyEnv = await startAgentServer();
    const sending = makeSending({ state: "queued" });
    const channelId = createConversation(pyEnv, withSendings(sending));
    onRpc("livechat.transcript", "livechat_cancel", ({ args }) => {
        expect.step(args[0]);
        const failures = [{ email: "carla@example.com", reason: "Cancelled by Otto." }];
        pyEnv["discuss.channel"]._set_sendings(channelId, [
            { ...sending, state: "cancelled", failures },
        ]);
        return true;
    });
    await startWithConversation(channelId);
    await click(`${SENDING} button[aria-label^='Cancel sending to']`);
    await contains(`${SENDING}[data-state='cancelled']`);
    await contains(`${SENDING} bdi`, { text: "Cancelled by Otto." });
    await contains(`${SENDING} .text-danger`, { count: 0 });
    await contains(`${SENDING} button:contains(Retry)`);
    expect.verifySteps([[700]]);
});

test("a retry that is refused says why", async () => {
    const pyEnv = await startAgentServer();
    const failures = [{ email: "carla@example.com", reason: "Down" }];
    const channelId = createConversation(
        pyEnv,
        withSendings(makeSending({ state: "failed", failures }))
    );
    onRpc("livechat.transcript", "livechat_retry", () => {
        throw makeServerError({ message: "It is just being sent." });
    });
    await startWithConversation(channelId);
    await contains(`${SENDING} .text-danger`, { text: "Down" });
    await click(`${SENDING} button:contains(Retry)`);
    await contains(`${SENDING} [role='alert']`, { text: "It is just being sent." });
    await contains(`${SENDING} button:enabled`);
});

test("the last ones, and how many there were before", async () => {
    const pyEnv = await startAgentServer();
    const items = [705, 704, 703, 702, 701].map((id) => makeSending({ id, state: "sent" }));
    const channelId = createConversation(pyEnv, {
        ...CLOSED,
        livechat_transcripts: { count: 7, items },
    });
    await startWithConversation(channelId);
    await contains(SENDING, { count: 5 });
    await contains(`${SECTION} .text-muted:contains(2 earlier)`);
});

test("who may not send can keep a closed conversation as a file", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_transcripts: false });
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel h6", { text: "Status" });
    await contains(SECTION, { count: 0 });
    pyEnv["discuss.channel"]._close_livechat_session(channelId);
    await contains(`${SECTION} a:contains(Download)`);
    await contains(INPUT, { count: 0 });
    await contains(`${SECTION} ul`, { count: 0 });
});

test("what is typed while a sending is under way stays", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, CLOSED);
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_send_transcript", () => answer);
    await startWithConversation(channelId);
    await click(OPEN);
    await insertText(INPUT, "mia@example.com");
    await click(SEND);
    await contains(`${SEND} .fa-spin`);
    await insertText(INPUT, "ned@example.com", { replace: true });
    answer.resolve();
    await contains(`${SEND} .fa-spin`, { count: 0 });
    await contains(INPUT, { value: "ned@example.com" });
});

test("a message by email goes to the known address, and what was written can be read", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        ...CLOSED,
        livechat_outcome: "no_agent",
        livechat_transcript_emails: ["carla@example.com"],
    });
    await startWithConversation(channelId);
    await contains(`${FORM} input`, { value: "carla@example.com" });
    await contains(`${FORM} button[type='submit']:disabled`);
    await insertText(TEXT, "It is <b>here</b>");
    await click(`${FORM} button[type='submit']`);
    await contains(`${SENDING}:contains(carla@example.com):contains(Message)`);
    await contains(FORM, { count: 0 });
    await click(`${SENDING} summary`);
    await contains(`${SENDING} details:contains(It is <b>here</b>)`);
    await contains(`${SECTION} button:focus`, { text: "Send a message" });
});

test("a message that cannot be sent stays", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, CLOSED);
    onRpc("discuss.channel", "livechat_send_message", ({ args }) => {
        expect.step(args.slice(1));
        throw makeServerError({ message: "Not an email address: mia. Nothing was sent." });
    });
    await startWithConversation(channelId);
    await contains(FORM, { count: 0 });
    await click(`${SECTION} button:contains(Send a message)`);
    await contains(`${TEXT}:focus`);
    await insertText(`${FORM} input`, "mia");
    await insertText(TEXT, "Hello");
    await press(["Control", "Enter"]);
    await contains(`${FORM} [role='alert']`, {
        text: "Not an email address: mia. Nothing was sent.",
    });
    await contains(TEXT, { value: "Hello" });
    expect.verifySteps([["Hello", "mia"]]);
    // Nothing is lost by Escape, nor by closing the form.
    await press("Escape");
    await contains(TEXT, { value: "Hello" });
    await click(`${FORM} button:contains(Cancel)`);
    await click(`${SECTION} button:contains(Send a message)`);
    await contains(TEXT, { value: "Hello" });
});

test("a message that is being written stays with its address while the agent is elsewhere", async () => {
    onRpc("discuss.channel", "livechat_send_message", ({ args }) => expect.step(args.slice(1)));
    const open = await startWithTwo();
    await click(WRITE);
    await insertText(`${FORM} input`, "mia@example.com", { replace: true });
    await insertText(TEXT, "Hello");
    await open(21);
    await contains(WRITE);
    await contains(FORM, { count: 0 });
    await open(20);
    await contains(`${FORM} input`, { value: "mia@example.com" });
    await contains(`${TEXT}:not(:focus)`, { value: "Hello" });
    await click(`${FORM} button[type='submit']`);
    await contains(FORM, { count: 0 });
    expect.verifySteps([["Hello", "mia@example.com"]]);
    await open(21);
    await open(20);
    await contains(FORM, { count: 0 });
    await click(WRITE);
    await contains(`${FORM} input`, { value: "carla@example.com" });
    await contains(TEXT, { value: "" });
});

for (const [field, other] of [
    ["input", "mia@example.com"],
    ["textarea", "Something else"],
]) {
    test(`what is typed into the ${field} while a message is being sent stays`, async () => {
        const answer = new Deferred();
        onRpc("discuss.channel", "livechat_send_message", () => answer);
        await startWithTwo();
        await click(WRITE);
        await insertText(TEXT, "Hello");
        await click(`${FORM} button[type='submit']`);
        await contains(`${FORM} .fa-spin`);
        await insertText(`${FORM} ${field}`, other, { replace: true });
        answer.resolve(true);
        await contains(`${FORM} .fa-spin`, { count: 0 });
        await contains(`${FORM} ${field}`, { value: other });
    });
}

test("what is sent while the agent is elsewhere is not there again, what is refused is", async () => {
    const answers = [new Deferred(), new Deferred()];
    const waiting = [...answers];
    onRpc("discuss.channel", "livechat_send_transcript", () => waiting.shift());
    const open = await startWithTwo();
    for (const outcome of ["refused", "sent"]) {
        await click(OPEN);
        await insertText(INPUT, "mia@example.com", { replace: true });
        await open(21);
        await open(20);
        await contains(INPUT, { value: "mia@example.com" });
        await click(SEND);
        await open(21);
        await contains(INPUT, { count: 0 });
        if (outcome === "refused") {
            answers[0].reject(makeServerError({ message: "Down" }));
            await contains(".o_notification", { text: "Down" });
            await open(20);
            await contains(`${SECTION} [role='alert']`, { text: "Down" });
            await contains(INPUT, { value: "mia@example.com" });
            await contains(`${SEND} .fa-spin`, { count: 0 });
            await insertText(INPUT, "", { replace: true });
            await press("Escape");
        } else {
            answers[1].resolve(true);
            await open(20);
            await contains(OPEN);
        }
    }
});

test("an open conversation is answered in the chat", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await contains(OPEN);
    await contains(`${SECTION} button:contains(Send a message)`, { count: 0 });
});

for (const [what, method, open, field, send] of [
    ["a conversation", "livechat_send_transcript", OPEN, INPUT, SEND],
    ["a message", "livechat_send_message", WRITE, TEXT, `${FORM} button[type='submit']`],
]) {
    test(`${what} that was sent takes no focus from where the agent is by then`, async () => {
        const pyEnv = await startAgentServer();
        const channelId = createConversation(pyEnv, CLOSED);
        const answer = new Deferred();
        onRpc("discuss.channel", method, () => answer);
        await startWithConversation(channelId);
        await click(open);
        await insertText(field, "mia@example.com");
        await click(send);
        await contains(`${SECTION} .fa-spin`);
        const elsewhere = "[data-section='notes'] textarea";
        await focus(`${elsewhere}:enabled`);
        answer.resolve(true);
        await contains(field, { count: 0 });
        await contains(`${elsewhere}:focus`);
    });
}

test("a failure is seen also if the form was folded while it was sent", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        ...CLOSED,
        livechat_transcript_emails: ["carla@example.com"],
    });
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_send_transcript", () => answer);
    await startWithConversation(channelId);
    await click(OPEN);
    await click(SEND);
    await focus(INPUT);
    await press("Escape");
    await contains(INPUT, { count: 0 });
    answer.reject(makeServerError({ message: "Down" }));
    await contains(`${SECTION} [role='alert']`, { text: "Down" });
});

test("a message that cannot be sent opens its form again, or is told elsewhere", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, CLOSED);
    const guest_id = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    createConversation(pyEnv, {}, { guest_id });
    const answers = [new Deferred(), new Deferred()];
    const waiting = [...answers];
    onRpc("discuss.channel", "livechat_send_message", () => waiting.shift());
    await startWithConversation(channelId);
    await click(WRITE);
    await insertText(TEXT, "Hello");
    await click(`${FORM} button[type='submit']`);
    await click(`${FORM} button:contains(Cancel)`);
    await contains(FORM, { count: 0 });
    answers[0].reject(makeServerError({ message: "Down" }));
    await contains(`${FORM} [role='alert']`, { text: "Down" });
    await click(`${FORM} button[type='submit']`);
    await click(".o-mail-DiscussSidebarChannel", { text: "Visitor #21" });
    await contains(FORM, { count: 0 });
    answers[1].reject(makeServerError({ message: "Still down" }));
    await contains(".o_notification", { text: "Still down" });
});

test("a retry takes no focus from where the agent is by then", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, withSendings(makeSending({ state: "failed" })));
    const answer = new Deferred();
    onRpc("livechat.transcript", "livechat_retry", async () => {
        await answer;
        expect.step("answered");
        return true;
    });
    await startWithConversation(channelId);
    await click(`${SENDING} button:contains(Retry)`);
    const elsewhere = "[data-section='notes'] textarea";
    await focus(`${elsewhere}:enabled`);
    await contains(`${elsewhere}:focus`);
    answer.resolve();
    await expect.waitForSteps(["answered"]);
    await animationFrame();
    await contains(`${elsewhere}:focus`);
});

test("what went wrong moves nothing where the agent is by then", async () => {
    const pyEnv = await startAgentServer();
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_send_transcript", () => answer);
    await startWithConversation(createConversation(pyEnv));
    await click(OPEN);
    await insertText(INPUT, "mia@example.com");
    await click(SEND);
    await contains(`${SECTION} .fa-spin`);
    const panel = document.querySelector(".o-mail-ActionPanel");
    panel.style.maxHeight = "250px";
    await focus("[data-section='notes'] textarea:enabled");
    panel.scrollTop = 0;
    answer.reject(makeServerError({ message: "Not an email address. ".repeat(9) }));
    await contains(`${SECTION} [role='alert']`);
    await animationFrame();
    expect(panel.scrollTop).toBe(0);
});

test("all of the form is in sight once it is opened, and what is wrong with it", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await contains(OPEN);
    const panel = document.querySelector(".o-mail-ActionPanel");
    panel.style.maxHeight = "250px";
    panel.scrollTop = panel.scrollHeight;
    const isInSight = (selector) =>
        document.querySelector(selector).getBoundingClientRect().bottom <=
        panel.getBoundingClientRect().bottom + 1;
    await click(OPEN);
    await contains(`${SECTION} form:contains(Still open)`);
    expect(isInSight(`${SECTION} form`)).toBe(true);
    onRpc("discuss.channel", "livechat_send_transcript", () => {
        throw makeServerError({ message: "Not an email address. ".repeat(9) });
    });
    await insertText(INPUT, "nobody");
    await click(SEND);
    await contains(`${SECTION} [role='alert']`);
    expect(isInSight(`${SECTION} form`)).toBe(true);
});
