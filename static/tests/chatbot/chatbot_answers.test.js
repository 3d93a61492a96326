import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryAll, queryOne } from "@odoo/hoot-dom";

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

test("no chatbot, no answers", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel h6", { text: "Status" });
    await contains(ANSWERS, { count: 0 });
});
