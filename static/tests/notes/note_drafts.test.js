import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { ABANDONED_AGE, MAX_AGE, NoteDrafts } from "@livechat_info_panel/notes/note_drafts";
import { SAVE_DELAY } from "@livechat_info_panel/notes/note_editor";
import { NoteService } from "@livechat_info_panel/notes/note_service";

import { contains, openDiscuss, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { waitUntil } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import {
    makeServerError,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { session } from "@web/session";

import { answerSaves, getNote, makeSaved, STATUS, TEXT, type } from "./notes_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const BASE = { id: 0, text: "" };

const getDrafts = (userId = serverState.userId) => new NoteDrafts(`${session.db}/${userId}`);

/** Keep a text as a page does that goes. */
function leave(channelId, draft, userId) {
    getDrafts(userId).keep(channelId, { base: BASE, ...draft }, true);
}

/** Keep a text as a page does that is gone since, and could not say so. */
function crash(channelId, draft) {
    const drafts = getDrafts();
    drafts.page = "crashed"; // nobody holds its lock
    drafts.keep(channelId, { base: BASE, ...draft });
}

const getKeys = () =>
    Object.keys(browser.localStorage).filter((key) => key.startsWith("livechat_info_panel.note"));

test("what is not saved yet is kept in the browser until it is", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await type("Mine");
    const [key] = getKeys();
    expect(JSON.parse(browser.localStorage.getItem(key))).toMatchObject({
        text: "Mine",
        base: BASE,
    });
    await advanceTime(SAVE_DELAY);
    await waitUntil(() => getNote(pyEnv, channelId) === "Mine", { timeout: 5000 });
    await animationFrame();
    expect(getKeys()).toEqual([]);
});

test("after a reload it is there again, and is saved on the version it was typed on", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const id = pyEnv["discuss.channel"]._write_note(channelId, "One\nTwo");
    pyEnv["discuss.channel"]._write_note(channelId, "One\n2");
    leave(channelId, { text: "1\nTwo", base: { id, text: "One\nTwo" } });
    answerSaves(makeSaved({ id: id + 3, text: "1\n2", typedId: id + 2 }));
    await startWithConversation(channelId);
    await contains(TEXT, { value: "1\n2" });
    expect.verifySteps([["1\nTwo", id]]);
    expect(getKeys()).toEqual([]);
});

test("after a reload without a connection it is shown, and not lost", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    leave(channelId, { text: "Mine" });
    patchWithCleanup(NoteService.prototype, {
        async call() {
            throw new ConnectionLostError();
        },
    });
    await startWithConversation(channelId);
    await contains(TEXT, { value: "Mine" });
    await contains(STATUS, {
        text: "Not saved: no connection, will be tried again.",
    });
    expect(getKeys()).toHaveLength(1);
});

test("what a page that crashed has not saved is saved by the next", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    crash(channelId, { text: "Mine" });
    await start();
    await waitUntil(() => getNote(pyEnv, channelId) === "Mine", { timeout: 5000 });
    expect(".o-livechatInfoPanel").toHaveCount(0);
});

test("it is saved also when the agent does not come back to the conversation", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    leave(channelId, { text: "Mine" });
    await start();
    await waitUntil(() => getNote(pyEnv, channelId) === "Mine", { timeout: 5000 });
    expect(".o-livechatInfoPanel").toHaveCount(0);
});

test("nobody else is shown it, and it expires", async () => {
    leave(1, { text: "Somebody else's" }, 4242);
    expect(getDrafts().take(1)).toBe(undefined);
    expect(await getDrafts().findLeft()).toEqual([]);
    expect(await getDrafts(4242).findLeft()).toEqual([1]);
    expect(getDrafts(4242).take(1).text).toBe("Somebody else's");
    await advanceTime(MAX_AGE + 1000);
    await getDrafts().findLeft();
    expect(getKeys()).toEqual([]);
});

test("what another page is typing is left to it, until that is gone", async () => {
    getDrafts().keep(1, { text: "of an open page", base: BASE });
    leave(2, { text: "of a page that went" });
    crash(3, { text: "of a page that crashed" });
    await advanceTime(ABANDONED_AGE + 1000);
    expect((await getDrafts().findLeft()).sort()).toEqual([2, 3]);
    expect(getDrafts().take(1)).toBe(undefined);
    expect(getDrafts().take(2).text).toBe("of a page that went");
    expect(getDrafts().take(2)).toBe(undefined);
    expect(getDrafts().take(3).text).toBe("of a page that crashed");
    expect(getKeys()).toHaveLength(3);
});

