import {
    createAgent,
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { UNDO_DELAY } from "@livechat_info_panel/status/closing_service";

import { click, contains, onRpcBefore } from "@mail/../tests/mail_test_helpers";
import { withGuest } from "@mail/../tests/mock_server/mail_mock_server";

import { describe, expect, test } from "@odoo/hoot";
import { queryFirst, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { toRaw } from "@odoo/owl";

import {
    Command,
    contains as locate,
    getService,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const BAR = ".o-livechatInfoPanel-closing";
const CLOSE = ".o-livechatInfoPanel button:contains(Close)";
const PANEL = ".o-livechatInfoPanel";
const HEADER = ".o-mail-DiscussContent-threadName";

/**
 * Write in steps which conversations the server is told to close.
 *
 * @param {string|false} [reason] why it leaves them open
 */
function stepClosings(reason = false) {
    onRpc("discuss.channel", "livechat_close", ({ args: [ids] }) => {
        expect.step(ids);
        return reason;
    });
}

/** Write in steps of which message and which handover the server is told that they were seen. */
function stepSeen() {
    onRpc("discuss.channel", "livechat_close", ({ args: [, ...seen] }) => {
        expect.step(seen);
        return false;
    });
}

function write(guestId, channelId, body) {
    return withGuest(guestId, () =>
        rpc("/mail/message/post", {
            post_data: { body, message_type: "comment" },
            thread_id: channelId,
            thread_model: "discuss.channel",
        })
    );
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

test("what is closed later is closed without the panel, which may have gone", async () => {
    const pyEnv = await startAgentServer();
    const id = createConversation(pyEnv);
    await startWithConversation(id);
    await click(CLOSE);
    await contains(`${BAR} button`, { text: "Undo" });
    const { thread } = toRaw(getService("livechat_info_panel.closing")).pending.get(id);
    const own = getService("mail.store").Thread.get({ id, model: "discuss.channel" });
    expect(thread === own).toBe(true);
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

test("the server is told what was seen when it was closed, not what came after", async () => {
    const pyEnv = await startAgentServer();
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #5" });
    const channelId = createConversation(pyEnv, {}, { guest_id: guestId });
    stepSeen();
    await startWithConversation(channelId);
    await contains("[data-section='transcript']"); // all of it is there
    await write(guestId, channelId, "Hello");
    await contains(".o-mail-Message", { text: "Hello" });
    const [messageId] = pyEnv["mail.message"].search([["body", "ilike", "Hello"]]);
    await click(CLOSE);
    await write(guestId, channelId, "One more thing");
    await contains(".o-mail-Message", { text: "One more thing" });
    const handover = { id: 7, kind: "reassigned", to_name: "Ada", to_user_id: 42 };
    const date = "2024-01-01 10:00:00";
    getService("mail.store").insert({
        "discuss.channel": [{ id: channelId, livechat_last_handover: { ...handover, date } }],
    });
    await contains(".o-livechatInfoPanel-handover");
    await advanceTime(UNDO_DELAY);
    expect.verifySteps([[messageId, 0]]);
});

for (const [title, arrive] of [
    ["are under way", true],
    ["do not come", false],
]) {
    test(`the server is asked also where the messages ${title}`, async () => {
        const pyEnv = await startAgentServer();
        const guestId = pyEnv["mail.guest"].create({ name: "Visitor #5" });
        const channelId = createConversation(pyEnv, {}, { guest_id: guestId });
        const messageId = pyEnv["mail.message"].create({
            author_guest_id: guestId,
            body: "Hello",
            message_type: "comment",
            model: "discuss.channel",
            res_id: channelId,
        });
        stepSeen();
        const underWay = new Deferred();
        onRpcBefore("/discuss/channel/messages", () => underWay);
        await startWithConversation(channelId);
        await contains("[data-section='transcript']"); // the handover, or that there is none
        await click(CLOSE);
        await contains(`${BAR} .alert`);
        if (arrive) {
            underWay.resolve();
            await contains(".o-mail-Message", { text: "Hello" });
        }
        await advanceTime(UNDO_DELAY);
        expect.verifySteps([[messageId, 0]]);
    });
}

for (const [reason, text] of [
    ["customer_wrote", "Not closed, as the customer wrote: Visitor #20"],
    ["handed_over", "Not closed, as somebody else has it now: Visitor #20"],
]) {
    test(`whoever closed it is told why it is open: ${reason}`, async () => {
        const pyEnv = await startAgentServer();
        const channelId = createConversation(pyEnv);
        stepClosings(reason);
        await startWithConversation(channelId);
        await click(CLOSE);
        await advanceTime(UNDO_DELAY);
        expect.verifySteps([[channelId]]);
        await contains(".o_notification", { text });
        await contains(`${CLOSE}:enabled`);
    });
}

test("somebody else closed it at the same time", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepClosings("closed_already");
    await startWithConversation(channelId);
    await click(CLOSE);
    await advanceTime(UNDO_DELAY);
    expect.verifySteps([[channelId]]);
    await animationFrame();
    await contains(".o_notification", { count: 0 });
});

test("there is nothing to undo once somebody else has closed it", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepClosings();
    await startWithConversation(channelId);
    await click(CLOSE);
    await contains(`${BAR} .alert`);
    pyEnv["bus.bus"]._sendone(pyEnv["discuss.channel"].browse(channelId)[0], "mail.record/insert", {
        "discuss.channel": [{ id: channelId, livechat_end_dt: "2024-01-01 10:00:00" }],
    });
    await contains(`${BAR} .alert`, { count: 0 });
    await advanceTime(UNDO_DELAY);
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
    await contains("[data-section='transcript']"); // all of it is there
    await click(CLOSE);
    browser.dispatchEvent(new Event("pagehide"));
    await animationFrame();
    await advanceTime(UNDO_DELAY);
    expect.verifySteps([
        "/web/dataset/call_kw/discuss.channel/livechat_close",
        [[channelId], 0, 0],
    ]);
    // The browser may bring the page back: to close it once more does no harm.
    await contains(`${BAR} .alert`, { count: 0 });
    await contains(`${CLOSE}:enabled`);
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

test("who is in it is asked where another agent has it", async () => {
    const pyEnv = await startAgentServer();
    const ada = createAgent(pyEnv, "Ada");
    const channelId = createConversation(pyEnv, {
        livechat_operator_id: ada.partnerId,
        channel_member_ids: [ada.partnerId, serverState.partnerId].map((partner_id) =>
            Command.create({ livechat_member_type: "agent", partner_id })
        ),
    });
    stepClosings();
    await startWithConversation(channelId);
    await click(CLOSE);
    await contains(".modal-body", { text: "Ada has it." });
    await click(".modal button", { text: "Close" });
    await contains(`${BAR} .alert`);
    await advanceTime(UNDO_DELAY);
    expect.verifySteps([[channelId]]);
});

for (const [title, isThere, name] of [
    ["whoever joined last has it", true, "Ada"],
    ["whoever joined last and left does not have it any more", false, "Bea"],
]) {
    test(`asked before it is closed: ${title}`, async () => {
        const pyEnv = await startAgentServer();
        const [ada, bea] = ["Ada", "Bea"].map((agentName) => createAgent(pyEnv, agentName));
        const partnerIds = [bea.partnerId, serverState.partnerId];
        const channelId = createConversation(pyEnv, {
            livechat_last_handover: {
                ...{ id: 1, kind: "joined", comment: false, date: "2024-01-01 10:00:00" },
                ...{ from_name: "Bea", to_name: "Ada" },
                ...{ to_user_id: ada.userId, to_partner_id: ada.partnerId },
            },
            livechat_operator_id: bea.partnerId,
            channel_member_ids: [...partnerIds, ...(isThere ? [ada.partnerId] : [])].map(
                (partner_id) => Command.create({ livechat_member_type: "agent", partner_id })
            ),
        });
        await startWithConversation(channelId);
        await contains(".o-livechatInfoPanel-handover");
        await click(CLOSE);
        await contains(".modal-body", { text: `${name} has it.` });
    });
}

test("what is being closed is not for anything else", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepClosings();
    await startWithConversation(channelId);
    await click(CLOSE);
    await contains(".o-livechatInfoPanel [role='radio']:disabled", { count: 3 });
    await contains(".o-livechatInfoPanel button:disabled", { text: "Reassign…" });
    await contains(".o-livechatInfoPanel small", { text: "You are closing it: undo that first." });
    getService("livechat_info_panel.closing").close(
        getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId })
    );
    await contains(`${BAR} .alert`);
    await advanceTime(UNDO_DELAY);
    expect.verifySteps([[channelId]]);
});

test("when the time to undo one is over, the focus is where the next one can be undone", async () => {
    const pyEnv = await startAgentServer();
    stepClosings();
    const channelIds = ["Ann", "Bob", "Cem"].map((name) => createConversation(pyEnv, { name }));
    await startWithConversation(channelIds[0]);
    await locate(CLOSE).click();
    await contains(`${BAR} .alert`, { count: 1 });
    await advanceTime(UNDO_DELAY / 2);
    getService("livechat_info_panel.closing").close(
        getService("mail.store").Thread.get({ model: "discuss.channel", id: channelIds[1] })
    );
    await contains(`${BAR} .alert`, { count: 2 });
    queryFirst(`${BAR} button`).focus();
    await advanceTime(UNDO_DELAY / 2);
    await contains(`${BAR} .alert`, { count: 1 });
    await contains(`${BAR} button:focus`);
    await advanceTime(UNDO_DELAY / 2);
    expect.verifySteps([[channelIds[0]], [channelIds[1]]]);
});

test("the focus stays in the panel when the time to undo is over", async () => {
    const pyEnv = await startAgentServer();
    stepClosings();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await locate(CLOSE).click();
    await contains(`${BAR} button:focus`);
    await advanceTime(UNDO_DELAY);
    await contains(`${BAR} .alert`, { count: 0 });
    expect(queryOne(PANEL).contains(document.activeElement)).toBe(true);
    expect.verifySteps([[channelId]]);
});
