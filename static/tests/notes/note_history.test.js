import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { edit, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";

import { makeServerError, onRpc } from "@web/../tests/web_test_helpers";

import { NOTES, TEXT } from "./notes_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const DIALOG = ".o-livechatInfoPanel-noteHistory";

async function startHistory(notes) {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    for (const note of notes) {
        pyEnv["discuss.channel"]._write_note(channelId, note);
    }
    await startWithConversation(channelId);
    await contains(`${TEXT}:enabled`);
    return { pyEnv, channelId };
}

const open = () => click(`${NOTES} button[title='History of the note']`);

test("each version with its author, and what changed by it", async () => {
    await startHistory(["One\nThree"]);
    const version = { author: "Otto Agent", date: "2025-06-03 10:20:00" };
    const versions = [
        { ...version, id: 103, lines: [["removed", "One"]] },
        {
            ...version,
            id: 102,
            lines: [
                ["same", "One"],
                ["removed", "Two"],
                ["added", "Three"],
            ],
        },
        { ...version, id: 101, lines: [["added", "One"]] },
    ];
    onRpc("discuss.channel", "livechat_get_note_versions", () => ({ versions, has_more: false }));
    await open();
    await contains(`${DIALOG} li`, { count: 3 });
    await contains(`${DIALOG} li:eq(0) .badge`, { text: "Current" });
    expect(`${DIALOG} li:eq(0) [role='group']`).toBeFocused(); // not a button that restores
    await contains(`${DIALOG} li:eq(0) button`, { count: 0 });
    await contains(`${DIALOG} li:eq(0)`, { text: "No note" });
    await contains(`${DIALOG} li:eq(1) strong`, { text: "Otto Agent" });
    await contains(`${DIALOG} li:eq(1) del`, { text: "Two" });
    await contains(`${DIALOG} li:eq(1) ins`, { text: "Three" });
    expect(queryAllTexts(`${DIALOG} li:eq(1) .visually-hidden`)).toEqual(["Removed:", "Added:"]);
    await contains(`${DIALOG} li:eq(1) [aria-hidden]`, { text: "−" });
});

test("a version is restored, after what was typed before is saved", async () => {
    const { channelId } = await startHistory(["One", "Two"]);
    for (const method of ["livechat_save_note", "livechat_restore_note"]) {
        onRpc("discuss.channel", method, ({ args }) => expect.step([method, ...args.slice(0, 2)]));
    }
    await contains(TEXT, { setFocus: true });
    await edit("Three");
    await open();
    await contains(`${DIALOG} li`, { count: 3 });
    await click(`${DIALOG} button[aria-label^='Restore the version of Otto Agent']:last`);
    await contains(DIALOG, { count: 0 });
    await contains(TEXT, { value: "One" });
    expect.verifySteps([
        ["livechat_save_note", [channelId], "Three"],
        ["livechat_restore_note", [channelId], 101],
    ]);
});

test("nothing is restored over what is not saved", async () => {
    await startHistory(["One", "Two"]);
    onRpc("discuss.channel", "livechat_save_note", () => {
        throw makeServerError({ message: "This note is too long." });
    });
    await contains(TEXT, { setFocus: true });
    await edit("Three");
    await animationFrame();
    await open();
    await contains(`${DIALOG} .alert`, {
        text: "What you typed is not saved yet: no version can be restored.",
    });
    await contains(`${DIALOG} li button:disabled`, { count: 1 });
});

test("an administrator erases a version, and is asked first", async () => {
    const { channelId } = await startHistory(["One"]);
    const version = { author: "Otto Agent", date: "2025-06-03 10:20:00", erased: false };
    const versions = [
        { ...version, id: 102, lines: [["added", "Two"]] },
        { ...version, id: 101, lines: [["added", "Card 4111"]] },
    ];
    onRpc("discuss.channel", "livechat_get_note_versions", () => ({
        versions,
        has_more: false,
        can_erase: true,
    }));
    onRpc("discuss.channel", "livechat_erase_note_version", ({ args }) => {
        expect.step(args);
        const erased = { by: "Mara Manager", date: "2025-06-04 10:20:00" };
        versions[1] = { ...version, id: 101, lines: [], erased };
        return { id: 102, text: "Two", author: "Otto Agent", date: version.date, is_saved: true };
    });
    await open();
    const erase = `${DIALOG} button[aria-label^='Erase the version of Otto Agent']`;
    await contains(erase, { count: 2 });
    await click(`${erase}:last`);
    await click(".modal button", { text: "Cancel" });
    await contains(".modal", { count: 1 });
    expect.verifySteps([]);
    await click(`${erase}:last`);
    await click(".modal .btn-danger", { text: "Erase" });
    await contains(`${DIALOG} li:eq(1) em:contains(/^Erased by Mara Manager, .*4/)`);
    expect.verifySteps([[[channelId], 101]]);
    await contains(`${DIALOG} li:eq(1) strong`, { text: "Otto Agent" });
    await contains(`${DIALOG} li:eq(1) button`, { count: 0 });
    await contains(`${DIALOG} li:eq(0) em`, { count: 0 });
});

test("older versions are shown on demand", async () => {
    await startHistory(Array.from({ length: 25 }, (_, i) => `Note ${i}`));
    await open();
    await contains(`${DIALOG} li`, { count: 20 });
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_get_note_versions", async ({ parent }) => {
        expect.step("load");
        const result = await parent();
        await answer;
        return result;
    });
    await click(`${DIALOG} button`, { text: "Show older versions" });
    await contains(`${DIALOG} button:disabled`, { text: "Show older versions" });
    answer.resolve();
    await contains(`${DIALOG} li`, { count: 25 });
    expect.verifySteps(["load"]);
    await contains(`${DIALOG} button`, { count: 0, text: "Show older versions" });
});

test("no history where there is none", async () => {
    await startHistory([]);
    await contains(`${NOTES} button[title='History of the note']`, { count: 0 });
});
