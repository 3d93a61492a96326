import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { SAVE_DELAY } from "@livechat_info_panel/panel/notes/note_editor";

import { click, contains, openDiscuss } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryOne, queryValue, waitUntil } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import {
    ALERT,
    blur,
    colleagueSaves,
    getNote,
    holdAnswers,
    startNote,
    STATUS,
    stepSaves,
    TEXT,
    type,
} from "./notes_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

/** A character is put together, as in Chinese: @param {"start"|"end"} step */
function compose(step) {
    queryOne(TEXT).dispatchEvent(new window.CompositionEvent(`composition${step}`));
}

test("two tabs: what is saved in one shows in the other", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const tab1 = await startWithConversation(channelId, { asTab: true });
    const tab2 = await startWithConversation(channelId, { asTab: true });
    const text = "Uses <b>bold</b> & 1 < 2\n\n\n  indented";
    await type(text, { selector: `${tab1.selector} ${TEXT}` });
    await blur(`${tab1.selector} ${TEXT}`);
    await contains(`${tab2.selector} ${TEXT}`, { value: text });
    await contains(`${tab1.selector} ${ALERT}`, { count: 0 });
    await contains(`${tab2.selector} ${ALERT}`, { count: 0 });
});

test("a colleague's save leaves what is being typed, and is merged by the next save", async () => {
    const { pyEnv, channelId, getNote } = await startNote("One\nTwo\nThree");
    await type("One\nTwo\nThree and");
    const el = queryOne(TEXT);
    el.setSelectionRange(11, 11); // in the middle of Three
    await colleagueSaves(pyEnv, channelId, "One is longer now\nTwo\nThree");
    expect(queryValue(TEXT)).toBe("One\nTwo\nThree and");
    expect(el.selectionStart).toBe(11);
    await advanceTime(SAVE_DELAY);
    await contains(TEXT, { value: "One is longer now\nTwo\nThree and" });
    expect(el.selectionStart).toBe(11 + " is longer now".length);
    expect(getNote()).toBe("One is longer now\nTwo\nThree and");
    await contains(ALERT, { count: 0 });
    await contains(STATUS, { text: "Saved" });
});

test("who types on while a merge is under way goes on undisturbed", async () => {
    const { pyEnv, channelId, getNote } = await startNote("One\nTwo");
    const answer = holdAnswers();
    await type("One\nTwo an");
    await colleagueSaves(pyEnv, channelId, "1\nTwo");
    await press(["ctrl", "Enter"]);
    await type("One\nTwo and three");
    answer.resolve();
    await animationFrame();
    expect(queryValue(TEXT)).toBe("One\nTwo and three");
    await advanceTime(SAVE_DELAY);
    await contains(TEXT, { value: "1\nTwo and three" });
    expect(getNote()).toBe("1\nTwo and three");
    await contains(ALERT, { count: 0 });
});

test("a colleague's save shows where nothing was typed, and moves no caret", async () => {
    const { pyEnv, channelId } = await startNote("One\nTwo");
    stepSaves();
    await contains(TEXT, { setFocus: true });
    queryOne(TEXT).setSelectionRange(5, 6);
    await colleagueSaves(pyEnv, channelId, "Zero\nOne\nTwo");
    await contains(TEXT, { value: "Zero\nOne\nTwo" });
    expect(queryOne(TEXT).selectionStart).toBe(10);
    expect(queryOne(TEXT).selectionEnd).toBe(11);
    await blur();
    expect.verifySteps([]);
});

test("no character that is being put together is touched", async () => {
    const { pyEnv, channelId, getNote } = await startNote("One");
    stepSaves();
    await contains(TEXT, { setFocus: true });
    compose("start");
    await type("One n");
    await advanceTime(SAVE_DELAY);
    await colleagueSaves(pyEnv, channelId, "One");
    expect.verifySteps([]);
    expect(queryValue(TEXT)).toBe("One n");
    compose("end");
    await advanceTime(SAVE_DELAY);
    await waitUntil(() => getNote() === "One n", { timeout: 5000 });
    expect.verifySteps(["One n"]);
});

test("who puts no character together after all sees what others saved", async () => {
    const { pyEnv, channelId } = await startNote("One");
    await contains(TEXT, { setFocus: true });
    compose("start");
    await colleagueSaves(pyEnv, channelId, "Two");
    expect(queryValue(TEXT)).toBe("One");
    compose("end");
    await contains(TEXT, { value: "Two" });
});

