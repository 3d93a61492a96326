import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import {
    ABANDONED_AGE,
    MAX_AGE,
    NoteDrafts,
    SIGN_OF_LIFE_DELAY,
} from "@livechat_info_panel/notes/note_drafts";
import { SAVE_DELAY } from "@livechat_info_panel/notes/note_editor";
import { NoteServer } from "@livechat_info_panel/notes/note_server";

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

/** The drafts of this tab; it goes at once, so that whoever asks next is this tab again. */
function getDrafts(userId = serverState.userId) {
    const drafts = new NoteDrafts(`${session.db}/${userId}`);
    drafts.leaveTab();
    return drafts;
}

/** Keep a text in another tab. */
function keepIn(tab, channelId, options) {
    const drafts = getDrafts();
    drafts.tab = tab;
    drafts.keep(channelId, { text: `of ${tab}`, base: BASE }, options);
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
    getDrafts().keep(channelId, { text: "1\nTwo", base: { id, text: "One\nTwo" } });
    answerSaves(makeSaved({ id: id + 3, text: "1\n2", typedId: id + 2 }));
    await startWithConversation(channelId);
    await contains(TEXT, { value: "1\n2" });
    expect.verifySteps([["1\nTwo", id]]);
    expect(getKeys()).toEqual([]);
});

test("after a reload without a connection it is shown, and not lost", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    getDrafts().keep(channelId, { text: "Mine", base: { id: 0, text: "" } });
    patchWithCleanup(NoteServer.prototype, {
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

test("it is saved also when the agent does not come back to the conversation", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    getDrafts().keep(channelId, { text: "Mine", base: { id: 0, text: "" } });
    await start();
    await waitUntil(() => getNote(pyEnv, channelId) === "Mine", { timeout: 5000 });
    expect(".o-livechatInfoPanel").toHaveCount(0);
});

test("nobody else is shown it, and it expires", async () => {
    getDrafts(4242).keep(1, { text: "Somebody else's", base: BASE });
    expect(getDrafts().take(1)).toBe(undefined);
    expect(getDrafts().getChannelIds()).toEqual([]);
    expect(getDrafts(4242).take(1).text).toBe("Somebody else's");
    await advanceTime(MAX_AGE + 1000);
    getDrafts();
    expect(getKeys()).toEqual([]);
});

test("what another tab is typing is left to it, until that is gone", async () => {
    keepIn("tab1", 1);
    keepIn("tab2", 2, { isLeft: true });
    expect(getDrafts().getChannelIds()).toEqual([2]);
    expect(getDrafts().take(1)).toBe(undefined);
    expect(getDrafts().take(2).text).toBe("of tab2");
    expect(getDrafts().take(2).text).toBe("of tab2");
    expect(getKeys()).toHaveLength(2);
    await advanceTime(ABANDONED_AGE + 1000);
    expect(getDrafts().take(1).text).toBe("of tab1");
});

test("what this tab has not saved is not replaced by what another one left", async () => {
    getDrafts().keep(1, { text: "Mine", base: BASE });
    keepIn("tab1", 1, { isLeft: true });
    expect(getDrafts().take(1).text).toBe("Mine");
    getDrafts().forget(1);
    expect(getDrafts().take(1).text).toBe("of tab1");
});

test("what another tab leaves is saved by one that is still there", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(`${TEXT}:enabled`);
    keepIn("tab1", channelId, { isLeft: true });
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
    await advanceTime(ABANDONED_AGE + SIGN_OF_LIFE_DELAY);
    expect(getKeys()).toHaveLength(1);
    expect(getDrafts().getChannelIds()).toEqual([]);
});

test("a copy of a tab is another tab", async () => {
    getDrafts();
    const [original, copy] = [1, 2].map(() => new NoteDrafts("owner"));
    expect(copy.tab).not.toBe(original.tab);
    original.leaveTab();
    expect(new NoteDrafts("owner").tab).toBe(original.tab);
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
    expect(getDrafts().take(channelId).text).toBe("Mine"); // the same tab, reloaded
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
    keepIn("gone", channelId, { isLeft: true });
    await openDiscuss(channelId);
    await contains(TEXT, { value: "of gone" });
    await advanceTime(SAVE_DELAY);
    await waitUntil(() => getNote(pyEnv, channelId) === "of gone", { timeout: 5000 });
    await contains(STATUS, { text: "Saved" });
});
