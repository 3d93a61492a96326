import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, openDiscuss, start, startServer } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { edit, press, queryOne, queryValue, waitUntil } from "@odoo/hoot-dom";
import { animationFrame, Deferred, tick } from "@odoo/hoot-mock";

import { getService, makeServerError, onRpc } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const NOTES = ".o-livechatInfoPanel-notes";
const TEXT = `${NOTES} textarea`;

/** Write in steps which notes the server is told to save. */
function stepSaves() {
    onRpc("discuss.channel", "livechat_set_note", ({ args }) => {
        expect.step(args[1]);
    });
}

/** Type like somebody with a keyboard, at the end of what is there or instead of it. */
async function type(text, { selector = TEXT } = {}) {
    await contains(selector, { setFocus: true });
    await edit(text);
    await animationFrame();
}

async function blur(selector = TEXT) {
    queryOne(selector).blur();
    await tick();
}

/** What a colleague saves, who has the same conversation open somewhere else. */
async function colleagueSaves(pyEnv, channelId, note) {
    pyEnv["discuss.channel"].write([channelId], { livechat_note: note });
    await animationFrame();
}

const getNote = (pyEnv, channelId) => pyEnv["discuss.channel"].browse(channelId)[0].livechat_note;

test("a changed note is saved, and said to be", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    stepSaves();
    await startWithConversation(channelId);
    await contains(TEXT, { value: "First" });
    await type("Second");
    await contains(`${NOTES} [role='status']`, { textContent: "" });
    await blur();
    await contains(`${NOTES} [role='status']`, { text: "Saved" });
    await contains(TEXT, { value: "Second" });
    expect.verifySteps(["Second"]);
    expect(getNote(pyEnv, channelId)).toBe("<p>Second</p>");
    await type("");
    await blur();
    await contains(`${NOTES} [role='status']`, { text: "Saved" });
    expect.verifySteps([""]);
    expect(getNote(pyEnv, channelId)).toBe(false);
});

test("each save says on which note it is based", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    onRpc("discuss.channel", "livechat_set_note", ({ args }) => expect.step(args));
    await startWithConversation(channelId);
    for (const text of ["First", "Second"]) {
        await type(text);
        await blur();
        await contains(`${NOTES} [role='status']`, { text: "Saved" });
    }
    expect.verifySteps([
        [[channelId], "First", ""],
        [[channelId], "Second", "<p>First</p>"],
    ]);
});

test("nothing is saved when nothing was typed", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    stepSaves();
    await startWithConversation(channelId);
    await contains(TEXT, { value: "First" });
    await contains(TEXT, { setFocus: true });
    await blur();
    await type("First, and more");
    await type("First");
    await blur();
    await contains(TEXT, { setFocus: true });
    await press(["ctrl", "Enter"]);
    await animationFrame();
    expect.verifySteps([]);
    expect(getNote(pyEnv, channelId)).toBe("<p>First</p>");
});

test("focus and blur keep what a colleague saved meanwhile", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    stepSaves();
    await startWithConversation(channelId);
    await contains(TEXT, { value: "First", setFocus: true });
    await colleagueSaves(pyEnv, channelId, "<p>Theirs</p>");
    await contains(TEXT, { value: "Theirs" });
    await blur();
    await animationFrame();
    expect.verifySteps([]);
    expect(getNote(pyEnv, channelId)).toBe("<p>Theirs</p>");
});

test("ctrl+enter saves, enter is a line break", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepSaves();
    await startWithConversation(channelId);
    await contains(TEXT, { setFocus: true });
    await edit("Line");
    await press("Enter");
    await animationFrame();
    expect.verifySteps([]);
    await press(["ctrl", "Enter"]);
    await contains(`${NOTES} [role='status']`, { text: "Saved" });
    expect.verifySteps(["Line"]);
    expect(TEXT).toBeFocused();
});

