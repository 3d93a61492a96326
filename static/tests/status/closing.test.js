import {
    createAgent,
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { UNDO_DELAY } from "@livechat_info_panel/status/closing_service";

import { click, contains } from "@mail/../tests/mail_test_helpers";
import { withGuest } from "@mail/../tests/mock_server/mail_mock_server";

import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import {
    Command,
    contains as locate,
    getService,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const BAR = ".o-livechatInfoPanel-closing";
const CLOSE = ".o-livechatInfoPanel button:contains(Close)";
const HEADER = ".o-mail-DiscussContent-threadName";

/** Write in steps which conversations the server is told to close. */
function stepClosings() {
    onRpc("discuss.channel", "livechat_close", ({ args: [ids] }) => {
        expect.step(ids);
        return true;
    });
}

test("closed only when it can be undone no longer", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepClosings();
    await startWithConversation(channelId);
    await locate(CLOSE).click();
    await contains(`${BAR} .alert`, { text: "Closed: Visitor #20" });
    await contains(`${CLOSE}:disabled`);
    expect(`${BAR} button:contains(Undo)`).toBeFocused();
    await advanceTime(UNDO_DELAY - 1000);
    expect.verifySteps([]);
    await advanceTime(1000);
    expect.verifySteps([[channelId]]);
    await contains(`${BAR} .alert`, { count: 0 });
});

test("undone, nothing has happened", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepClosings();
    await startWithConversation(channelId);
    await click(CLOSE);
    await click(`${BAR} button`, { text: "Undo" });
    await contains(`${BAR} .alert`, { count: 0 });
    await contains(`${CLOSE}:enabled`);
    await advanceTime(2 * UNDO_DELAY);
    expect.verifySteps([]);
});

test("the customer who has been waiting longest is next; Undo leads back", async () => {
    const pyEnv = await startAgentServer();
    const create = (name, since) =>
        createConversation(
            pyEnv,
            { livechat_customer_waiting_since_dt: since },
            { guest_id: pyEnv["mail.guest"].create({ name }) }
        );
    create("Visitor #1", "2024-01-01 10:05:00");
    create("Visitor #2", "2024-01-01 10:00:00");
    create("Visitor #3", false);
    const channelId = create("Visitor #4", "2024-01-01 09:00:00");
    stepClosings();
    await startWithConversation(channelId);
    await click(CLOSE);
    await contains(`${HEADER}[title='Visitor #2']`);
    await click(`${BAR} button`, { text: "Undo" });
    await contains(`${HEADER}[title='Visitor #4']`);
});

test("it stays open where the customer writes meanwhile", async () => {
    const pyEnv = await startAgentServer();
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #5" });
    const channelId = createConversation(pyEnv, {}, { guest_id: guestId });
    stepClosings();
    await startWithConversation(channelId);
    await click(CLOSE);
    await withGuest(guestId, () =>
        rpc("/mail/message/post", {
            post_data: { body: "One more thing", message_type: "comment" },
            thread_id: channelId,
            thread_model: "discuss.channel",
        })
    );
    await contains(".o-mail-Message", { text: "One more thing" });
    await advanceTime(UNDO_DELAY);
    expect.verifySteps([]);
    await contains(".o_notification", { text: "Not closed, as the customer wrote: Visitor #5" });
});

test("it stays open where somebody else gets it meanwhile", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepClosings();
    await startWithConversation(channelId);
    await contains("[data-section='transcript']"); // all of it is there
    await click(CLOSE);
    const handover = { id: 7, kind: "reassigned", to_name: "Ada", to_user_id: 42 };
    const date = "2024-01-01 10:00:00";
    getService("mail.store").insert({
        "discuss.channel": [{ id: channelId, livechat_last_handover: { ...handover, date } }],
    });
    await contains(".o-livechatInfoPanel-handover");
    await advanceTime(UNDO_DELAY);
    await contains(`${BAR} .alert`, { count: 0 });
    expect.verifySteps([]);
});

test("whoever closed it is told that it could not be closed", async () => {
    expect.errors(1);
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    onRpc("discuss.channel", "livechat_close", () => {
        throw new Error("There is no space left.");
    });
    await startWithConversation(channelId);
    await click(CLOSE);
    await advanceTime(UNDO_DELAY);
    await contains(".o_notification", { text: "Not closed: Visitor #20" });
    await animationFrame();
    expect.verifyErrors(["There is no space left."]);
});

test("closed at once when the page goes", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    patchWithCleanup(browser.navigator, {
        sendBeacon: async (url, blob) => {
            expect.step(url);
            const { params } = JSON.parse(await blob.text());
            expect.step(params.args);
        },
    });
    await startWithConversation(channelId);
    await click(CLOSE);
    browser.dispatchEvent(new Event("pagehide"));
    await animationFrame();
    await advanceTime(UNDO_DELAY);
    expect.verifySteps(["/web/dataset/call_kw/discuss.channel/livechat_close", [[channelId]]]);
});

test("who is not in it is asked, and told whose it is", async () => {
    const pyEnv = await startAgentServer();
    const ada = createAgent(pyEnv, "Ada");
    const channelId = createConversation(pyEnv, {
        livechat_operator_id: ada.partnerId,
        channel_member_ids: [
            Command.create({ livechat_member_type: "agent", partner_id: ada.partnerId }),
            Command.create({
                guest_id: pyEnv["mail.guest"].create({ name: "Visitor #6" }),
                livechat_member_type: "visitor",
            }),
        ],
    });
    stepClosings();
    await startWithConversation(channelId);
    await click(CLOSE);
    await contains(".modal-body", { text: "You are not in it. Its agent: Ada" });
    await click(".modal button", { text: "Cancel" });
    await contains(".modal", { count: 0 });
    await contains(`${BAR} .alert`, { count: 0 });
    await click(CLOSE);
    await click(".modal button", { text: "Close" });
    await contains(`${BAR} .alert`);
});
