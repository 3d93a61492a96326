import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { ABANDONED_AGE, MAX_AGE, NoteDrafts } from "@livechat_info_panel/panel/notes/note_drafts";
import { SAVE_DELAY } from "@livechat_info_panel/panel/notes/note_editor";
import { NoteService } from "@livechat_info_panel/panel/notes/note_service";

import { contains, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { edit, waitUntil } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import { patchWithCleanup, serverState } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { session } from "@web/session";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const NOTES = ".o-livechatInfoPanel-notes";
const TEXT = `${NOTES} textarea`;

const getNote = (pyEnv, channelId) => pyEnv["discuss.channel"].browse(channelId)[0].livechat_note;
const getDrafts = (userId = serverState.userId) => new NoteDrafts(`${session.db}/${userId}`);
const getKeys = () =>
    Object.keys(browser.localStorage).filter((key) => key.startsWith("livechat_info_panel.note"));

async function type(text) {
    await contains(`${TEXT}:enabled`, { setFocus: true });
    await edit(text);
    await animationFrame();
}

test("what is not saved yet is kept in the browser until it is", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await type("Mine");
    expect(getDrafts().take(channelId)).toMatchObject({
        text: "Mine",
        base: { id: 0, text: "" },
    });
    await advanceTime(SAVE_DELAY);
    await waitUntil(() => getNote(pyEnv, channelId) === "Mine", { timeout: 5000 });
    await animationFrame();
    expect(getKeys()).toEqual([]);
});

test("after a reload it is there again, and is saved", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const id = pyEnv["discuss.channel"]._write_note(channelId, "One\nTwo");
    pyEnv["discuss.channel"]._write_note(channelId, "One\n2");
    getDrafts().keep(channelId, { text: "1\nTwo", base: { id, text: "One\nTwo" } });
    await startWithConversation(channelId);
    await contains(TEXT, { value: "1\n2" });
    expect(getNote(pyEnv, channelId)).toBe("1\n2");
    expect(getKeys()).toEqual([]);
});

test("after a reload without a connection it is shown, and not lost", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    getDrafts().keep(channelId, { text: "Mine", base: { id: 0, text: "" } });
    patchWithCleanup(NoteService.prototype, {
        async call() {
            throw new ConnectionLostError();
        },
    });
    await startWithConversation(channelId);
    await contains(TEXT, { value: "Mine" });
    await contains(`${NOTES} [role='status']`, {
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
    const base = { id: 0, text: "" };
    getDrafts(4242).keep(1, { text: "Somebody else's", base });
    expect(getDrafts().take(1)).toBe(undefined);
    expect(getDrafts().getChannelIds()).toEqual([]);
    expect(getDrafts(4242).take(1).text).toBe("Somebody else's");
    await advanceTime(MAX_AGE + 1000);
    getDrafts();
    expect(getKeys()).toEqual([]);
});

test("what another tab is typing is left to it, until that is gone", async () => {
    const base = { id: 0, text: "" };
    const keepIn = (tab, channelId, options) => {
        browser.sessionStorage.setItem("livechat_info_panel.tab", JSON.stringify(tab));
        getDrafts().keep(channelId, { text: `of ${tab}`, base }, options);
    };
    keepIn("tab1", 1);
    keepIn("tab2", 2, { isLeft: true });
    browser.sessionStorage.setItem("livechat_info_panel.tab", JSON.stringify("tab3"));
    expect(getDrafts().getChannelIds()).toEqual([2]);
    expect(getDrafts().take(1)).toBe(undefined);
    expect(getDrafts().take(2).text).toBe("of tab2");
    expect(getDrafts().take(2).text).toBe("of tab2");
    expect(getKeys()).toHaveLength(2);
    await advanceTime(ABANDONED_AGE + 1000);
    expect(getDrafts().take(1).text).toBe("of tab1");
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
    expect(getDrafts().take(channelId).isLeft).toBe(true);
    await expect.waitForSteps([
        "/web/dataset/call_kw/discuss.channel/livechat_save_note",
        [[channelId], "Mine", 0],
    ]);
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
    await contains(`${NOTES} [role='status']`, { text: "Saved" });
    expect(getNote(pyEnv, channelId)).toBe("Mine");
});
