import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import {
    click,
    contains,
    insertText,
    openFormView,
    setupChatHub,
    start,
} from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";

import { getService } from "@web/../tests/web_test_helpers";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const NAME = ".o_command_name";
const PANEL = ".o-livechatInfoPanel";
const SESSION = ".o-livechatInfoPanel-session";
const WINDOW = ".o-mail-ChatWindow";

test("one key leads from the composer into the panel, and back", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await contains(".o-mail-Composer-input:focus");
    await press(["alt", "l"]);
    await animationFrame();
    expect(queryOne(PANEL).contains(document.activeElement)).toBe(true);
    await press(["alt", "l"]);
    await contains(".o-mail-Composer-input:focus");
});

test("the key leads back from the head of the panel, too", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await click(`${PANEL} button`, { text: "Close" });
    await contains(".o-livechatInfoPanel-closing button", { setFocus: true });
    await press(["alt", "l"]);
    await contains(".o-mail-Composer-input:focus");
});

test("below a dialog, the key does nothing", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await contains(".o-mail-Composer-input:focus");
    getService("dialog").add(ConfirmationDialog, { body: "Really?", confirm: () => {} });
    await contains(".modal button:focus");
    await press(["alt", "l"]);
    await animationFrame();
    expect(queryOne(".modal").contains(document.activeElement)).toBe(true);
});

test("a conversation that the palette opened has its commands, too", async () => {
    const pyEnv = await startAgentServer();
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    createConversation(pyEnv, {}, { guest_id: guestId });
    await startWithConversation(createConversation(pyEnv));
    await press(["control", "k"]);
    await insertText(".o_command_palette_search input", "#21");
    await click(NAME, { text: "Visitor #21" });
    await contains(".o-mail-DiscussContent-threadName[title='Visitor #21']");
    await contains(`${PANEL} h6`, { text: "Status" });
    await press(["control", "k"]);
    await contains(NAME, { text: "Live chat: close" });
});

test("after a dialog that the palette opened one writes on", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await contains(".o-mail-Composer-input:focus");
    await press(["control", "k"]);
    await contains(".o_command_palette");
    await press("Escape");
    await contains(".o_command_palette", { count: 0 });
    await contains(".o-mail-Composer-input:focus");
});

test("what the panel does is found in the command palette", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await press(["control", "k"]);
    await contains(".o_command_palette");
    for (const name of [
        "to the panel and back",
        "write a note",
        "add a tag",
        "set status Waiting for customer",
        "ask for help",
        "reassign",
        "close",
    ]) {
        await contains(NAME, { text: `Live chat: ${name}` });
    }
    await contains(NAME, { text: "Visitor #20" }); // as Odoo has it
    await contains(NAME, { count: 0, text: "Live chat: set status In progress" }); // as it is
    await contains(NAME, { count: 0, text: "Live chat: next waiting customer" }); // nobody waits
    await click(NAME, { text: "Live chat: set status Waiting for customer" });
    await contains(`${PANEL} [aria-checked='true']`, { text: "Waiting for customer" });
    await press(["control", "k"]);
    await insertText(".o_command_palette_search input", "note");
    await click(NAME, { text: "Live chat: write a note" });
    await contains("[data-section='notes'] textarea:focus");
});

/** Start with Ann's conversation in a form of Sessions, with its panel, and Bob's in a window. */
async function startWithSessionAndWindow() {
    const pyEnv = await startAgentServer();
    const [annId, bobId] = ["Ann", "Bob"].map((name) =>
        createConversation(pyEnv, {}, { guest_id: pyEnv["mail.guest"].create({ name }) })
    );
    setupChatHub({ opened: [bobId] });
    await start();
    await openFormView("discuss.channel", annId, {
        arch: `<form js_class="livechat_session_form"><field name="name"/></form>`,
    });
    await contains(`${SESSION} ${PANEL}`);
    await contains(`${WINDOW} .o-mail-Composer-input`);
    return getService("mail.store").Thread.get({ model: "discuss.channel", id: annId });
}

async function openBobsPanel() {
    await click(`${WINDOW}-moreActions`);
    await click(".o-dropdown-item", { text: "Information" });
    await contains(`${WINDOW} ${PANEL}`);
}

for (const searchValue of ["", "@"]) {
    test(`of whom a command is, where it is not the one written to: ${searchValue}`, async () => {
        const ann = await startWithSessionAndWindow();
        await contains(`${WINDOW} .o-mail-Composer-input`, { setFocus: true });
        getService("command").openMainPalette({ searchValue });
        await contains(NAME, { text: "Live chat: reassign – Ann" });
        await contains(NAME, { count: 0, text: "Live chat: reassign" });
        await click(NAME, { text: "Live chat: close – Ann" });
        expect(ann.livechatIsClosing).toBe(true);
    });

    test(`of several panels, that of the one written to: ${searchValue}`, async () => {
        const ann = await startWithSessionAndWindow();
        await openBobsPanel();
        await contains(`${SESSION} .o-mail-Composer-input`, { setFocus: true });
        await press("ArrowLeft");
        getService("command").openMainPalette({ searchValue });
        await contains(NAME, { text: "Live chat: reassign" });
        await click(NAME, { text: "Live chat: close" });
        expect(ann.livechatIsClosing).toBe(true);
    });
}

test("the key leads into the panel of the one written to", async () => {
    await startWithSessionAndWindow();
    await openBobsPanel();
    await contains(`${SESSION} .o-mail-Composer-input`, { setFocus: true });
    await press(["alt", "l"]);
    await animationFrame();
    expect(queryOne(`${SESSION} ${PANEL}`).contains(document.activeElement)).toBe(true);
});
