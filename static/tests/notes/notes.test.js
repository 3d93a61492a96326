import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { MAX_SAVE_DELAY, NoteEditor, SAVE_DELAY } from "@livechat_info_panel/notes/note_editor";
import { NoteService } from "@livechat_info_panel/notes/note_service";
import { MAX_RETRY_DELAY, RETRY_DELAY } from "@livechat_info_panel/notes/retry_delay";

import { click, contains, openDiscuss } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { fill, press, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";

import {
    getService,
    makeServerError,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";

import {
    blur,
    getNote,
    makeSaved,
    NOTES,
    startNote,
    STATUS,
    stepSaves,
    TEXT,
    type,
} from "./notes_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

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

test("the field is as high as its text, from three lines up, and no higher than it may be", async () => {
    await startNote("First");
    const field = queryOne(TEXT);
    const threeLines = field.offsetHeight;
    const getHidden = () => field.scrollHeight - field.clientHeight;
    await type("1\n2\n3");
    expect(field.offsetHeight).toBe(threeLines);
    await type("1\n2\n3\n4\n5\n");
    expect(field.offsetHeight).toBeWithin(threeLines * 1.7, threeLines * 2.1);
    expect(getHidden()).toBe(0);
    await type("word ".repeat(40)); // it wraps
    expect(field.offsetHeight).toBeGreaterThan(threeLines);
    expect(getHidden()).toBe(0);
    await type("1\n".repeat(200));
    expect(field.offsetHeight).toBeWithin(threeLines, window.innerHeight * 0.4 + 1);
    expect(getHidden()).toBeGreaterThan(0);
    await type("");
    expect(field.offsetHeight).toBe(threeLines);
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

test("who tries again types on", async () => {
    await startNote("First");
    onRpc("discuss.channel", "livechat_save_note", () => {
        throw makeServerError({ type: "UserError", message: "This note is too long." });
    });
    await type("Mine");
    await blur();
    await click(`${NOTES} button`, { text: "Try again" });
    expect(TEXT).toBeFocused();
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

test("what cannot be saved is told also where no panel shows it", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    createConversation(pyEnv, {}, { guest_id: guestId });
    onRpc("discuss.channel", "livechat_save_note", () => {
        throw makeServerError({ type: "UserError", message: "This note is too long." });
    });
    await startWithConversation(channelId);
    await type("Mine");
    await click(".o-mail-DiscussSidebarChannel", { text: "Visitor #21" });
    await contains(".o_notification", { text: "Your note on Visitor #20 is not saved yet." });
    await contains(TEXT, { value: "" });
    await click(".o_notification button", { text: "Edit" });
    await contains(TEXT, { value: "Mine" });
    await contains(".o_notification", { count: 0 });
    await press(["ctrl", "Enter"]);
    await contains(STATUS, { text: "Not saved. This note is too long." });
    await contains(".o_notification", { count: 0 });
});

test("what is refused is told once, and sent again when it is another text", async () => {
    const { channelId } = await startNote("First");
    onRpc("discuss.channel", "livechat_save_note", ({ args }) => {
        expect.step(args[1]);
        if (args[1] === "Mine") {
            throw makeServerError({ type: "UserError", message: "This note is too long." });
        }
    });
    await type("Mine");
    await blur();
    await contains(STATUS, { text: "Not saved. This note is too long." });
    expect.verifySteps(["Mine"]);
    const notes = getService("livechat_info_panel.notes");
    notes.onOnline();
    notes.onVisibilityChange();
    // And after a reload.
    notes.onPageHide();
    const draft = notes.drafts.take(channelId);
    expect(draft).toMatchObject({ text: "Mine", error: "This note is too long." });
    const again = new NoteEditor({
        draft: { keep: () => {}, take: () => draft },
        onStuck: () => expect.step("told again"),
        save: () => expect.step("sent again"),
    });
    again.resume();
    expect(again.status).toBe("failed");
    expect(again.isRefused).toBe(true);
    await advanceTime(SAVE_DELAY);
    expect.verifySteps([]);
    await type("Mine, shorter");
    await advanceTime(SAVE_DELAY);
    await contains(STATUS, { text: "Saved" });
    expect.verifySteps(["Mine, shorter"]);
});

test("what is refused is not sent again by leaving it, only by an agent who tries again", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    createConversation(pyEnv, {}, { guest_id: guestId });
    onRpc("discuss.channel", "livechat_save_note", ({ args }) => {
        expect.step(args[1]);
        throw makeServerError({ type: "UserError", message: "This note is too long." });
    });
    const refused = { text: "Not saved. This note is too long." };
    await startWithConversation(channelId);
    await type("Mine");
    await blur();
    await contains(STATUS, refused);
    expect.verifySteps(["Mine"]);
    await contains(TEXT, { setFocus: true });
    await blur();
    await type("Mine, and mo");
    await type("Mine");
    await contains(STATUS, refused);
    await advanceTime(MAX_SAVE_DELAY);
    for (const name of ["Visitor #21", "Visitor #20"]) {
        await click(".o-mail-DiscussSidebarChannel", { text: name });
        await contains(`.o-mail-DiscussContent-threadName[title='${name}']`);
        await contains(".o_notification", { count: 0 });
    }
    await contains(TEXT, { value: "Mine" });
    await contains(STATUS, refused);
    expect.verifySteps([]);
    await click(`${NOTES} button`, { text: "Try again" });
    await expect.waitForSteps(["Mine"]);
    await press(["ctrl", "Enter"]);
    await expect.waitForSteps(["Mine"]);
    await contains(STATUS, refused);
});

test("what is typed while an older text is refused is saved by itself", async () => {
    await startNote("First");
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_save_note", async ({ args }) => {
        expect.step(args[1]);
        if (args[1] === "Mine") {
            await answer;
            throw makeServerError({ type: "UserError", message: "This note is too long." });
        }
    });
    await type("Mine");
    await advanceTime(SAVE_DELAY);
    expect.verifySteps(["Mine"]);
    await type("Mi");
    answer.resolve();
    await animationFrame();
    await contains(`${NOTES} span:contains(Not saved yet…)`);
    await advanceTime(SAVE_DELAY);
    await contains(STATUS, { text: "Saved" });
    expect.verifySteps(["Mi"]);
});

/** Let no note be saved, as long as the tab is hidden: @param {Object} error its type and message */
async function startHidden(error) {
    await startNote("First");
    let isHidden = true;
    onRpc("discuss.channel", "livechat_save_note", () => {
        expect.step("asked");
        if (isHidden) {
            throw makeServerError(error);
        }
    });
    patchWithCleanup(document, {
        get visibilityState() {
            return isHidden ? "hidden" : "visible";
        },
    });
    await type("Mine");
    document.dispatchEvent(new Event("visibilitychange"));
    await contains(STATUS, { text: "Not saved, will be tried again." });
    expect.verifySteps(["asked"]);
    return async () => {
        isHidden = false;
        document.dispatchEvent(new Event("visibilitychange"));
        await contains(STATUS, { text: "Saved" });
        expect.verifySteps(["asked"]);
    };
}

test("in a tab that nobody sees it is tried again more and more seldom", async () => {
    const show = await startHidden({ errorName: "builtins.KeyError", message: "Failed" });
    for (const delay of [RETRY_DELAY, 2 * RETRY_DELAY, 4 * RETRY_DELAY]) {
        await advanceTime(delay - 1000);
        expect.verifySteps([]);
        await advanceTime(1000);
        await animationFrame();
        expect.verifySteps(["asked"]);
    }
    for (let i = 0; i < 12; i++) {
        await advanceTime(MAX_RETRY_DELAY);
        await animationFrame();
    }
    expect.verifySteps(Array(12).fill("asked"));
    await show();
});

test("after the session is over it is tried again when the agent is back", async () => {
    const show = await startHidden({
        errorName: "odoo.http.SessionExpiredException",
        message: "Session expired",
    });
    await advanceTime(6 * MAX_RETRY_DELAY);
    expect.verifySteps([]);
    await show();
});

test("in a tab that is seen it is tried again also after the session is over", async () => {
    await startNote("First");
    let isOver = true;
    onRpc("discuss.channel", "livechat_save_note", () => {
        if (isOver) {
            const errorName = "odoo.http.SessionExpiredException";
            throw makeServerError({ errorName, message: "Session expired" });
        }
    });
    await type("Mine");
    await advanceTime(SAVE_DELAY);
    await contains(STATUS, { text: "Not saved, will be tried again." });
    isOver = false;
    await advanceTime(RETRY_DELAY);
    await contains(STATUS, { text: "Saved" });
});

test("once it is saved, the next failure counts as the first", async () => {
    patchWithCleanup(document, { visibilityState: "hidden" });
    let isFailing = true;
    const editor = new NoteEditor({
        draft: { forget: () => {}, keep: () => {} },
        save: async (text) => {
            expect.step(text);
            if (isFailing) {
                throw new Error();
            }
            return makeSaved({ id: 2, text });
        },
    });
    editor.receive({ id: 1, text: "" });
    editor.type("One");
    for (const delay of [SAVE_DELAY, RETRY_DELAY, 2 * RETRY_DELAY]) {
        await advanceTime(delay);
        expect.verifySteps(["One"]);
        isFailing = delay === SAVE_DELAY;
    }
    isFailing = true;
    editor.type("Two");
    for (const delay of [SAVE_DELAY, RETRY_DELAY]) {
        await advanceTime(delay);
        expect.verifySteps(["Two"]);
    }
});

test("what is done later to a note is done without the panel, which may have gone", async () => {
    const { channelId } = await startNote("First");
    const own = getService("livechat_info_panel.notes").getEditor(channelId);
    patchWithCleanup(NoteEditor.prototype, {
        onAnswer() {
            expect.step(this === own ? "without" : "with the panel");
            return super.onAnswer(...arguments);
        },
    });
    await type("Second");
    await advanceTime(SAVE_DELAY);
    await contains(STATUS, { text: "Saved" });
    expect.verifySteps(["without"]);
    onRpc("discuss.channel", "livechat_save_note", () => {
        expect.step("asked");
        throw makeServerError({ type: "UserError", message: "This note is too long." });
    });
    patchWithCleanup(NoteEditor.prototype, {
        onError() {
            expect.step(this === own ? "without" : "with the panel");
            return super.onError(...arguments);
        },
    });
    await type("Third");
    await blur();
    await contains(STATUS, { text: "Not saved. This note is too long." });
    await click(`${NOTES} button`, { text: "Try again" });
    await expect.waitForSteps(["asked", "without", "asked", "without"]);
});

test("an undone change is none: the next one is saved after a pause again", async () => {
    await startNote("First");
    stepSaves();
    await type("First!");
    await advanceTime(SAVE_DELAY / 2);
    await type("First");
    await advanceTime(MAX_SAVE_DELAY);
    expect.verifySteps([]);
    await type("First?");
    await advanceTime(SAVE_DELAY / 2);
    expect.verifySteps([]);
    await advanceTime(SAVE_DELAY);
    await expect.waitForSteps(["First?"]);
});
