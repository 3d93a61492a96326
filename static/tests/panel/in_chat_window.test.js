import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, setupChatHub, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const ANN = ".o-mail-ChatWindow:contains(Ann)";
const PANEL = ".o-mail-ActionPanel";
const UNDO = `${PANEL} .o-livechatInfoPanel-closing button`;

/** Start with conversations of Ann and Bob in chat windows, the panel in Ann's. */
async function startWithPanel(pyEnv, values) {
    const ids = ["Ann", "Bob"].map((name) =>
        createConversation(pyEnv, values, { guest_id: pyEnv["mail.guest"].create({ name }) })
    );
    setupChatHub({ opened: ids });
    await start();
    await contains(".o-mail-ChatWindow", { count: 2 });
    await click(`${ANN} .o-mail-ChatWindow-moreActions`);
    await click(".o-dropdown-item", { text: "Information" });
    await contains(`${ANN} ${PANEL} .o-livechatInfoPanel`);
}

test("Tab leads from the head into the panel, not to the next window", async () => {
    const pyEnv = await startAgentServer();
    await startWithPanel(pyEnv);
    await click(`${PANEL} button`, { text: "Close" });
    await contains(UNDO, { setFocus: true });
    await press("Tab");
    await animationFrame();
    expect(queryOne(".o-livechatInfoPanel").contains(document.activeElement)).toBe(true);
});