test("what is put together when the panel goes away is saved", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    const otherChannelId = createConversation(pyEnv, {}, { guest_id: guestId });
    await startWithConversation(channelId);
    await contains(`${TEXT}:enabled`, { setFocus: true });
    compose("start");
    await type("One n");
    await openDiscuss(otherChannelId);
    await contains(TEXT, { value: "" });
    await waitUntil(() => getNote(pyEnv, channelId) === "One n", { timeout: 5000 });
});

for (const [button, text] of [
    ["Keep both", "Theirs\nMine"],
    ["Keep mine", "Mine"],
    ["Keep theirs", "Theirs"],
]) {
    test(`both changed the same line: ${button}`, async () => {
        const { pyEnv, channelId, getNote } = await startNote("First");
        await type("Mine");
        await colleagueSaves(pyEnv, channelId, "Theirs");
        await contains(ALERT, { count: 0 });
        await advanceTime(SAVE_DELAY);
        await contains(ALERT, {
            text: "Otto Agent changed the same lines while you were writing.",
        });
        await contains(`${ALERT} dd`, { count: 2 });
        await contains(`${ALERT} dd:eq(0)`, { text: "Theirs" });
        await contains(`${ALERT} dd:eq(1)`, { text: "Mine" });
        await contains(TEXT, { value: "Mine" });
        expect(getNote()).toBe("Theirs");
        await click(`${ALERT} button`, { text: button });
        await contains(ALERT, { count: 0 });
        await contains(TEXT, { value: text });
        await contains(STATUS, { text: "Saved" });
        expect(getNote()).toBe(text);
    });
}

test("a choice holds for what was shown only", async () => {
    const { pyEnv, channelId, getNote } = await startNote("First");
    await type("Mine");
    await colleagueSaves(pyEnv, channelId, "Theirs");
    await advanceTime(SAVE_DELAY);
    await contains(`${ALERT} dd:eq(0)`, { text: "Theirs" });
    await colleagueSaves(pyEnv, channelId, "Theirs again");
    await click(`${ALERT} button`, { text: "Keep mine" });
    await contains(`${ALERT} dd:eq(0)`, { text: "Theirs again" });
    expect(getNote()).toBe("Theirs again");
    await click(`${ALERT} button`, { text: "Keep mine" });
    await contains(ALERT, { count: 0 });
    expect(getNote()).toBe("Mine");
});

test("a choice made while a save is under way is not lost", async () => {
    const { pyEnv, channelId, getNote } = await startNote("First");
    await type("Mine");
    await colleagueSaves(pyEnv, channelId, "Theirs");
    await advanceTime(SAVE_DELAY);
    await contains(ALERT);
    const answer = holdAnswers();
    await blur(); // as a click does, before the button hears of it
    await click(`${ALERT} button`, { text: "Keep theirs" });
    await blur();
    answer.resolve();
    await contains(ALERT, { count: 0 });
    await contains(TEXT, { value: "Theirs" });
    expect(getNote()).toBe("Theirs");
});

test("who has chosen types on", async () => {
    const { pyEnv, channelId } = await startNote("First");
    await type("Mine");
    await colleagueSaves(pyEnv, channelId, "Theirs");
    await advanceTime(SAVE_DELAY);
    await click(`${ALERT} button`, { text: "Keep both" });
    await contains(ALERT, { count: 0 });
    expect(TEXT).toBeFocused();
});

test("a conflict is still there when the agent comes back", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    createConversation(pyEnv, {}, { guest_id: guestId });
    const goTo = (name) => click(".o-mail-DiscussSidebarChannel", { text: name });
    await startWithConversation(channelId);
    await type("Mine");
    await colleagueSaves(pyEnv, channelId, "Theirs");
    await advanceTime(SAVE_DELAY);
    await contains(ALERT);
    await goTo("Visitor #21");
    await contains(TEXT, { value: "" });
    await contains(ALERT, { count: 0 });
    await goTo("Visitor #20");
    await contains(TEXT, { value: "Mine" });
    await click(`${ALERT} button`, { text: "Keep mine" });
    await contains(STATUS, { text: "Saved" });
    expect(getNote(pyEnv, channelId)).toBe("Mine");
});
