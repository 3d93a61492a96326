import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { NOTICE_DELAY, UNDO_DELAY } from "@livechat_info_panel/status/closing_service";

import {
    click,
    contains,
    openDiscuss,
    setupChatHub,
    start,
} from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import { getService, onRpc } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const BAR = ".o-livechatInfoPanel-closing .alert";
const CLOSE = ".o-dropdown-item[name='livechat-close']";
const INFORMATION = ".o-mail-DiscussContent-header button[name='livechat-info']";
const NOTICE = ".o-livechatInfoPanel-undo";
const UNDO = `${NOTICE} button:contains(Undo)`;
const WINDOW = ".o-mail-ChatWindow";

/** Start with conversations in chat windows, without Discuss; the server is never told to leave. */
async function startWithWindows(...names) {
    const pyEnv = await startAgentServer();
    const ids = names.map((name) =>
        createConversation(pyEnv, {}, { guest_id: pyEnv["mail.guest"].create({ name }) })
    );
    onRpc("discuss.channel", "livechat_close", ({ args: [closedIds] }) => {
        expect.step(closedIds);
        return false;
    });
    onRpc("discuss.channel", "action_unfollow", () => expect.step("left"));
    setupChatHub({ opened: ids });
    await start();
    await contains(WINDOW, { count: names.length });
    return ids;
}

async function closeInWindow(name) {
    await click(`${WINDOW}:contains(${name}) .o-mail-ChatWindow-moreActions`);
    await click(CLOSE);
    await advanceTime(NOTICE_DELAY);
}

test("closed in a chat window: the window goes, and a notification offers to undo it", async () => {
    const [channelId] = await startWithWindows("Ann");
    await closeInWindow("Ann");
    await contains(WINDOW, { count: 0 });
    await contains(NOTICE, { text: "Closed: AnnUndo" });
    await advanceTime(UNDO_DELAY);
    expect.verifySteps([[channelId]]);
    await contains(NOTICE, { count: 0 });
});

test("undone in the notification, the window is there again and nothing has happened", async () => {
    await startWithWindows("Ann");
    await closeInWindow("Ann");
    await contains(`${UNDO}:focus`); // the menu that had the focus is gone
    await click(UNDO);
    await contains(NOTICE, { count: 0 });
    await contains(`${WINDOW} .o-mail-Composer-input:focus`);
    await advanceTime(UNDO_DELAY);
    expect.verifySteps([]);
});

test("each of several can be undone", async () => {
    const [annId] = await startWithWindows("Ann", "Bob");
    await closeInWindow("Ann");
    await closeInWindow("Bob");
    await contains(NOTICE, { count: 2 });
    await click(`${NOTICE}:contains(Bob) button:contains(Undo)`);
    await contains(NOTICE, { text: "Closed: AnnUndo" });
    await contains(`${WINDOW}:contains(Bob)`);
    await advanceTime(UNDO_DELAY);
    expect.verifySteps([[annId]]);
});

test("who dismissed it is not asked again, until it is closed once more", async () => {
    const [annId, bobId] = await startWithWindows("Ann", "Bob");
    await closeInWindow("Ann");
    await click(`${NOTICE} .o_notification_close`);
    await contains(NOTICE, { count: 0 });
    await closeInWindow("Bob");
    await contains(NOTICE, { text: "Closed: BobUndo" });
    await contains(NOTICE, { count: 1 });
    await advanceTime(UNDO_DELAY);
    expect.verifySteps([[annId], [bobId]]);
    await contains(NOTICE, { count: 0 });
    const store = getService("mail.store");
    const ann = store.Thread.get({ model: "discuss.channel", id: annId });
    getService("livechat_info_panel.closing").close(ann);
    await advanceTime(NOTICE_DELAY);
    await contains(NOTICE, { text: "Closed: AnnUndo" });
});

test("the focus goes to another chat when the time is over", async () => {
    const [annId] = await startWithWindows("Ann", "Bob");
    await closeInWindow("Ann");
    await contains(NOTICE);
    document.querySelector(`${NOTICE} .o_notification_buttons button`).focus();
    await advanceTime(UNDO_DELAY);
    await contains(`${WINDOW}:contains(Bob) .o-mail-Composer-input:focus`);
    expect.verifySteps([[annId]]);
});

test("a conversation that is gone by then leaves nothing to undo", async () => {
    const [channelId] = await startWithWindows("Ann");
    await closeInWindow("Ann");
    await contains(NOTICE);
    getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId }).delete();
    await click(UNDO);
    await contains(NOTICE, { count: 0 });
    await advanceTime(UNDO_DELAY);
    expect.verifySteps([]);
});

test("a notification only where no panel offers it", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await click(".o-mail-DiscussContent-header button[name='livechat-close']");
    await contains(BAR);
    await advanceTime(NOTICE_DELAY);
    await animationFrame();
    await contains(NOTICE, { count: 0 });
    await click(INFORMATION);
    await contains(BAR, { count: 0 });
    await advanceTime(NOTICE_DELAY);
    await contains(NOTICE);
    await click(INFORMATION);
    await contains(BAR);
    await advanceTime(NOTICE_DELAY);
    await contains(NOTICE, { count: 0 });
});

test("from the menu of the sidebar, the chat that is open stays", async () => {
    const pyEnv = await startAgentServer();
    const create = (name, since) =>
        createConversation(
            pyEnv,
            { livechat_customer_waiting_since_dt: since },
            { guest_id: pyEnv["mail.guest"].create({ name }) }
        );
    const annId = create("Ann", "2024-01-01 10:00:00");
    create("Bob", "2024-01-01 10:05:00");
    create("Cem", "2024-01-01 09:00:00");
    onRpc("discuss.channel", "livechat_close", ({ args: [ids, messageId] }) => {
        expect.step([ids, typeof messageId]);
        return false;
    });
    const bobId = annId + 1;
    await start();
    await openDiscuss(annId);
    await contains(".o-livechatInfoPanel");
    await click(".o-mail-DiscussSidebarChannel-container:contains(Bob) [title='Chat Actions']");
    await click(CLOSE);
    await contains(BAR, { text: "Closed: BobUndo" });
    await contains(".o-mail-DiscussContent-threadName[title='Ann']");
    await advanceTime(UNDO_DELAY);
    expect.verifySteps([[[bobId], "number"]]); // its messages were not there, and are asked for
});
