import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
    SUGGESTION_DELAY,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { TagInput } from "@livechat_info_panel/labels/tag_input";

import { click, contains, openDiscuss } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import {
    edit,
    hover,
    manuallyDispatchProgrammaticEvent,
    press,
    queryAll,
    queryAllTexts,
    queryOne,
} from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { Component, xml } from "@odoo/owl";

import {
    Command,
    getService,
    makeServerError,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const TAGS = ".o-livechatInfoPanel-tags";
const INPUT = `${TAGS} input`;
const OPTION = `${TAGS} .o-autocomplete--dropdown-item`;

const createTags = (pyEnv, names) =>
    pyEnv["im_livechat.conversation.tag"].create(names.map((name) => ({ name })));

/** Write in steps by which names the server is told to tag. */
function stepAddedTags() {
    onRpc("discuss.channel", "livechat_add_tag", ({ args }) => expect.step(args[1]));
}

/** Let the server take what was typed for this tag, and write in steps what that was. */
function answerAddedTag(pyEnv, channelId, tagId) {
    onRpc("discuss.channel", "livechat_add_tag", ({ args }) => {
        expect.step(args[1]);
        pyEnv["discuss.channel"].write([channelId], {
            livechat_conversation_tag_ids: [Command.link(tagId)],
        });
        return tagId;
    });
}

/** Type without waiting for suggestions. */
async function type(text) {
    await contains(INPUT, { setFocus: true });
    await edit(text);
}

/** Type, and wait until all suggestions have come. */
async function typeAndWait(text, optionCount) {
    await type(text);
    await advanceTime(SUGGESTION_DELAY);
    await contains(`${OPTION}:not(:has(.fa-spin))`, { count: optionCount });
}

test("enter takes what was typed, not what is suggested", async () => {
    const pyEnv = await startAgentServer();
    createTags(pyEnv, ["ABug", "Billing"]);
    const channelId = createConversation(pyEnv);
    stepAddedTags();
    await startWithConversation(channelId);
    await typeAndWait("Bug", 2);
    expect(queryAllTexts(OPTION)).toEqual(['Create "Bug"', "ABug"]);
    await contains(`${OPTION} .ui-state-active`, { text: 'Create "Bug"' }); // as Enter does
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { text: "Bug" });
    await contains(INPUT, { value: "" });
    await contains(OPTION, { count: 0 });
    expect(INPUT).toBeFocused();
    expect.verifySteps(["Bug"]);
});

test("enter takes what was typed before the suggestions arrive", async () => {
    const pyEnv = await startAgentServer();
    createTags(pyEnv, ["Billing"]);
    const channelId = createConversation(pyEnv);
    stepAddedTags();
    const answers = [];
    onRpc("im_livechat.conversation.tag", "livechat_search_names", async () => {
        answers.push(new Deferred());
        await answers.at(-1);
    });
    await startWithConversation(channelId);
    // The suggestions for "B", and for nothing, are still on their way.
    await click(INPUT);
    await type("B");
    await advanceTime(SUGGESTION_DELAY);
    await type("Bug");
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { text: "Bug" });
    // More is typed when they arrive at last.
    await type("Urgent");
    answers.splice(0).forEach((answer) => answer.resolve());
    await animationFrame();
    await contains(INPUT, { value: "Urgent" });
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { count: 2 });
    expect(queryAllTexts(`${TAGS} .o_tag`)).toEqual(["Bug", "Urgent"]);
    await advanceTime(SUGGESTION_DELAY);
    answers.splice(0).forEach((answer) => answer.resolve());
    await animationFrame();
    await contains(OPTION, { count: 0 });
    expect.verifySteps(["Bug", "Urgent"]);
});

test("a tag in another case is offered, and none to create", async () => {
    const pyEnv = await startAgentServer();
    const [tagId] = createTags(pyEnv, ["Bug"]);
    const channelId = createConversation(pyEnv);
    answerAddedTag(pyEnv, channelId, tagId);
    await startWithConversation(channelId);
    await typeAndWait("bUg", 1);
    expect(queryAllTexts(OPTION)).toEqual(["Bug"]); // nothing to create
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { text: "Bug" });
    await contains(`${TAGS} .o_tag`, { count: 1 });
    expect.verifySteps(["bUg"]); // which tag that is, the server knows
});

