import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import {
    click,
    contains,
    openFormView,
    setupChatHub,
    start,
} from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";

import { getService } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const PANEL = ".o-livechatInfoPanel-session .o-livechatInfoPanel";

const getEdges = (selector) => queryOne(selector).getBoundingClientRect();

const openSession = (id) =>
    openFormView("discuss.channel", id, {
        arch: `<form js_class="livechat_session_form"><field name="name"/></form>`,
    });

test("neither a chat window nor a bubble is above a session and its panel", async () => {
    const pyEnv = await startAgentServer();
    const [sessionId, ...ids] = [1, 2, 3].map((number) =>
        createConversation(
            pyEnv,
            {},
            { guest_id: pyEnv["mail.guest"].create({ name: `Visitor #${number}` }) }
        )
    );
    setupChatHub({ opened: ids });
    await start();
    await openSession(sessionId);
    await contains(PANEL);
    await contains(".o-mail-ChatWindow", { count: 1 });
    await contains(".o-mail-ChatBubble", { count: 1 });
    expect(getEdges(PANEL).right).toBeLessThan(getEdges(".o-mail-ChatWindow").left + 1);
    const { chatHub } = getService("mail.store");
    await chatHub.opened[0].fold();
    await contains(".o-mail-ChatWindow", { count: 0 });
    await contains(".o-mail-ChatBubble", { count: 2 });
    expect(getEdges(PANEL).right).toBeLessThan(getEdges(".o-mail-ChatBubble:first").left + 1);
    chatHub.folded = [];
    await contains(".o-mail-ChatBubble", { count: 0 });
    expect(chatHub.livechatWidth).toBe(0);
});

test("the chat windows that made room are there again afterwards", async () => {
    const pyEnv = await startAgentServer();
    const create = (name) =>
        createConversation(pyEnv, {}, { guest_id: pyEnv["mail.guest"].create({ name }) });
    const [sessionId, annId, bobId, cemId] = ["Session", "Ann", "Bob", "Cem"].map(create);
    setupChatHub({ opened: [annId, bobId], folded: [cemId] });
    await start();
    await contains(".o-mail-ChatWindow", { count: 2 });
    await openSession(sessionId);
    await contains(PANEL);
    await contains(".o-mail-ChatBubble", { count: 2 });
    const getSaved = () => {
        const { opened, folded } = JSON.parse(browser.localStorage.getItem("mail.ChatHub"));
        return [opened, folded].map((windows) => windows.map(({ id }) => id));
    };
    const { chatHub } = getService("mail.store");
    chatHub.save();
    expect(getSaved()).toEqual([[annId, bobId], [cemId]]);
    await chatHub.opened[0].fold(); // as the user wants it
    await contains(".o-mail-ChatWindow", { count: 0 });
    expect(getSaved()).toEqual([[bobId], [annId, cemId]]);
    await getService("action").doAction({
        res_model: "res.partner",
        type: "ir.actions.act_window",
        views: [[false, "list"]],
    });
    await contains(".o-mail-ChatWindow", { count: 1 });
    expect(queryAllTexts(".o-mail-ChatWindow-header")).toEqual(["Bob"]);
    chatHub.save();
    expect(getSaved()).toEqual([[bobId], [annId, cemId]]);
});

test("that a session was closed is undone where it is", async () => {
    const pyEnv = await startAgentServer();
    await start();
    await openSession(createConversation(pyEnv));
    await click(`${PANEL} button:contains(Close)`);
    await click(".o-livechatInfoPanel-session .o-livechatInfoPanel-closing button:contains(Undo)");
    await contains(".o-mail-Composer-input:focus");
    await animationFrame(); // in which a chat window would open
    await animationFrame();
    expect(".o-mail-ChatWindow").toHaveCount(0);
    expect(".o-mail-Composer").toHaveCount(1);
});
