import {
    createConversation,
    createHelpRequest,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import {
    click,
    contains,
    openDiscuss,
    setupChatHub,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";

import { onRpc, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const CHOICE = ".o-livechatInfoPanel-statusMenu [role='menuitemradio']";
const HEADER = ".o-mail-DiscussContent-header";
const MENU_CHOICE = ".o-dropdown-item[name^='livechat-status-']";
const STATUS = `${HEADER} button[name='livechat-status']`;

test("the status is a control in the header, with the three choices", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await contains(`${STATUS}[title='Status: In progress']`);
    await click(STATUS);
    await contains(CHOICE, { count: 3 });
    await contains(`${CHOICE}[aria-checked='true']`, { text: "In progress" });
    await click(CHOICE, { text: "Waiting for customer" });
    await contains(`${STATUS}[title='Status: Waiting for customer']`);
    await contains(".o-livechatInfoPanel [aria-checked='true']:contains(Waiting for customer)");
    await contains(CHOICE, { count: 0 });
});

test("by keyboard", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await contains(STATUS);
    document.querySelector(STATUS).focus();
    await press("Enter");
    await contains(CHOICE, { count: 3 });
    await press("ArrowDown");
    await press("ArrowDown");
    await press("Enter");
    await contains(`${STATUS}[title='Status: Waiting for customer']`);
});

test("who asks for help is asked what is needed", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    onRpc("/web/action/load", async (request) => {
        const { params } = await request.json();
        expect.step(params.action_id);
        return { type: "ir.actions.act_window_close" };
    });
    await click(STATUS);
    await click(CHOICE, { text: "Looking for help" });
    await animationFrame();
    expect.verifySteps(["livechat_info_panel.livechat_help_wizard_action"]);
});

test("what is refused says why", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createHelpRequest(pyEnv, {}));
    await click(STATUS);
    await contains(`${CHOICE}[aria-disabled='true']`, { count: 2 });
    await contains(".o-dropdown--menu div", { text: "Nobody is in it: join it." });
    await click(CHOICE, { text: "In progress" });
    await contains(".o_notification", { text: "Nobody is in it: join it." });
    await contains(`${STATUS}[title='Status: Looking for help']`);
});

test("a chat window has the choices in its menu", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    setupChatHub({ opened: [channelId] });
    await start();
    await click(".o-mail-ChatWindow-moreActions");
    await contains(MENU_CHOICE, { count: 3 });
    await contains(MENU_CHOICE, { text: "In progress (now)" });
    await click(MENU_CHOICE, { text: "Waiting for customer" });
    await click(".o-mail-ChatWindow-moreActions");
    await contains(MENU_CHOICE, { text: "Waiting for customer (now)" });
});

test("in the sidebar, the menu of an own chat has them", async () => {
    const pyEnv = await startAgentServer();
    createConversation(pyEnv, {}, { guest_id: pyEnv["mail.guest"].create({ name: "Ann" }) });
    createHelpRequest(pyEnv, { name: "Bob" });
    await start();
    await openDiscuss();
    const open = (name) =>
        click(`.o-mail-DiscussSidebarChannel-container:contains(${name}) [title='Chat Actions']`);
    await open("Bob");
    await contains(".o-dropdown-item[name='join-livechat-needing-help']");
    await contains(MENU_CHOICE, { count: 0 });
    await contains(".o-dropdown-item[name='livechat-close']", { count: 0 });
    await press("Escape");
    await contains(".o-dropdown-item", { count: 0 });
    await open("Ann");
    await contains(MENU_CHOICE, { count: 3 });
    await contains(".o-dropdown-item[name='livechat-close']");
});

test("a conversation that no agent has come into is the chatbot's", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv, { livechat_status: false }));
    await contains(`${STATUS}[title='Status: Chatbot'] i.fa-android`);
    await contains(`${STATUS} .o-mail-ActionList-actionLabel`, { text: "Chatbot" });
});

test("none of it for a closed conversation", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_end_dt: "2024-03-05 10:20:30",
        livechat_status: false,
    });
    await startWithConversation(channelId);
    await contains(STATUS, { count: 0 });
    await contains(`${HEADER} button[name='livechat-close']`, { count: 0 });
});

test("not for an employee without Live Chat rights", async () => {
    const pyEnv = await startServer();
    pyEnv["res.users"].write([serverState.userId], { group_ids: [serverState.groupId] });
    const channelId = createConversation(pyEnv);
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Composer");
    await contains(STATUS, { count: 0 });
    await contains(`${HEADER} button[name='livechat-close']`, { count: 0 });
});

test("a long name does not break the labels", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(
        createConversation(pyEnv, { livechat_customer_name: "gina.of.the.long.name@".repeat(4) })
    );
    await contains(STATUS);
    for (const name of ["livechat-status", "livechat-close"]) {
        const { height } = document.querySelector(`button[name='${name}']`).getBoundingClientRect();
        expect(height).toBeLessThan(40);
    }
});
