import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { mapOffset } from "@livechat_info_panel/panel/notes/caret";
import {
    MAX_SAVE_DELAY,
    RETRY_DELAY,
    SAVE_DELAY,
} from "@livechat_info_panel/panel/notes/note_editor";
import { NoteService } from "@livechat_info_panel/panel/notes/note_service";
import { NOTICE_LIFETIME } from "@livechat_info_panel/panel/notes/others_editing";

import { click, contains, openDiscuss } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { edit, fill, press, queryOne, queryValue, waitUntil } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred, tick } from "@odoo/hoot-mock";

import {
    getService,
    makeServerError,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const NOTES = ".o-livechatInfoPanel-notes";
const TEXT = `${NOTES} textarea`;
const STATUS = `${NOTES} .o-livechatInfoPanel-noteFoot [role='status']`;
const ALERT = `${NOTES} [role='alert']`;

/** Write in steps which notes the server is told to save. */
function stepSaves() {
    onRpc("discuss.channel", "livechat_save_note", ({ args }) => {
        expect.step(args[1]);
    });
}

/** Hold back the server's answers to saves. */
function holdAnswers() {
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_save_note", async ({ parent }) => {
        const result = await parent();
        await answer;
        return result;
    });
    return answer;
}

async function type(text, { selector = TEXT } = {}) {
    await contains(`${selector}:enabled`, { setFocus: true });
    await edit(text);
    await animationFrame();
}

async function blur(selector = TEXT) {
    queryOne(selector).blur();
    await tick();
}

/** What a colleague saves, who has the same conversation open somewhere else. */
async function colleagueSaves(pyEnv, channelId, note) {
    const id = pyEnv["discuss.channel"]._write_note(channelId, note);
    const { Thread } = getService("mail.store");
    const thread = Thread.get({ model: "discuss.channel", id: channelId });
    await waitUntil(() => thread?.livechat_note_state?.id === id, { timeout: 5000 });
    await animationFrame();
}

async function startNote(text = "", { channelValues, ...options } = {}) {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, channelValues);
    if (text) {
        pyEnv["discuss.channel"]._write_note(channelId, text);
    }
    await startWithConversation(channelId, options);
    await contains(`${TEXT}:enabled`, { value: text });
    return { pyEnv, channelId, getNote: () => getNote(pyEnv, channelId) };
}

const getNote = (pyEnv, channelId) => pyEnv["discuss.channel"].browse(channelId)[0].livechat_note;

test("what is typed is saved after a pause, and said to be", async () => {
    const { getNote } = await startNote("First");
    stepSaves();
    await type("Second");
    expect(`${NOTES} span:contains(Not saved yet…)`).toHaveCount(1);
    expect.verifySteps([]);
    await advanceTime(SAVE_DELAY);
    await contains(STATUS, { text: "Saved" });
    expect.verifySteps(["Second"]);
    expect(getNote()).toBe("Second");
    expect(TEXT).toBeFocused();
    await type("");
    await advanceTime(SAVE_DELAY);
    await contains(STATUS, { text: "Saved" });
    expect.verifySteps([""]);
    expect(getNote()).toBe(false);
});

test("who types without a pause is saved now and then", async () => {
    await startNote();
    onRpc("discuss.channel", "livechat_save_note", () => expect.step("save"));
    await contains(TEXT, { setFocus: true });
    for (let time = 0; time < MAX_SAVE_DELAY + 3000; time += 1000) {
        await fill("x");
        await advanceTime(1000);
    }
    expect.verifySteps(["save"]);
    await advanceTime(SAVE_DELAY);
    expect.verifySteps(["save"]);
});

test("saved at once when left, and by ctrl+enter", async () => {
    await startNote();
    stepSaves();
    await type("One");
    await blur();
    await contains(STATUS, { text: "Saved" });
    await type("Two");
    await press(["ctrl", "Enter"]);
    await contains(STATUS, { text: "Saved" });
    expect.verifySteps(["One", "Two"]);
    expect(TEXT).toBeFocused();
});

test("each save says on which version it is based, and one go of typing has one key", async () => {
    const keys = [];
    const { channelId } = await startNote();
    onRpc("discuss.channel", "livechat_save_note", ({ args: [[id], text, baseId, key] }) => {
        expect.step([id, text, baseId]);
        keys.push(key);
    });
    for (const text of ["First", "Second"]) {
        await type(text);
        await advanceTime(SAVE_DELAY);
        await contains(STATUS, { text: "Saved" });
    }
    await blur();
    await type("Third");
    await blur();
    await contains(STATUS, { text: "Saved" });
    expect.verifySteps([
        [channelId, "First", 0],
        [channelId, "Second", 101],
        [channelId, "Third", 102],
    ]);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
});

test("nothing is saved when nothing was typed", async () => {
    await startNote("First");
    stepSaves();
    await contains(TEXT, { setFocus: true });
    await blur();
    await type("First, and more");
    await type("First");
    await blur();
    await contains(TEXT, { setFocus: true });
    await press(["ctrl", "Enter"]);
    await advanceTime(SAVE_DELAY);
    expect.verifySteps([]);
});