test("arrow and enter take the suggestion", async () => {
    const pyEnv = await startAgentServer();
    createTags(pyEnv, ["Billing", "Bills"]);
    const channelId = createConversation(pyEnv);
    stepAddedTags();
    await startWithConversation(channelId);
    await typeAndWait("bil", 3);
    await press("ArrowDown");
    await press("ArrowDown");
    await contains(`${OPTION} .ui-state-active`, { text: "Bills" });
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { text: "Bills" });
    await contains(INPUT, { value: "" });
    // The next one typed is what counts again.
    await typeAndWait("bil", 3);
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { text: "bil" });
    expect.verifySteps(["Bills", "bil"]);
});

test("the tag of which the name was typed comes first", async () => {
    const pyEnv = await startAgentServer();
    createTags(pyEnv, ["A bug", "Bug"]);
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await typeAndWait("bug", 2);
    expect(queryAllTexts(OPTION)).toEqual(["Bug", "A bug"]);
    await contains(`${OPTION} .ui-state-active`, { text: "Bug" });
});

test("what is typed right after enter is the next tag", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepAddedTags();
    await startWithConversation(channelId);
    await type("Bug");
    await press("Enter");
    await animationFrame();
    expect(INPUT).toBeFocused();
    await edit("Urgent");
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { count: 2 });
    await advanceTime(SUGGESTION_DELAY);
    await contains(OPTION, { count: 0 });
    expect.verifySteps(["Bug", "Urgent"]);
});

test("what is typed before the next field is there is not lost", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepAddedTags();
    await startWithConversation(channelId);
    await type("Bug");
    const input = queryOne(INPUT);
    manuallyDispatchProgrammaticEvent(input, "keydown", { key: "Enter" });
    input.value = "Ur";
    manuallyDispatchProgrammaticEvent(input, "input");
    await contains(`${TAGS} .o_tag`, { text: "Bug" });
    await contains(INPUT, { value: "Ur" });
    await press("g");
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { text: "Urg" });
    expect.verifySteps(["Bug", "Urg"]);
});

test("after a suggestion was taken by arrow, enter takes what is typed again", async () => {
    const pyEnv = await startAgentServer();
    createTags(pyEnv, ["Accounts", "Billing"]);
    const channelId = createConversation(pyEnv);
    stepAddedTags();
    await startWithConversation(channelId);
    await typeAndWait("bil", 2);
    await press("ArrowDown");
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { text: "Billing" });
    await click(INPUT);
    await contains(`${OPTION} .ui-state-active`, { text: "Accounts" });
    await press("Enter"); // nothing is typed
    await animationFrame();
    await contains(`${TAGS} .o_tag`, { count: 1 });
    expect.verifySteps(["Billing"]);
});

test("what was typed after an arrow counts, not the suggestion walked to before", async () => {
    const pyEnv = await startAgentServer();
    createTags(pyEnv, ["Billing"]);
    const channelId = createConversation(pyEnv);
    stepAddedTags();
    await startWithConversation(channelId);
    await typeAndWait("bil", 2);
    await press("ArrowDown");
    await contains(`${OPTION} .ui-state-active`, { text: "Billing" });
    await edit("bill");
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { text: "bill" });
    expect.verifySteps(["bill"]);
});

test("the mouse over a suggestion does not make enter take it", async () => {
    const pyEnv = await startAgentServer();
    createTags(pyEnv, ["ABug"]);
    const channelId = createConversation(pyEnv);
    stepAddedTags();
    await startWithConversation(channelId);
    await typeAndWait("Bug", 2);
    await hover(`${OPTION}:contains(Create) a`); // the first move only tells that there is a mouse
    await hover(`${OPTION}:contains(ABug) a`);
    await contains(`${OPTION} .ui-state-active`, { text: "ABug" });
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { text: "Bug" });
    expect.verifySteps(["Bug"]);
});

test("a click takes the suggestion", async () => {
    const pyEnv = await startAgentServer();
    createTags(pyEnv, ["ABug"]);
    const channelId = createConversation(pyEnv);
    stepAddedTags();
    await startWithConversation(channelId);
    await click(INPUT);
    await click(`${OPTION} a`, { text: "ABug" });
    await contains(`${TAGS} .o_tag`, { text: "ABug" });
    await typeAndWait("new one", 1);
    await click(`${OPTION} a`, { text: 'Create "new one"' });
    await contains(`${TAGS} .o_tag`, { text: "new one" });
    expect.verifySteps(["ABug", "new one"]);
});

test("C++ stays C++, typed once or twice, and blanks do not count", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepAddedTags();
    await startWithConversation(channelId);
    await type("C++");
    await press("Enter");
    expect(INPUT).toHaveValue("");
    await contains(`${TAGS} .o_tag`, { text: "C++" });
    await type(" c++ ");
    await press("Enter");
    await contains(INPUT, { value: "" });
    await type("   ");
    await press("Enter");
    await animationFrame();
    await contains(`${TAGS} .o_tag`, { count: 1 });
    expect.verifySteps(["C++"]);
});

