import {
    createConversation,
    createHelpRequest,
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, insertText, setupChatHub, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";

import { getService, onRpc, serverState } from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const ANN = ".o-mail-ChatWindow:contains(Ann)";
const COMPOSER = `${ANN} .o-mail-Composer-input:focus`;
const PANEL = ".o-mail-ActionPanel";
const UNDO = `${PANEL} .o-livechatInfoPanel-closing button`;

function createOf(pyEnv, { name }, values) {
    return createConversation(pyEnv, values, { guest_id: pyEnv["mail.guest"].create({ name }) });
}

/** Start with conversations of Ann and Bob in chat windows, the panel in Ann's. */
async function startWithPanel(pyEnv, create = createOf) {
    const ids = ["Ann", "Bob"].map((name) => create(pyEnv, { name }));
    setupChatHub({ opened: ids });
    await start();
    await contains(".o-mail-ChatWindow", { count: 2 });
    await openPanel();
}

async function openPanel() {
    await click(`${ANN} .o-mail-ChatWindow-moreActions`);
    await click(".o-dropdown-item", { text: "Information" });
    await contains(`${ANN} ${PANEL} .o-livechatInfoPanel`);
}

test("what is typed is there again after a look at the messages", async () => {
    const pyEnv = await startAgentServer();
    const emails = `${ANN} ${PANEL} input[aria-label='Email addresses']`;
    await startWithPanel(pyEnv);
    await click(`${PANEL} button`, { text: "Send by email" });
    await insertText(emails, "mia@example.com");
    await contains(".o-livechatInfoPanel [data-section-head]:contains(Status)", { setFocus: true });
    await press("Escape");
    await contains(PANEL, { count: 0 });
    await openPanel();
    await contains(emails, { value: "mia@example.com" });
});

test("Tab leads from the head into the panel, not to the next window", async () => {
    const pyEnv = await startAgentServer();
    await startWithPanel(pyEnv);
    await click(`${PANEL} button`, { text: "Close" });
    await contains(UNDO, { setFocus: true });
    await press("Tab");
    await animationFrame();
    expect(queryOne(".o-livechatInfoPanel").contains(document.activeElement)).toBe(true);
});

for (const [where, selector] of [
    ["the head of a section", ".o-livechatInfoPanel [data-section-head]:contains(Status)"],
    ["the head of the panel", UNDO],
]) {
    for (const keys of ["Escape", ["alt", "l"]]) {
        test(`from ${where}, ${keys} leads back to what one writes`, async () => {
            const pyEnv = await startAgentServer();
            await startWithPanel(pyEnv);
            await click(`${PANEL} button`, { text: "Close" });
            await contains(selector, { setFocus: true });
            await press(keys);
            await contains(COMPOSER);
            await contains(PANEL, { count: 0 });
            // In Discuss the panel is there as before.
            expect(getService("mail.store").discuss.isLivechatInfoPanelOpenByDefault).toBe(true);
        });
    }
}

test("who has reopened it writes on", async () => {
    const pyEnv = await startAgentServer();
    onRpc("discuss.channel", "livechat_reopen", ({ args: [[id]] }) => {
        const [partner] = pyEnv["res.partner"].browse(serverState.partnerId);
        pyEnv["bus.bus"]._sendone(partner, "mail.record/insert", {
            "discuss.channel": [{ id, livechat_end_dt: false, livechat_status: "in_progress" }],
        });
        return true;
    });
    const livechat_end_dt = serializeDateTime(luxon.DateTime.now().minus({ hours: 1 }));
    await startWithPanel(pyEnv, (_env, who) =>
        createOf(pyEnv, who, { livechat_end_dt, livechat_status: false })
    );
    await click(`${PANEL} button`, { text: "Reopen" });
    await contains(COMPOSER);
});

test("who has joined writes on", async () => {
    const pyEnv = await startAgentServer();
    await startWithPanel(pyEnv, createHelpRequest);
    await click(`${PANEL} button`, { text: "Join" });
    await contains(COMPOSER);
});
