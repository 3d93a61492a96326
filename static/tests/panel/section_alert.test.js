import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, scroll } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryOne } from "@odoo/hoot-dom";

import { getService } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const ALERT = ".o-livechatInfoPanel-alert";
const FAILED = {
    count: 1,
    items: [
        {
            date: "2024-01-01 10:00:00",
            email_to: "carla@example.com",
            failures: [{ email: "carla@example.com", reason: "No such mailbox" }],
            id: 1,
            state: "failed",
            user_name: "Mitchell",
        },
    ],
};

/** Start with a conversation whose last sending failed, far below what is in sight. */
async function startWithFailure() {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains("[data-section='transcript']");
    getService("mail.store").insert({
        "discuss.channel": [{ id: channelId, livechat_transcripts: FAILED }],
    });
}

test("what failed out of sight is said at the head, with the way there", async () => {
    await startWithFailure();
    queryOne("[data-section='tags']").style.minHeight = "3000px";
    await contains(ALERT, { text: "The conversation could not be sent." });
    await click(`${ALERT} button`, { text: "Show" });
    await contains(ALERT, { count: 0 });
    expect("[data-section='transcript'] button:contains(Send by email)").toBeFocused();
    await scroll(".o-mail-ActionPanel", 0);
    await contains(ALERT);
});

test("a folded section is unfolded", async () => {
    await startWithFailure();
    await contains(ALERT, { count: 0 });
    await click("[data-section='transcript'] h6 button");
    await contains(ALERT);
    await click(`${ALERT} button`, { text: "Show" });
    await contains("[data-section='transcript'] button:contains(Send by email):visible");
    await contains(ALERT, { count: 0 });
});
