import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { contains } from "@mail/../tests/mail_test_helpers";

import { describe, test } from "@odoo/hoot";
import { mockTimeZone } from "@odoo/hoot-mock";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const OUTCOME = ".o-livechatInfoPanel-outcome";

for (const [outcome, label] of [
    ["no_answer", "Never Answered"],
    ["no_agent", "No one Available"],
    ["no_failure", "Success"],
    ["escalated", "Escalated"],
]) {
    test(`of a closed conversation: ${label}`, async () => {
        mockTimeZone(+2);
        const pyEnv = await startAgentServer();
        const channelId = createConversation(pyEnv, {
            livechat_end_dt: "2024-03-05 10:20:30",
            livechat_outcome: outcome,
            livechat_status: false,
        });
        await startWithConversation(channelId);
        await contains(`${OUTCOME} div`, { text: label });
        await contains(`${OUTCOME} div`, { text: "Closed on Mar 5, 2024, 12:20 PM" });
    });
}

test("not while a conversation goes on", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_outcome: "no_failure" });
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel h6", { text: "Status" });
    await contains(OUTCOME, { count: 0 });
    pyEnv["discuss.channel"]._close_livechat_session(channelId);
    await contains(`${OUTCOME} div`, { text: "Success" });
    await contains(".o-livechatInfoPanel h6", { text: "Status", count: 0 });
});
