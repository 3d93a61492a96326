import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, insertText } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";

import { onRpc } from "@web/../tests/web_test_helpers";
import { getOrigin } from "@web/core/utils/urls";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const SENDER = ".o-livechatInfoPanel .o-livechat-TranscriptSender";
const CLOSED = { livechat_end_dt: "2024-03-05 10:20:30", livechat_status: false };

test("sent to the address, and as a file", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, CLOSED);
    onRpc("/im_livechat/email_livechat_transcript", async (request) => {
        const { params } = await request.json();
        expect.step([params.channel_id, params.email]);
        return true;
    });
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel h6", { text: "Send conversation" });
    await contains(`${SENDER} button:disabled`);
    await insertText(`${SENDER} input`, "no address");
    await contains(`${SENDER} button:disabled`);
    await insertText(`${SENDER} input`, "carla@example.com", { replace: true });
    await click(`${SENDER} button:enabled .fa-paper-plane`);
    await contains(`${SENDER} .form-text`, { text: "The conversation was sent." });
    expect.verifySteps([[channelId, "carla@example.com"]]);
    await contains(
        `.o-livechatInfoPanel a[href='${getOrigin()}/im_livechat/download_transcript/${channelId}']`,
        { text: "Download" }
    );
});

test("to the contact's address, if they have one", async () => {
    const pyEnv = await startAgentServer();
    const partnerId = pyEnv["res.partner"].create({ name: "Carla", email: "carla@example.com" });
    const channelId = createConversation(pyEnv, CLOSED, { partner_id: partnerId });
    await startWithConversation(channelId);
    await contains(`${SENDER} input`, { value: "carla@example.com" });
});

test("not while a conversation goes on", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel h6", { text: "Status" });
    await contains(SENDER, { count: 0 });
    pyEnv["discuss.channel"]._close_livechat_session(channelId);
    await contains(SENDER);
});