test("what looks like HTML, and blank lines, come back as they were typed", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const text = "Uses <b>bold</b> & 1 < 2\n\nQuote: \"a\" &amp; 'b'\n\n  indented";
    const tab1 = await startWithConversation(channelId, { asTab: true });
    const tab2 = await startWithConversation(channelId, { asTab: true });
    await type(text, { selector: `${tab1.selector} ${TEXT}` });
    await blur(`${tab1.selector} ${TEXT}`);
    await contains(`${tab1.selector} ${NOTES} [role='status']`, { text: "Saved" });
    expect(queryValue(`${tab1.selector} ${TEXT}`)).toBe(text);
    await contains(`${tab2.selector} ${TEXT}`, { value: text });
    expect(getNote(pyEnv, channelId)).not.toInclude("<b>");
});

test("two agents: the note of one is seen by the other", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    const tab1 = await startWithConversation(channelId, { asTab: true });
    const tab2 = await startWithConversation(channelId, { asTab: true });
    await type("Second", { selector: `${tab1.selector} ${TEXT}` });
    await blur(`${tab1.selector} ${TEXT}`);
    await contains(`${tab2.selector} ${TEXT}`, { value: "Second" });
    await contains(`${tab1.selector} [role='alert']`, { count: 0 });
    await contains(`${tab2.selector} [role='alert']`, { count: 0 });
});

for (const [button, text] of [
    ["Keep both", "Theirs\nMine"],
    ["Keep mine", "Mine"],
    ["Keep theirs", "Theirs"],
]) {
    test(`a colleague saves while the agent types: ${button}`, async () => {
        const pyEnv = await startAgentServer();
        const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
        stepSaves();
        await startWithConversation(channelId);
        await contains(TEXT, { value: "First" });
        await type("Mine");
        await colleagueSaves(pyEnv, channelId, "<p>Theirs</p>");
        await contains(`${NOTES} [role='alert']`, {
            text: "Somebody else changed this note while you were writing:",
        });
        await contains(`${NOTES} blockquote`, { text: "Theirs" });
        expect(queryValue(TEXT)).toBe("Mine", { message: "what is being typed stays" });
        await blur();
        await animationFrame();
        expect.verifySteps([]); // not before the agent has chosen
        expect(getNote(pyEnv, channelId)).toBe("<p>Theirs</p>");
        await click(`${NOTES} button`, { text: button });
        await contains(`${NOTES} [role='alert']`, { count: 0 });
        await contains(TEXT, { value: text });
        if (button === "Keep theirs") {
            await animationFrame();
            expect.verifySteps([]);
        } else {
            await contains(`${NOTES} [role='status']`, { text: "Saved" });
            expect.verifySteps([text.replace("\n", "<br>")]);
        }
        expect(getNote(pyEnv, channelId)).toBe(`<p>${text.replace("\n", "<br>")}</p>`);
    });
}

test("a save on top of a note that has not arrived yet overwrites nothing", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    await startWithConversation(channelId);
    await contains(TEXT, { value: "First" });
    await type("Mine");
    onRpc("discuss.channel", "livechat_set_note", () => ({
        is_saved: false,
        note: "<p>Theirs</p>",
    }));
    await blur();
    await contains(`${NOTES} [role='alert'] blockquote`, { text: "Theirs" });
    expect(queryValue(TEXT)).toBe("Mine");
    await contains(`${NOTES} [role='status']`, { textContent: "" });
});

test("a failed save keeps the text, says so, and can be tried again", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    let isBroken = true;
    onRpc("discuss.channel", "livechat_set_note", () => {
        if (isBroken) {
            throw makeServerError({ message: "This note is too long." });
        }
    });
    await startWithConversation(channelId);
    await contains(TEXT, { value: "First" });
    await type("Mine");
    await blur();
    await contains(`${NOTES} [role='status']`, { text: "Not saved. This note is too long." });
    await contains(TEXT, { value: "Mine" });
    expect(getNote(pyEnv, channelId)).toBe("<p>First</p>");
    isBroken = false;
    await click(`${NOTES} button`, { text: "Try again" });
    await contains(`${NOTES} [role='status']`, { text: "Saved" });
    await contains(TEXT, { value: "Mine" });
    expect(getNote(pyEnv, channelId)).toBe("<p>Mine</p>");
});