test("what the server does not take stays, to be tried again", async () => {
    expect.errors(1);
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    let isFailing = true;
    onRpc("discuss.channel", "livechat_add_tag", () => {
        if (isFailing) {
            throw makeServerError({ message: "No server" });
        }
    });
    await startWithConversation(channelId);
    await type("Bug");
    await press("Enter");
    await expect.waitForErrors(["No server"]);
    await contains(INPUT, { value: "Bug" });
    isFailing = false;
    await contains(INPUT, { setFocus: true });
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { text: "Bug" });
    await contains(INPUT, { value: "" });
});

test("what could not be added while the next one is typed is there, too", async () => {
    expect.errors(2);
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const answer = new Deferred();
    let add = () => answer;
    onRpc("discuss.channel", "livechat_add_tag", () => add());
    await startWithConversation(channelId);
    await type("Bug");
    await press("Enter");
    await animationFrame();
    await edit("Urgent");
    answer.reject(makeServerError({ message: "No server" }));
    await expect.waitForErrors(["No server"]);
    await click(".o_error_dialog button", { text: "Close" });
    await contains(`${TAGS} [role='alert'] button`, { text: "Bug" });
    await contains(INPUT, { value: "Urgent" });
    await click(`${TAGS} [role='alert'] button`);
    await contains(`${INPUT}:focus`, { value: "Bug" });
    await contains(`${TAGS} [role='alert'] button`, { text: "Urgent" });
    add = () => {};
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { text: "Bug" });
    await click(`${TAGS} [role='alert'] button`);
    await contains(`${INPUT}:focus`, { value: "Urgent" });
    await contains(`${TAGS} [role='alert']`, { count: 0 });
    // One that was picked from the list, too.
    add = () => {
        throw makeServerError({ message: "Down again" });
    };
    await typeAndWait("Urgent", 1);
    await click(`${OPTION} a`, { text: 'Create "Urgent"' });
    await expect.waitForErrors(["Down again"]);
    await contains(INPUT, { value: "Urgent" });
});

test("what is half typed, or not added, is there again when the agent comes back", async () => {
    expect.errors(1);
    const pyEnv = await startAgentServer();
    const guest_id = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    const first = createConversation(pyEnv);
    const second = createConversation(pyEnv, {}, { guest_id });
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_add_tag", () => answer);
    const open = async (id, name) => {
        await openDiscuss(id);
        await contains(`.o-mail-DiscussContent-threadName[title='${name}']`);
    };
    await startWithConversation(first);
    await type("Bu");
    await open(second, "Visitor #21");
    await contains(INPUT, { value: "" });
    await open(first, "Visitor #20");
    await contains(`${INPUT}:not(:focus)`, { value: "Bu" });
    await contains(INPUT, { setFocus: true });
    await press("Enter");
    await contains(INPUT, { value: "" });
    await open(second, "Visitor #21");
    answer.reject(makeServerError({ message: "No server" }));
    await expect.waitForErrors(["No server"]);
    await contains(INPUT, { value: "" });
    await open(first, "Visitor #20");
    await contains(INPUT, { value: "" });
    await click(`${TAGS} [role='alert'] button`, { text: "Bu" });
    await contains(INPUT, { value: "Bu" });
    await contains(`${TAGS} [role='alert']`, { count: 0 });
});

test("two fields of one conversation do not disturb each other", async () => {
    const pyEnv = await startAgentServer();
    const id = createConversation(pyEnv);
    await startWithConversation(id);
    const thread = getService("mail.store").Thread.get({ id, model: "discuss.channel" });
    const props = {
        thread,
        model: "im_livechat.conversation.tag",
        label: "Tags",
        placeholder: "",
        loadOptions: async () => [],
        canCreate: true,
        add: async (name) => expect.step(name),
    };
    class TwoFields extends Component {
        static components = { TagInput };
        static props = [];
        static template = xml`
            <div class="test-fields"><TagInput t-props="fieldProps"/><TagInput t-props="fieldProps"/></div>`;
        fieldProps = props;
    }
    await mountWithCleanup(TwoFields, { noMainContainer: true });
    const [first, second] = queryAll(".test-fields input");
    await contains(".test-fields input:eq(1)", { setFocus: true });
    await edit("Urg");
    await contains(".test-fields input:eq(0)", { setFocus: true });
    await edit("Bug");
    await press("Enter");
    await animationFrame();
    await animationFrame();
    const [renewed, other] = queryAll(".test-fields input");
    expect(renewed).not.toBe(first);
    expect(renewed).toBeFocused();
    expect(other).toBe(second);
    expect(other).toHaveValue("Urg");
    expect.verifySteps(["Bug"]);
});

