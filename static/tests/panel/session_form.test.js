import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { contains, openFormView, setupChatHub, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryOne } from "@odoo/hoot-dom";

import { getService } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const PANEL = ".o-livechatInfoPanel-session .o-livechatInfoPanel";

const getEdges = (selector) => queryOne(selector).getBoundingClientRect();

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
    await openFormView("discuss.channel", sessionId, {
        arch: `<form js_class="livechat_session_form"><field name="name"/></form>`,
    });
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