test("what could not be saved is still there when the agent comes back", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    const otherGuestId = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    createConversation(pyEnv, {}, { guest_id: otherGuestId });
    const goTo = (name) => click(".o-mail-DiscussSidebarChannel", { text: name });
    await startWithConversation(channelId);
    await contains(TEXT, { value: "First" });
    await type("Mine");
    await colleagueSaves(pyEnv, channelId, "<p>Theirs</p>");
    await contains(`${NOTES} [role='alert']`, { text: "Theirs" });
    await goTo("Visitor #21");
    await contains(TEXT, { value: "" });
    await contains(`${NOTES} [role='alert']`, { count: 0 });
    await goTo("Visitor #20");
    await contains(TEXT, { value: "Mine" });
    await contains(`${NOTES} [role='alert']`, { text: "Theirs" });
    await click(`${NOTES} button`, { text: "Keep mine" });
    await contains(`${NOTES} [role='status']`, { text: "Saved" });
    expect(getNote(pyEnv, channelId)).toBe("<p>Mine</p>");
});

test("paragraphs are lines", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>One</p><p>Two<br>Three</p>" });
    await startWithConversation(channelId);
    await contains(TEXT, { value: "One\nTwo\nThree" });
});

test("who types on while a save is under way has no conflict with themselves", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_set_note", async ({ parent }) => {
        const result = await parent();
        await answer;
        return result;
    });
    await startWithConversation(channelId);
    await contains(TEXT, { value: "First" });
    await type("Second");
    await press(["ctrl", "Enter"]);
    await contains(`${NOTES} [role='status']`, { text: "Saving…" });
    await type("Second and third");
    await blur();
    await animationFrame();
    answer.resolve();
    await animationFrame();
    await animationFrame();
    await contains(`${NOTES} [role='alert']`, { count: 0 });
    await contains(`${NOTES} [role='status']`, { text: "Saved" });
    expect(queryValue(TEXT)).toBe("Second and third");
    expect(getNote(pyEnv, channelId)).toBe("<p>Second and third</p>");
    await contains(`${NOTES} [role='alert']`, { count: 0 });
});

test("what a colleague saves while the agent's save is under way is shown", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_set_note", async ({ parent }) => {
        const result = await parent();
        await answer;
        return result;
    });
    await startWithConversation(channelId);
    await contains(TEXT, { value: "First" });
    await type("Mine");
    await press(["ctrl", "Enter"]);
    await contains(`${NOTES} [role='status']`, { text: "Saving…" });
    await colleagueSaves(pyEnv, channelId, "<p>Mine and theirs</p>");
    const thread = getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
    await waitUntil(() => thread.livechat_note.toString() === "<p>Mine and theirs</p>");
    await animationFrame();
    expect(queryValue(TEXT)).toBe("Mine");
    answer.resolve();
    await contains(TEXT, { value: "Mine and theirs" });
    await contains(`${NOTES} [role='alert']`, { count: 0 });
});

test("what was typed is saved when the panel goes away", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    const otherChannelId = createConversation(
        pyEnv,
        {},
        {
            guest_id: pyEnv["mail.guest"].create({ name: "Visitor #21" }),
        }
    );
    await startWithConversation(channelId);
    await contains(TEXT, { value: "First" });
    await type("Mine");
    await openDiscuss(otherChannelId); // as by a shortcut: no blur before
    await contains(".o-mail-DiscussContent-threadName[title='Visitor #21']");
    await contains(TEXT, { value: "" });
    await animationFrame();
    expect(getNote(pyEnv, channelId)).toBe("<p>Mine</p>");
    expect(getNote(pyEnv, otherChannelId)).toBe(false);
});

test("shown, but not to be changed, without Live Chat rights", async () => {
    const pyEnv = await startServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    await start();
    await openDiscuss(channelId);
    await contains(`${TEXT}:disabled`, { value: "First" });
});
