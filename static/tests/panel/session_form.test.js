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
import { queryOne } from "@odoo/hoot-dom";

import { getService } from "@web/../tests/web_test_helpers";

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

test("that a session was closed is undone where it is", async () => {
    const pyEnv = await startAgentServer();
    await start();
    await openSession(createConversation(pyEnv));
    await click(`${PANEL} button:contains(Close)`);
    await click(".o-livechatInfoPanel-session .o-livechatInfoPanel-closing button:contains(Undo)");
    await contains(".o-mail-Composer-input:focus");
    await contains(".o-mail-Composer");
    await contains(".o-mail-ChatWindow", { count: 0 });
});
