import { defineLivechatInfoPanelModels } from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { SAVE_DELAY } from "@livechat_info_panel/notes/note_editor";
import { NOTICE_AFTER, NOTICE_LIFETIME } from "@livechat_info_panel/notes/others_editing";

import { contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { fill } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import { onRpc, serverState } from "@web/../tests/web_test_helpers";

import { blur, NOTES, startNote, TEXT } from "./notes_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

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

test("the others are told now and then", async () => {
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
    // The save tells them.
    expect.verifySteps([]);
    await contains(TEXT, { setFocus: true });
    await fill("x");
    await advanceTime(NOTICE_AFTER);
    await fill("x");
    expect.verifySteps([true]);
});

test("the others are not told of a few letters, which are saved soon", async () => {
    await startNote();
    onRpc("discuss.channel", ["livechat_notify_note_editing", "livechat_save_note"], ({ method }) =>
        expect.step(method)
    );
    await contains(TEXT, { setFocus: true });
    await fill("x");
    await advanceTime(NOTICE_AFTER / 2);
    await fill("x");
    await advanceTime(SAVE_DELAY);
    await animationFrame();
    expect.verifySteps(["livechat_save_note"]);
});

test("the others are told when one is done without a save", async () => {
    await startNote();
    onRpc("discuss.channel", "livechat_save_note", () => ({
        author: "Nora",
        conflicts: [{ theirs: "a", mine: "b" }],
        date: false,
        id: 1,
        is_saved: false,
        text: "a",
    }));
    onRpc("discuss.channel", "livechat_notify_note_editing", ({ args }) => {
        expect.step(args[2]);
    });
    await contains(TEXT, { setFocus: true });
    await fill("b");
    await advanceTime(NOTICE_AFTER);
    await fill("b");
    await blur();
    await animationFrame();
    expect.verifySteps([true, false]);
});