test("choosing one that is chosen does nothing", async () => {
    const pyEnv = await startAgentServer();
    const tagIds = createTags(pyEnv, ["Bug"]);
    const channelId = createConversation(pyEnv, { livechat_conversation_tag_ids: tagIds });
    stepAddedTags();
    await startWithConversation(channelId);
    await contains(`${TAGS} .o_tag`, { text: "Bug" });
    await click(INPUT);
    await click(`${OPTION}.o-livechatInfoPanel-chosenTag a`, { text: "Bug" });
    await contains(OPTION, { count: 0 });
    await contains(`${TAGS} .o_tag`, { text: "Bug" });
    expect.verifySteps([]);
});

test("removed by keyboard and by click", async () => {
    const pyEnv = await startAgentServer();
    const tagIds = createTags(pyEnv, ["Bug", "Billing", "Urgent"]);
    const channelId = createConversation(pyEnv, { livechat_conversation_tag_ids: tagIds });
    await startWithConversation(channelId);
    await contains(`${TAGS} .o_tag`, { count: 3 });
    await contains(INPUT, { setFocus: true });
    await press("Backspace");
    await contains(`${TAGS} .o_tag`, { count: 2 });
    expect(queryAllTexts(`${TAGS} .o_tag`)).toEqual(["Bug", "Billing"]);
    await edit("x");
    await press("Backspace"); // takes the letter, not a tag
    await animationFrame();
    await contains(`${TAGS} .o_tag`, { count: 2 });
    await click(`${TAGS} .o_tag:contains(Bug) .o_delete`);
    await contains(`${TAGS} .o_tag`, { text: "Billing" });
    expect(pyEnv["discuss.channel"].browse(channelId)[0].livechat_conversation_tag_ids).toEqual([
        tagIds[1],
    ]);
});

test("where there are more than the server names, the list says so", async () => {
    const pyEnv = await startAgentServer();
    const [tagId] = createTags(pyEnv, ["Topic 41"]);
    const channelId = createConversation(pyEnv);
    answerAddedTag(pyEnv, channelId, tagId);
    onRpc("im_livechat.conversation.tag", "livechat_search_names", ({ args: [text] }) =>
        text
            ? { names: ["Topic 41"], more_count: 0 }
            : { names: ["Topic 01", "Topic 02"], more_count: 39 }
    );
    await startWithConversation(channelId);
    await click(INPUT);
    await contains(OPTION, { count: 3 });
    await contains(`${OPTION}:last`, { text: "39 more: type to find them" });
    await click(`${OPTION}:last`);
    await contains(OPTION, { count: 3 });
    await typeAndWait("topic 41", 1);
    expect(queryAllTexts(OPTION)).toEqual(["Topic 41"]);
    await press("Enter");
    await contains(`${TAGS} .o_tag`, { text: "topic 41", count: 0 });
    await contains(`${TAGS} .o_tag`, { text: "Topic 41" });
    expect.verifySteps(["topic 41"]);
});

test("two agents: one adds and removes, the other sees it", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const tab1 = await startWithConversation(channelId, { asTab: true });
    const tab2 = await startWithConversation(channelId, { asTab: true });
    await contains(`${tab1.selector} ${INPUT}[placeholder='Add tags']`, { setFocus: true });
    await edit("Bug");
    await press("Enter");
    await contains(`${tab1.selector} ${TAGS} .o_tag`, { text: "Bug" });
    await contains(`${tab2.selector} ${TAGS} .o_tag`, { text: "Bug" });
    await contains(`${tab2.selector} ${INPUT}[placeholder='Add tags']`, { count: 0 });
    await click(`${tab2.selector} ${TAGS} .o_tag .o_delete`);
    await contains(`${tab2.selector} ${TAGS} .o_tag`, { count: 0 });
    await contains(`${tab1.selector} ${TAGS} .o_tag`, { count: 0 });
});

test("the colours of the tags show", async () => {
    const pyEnv = await startAgentServer();
    const tagIds = pyEnv["im_livechat.conversation.tag"].create([{ name: "Bug", color: 3 }]);
    const channelId = createConversation(pyEnv, { livechat_conversation_tag_ids: tagIds });
    await startWithConversation(channelId);
    await contains(`${TAGS} .o_tag.o_tag_color_3`, { text: "Bug" });
});
