import { click, contains, insertText } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";

import { makeServerError, onRpc } from "@web/../tests/web_test_helpers";

import { defineWidgetModels, startWidgetWithConversation } from "./widget_test_helpers";

describe.current.tags("desktop");
defineWidgetModels();

const COPY = ".o-livechat-TranscriptSender";
const REASON = "textarea[placeholder='Explain your note']";
const THANKS = "p:contains('Thank you for your feedback')";
const WARNING = ".o_notification:has(.bg-warning)";

async function openFeedback(options) {
    await startWidgetWithConversation(options);
    await click(".o-mail-ChatWindow-header [title*='Close Chat Window']");
    await click(".o-livechat-CloseConfirmation-leave");
}

async function rate(text) {
    await click("img[alt='1']");
    await insertText(REASON, text);
    await click("button", { text: "Send" });
}

test("a reason that is refused can be changed and sent again, and the server says why", async () => {
    await openFeedback();
    onRpc("/im_livechat/feedback", async (request) => {
        const { params } = await request.json();
        expect.step(params.reason);
        if (params.reason.includes("long")) {
            throw makeServerError({ message: "Say it in 5 characters at most." });
        }
    });
    await rate("Much too long");
    await contains(WARNING, { text: "Say it in 5 characters at most." });
    await contains(REASON, { value: "Much too long" });
    await contains(THANKS, { count: 0 });
    await insertText(REASON, "Short", { replace: true });
    await click("button", { text: "Send" });
    await contains(THANKS);
    await contains(REASON, { count: 0 });
    expect.verifySteps(["Much too long", "Short"]);
});

test("a reason that could not be sent stays, too", async () => {
    expect.errors(1);
    await openFeedback();
    onRpc("/im_livechat/feedback", () => {
        throw makeServerError({ errorName: "builtins.OSError", message: "The server failed" });
    });
    await rate("Nice people");
    await expect.waitForErrors([/The server failed/]);
    await contains(REASON, { value: "Nice people" });
    await contains(WARNING, { count: 0 });
});

test("an employee is told why a copy cannot be sent, and can correct the address", async () => {
    await openFeedback({ isLoggedIn: true });
    onRpc("/im_livechat/email_livechat_transcript", async (request) => {
        const { params } = await request.json();
        if (params.email !== "me@example.com") {
            throw makeServerError({ message: "A copy can be sent to your own address only." });
        }
    });
    await insertText(`${COPY} input`, "you@example.com", { replace: true });
    await click(`${COPY} button:enabled`);
    await contains(WARNING, { text: "A copy can be sent to your own address only." });
    await contains(`${COPY} input`, { value: "you@example.com" });
    await insertText(`${COPY} input`, "me@example.com", { replace: true });
    await click(`${COPY} button:enabled`);
    await contains(`${COPY} .form-text`, { text: "The conversation was sent." });
});
