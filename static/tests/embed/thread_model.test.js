import { click, contains, focus, insertText } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryValue, waitUntil } from "@odoo/hoot-dom";
import { Deferred } from "@odoo/hoot-mock";

import { getService, makeServerError, onRpc } from "@web/../tests/web_test_helpers";

import {
    defineWidgetModels,
    getThreads,
    letNobodyBeAvailable,
    MESSAGE,
    MESSAGE_TOO_LONG,
    NOBODY_AVAILABLE,
    NOTICE,
    openChat,
    sendToWidget,
    startWidget,
    startWidgetWithConversation,
    write,
} from "./widget_test_helpers";

describe.current.tags("desktop");
defineWidgetModels();

const INPUT = ".o-mail-Composer-input";
const ADDRESS = ".o-livechatInfoPanel-leftEmail";
const KEPT = "Nobody is available right now. Your message was kept for our team.";
const LEAVE = "Nobody is available right now. Leave a message for our team.";
const WELCOME = "Hello, how may I help you?";

function keepMessages(answer = { is_kept: true, store_data: {} }) {
    onRpc("/im_livechat/leave_message", async (request) => {
        const { params } = await request.json();
        expect.step(params.body);
        return answer;
    });
}

test("what is written while nobody is available is left, and stays in the chat", async () => {
    await startWidget();
    await openChat();
    letNobodyBeAvailable();
    keepMessages();
    await write("Hello");
    await contains(NOTICE, { text: KEPT });
    await contains(MESSAGE, { text: "Hello" });
    await contains(INPUT, { value: "" });
    expect.verifySteps(["Hello"]);
    // The next one is left as well.
    await write("And this");
    await contains(NOTICE, { count: 2, text: KEPT });
    expect.verifySteps(["And this"]);
});

test("line breaks, and what looks like HTML, are left as they were typed", async () => {
    await startWidget();
    await openChat();
    letNobodyBeAvailable();
    keepMessages();
    await write("1 < 2\n<b>two</b>");
    await contains(NOTICE, { text: KEPT });
    expect.verifySteps(["1 < 2\n<b>two</b>"]);
    await contains(`${MESSAGE}:contains(<b>two</b>)`);
});

test("whoever left it is its author, also if the server knows only now who that is", async () => {
    await startWidget();
    await openChat();
    letNobodyBeAvailable();
    keepMessages({
        is_kept: true,
        store_data: { "mail.guest": [{ id: 77, name: "Visitor #77" }], Store: { self_guest: 77 } },
    });
    await write("Hello");
    await contains(NOTICE, { text: KEPT });
    const message = getThreads()[0].messages.find(({ body }) => body.toString() === "Hello");
    expect(message.author_guest_id.id).toBe(77);
    expect(message.isSelfAuthored).toBe(true);
    expect.verifySteps(["Hello"]);
});

test("who left a message is asked for an address, and gets it back to correct it", async () => {
    await startWidget();
    await openChat();
    letNobodyBeAvailable();
    keepMessages({ is_kept: true, asks_email: true, store_data: {} });
    const refusals = ["invalid", false];
    onRpc("/im_livechat/leave_email", async (request) => {
        const { params } = await request.json();
        expect.step(params.email);
        return { refusal: refusals.shift() };
    });
    await contains(ADDRESS, { count: 0 });
    await write("Hello");
    await contains(`${ADDRESS} button[type='submit']:disabled`);
    await insertText(`${ADDRESS} input`, "mia@");
    await click(`${ADDRESS} button[type='submit']`);
    await contains(`${ADDRESS} [role='alert']`, {
        text: "This is not an email address. An example: mail@example.com",
    });
    await contains(`${ADDRESS} input[aria-invalid='true']`, { value: "mia@" });
    await insertText(`${ADDRESS} input`, "example.com");
    await contains(`${ADDRESS} [role='alert']`, { count: 0 });
    await click(`${ADDRESS} button[type='submit']`);
    await contains(`${ADDRESS}[role='status']:contains(We will answer to mia@example.com)`);
    expect.verifySteps(["Hello", "mia@", "mia@example.com"]);
    // What is written afterwards asks no more.
    await write("And this");
    await contains(NOTICE, { count: 2, text: KEPT });
    await contains(`${ADDRESS}[role='status']`);
    expect.verifySteps(["And this"]);
});

