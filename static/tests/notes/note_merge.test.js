import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { SAVE_DELAY } from "@livechat_info_panel/notes/note_editor";

import { click, contains, openDiscuss } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryOne, queryValue, waitUntil } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";

import {
    ALERT,
    answerSaves,
    blur,
    colleagueSaves,
    getNote,
    makeConflict,
    makeSaved,
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

test("a colleague's save leaves what is being typed, and what the server merges shows", async () => {
    const { pyEnv, channelId } = await startNote("One\nTwo\nThree");
    const [merge, next] = [new Deferred(), new Deferred()];
    answerSaves(merge, next);
    await type("One\nTwo\nThree and");
    const el = queryOne(TEXT);
    el.setSelectionRange(11, 11); // in the middle of Three
    const theirId = await colleagueSaves(pyEnv, channelId, "One is longer now\nTwo\nThree");
    expect(queryValue(TEXT)).toBe("One\nTwo\nThree and");
    expect(el.selectionStart).toBe(11);
    const merged = "One is longer now\nTwo\nThree and";
    merge.resolve(makeSaved({ id: theirId + 2, text: merged, typedId: theirId + 1 }));
    next.resolve(makeSaved({ id: theirId + 3, text: `${merged} four` }));
    await advanceTime(SAVE_DELAY);
    await contains(TEXT, { value: merged });
    expect(el.selectionStart).toBe(11 + " is longer now".length);
    await contains(ALERT, { count: 0 });
    await contains(STATUS, { text: "Saved" });
    await type(`${merged} four`);
    await advanceTime(SAVE_DELAY);
    await contains(STATUS, { text: "Saved" });
    expect.verifySteps([
        ["One\nTwo\nThree and", theirId - 1], // on what the agent saw, not on what came meanwhile
        [`${merged} four`, theirId + 2],
    ]);
});

test("who types on while a merge is under way goes on undisturbed", async () => {
    const { pyEnv, channelId } = await startNote("One\nTwo");
    const [answer, next] = [new Deferred(), new Deferred()];
    answerSaves(answer, next);
    await type("One\nTwo an");
    const theirId = await colleagueSaves(pyEnv, channelId, "1\nTwo");
    next.resolve(makeSaved({ id: theirId + 3, text: "1\nTwo and three" }));
    await press(["ctrl", "Enter"]);
    await type("One\nTwo and three");
    answer.resolve(makeSaved({ id: theirId + 2, text: "1\nTwo an", typedId: theirId + 1 }));
    await animationFrame();
    expect(queryValue(TEXT)).toBe("One\nTwo and three");
    await advanceTime(SAVE_DELAY);
    await contains(TEXT, { value: "1\nTwo and three" });
    await contains(STATUS, { text: "Saved" });
    await contains(ALERT, { count: 0 });
    expect.verifySteps([
        ["One\nTwo an", theirId - 1],
        ["One\nTwo and three", theirId + 1], // on the version that holds what was sent
    ]);
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
    const { pyEnv, channelId } = await startNote("One");
    await contains(TEXT, { setFocus: true });
    compose("start");
    await type("One n");
    await advanceTime(SAVE_DELAY);
    const theirId = await colleagueSaves(pyEnv, channelId, "Zero\nOne");
    answerSaves(makeSaved({ id: theirId + 2, text: "Zero\nOne n", typedId: theirId + 1 }));
    expect.verifySteps([]);
    expect(queryValue(TEXT)).toBe("One n");
    compose("end");
    await advanceTime(SAVE_DELAY);
    await contains(TEXT, { value: "Zero\nOne n" });
    expect.verifySteps([["One n", theirId - 1]]);
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

/** Both change the same line: the server answers so, and then as given. */
async function startConflict(...answers) {
    const note = await startNote("First");
    const conflict = new Deferred();
    answerSaves(conflict, ...answers); // before, as a slow machine saves at once
    await type("Mine");
    const theirId = await colleagueSaves(note.pyEnv, note.channelId, "Theirs");
    await contains(ALERT, { count: 0 });
    conflict.resolve(makeConflict({ id: theirId, theirs: "Theirs", mine: "Mine" }));
    await advanceTime(SAVE_DELAY);
    await contains(`${ALERT} dd:eq(0)`, { text: "Theirs" });
    expect.verifySteps([["Mine", theirId - 1]]);
    return { ...note, theirId };
}

for (const [button, resolution, text] of [
    ["Keep both", "both", "Theirs\nMine"],
    ["Keep mine", "mine", "Mine"],
    ["Keep theirs", "theirs", "Theirs"],
]) {
    test(`both changed the same line: ${button}`, async () => {
        const { theirId } = await startConflict(makeSaved({ id: 200, text }));
        await contains(ALERT, {
            text: "Otto Agent changed the same lines while you were writing.",
        });
        await contains(`${ALERT} dd`, { count: 2 });
        await contains(`${ALERT} dd:eq(1)`, { text: "Mine" });
        await contains(TEXT, { value: "Mine" });
        await click(`${ALERT} button`, { text: button });
        await contains(ALERT, { count: 0 });
        await contains(TEXT, { value: text });
        await contains(STATUS, { text: "Saved" });
        expect.verifySteps([["Mine", theirId - 1, resolution, theirId]]);
    });
}

test("a choice holds for what was shown only", async () => {
    const { theirId } = await startConflict(
        makeConflict({ id: 200, theirs: "Theirs again", mine: "Mine" }),
        makeSaved({ id: 201, text: "Mine" })
    );
    await click(`${ALERT} button`, { text: "Keep mine" });
    await contains(`${ALERT} dd:eq(0)`, { text: "Theirs again" });
    await click(`${ALERT} button`, { text: "Keep mine" });
    await contains(ALERT, { count: 0 });
    expect.verifySteps([
        ["Mine", theirId - 1, "mine", theirId],
        ["Mine", theirId - 1, "mine", 200],
    ]);
});

test("a choice made while a save is under way is not lost", async () => {
    const answer = new Deferred();
    const { theirId } = await startConflict(answer, makeSaved({ id: 200, text: "Theirs" }));
    await blur(); // as a click does, before the button hears of it
    await click(`${ALERT} button`, { text: "Keep theirs" });
    await blur();
    answer.resolve(makeConflict({ id: theirId, theirs: "Theirs", mine: "Mine" }));
    await contains(ALERT, { count: 0 });
    await contains(TEXT, { value: "Theirs" });
    expect.verifySteps([
        ["Mine", theirId - 1],
        ["Mine", theirId - 1, "theirs", theirId],
    ]);
});

test("who has chosen types on", async () => {
    const { theirId } = await startConflict(makeSaved({ id: 200, text: "Theirs\nMine" }));
    await click(`${ALERT} button`, { text: "Keep both" });
    await contains(ALERT, { count: 0 });
    expect(TEXT).toBeFocused();
    expect.verifySteps([["Mine", theirId - 1, "both", theirId]]);
});

test("what is typed during a conflict is part of the choice", async () => {
    const { theirId } = await startConflict(
        makeConflict({ id: 150, theirs: "Theirs again", mine: "Mine and more" }),
        makeSaved({ id: 200, text: "Mine and more" })
    );
    await type("Mine and more");
    await advanceTime(SAVE_DELAY);
    await contains(`${ALERT} dd:eq(1)`, { text: "Mine and more" });
    await click(`${ALERT} button`, { text: "Keep mine" });
    await contains(ALERT, { count: 0 });
    expect.verifySteps([
        ["Mine and more", theirId - 1],
        ["Mine and more", theirId - 1, "mine", 150],
    ]);
});

test("a conflict is still there when the agent comes back", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    createConversation(pyEnv, {}, { guest_id: guestId });
    const goTo = (name) => click(".o-mail-DiscussSidebarChannel", { text: name });
    const conflict = makeConflict({ id: 101, theirs: "Theirs", mine: "Mine" });
    answerSaves(conflict, conflict, makeSaved({ id: 200, text: "Mine" }));
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
    expect.verifySteps([
        ["Mine", 0],
        ["Mine", 0], // as the agent left
        ["Mine", 0, "mine", 101],
    ]);
});

test("who takes back what they typed sees what was saved meanwhile", async () => {
    const { pyEnv, channelId } = await startNote("One");
    stepSaves();
    await type("One!");
    await colleagueSaves(pyEnv, channelId, "One and two");
    expect(queryValue(TEXT)).toBe("One!");
    await type("One");
    await contains(TEXT, { value: "One and two" });
    await advanceTime(SAVE_DELAY);
    expect.verifySteps([]);
});

test("who takes back what they typed in a conflict sees what was saved", async () => {
    await startConflict();
    await type("First");
    await contains(ALERT, { count: 0 });
    await contains(TEXT, { value: "Theirs" });
});
