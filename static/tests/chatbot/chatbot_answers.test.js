import {
    createContact,
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryAll, queryAllTexts, queryOne } from "@odoo/hoot-dom";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const ANSWERS = ".o-livechatInfoPanel-chatbotAnswers";

test("each question with its whole answer", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_chatbot_answers: [
            { question: "What is it about?", answer: "Pricing" },
            { question: "What happened?", answer: "1. opened it\n2. nothing <b>else</b>" },
            { question: "What happened?", answer: "Something else" },
        ],
    });
    await startWithConversation(channelId);
    await contains(`${ANSWERS} dt`, { count: 3 });
    expect(queryAll(`${ANSWERS} dt`).map((el) => el.textContent)).toEqual([
        "What is it about?",
        "What happened?",
        "What happened?",
    ]);
    expect(queryAll(`${ANSWERS} dd span`).map((el) => el.textContent)).toEqual([
        "Pricing",
        "1. opened it\n2. nothing <b>else</b>",
        "Something else",
    ]);
    const answer = queryOne(`${ANSWERS} dd:nth-of-type(2) span`);
    const oneLine = queryOne(`${ANSWERS} dd:first span`);
    expect(answer.offsetHeight).toBeGreaterThan(oneLine.offsetHeight); // its lines are lines
});

test("the address and the number stand with the customer, and not here, too", async () => {
    const pyEnv = await startAgentServer();
    const other = { question: "What is it about?", answer: "Pricing" };
    const answers = [
        { question: "Your email?", answer: "Jonas@example.org" },
        { question: "Your number?", answer: "+351220555014" },
        { question: "Another address?", answer: "jonas@example.com" },
    ];
    const channelId = createConversation(pyEnv, {
        livechat_chatbot_answers: [other, ...answers],
        livechat_visitor_email: "jonas@example.org",
        livechat_visitor_phone: "+351 220 555 014",
    });
    await startWithConversation(channelId);
    await contains(`${ANSWERS} dt`, { count: 2 });
    expect(queryAllTexts(`${ANSWERS} dd`)).toEqual(["Pricing", "jonas@example.com"]);
    await contains(".o-livechatInfoPanel-contact a", { text: "jonas@example.org" });
});

test("where nothing else was answered, there is no section", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_chatbot_answers: [{ question: "Your email?", answer: "jonas@example.org" }],
        livechat_contact_id: createContact(pyEnv, { name: "Jonas", email: "jonas@example.org" }),
    });
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel-contact a", { text: "jonas@example.org" });
    await contains(ANSWERS, { count: 0 });
});

test("the contact's own number stands there once, however it was written", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_chatbot_answers: [
            { question: "Your number?", answer: "600 123 456" },
            { question: "What is it about?", answer: "Pricing" },
        ],
        livechat_contact_id: createContact(pyEnv, {
            name: "Jonas",
            phone: "+34 600 123 456",
            phone_sanitized: "+34600123456",
        }),
        livechat_visitor_phone: "600 123 456",
        livechat_visitor_phone_sanitized: "+34600123456",
    });
    await startWithConversation(channelId);
    await contains(`${ANSWERS} dd`, { text: "Pricing" });
    expect(queryAllTexts(`${ANSWERS} dd`)).toEqual(["Pricing"]);
    expect(queryAllTexts(".o-livechatInfoPanel-contact a[href^='tel:']")).toEqual([
        "+34 600 123 456",
    ]);
});

test("no chatbot, no answers", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel h6", { text: "Status" });
    await contains(ANSWERS, { count: 0 });
});