test("an address that is refused takes no focus from what the visitor writes by then", async () => {
    await startWidget();
    await openChat();
    letNobodyBeAvailable();
    keepMessages({ is_kept: true, asks_email: true, store_data: {} });
    const answer = new Deferred();
    onRpc("/im_livechat/leave_email", () => answer);
    await write("Hello");
    await insertText(`${ADDRESS} input`, "mia@");
    await click(`${ADDRESS} button[type='submit']`);
    await focus(INPUT);
    answer.resolve({ refusal: "invalid" });
    await contains(`${ADDRESS} [role='alert']`);
    await contains(`${INPUT}:focus`);
    expect.verifySteps(["Hello"]);
});

test("where the former agent stays after a handover, the visitor can still end the chat", async () => {
    const { channelId, guestId, pyEnv, thread } = await startWidgetWithConversation();
    const eveId = pyEnv["res.partner"].create({ name: "Eve" });
    sendToWidget(channelId, {
        "discuss.channel": [{ id: channelId, livechat_operator_id: eveId }],
        "res.partner": [{ id: eveId, name: "Eve" }],
    });
    await waitUntil(() => thread.livechat_operator_id.id === eveId);
    expect(thread.livechatVisitorMember.guest_id.id).toBe(guestId);
    await click(".o-mail-ChatWindow-header [title*='Close Chat Window']");
    await contains(".o-livechat-CloseConfirmation");
});

for (const [title, isTold] of [
    ["as this page saw it", false],
    ["as the server knows it", true],
]) {
    test(`the greeting is of whoever greeted, also after a handover: ${title}`, async () => {
        const { agentId, channelId, pyEnv, thread } = await startWidgetWithConversation();
        const author = `${MESSAGE}:contains(${WELCOME}) .o-mail-Message-author`;
        await contains(author, { text: "Ada A." });
        const [eveId, zoeId] = ["Eve", "Zoe"].map((n) => pyEnv["res.partner"].create({ name: n }));
        const [greeterId, name] = isTold ? [zoeId, "Zoe"] : [agentId, "Ada A."];
        sendToWidget(channelId, {
            "discuss.channel": [
                {
                    ...{ id: channelId, livechat_operator_id: eveId },
                    ...(isTold ? { livechat_greeter_id: zoeId } : {}),
                },
            ],
            "res.partner": [
                { id: eveId, name: "Eve" },
                { id: zoeId, name: "Zoe" },
            ],
        });
        await waitUntil(() => thread.livechat_operator_id.id === eveId);
        await waitUntil(() => thread.livechatGreeter.id === greeterId);
        await contains(author, { text: name });
        expect(thread.livechatWelcomeMessage.author_id.id).toBe(greeterId);
    });
}

test("what is not kept goes back to where it was typed, before what was typed since", async () => {
    await startWidget();
    await openChat();
    const answer = new Deferred();
    letNobodyBeAvailable();
    keepMessages(answer);
    await write("Hello");
    await expect.waitForSteps(["Hello"]);
    await waitUntil(() => queryValue(INPUT) === ""); // Odoo empties it a moment later
    await insertText(INPUT, "Are you there?");
    answer.resolve({ is_kept: false, refusal: "too_many", store_data: {} });
    await contains(".o_notification:has(.bg-warning)", {
        text: "Nobody is available right now, and no more messages can be kept. Please try again later.",
    });
    // A value that changes is no change of the page.
    await waitUntil(() => queryValue(INPUT) === "Hello\nAre you there?");
    await contains(MESSAGE, { count: 0, text: "Hello" });
    await contains(NOTICE, { count: 0 });
});

test("what is left says that it can be, until it is", async () => {
    await startWidget();
    await openChat();
    const [thread] = getThreads();
    letNobodyBeAvailable();
    const answer = new Deferred();
    keepMessages(answer);
    expect(thread.livechatFirstMessageCount).toBe(0);
    await write("Hello");
    await expect.waitForSteps(["Hello"]);
    expect(thread.livechatFirstMessageCount).toBe(1);
    answer.resolve({ is_kept: true, store_data: {} });
    await contains(NOTICE, { text: KEPT });
    expect(thread.livechatFirstMessageCount).toBe(0);
});