test("who wrote the note, and when", async () => {
    await startNote("First");
    await contains(`${NOTES} .o-livechatInfoPanel-noteAuthor`);
    expect(`${NOTES} .o-livechatInfoPanel-noteAuthor`).toHaveText(/^Otto Agent, /);
    await type("Second");
    await blur();
    await contains(STATUS, { text: "Saved" });
    expect(`${NOTES} .o-livechatInfoPanel-noteAuthor`).toHaveText(/^Mitchell Admin, /);
});

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
    queryOne(TEXT).dispatchEvent(new window.CompositionEvent("compositionstart"));
    await type("One n");
    await advanceTime(SAVE_DELAY);
    await colleagueSaves(pyEnv, channelId, "One");
    expect.verifySteps([]);
    expect(queryValue(TEXT)).toBe("One n");
    queryOne(TEXT).dispatchEvent(new window.CompositionEvent("compositionend"));
    await advanceTime(SAVE_DELAY);
    await waitUntil(() => getNote() === "One n", { timeout: 5000 });
    expect.verifySteps(["One n"]);
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

test("a refused save keeps the text, says why, and can be tried again", async () => {
    const { getNote } = await startNote("First");
    let isBroken = true;
    onRpc("discuss.channel", "livechat_save_note", () => {
        if (isBroken) {
            throw makeServerError({ type: "UserError", message: "This note is too long." });
        }
    });
    await type("Mine");
    await blur();
    await contains(STATUS, { text: "Not saved. This note is too long." });
    await contains(TEXT, { value: "Mine" });
    expect(getNote()).toBe("First");
    isBroken = false;
    await click(`${NOTES} button`, { text: "Try again" });
    await contains(STATUS, { text: "Saved" });
    expect(getNote()).toBe("Mine");
});

for (const [name, comesBack] of [
    ["when the browser is online again", () => window.dispatchEvent(new Event("online"))],
    ["after a while", () => advanceTime(RETRY_DELAY)],
]) {
    test(`without a connection it is tried again ${name}`, async () => {
        const { getNote } = await startNote("First");
        let isOffline = true; // and the mock server knows no such thing
        patchWithCleanup(NoteService.prototype, {
            async call() {
                if (isOffline) {
                    throw new ConnectionLostError();
                }
                return super.call(...arguments);
            },
        });
        await type("Mine");
        await advanceTime(SAVE_DELAY);
        await contains(STATUS, { text: "Not saved: no connection, will be tried again." });
        isOffline = false;
        await comesBack();
        await contains(STATUS, { text: "Saved" });
        expect(getNote()).toBe("Mine");
    });
}

test("what was typed is saved when the panel goes away", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    const otherChannelId = createConversation(pyEnv, {}, { guest_id: guestId });
    await startWithConversation(channelId);
    await type("Mine");
    await openDiscuss(otherChannelId); // as by a shortcut: no blur before
    await contains(".o-mail-DiscussContent-threadName[title='Visitor #21']");
    await contains(TEXT, { value: "" });
    await animationFrame();
    expect(getNote(pyEnv, channelId)).toBe("Mine");
    expect(getNote(pyEnv, otherChannelId)).toBe(false);
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

test("who else is editing is shown, and disappears by itself", async () => {
    const { pyEnv, channelId } = await startNote();
    const notice = (values) => {
        const [partner] = pyEnv["res.partner"].browse(serverState.partnerId);
        pyEnv["bus.bus"]._sendone(partner, "livechat_info_panel/note_editing", {
            channel_id: channelId,
            editing_key: "theirs.1",
            is_editing: true,
            name: "Nora",
            user_id: 4242,
            ...values,
        });
    };
    notice();
    await contains(`${NOTES} [role='status'] div`, { text: "Nora is editing…" });
    notice({ editing_key: "other_tab.1", user_id: serverState.userId });
    await contains(`${NOTES} [role='status'] div`, { text: "You are editing in another tab…" });
    notice({ editing_key: "other_tab.2", user_id: serverState.userId, is_editing: false });
    await contains(`${NOTES} [role='status'] div`, { count: 1, text: "Nora is editing…" });
    await advanceTime(NOTICE_LIFETIME);
    await contains(`${NOTES} [role='status'] div`, { count: 0 });
});

test("the others are told now and then, and when one is done", async () => {
    await startNote();
    onRpc("discuss.channel", "livechat_notify_note_editing", ({ args }) => {
        expect.step(args[2]);
    });
    await contains(TEXT, { setFocus: true });
    for (let i = 0; i < 7; i++) {
        await fill("x");
        await advanceTime(1000);
    }
    expect.verifySteps([true, true]);
    await blur();
    await animationFrame();
    expect.verifySteps([false]);
});

test("the caret stays with its letter", () => {
    for (const [from, to] of [
        ["a\nhe|l", "a\nhey\nhe|l"],
        ["x\ny\nz|", "y\nz|"],
        ["one|", "one|"],
        ["|", "|new"],
        ["a\n|\nb", "a\nnew\n|\nb"],
        ["tw|o\n\nthree", "one\n\ntw|o\n\nthree!"],
        ["b|ad line", "b|etter line"],
        ["bad line|", "better line|"],
    ]) {
        const plain = (text) => text.replace("|", "");
        const offset = mapOffset(from.indexOf("|"), plain(from), plain(to));
        expect(offset).toBe(to.indexOf("|"), { message: `${from} → ${to}` });
    }
});
