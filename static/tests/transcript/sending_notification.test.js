import {
    createConversation,
    defineLivechatInfoPanelModels,
    flushBus,
    makeSending,
    sendToAgent,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { describe, test } from "@odoo/hoot";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const NOTIFICATION = ".o_notification";
const FAILED = ".o-livechatInfoPanel-transcript li[data-state='failed']";

test("of another conversation, until it is shown", async () => {
    const pyEnv = await startAgentServer();
    const failures = [{ email: "carla@example.com", reason: "Down" }];
    const items = [makeSending({ state: "failed", failures })];
    const otherId = createConversation(
        pyEnv,
        { livechat_transcripts: { count: 1, items } },
        { guest_id: pyEnv["mail.guest"].create({ name: "Carla" }) }
    );
    await startWithConversation(createConversation(pyEnv));
    sendToAgent("sending_failed", { channel_id: otherId, customer: "Carla", kind: "conversation" });
    await contains(`${NOTIFICATION}:contains('Carla'):contains('could not be sent.')`);
    await click(`${NOTIFICATION} button:contains(Open)`);
    await contains(FAILED);
    await contains(NOTIFICATION, { count: 0 });
    sendToAgent("sending_failed", { channel_id: otherId, customer: "Carla", kind: "conversation" });
    await flushBus();
    await contains(NOTIFICATION, { count: 0 });
});