test("as in Odoo: any other failure is one, and leaves nothing", async () => {
    expect.errors(1);
    await startWidget();
    await openChat();
    keepMessages();
    onRpc("/im_livechat/get_session", () => {
        throw makeServerError({ message: "No server" });
    });
    await write("Hello");
    await expect.waitForErrors(["No server"]);
    await contains(NOTICE, { count: 0 });
    expect(getThreads()[0].livechatFirstMessageCount).toBe(0);
    expect.verifySteps([]);
});

test("as in Odoo: where an agent is there, they get the message, and nothing is left", async () => {
    const { pyEnv } = await startWidget();
    await openChat();
    keepMessages();
    await contains(MESSAGE, { text: WELCOME });
    await contains(NOTICE, { count: 0 });
    await write("Hello");
    await contains(".o-mail-Thread:not([data-transient])");
    await contains(MESSAGE, { text: "Hello" });
    expect(pyEnv["mail.message"].search([["body", "ilike", "Hello"]])).toHaveLength(1);
    expect.verifySteps([]);
});

test("as in Odoo: what fails in a conversation that has begun can be sent again", async () => {
    await startWidget();
    await openChat();
    keepMessages();
    await write("Hello");
    await contains(".o-mail-Thread:not([data-transient])");
    await contains(MESSAGE, { text: "Hello" });
    onRpc("/mail/message/post", () => {
        throw makeServerError({ errorName: NOBODY_AVAILABLE, message: "Nobody" });
    });
    await write("And this");
    await contains(`${MESSAGE}:contains(And this) [title^='Failed to post the message']`);
    await contains(NOTICE, { count: 0 });
    expect.verifySteps([]);
});

test("what is too long goes back to where it was typed, and the server says why", async () => {
    const { channelId, thread } = await startWidgetWithConversation();
    onRpc("/mail/message/post", () => {
        throw makeServerError({ errorName: MESSAGE_TOO_LONG, message: "Too long: 5 at most." });
    });
    await write("1 < 2\nand more");
    await contains(".o_notification:has(.bg-warning)", { text: "Too long: 5 at most." });
    await contains(INPUT, { value: "1 < 2\nand more" });
    await contains(MESSAGE, { count: 0, text: "and more" });
    expect(thread.id).toBe(channelId);
});

test("so does whatever else the server refuses", async () => {
    await startWidgetWithConversation();
    for (const name of ["AccessError", "UserError", "ValidationError"]) {
        onRpc("/mail/message/post", () => {
            throw makeServerError({
                errorName: `odoo.exceptions.${name}`,
                message: `No: ${name}.`,
            });
        });
        await write(`Hello ${name}`);
        await contains(".o_notification:has(.bg-warning)", { text: `No: ${name}.` });
        await contains(INPUT, { value: `Hello ${name}` });
        await contains(MESSAGE, { count: 0, text: `Hello ${name}` });
        await insertText(INPUT, "", { replace: true });
    }
});

test("so does what is too long to begin a conversation with", async () => {
    await startWidget();
    await openChat();
    await contains(MESSAGE, { text: WELCOME });
    onRpc("/mail/message/post", () => {
        throw makeServerError({ errorName: MESSAGE_TOO_LONG, message: "Too long: 5 at most." });
    });
    await write("Hello there");
    await contains(".o_notification:has(.bg-warning)", { text: "Too long: 5 at most." });
    await contains(".o-mail-Thread:not([data-transient])");
    await contains(INPUT, { value: "Hello there" });
    await contains(MESSAGE, { count: 0, text: "Hello there" });
});

test("who can only leave a message is told so from the start, instead of being welcomed", async () => {
    await startWidget();
    onRpc("/im_livechat/get_session", () => ({
        channel_id: -1,
        store_data: {
            "discuss.channel": [
                {
                    channel_type: "livechat",
                    fetchChannelInfoState: "fetched",
                    id: -1,
                    isLoaded: true,
                    livechat_leaves_message: true,
                    livechat_operator_id: 900,
                    scrollUnread: false,
                },
            ],
            "res.partner": [{ id: 900, name: "My Company" }],
        },
    }));
    await openChat();
    await contains(NOTICE, { text: LEAVE });
    await contains(MESSAGE, { count: 0, text: WELCOME });
    expect(
        getService("mail.store").Thread.get({ id: -1, model: "discuss.channel" }).messages
    ).toHaveLength(1);
});
