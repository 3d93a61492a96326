import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { contains, openDiscuss, start, startServer } from "@mail/../tests/mail_test_helpers";

import { describe, test } from "@odoo/hoot";

import { Command, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const INFORMATION = ".o-mail-DiscussContent-header button[name='livechat-info']";

test("agents have the panel", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await start();
    await openDiscuss(channelId);
    await contains(INFORMATION);
    await contains(".o-livechatInfoPanel");
});

test("internal users without Live Chat rights have no panel", async () => {
    const pyEnv = await startServer();
    pyEnv["res.users"].write([serverState.userId], { group_ids: [serverState.groupId] });
    const channelId = createConversation(pyEnv);
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Composer");
    await contains(INFORMATION, { count: 0 });
    await contains(".o-livechatInfoPanel", { count: 0 });
});

test("an agent has no panel of the conversation in which they are the customer", async () => {
    const pyEnv = await startAgentServer();
    const partnerId = pyEnv["res.partner"].create({ name: "Ada Agent" });
    const channelId = createConversation(pyEnv, {
        channel_member_ids: [
            Command.create({ partner_id: partnerId, livechat_member_type: "agent" }),
            Command.create({
                partner_id: serverState.partnerId,
                livechat_member_type: "visitor",
            }),
        ],
        livechat_operator_id: partnerId,
    });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Composer");
    await contains(INFORMATION, { count: 0 });
    await contains(".o-livechatInfoPanel", { count: 0 });
});
