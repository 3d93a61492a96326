import { contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";

import { getService } from "@web/../tests/web_test_helpers";

import {
    defineWidgetModels,
    MESSAGE,
    NOTICE,
    sendToWidget,
    startWidgetWithConversation,
} from "./widget_test_helpers";

describe.current.tags("desktop");
defineWidgetModels();

/** Let the widget hear of a notice by an agent. */
function sendNotice(channelId, agentId, type, values) {
    sendToWidget(channelId, {
        "discuss.channel": [{ id: channelId, messages: [["ADD", [5000]]] }],
        "mail.message": [
            {
                id: 5000,
                author_id: agentId,
                body: ["markup", `<div class="o_mail_notification" data-oe-type="${type}">…</div>`],
                message_type: "notification",
                model: "discuss.channel",
                res_id: channelId,
                thread: { id: channelId, model: "discuss.channel" },
                ...values,
            },
        ],
    });
}

/** Let the widget hear of a message of a guest. */
function insertMessage(channelId, guestId, id, body) {
    const thread = { id: channelId, model: "discuss.channel" };
    const store = getService("mail.store");
    const message = store["mail.message"].insert({
        id,
        author_guest_id: guestId,
        body,
        message_type: "comment",
        model: "discuss.channel",
        res_id: channelId,
        thread,
    });
    store.Thread.get(thread).messages.add(message);
    return message;
}

test("the customer sees which agent joined, by the agent's live chat name", async () => {
    const { agentId, channelId } = await startWidgetWithConversation();
    sendNotice(channelId, agentId, "channel-joined", { livechat_joined_agent: agentId });
    await contains(`${NOTICE} .text-muted`, { text: "Ada A. joined the conversation." });
    await contains(NOTICE, { text: "…", count: 0 });
});

for (const type of ["channel-joined", "channel-left"]) {
    test(`as in Odoo: others come and go unseen: ${type}`, async () => {
        const { agentId, channelId } = await startWidgetWithConversation();
        sendNotice(channelId, agentId, type);
        sendNotice(channelId, agentId, "other", { id: 5001, author_id: false });
        sendToWidget(channelId, {
            "discuss.channel": [{ id: channelId, messages: [["ADD", [5001]]] }],
        });
        await contains(NOTICE, { text: "…" });
        await contains(NOTICE, { count: 1 });
    });
}

test("as in Odoo: any other notice says what it says", async () => {
    const { agentId, channelId } = await startWidgetWithConversation();
    sendNotice(channelId, agentId, "channel_rename", {
        body: ["markup", `<div class="o_mail_notification">Ada sent the conversation</div>`],
    });
    await contains(NOTICE, { text: "Ada sent the conversation" });
    await contains(NOTICE, { text: "joined", count: 0 });
});

test("whoever has logged in is still the author of what they wrote as a guest, but cannot change it", async () => {
    const { channelId, guestId, pyEnv } = await startWidgetWithConversation({ isLoggedIn: true });
    const otherGuestId = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    getService("mail.store").guest_token = `${guestId}|token`;
    const message = insertMessage(channelId, guestId, 5000, "Mine");
    const otherMessage = insertMessage(channelId, otherGuestId, 5001, "Somebody else's");
    await contains(`${MESSAGE}.o-selfAuthored`, { text: "Mine" });
    await contains(`${MESSAGE}.o-selfAuthored`, { count: 1 });
    expect(message.effectiveSelf.id).toBe(guestId);
    expect(message.allowsEdition).toBe(false);
    expect(otherMessage.isSelfAuthored).toBe(false);
});

test("as in Odoo: without the guest's token, what a guest wrote is a guest's", async () => {
    const { channelId, guestId } = await startWidgetWithConversation({ isLoggedIn: true });
    const message = insertMessage(channelId, guestId, 5000, "A guest's");
    await contains(MESSAGE, { text: "A guest's" });
    await contains(`${MESSAGE}.o-selfAuthored`, { count: 0 });
    expect(message.effectiveSelf).toBe(message.thread.effectiveSelf);
});

test("as in Odoo: a guest may change what they wrote", async () => {
    const { channelId, guestId } = await startWidgetWithConversation();
    getService("mail.store").guest_token = `${guestId}|token`;
    const message = insertMessage(channelId, guestId, 5000, "Mine");
    await contains(`${MESSAGE}.o-selfAuthored`, { text: "Mine" });
    expect(message.allowsEdition).toBe(true);
});