test("where the browser has no locks, a page that crashed is gone after a while", async () => {
    patchWithCleanup(browser, { navigator: {} });
    crash(1, { text: "of a page that crashed" });
    expect(await getDrafts().findLeft()).toEqual([]);
    await advanceTime(ABANDONED_AGE + 1000);
    expect(await getDrafts().findLeft()).toEqual([1]);
});

test("of two texts that were left, the latest comes first, and then the other", async () => {
    leave(1, { text: "first" });
    await advanceTime(1000);
    leave(1, { text: "second" });
    const drafts = getDrafts();
    expect(drafts.take(1).text).toBe("second");
    drafts.forget(1);
    expect(drafts.take(1).text).toBe("first");
});

test("what another tab leaves is saved by one that is still there", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(`${TEXT}:enabled`);
    leave(channelId, { text: "of tab1" });
    document.dispatchEvent(new Event("visibilitychange"));
    await contains(TEXT, { value: "of tab1" });
    await contains(STATUS, { text: "Saved" });
    expect(getNote(pyEnv, channelId)).toBe("of tab1");
    expect(getKeys()).toEqual([]);
});

test("a tab keeps for itself what it cannot save", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    onRpc("discuss.channel", "livechat_save_note", () => {
        throw makeServerError({ type: "UserError", message: "This note is too long." });
    });
    await startWithConversation(channelId);
    await type("Mine");
    await advanceTime(ABANDONED_AGE + 1000);
    expect(getKeys()).toHaveLength(1);
    expect(await getDrafts().findLeft()).toEqual([]);
});

test("a page that goes sends what is not saved, and leaves it to the next", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    patchWithCleanup(browser.navigator, {
        sendBeacon: (url, blob) => {
            expect.step(url);
            blob.text().then((text) => expect.step(JSON.parse(text).params.args.slice(0, 3)));
            return true;
        },
    });
    await startWithConversation(channelId);
    await type("Mine");
    window.dispatchEvent(new Event("pagehide"));
    const [key] = getKeys();
    expect(JSON.parse(browser.localStorage.getItem(key)).isLeft).toBe(true);
    expect(getDrafts().take(channelId).text).toBe("Mine"); // the page that comes after a reload
    await expect.waitForSteps([
        "/web/dataset/call_kw/discuss.channel/livechat_save_note",
        [[channelId], "Mine", 0],
    ]);
});

test("a page that goes does not send again what was refused", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    onRpc("discuss.channel", "livechat_save_note", () => {
        throw makeServerError({ type: "UserError", message: "This note is too long." });
    });
    patchWithCleanup(browser.navigator, { sendBeacon: () => expect.step("sent again") });
    await startWithConversation(channelId);
    await type("Mine");
    await advanceTime(SAVE_DELAY);
    await contains(STATUS, { text: "Not saved. This note is too long." });
    window.dispatchEvent(new Event("pagehide"));
    expect.verifySteps([]);
    expect(getDrafts().take(channelId)).toMatchObject({
        text: "Mine",
        error: "This note is too long.",
    });
});

test("a browser that keeps nothing does no harm", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const { localStorage } = browser;
    patchWithCleanup(localStorage, {
        setItem(key) {
            if (key.startsWith("livechat_info_panel.note")) {
                throw new Error("QuotaExceededError");
            }
            super.setItem(...arguments);
        },
    });
    await startWithConversation(channelId);
    await type("Mine");
    await advanceTime(SAVE_DELAY);
    await contains(STATUS, { text: "Saved" });
    expect(getNote(pyEnv, channelId)).toBe("Mine");
});

test("what is taken over from another tab is saved without a key being pressed", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await start();
    await getDrafts().findLeft(); // after the one at the start
    leave(channelId, { text: "of gone" });
    await openDiscuss(channelId);
    await contains(TEXT, { value: "of gone" });
    await advanceTime(SAVE_DELAY);
    await waitUntil(() => getNote(pyEnv, channelId) === "of gone", { timeout: 5000 });
    await contains(STATUS, { text: "Saved" });
});
