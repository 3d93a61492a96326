import { loadDefaultEmbedConfig } from "@im_livechat/../tests/livechat_test_helpers";
import { expirableStorage } from "@im_livechat/core/common/expirable_storage";
import { GUEST_TOKEN_STORAGE_KEY } from "@im_livechat/embed/common/store_service_patch";

import { contains, setupChatHub, start, startServer } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";

import { Command, onRpc, serverState } from "@web/../tests/web_test_helpers";
import { session } from "@web/session";

import { defineWidgetModels } from "./widget_test_helpers";

describe.current.tags("desktop");
defineWidgetModels();

const CONTINUE = "/livechat_info_panel/continue_after_login";

/** Write in steps by which route the widget asks for which conversations, and what else of ours. */
function stepRequests() {
    for (const route of ["/mail/action", "/mail/data"]) {
        onRpc(route, async (request) => {
            const { params } = await request.json();
            const requests = params.fetch_params.filter(
                ([name]) => name === CONTINUE || name === "discuss.channel"
            );
            if (requests.length) {
                expect.step([route, ...requests]);
            }
        });
    }
}

/** Start the widget of a visitor who has logged in, after a reload of the page. */
async function startAfterReload({ canLoad = true, hasChats = true, token = "77|token" } = {}) {
    const pyEnv = await startServer();
    await loadDefaultEmbedConfig();
    session.livechatData.can_load_livechat = canLoad;
    const [opened, folded] = [1, 2].map(() =>
        pyEnv["discuss.channel"].create({
            channel_member_ids: [Command.create({ partner_id: serverState.partnerId })],
            channel_type: "livechat",
            livechat_operator_id: serverState.partnerId,
        })
    );
    if (token) {
        expirableStorage.setItem(GUEST_TOKEN_STORAGE_KEY, token);
    }
    if (hasChats) {
        setupChatHub({ opened: [opened, -1], folded: [folded] });
    }
    stepRequests();
    await start();
    await advanceTime(100); // requests are collected for a moment
    return { opened, folded };
}

test("the conversations of the guest are continued before they are loaded, by one request", async () => {
    const { opened, folded } = await startAfterReload();
    await contains(".o-mail-ChatWindow");
    await contains(".o-mail-ChatBubble");
    const ids = [opened, folded];
    // The route is the one of requests that may write.
    await expect.waitForSteps([["/mail/action", [CONTINUE, ids], ["discuss.channel", ids]]]);
});

test("as in Odoo: who was no guest loads their conversations only", async () => {
    const { opened, folded } = await startAfterReload({ token: null });
    await contains(".o-mail-ChatWindow");
    await contains(".o-mail-ChatBubble");
    await expect.waitForSteps([["/mail/action", ["discuss.channel", [opened, folded]]]]);
});

test("as in Odoo: without conversations, nothing is asked for", async () => {
    await startAfterReload({ hasChats: false });
    await contains(".o-livechat-LivechatButton");
    expect.verifySteps([]);
});

test("as in Odoo: nor is anything continued where the page shows no widget", async () => {
    const { opened, folded } = await startAfterReload({ canLoad: false });
    await contains(".o-mail-ChatWindow");
    await expect.waitForSteps([["/mail/data", ["discuss.channel", [opened, folded]]]]);
});
