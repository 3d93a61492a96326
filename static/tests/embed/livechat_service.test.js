import { contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, mockTimeZone, test } from "@odoo/hoot";
import { Deferred, tick } from "@odoo/hoot-mock";

import {
    getService,
    makeServerError,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

import {
    defineWidgetModels,
    getThreads,
    MESSAGE,
    openChat,
    startWidget,
    write,
} from "./widget_test_helpers";

describe.current.tags("desktop");
defineWidgetModels();

const TEMPORARY = { livechatFirstMessageCount: 0 };

function stepSessions() {
    onRpc("/im_livechat/get_session", async (request) => {
        const { params } = await request.json();
        expect.step(params);
    });
}

/** Answer what a visitor leaves, which the step tells. */
function answerLeftMessages(answer) {
    onRpc("/im_livechat/leave_message", async (request) => {
        const { params } = await request.json();
        expect.step(params.body);
        return answer(params);
    });
}

test("whoever asks for a conversation says language, time zone and whether it has a text", async () => {
    mockTimeZone("America/Mexico_City");
    patchWithCleanup(browser.navigator, { language: "es-MX" });
    const { livechatChannelId } = await startWidget();
    stepSessions();
    await openChat();
    const session = {
        channel_id: livechatChannelId,
        visitor_lang: "es-MX",
        visitor_tz: "America/Mexico_City",
    };
    expect.verifySteps([
        { ...session, can_leave_message: false, persisted: false, previous_operator_id: null },
    ]);
    await write("Hello");
    await contains(MESSAGE, { text: "Hello" });
    const [{ livechat_operator_id }] = getThreads();
    expect.verifySteps([
        {
            ...session,
            can_leave_message: true,
            persisted: true,
            previous_operator_id: livechat_operator_id.id,
        },
    ]);
});

test("from another site, a message is left by the route for other sites", () => {
    const routes = registry.category("discuss.routing_map");
    expect(routes.get("/im_livechat/leave_message")).toBe("/im_livechat/cors/leave_message");
});

test("a text is left with all that a conversation begins with, and whoever left it is known then", async () => {
    mockTimeZone("America/Mexico_City");
    patchWithCleanup(browser.navigator, { language: "es-MX" });
    const { livechatChannelId } = await startWidget();
    onRpc("/im_livechat/leave_message", async (request) => {
        expect.step((await request.json()).params);
        return {
            is_kept: true,
            refusal: false,
            store_data: {
                "mail.guest": [{ id: 77, name: "Visitor #77" }],
                Store: { self_guest: 77 },
            },
        };
    });
    const livechat = getService("im_livechat.livechat");
    const thread = { ...TEMPORARY, chatbot: { script: { id: 5 } } };
    expect(await livechat.leaveMessage(thread, "One\nTwo")).toBe("");
    expect.verifySteps([
        {
            body: "One\nTwo",
            can_leave_message: false,
            channel_id: livechatChannelId,
            chatbot_script_id: 5,
            visitor_lang: "es-MX",
            visitor_tz: "America/Mexico_City",
        },
    ]);
    expect(getService("mail.store").self_guest.name).toBe("Visitor #77");
});

test("the chatbot of the page counts where the conversation has none", async () => {
    await startWidget();
    onRpc("/im_livechat/leave_message", async (request) => {
        expect.step((await request.json()).params.chatbot_script_id);
        return { is_kept: true, store_data: {} };
    });
    const livechat = getService("im_livechat.livechat");
    await livechat.leaveMessage(TEMPORARY, "Hello");
    livechat.store.livechat_rule = { id: 1, chatbot_script_id: { id: 6 } };
    await livechat.leaveMessage(TEMPORARY, "Hello");
    expect.verifySteps([undefined, 6]);
});

for (const [refusal, text] of [
    ["available", "Somebody is available now. Please send your message again."],
    [
        "too_long",
        "Your message is too long: nobody is available right now, and at most 300 characters can be kept.",
    ],
    [
        "too_many",
        "Nobody is available right now, and no more messages can be kept. Please try again later.",
    ],
    ["empty", "Nobody is available right now. Please write a message to be kept."],
]) {
    test(`why a text is not kept: ${refusal}`, async () => {
        await startWidget();
        answerLeftMessages(() => ({ is_kept: false, max_length: 300, refusal, store_data: {} }));
        const livechat = getService("im_livechat.livechat");
        expect(await livechat.leaveMessage(TEMPORARY, "Hello")).toBe(text);
        expect.verifySteps(["Hello"]);
    });
}

test("a server that fails keeps nothing, and the visitor is told", async () => {
    await startWidget();
    patchWithCleanup(console, { warn: (text) => expect.step(text) });
    answerLeftMessages(() => {
        throw makeServerError({ message: "Down" });
    });
    const livechat = getService("im_livechat.livechat");
    expect(await livechat.leaveMessage(TEMPORARY, "Hello")).toBe(
        "Your message could not be kept. Please try again later."
    );
    expect.verifySteps(["Hello", "The message could not be left"]);
});

test("texts are left one after the other, also after one that failed", async () => {
    await startWidget();
    patchWithCleanup(console, { warn: () => {} });
    const answers = [new Deferred(), new Deferred()];
    answerLeftMessages(({ body }) => answers[Number(body)]);
    const livechat = getService("im_livechat.livechat");
    const results = ["0", "1"].map((text) => livechat.leaveMessage(TEMPORARY, text));
    await expect.waitForSteps(["0"]);
    await tick();
    expect.verifySteps([]);
    answers[0].reject(makeServerError({ message: "Down" }));
    await expect.waitForSteps(["1"]);
    answers[1].resolve({ is_kept: true, store_data: {} });
    expect(await Promise.all(results)).toEqual([
        "Your message could not be kept. Please try again later.",
        "",
    ]);
});
