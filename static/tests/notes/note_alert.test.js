import { defineLivechatInfoPanelModels } from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { SAVE_DELAY } from "@livechat_info_panel/notes/note_editor";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { describe, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";

import { onRpc, serverState } from "@web/../tests/web_test_helpers";

import { makeConflict, NOTES, startNote, TEXT, type } from "./notes_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const ALERT = ".o-livechatInfoPanel-alert";
const FOLD = "[data-section='notes'] h6 button";

test("a conflict in a folded note is not overlooked", async () => {
    await startNote("First");
    const conflict = makeConflict({ id: 2, theirs: "Theirs", mine: "Mine" });
    onRpc("discuss.channel", "livechat_save_note", () => conflict);
    await type("Mine");
    await click(FOLD);
    await contains(`${TEXT}:visible`, { count: 0 });
    await advanceTime(SAVE_DELAY);
    await contains(ALERT, { text: "The note was changed by somebody else, too." });
    await click(`${ALERT} button`, { text: "Show" });
    await contains(`${NOTES} [role='alert']`);
    await contains(ALERT, { count: 0 });
});

test("who else writes a folded note", async () => {
    const { pyEnv, channelId } = await startNote();
    await click(FOLD);
    const [partner] = pyEnv["res.partner"].browse(serverState.partnerId);
    pyEnv["bus.bus"]._sendone(partner, "livechat_info_panel/note_editing", {
        channel_id: channelId,
        editing_key: "theirs.1",
        is_editing: true,
        name: "Nora",
        user_id: 4242,
    });
    await contains(ALERT, { text: "Nora is editing the note." });
});
