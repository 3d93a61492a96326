import { Chatbot } from "@im_livechat/core/common/chatbot_model";

import { contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";

import {
    getService,
    makeServerError,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

import {
    defineWidgetModels,
    MESSAGE_TOO_LONG,
    sendToWidget,
    startWidgetWithConversation,
    write,
} from "./widget_test_helpers";

describe.current.tags("desktop");
defineWidgetModels();

const BOT = 900;
const HEADER = ".o-mail-ChatWindow-header";
const INPUT = ".o-mail-Composer-input:enabled";
const RESTART = `${HEADER} [title='Restart Conversation']`;
const DISABLED = ".o-mail-ChatWindow span:contains(Select an option above)";
/** So long that nothing happens in it by itself. */
const NEXT_STEP_DELAY = 60_000;
const MESSAGE_ID = 4000;

/** Write in steps that the chatbot asks the server for its next step. */
function stepTriggers() {
    onRpc("/chatbot/step/trigger", () => {
        expect.step("next step");
        return null;
    });
}

/**
 * Start the widget with a conversation that a chatbot leads, and has to go on with.
 *
 * @param {string[]} types the types of the chatbot's steps, of which it is at the first
 * @param {Object} [values] values of these steps in the conversation
 */
async function startWithChatbot(types, values) {
    stepTriggers();
    patchWithCleanup(Chatbot, { TYPING_DELAY: NEXT_STEP_DELAY });
    const result = await startWidgetWithConversation();
    const { channelId, thread } = result;
    const ids = types.map((_type, index) => index + 1);
    const store = getService("mail.store");
    store.insert({
        "chatbot.script": [{ id: 1, title: "Bot", operator_partner_id: BOT }],
        "chatbot.script.answer": [{ id: 1, label: "Yes" }],
        "chatbot.script.step": ids.map((id) => ({
            id,
            answer_ids: types[id - 1] === "question_selection" ? [1] : [],
            message: `Step ${id}`,
            step_type: types[id - 1],
        })),
        "mail.message": ids.map((id) => ({
            id: MESSAGE_ID + id,
            author_id: BOT,
            body: `Step ${id}`,
            model: "discuss.channel",
            res_id: channelId,
            thread: { id: channelId, model: "discuss.channel" },
        })),
        "res.partner": [{ id: BOT, name: "Bot" }],
    });
    thread.livechat_operator_id = BOT;
    thread.messages.add(MESSAGE_ID + 1);
    const steps = ids.map((id) => ({ message: MESSAGE_ID + id, scriptStep: id, ...values }));
    thread.chatbot = { currentStep: steps[0], script: 1, steps, thread };
    await contains(HEADER, { text: "Bot" });
    return { ...result, chatbot: thread.chatbot };
}

/** Start where the chatbot has just made a step, and is about to make the next one. */
async function startBeforeNextStep() {
    const result = await startWithChatbot(["text", "text"]);
    await contains(".o-mail-Message", { text: "Step 2" });
    return result;
}

/** An agent takes the conversation over, without being asked by the chatbot. */
async function takeOver({ agentId, channelId }) {
    sendToWidget(channelId, {
        "discuss.channel": [{ id: channelId, livechat_operator_id: agentId }],
    });
    await contains(HEADER, { text: "Ada A." });
}

test("as in Odoo: the chatbot goes on by itself", async () => {
    const { chatbot } = await startBeforeNextStep();
    await advanceTime(NEXT_STEP_DELAY);
    await advanceTime(Chatbot.MESSAGE_DELAY);
    await expect.waitForSteps(["next step"]);
    expect(chatbot.livechatIsTakenOver).toBe(false);
    expect(chatbot.forwarded).not.toBe(true);
    expect(Boolean(chatbot.completed)).toBe(false);
});

test("the chatbot stops at once when an agent takes over", async () => {
    const result = await startBeforeNextStep();
    await takeOver(result);
    expect(result.chatbot.livechatIsTakenOver).toBe(true);
    expect(result.chatbot.completed).toBe(true);
    await advanceTime(NEXT_STEP_DELAY);
    await advanceTime(Chatbot.MESSAGE_DELAY);
    expect.verifySteps([]);
});

test("a step that was due already when an agent took over is not made", async () => {
    const result = await startBeforeNextStep();
    await takeOver(result);
    result.chatbot._runUntilUserInputStep();
    await advanceTime(Chatbot.MESSAGE_DELAY);
    expect.verifySteps([]);
});

test("as in Odoo: where the chatbot asks to choose, nothing can be typed", async () => {
    await startWithChatbot(["question_selection"]);
    await contains(DISABLED);
    await contains(INPUT, { count: 0 });
});

test("the customer can write at once to the agent who takes over", async () => {
    const result = await startWithChatbot(["question_selection"]);
    await contains(DISABLED);
    result.chatbot.isProcessingAnswer = true;
    await takeOver(result);
    await contains(INPUT);
    await contains(DISABLED, { count: 0 });
    expect(result.chatbot.isProcessingAnswer).toBe(false);
    await write("Hello");
    await contains(".o-mail-Message", { text: "Hello" });
    await contains(INPUT);
    await advanceTime(Chatbot.MULTILINE_STEP_DEBOUNCE_DELAY);
    expect.verifySteps([]);
});

test("as in Odoo: an answer of many lines is one, some seconds after the last", async () => {
    await startWithChatbot(["free_input_multi"]);
    await write("One");
    await contains(".o-mail-Message", { text: "One" });
    await advanceTime(Chatbot.MULTILINE_STEP_DEBOUNCE_DELAY);
    await advanceTime(Chatbot.MESSAGE_DELAY);
    await expect.waitForSteps(["next step"]);
});

test("an answer of many lines that is due only after an agent took over is for the agent", async () => {
    const result = await startWithChatbot(["free_input_multi"]);
    await write("One");
    await contains(".o-mail-Message", { text: "One" });
    await takeOver(result);
    await advanceTime(Chatbot.MULTILINE_STEP_DEBOUNCE_DELAY);
    await advanceTime(Chatbot.MESSAGE_DELAY);
    expect.verifySteps([]);
});

test("as in Odoo: a chatbot that has ended can be restarted", async () => {
    await startWithChatbot(["text"], { isLast: true });
    await contains(RESTART);
});

test("a chatbot that was taken over cannot be restarted", async () => {
    const result = await startWithChatbot(["text"], { isLast: true });
    await contains(RESTART);
    await takeOver(result);
    await contains(RESTART, { count: 0 });
    expect(result.chatbot.canRestart).toBe(false);
});

test("as in Odoo: a conversation that no chatbot leads has none", async () => {
    const { thread } = await startWidgetWithConversation();
    expect(thread.chatbot).toBe(undefined);
    await contains(INPUT);
});

test("an answer that did not arrive can be written anew", async () => {
    const { chatbot } = await startWithChatbot(["free_input_single", "text"]);
    onRpc("/mail/message/post", () => {
        throw makeServerError({ errorName: MESSAGE_TOO_LONG, message: "Too long: 5 at most." });
    });
    await write("A long answer");
    await contains(INPUT, { value: "A long answer" });
    expect(chatbot.isProcessingAnswer).toBe(false);
    expect.verifySteps([]);
});
