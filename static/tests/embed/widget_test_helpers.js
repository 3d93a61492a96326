import {
    defineLivechatModels,
    loadDefaultEmbedConfig,
} from "@im_livechat/../tests/livechat_test_helpers";

import {
    click,
    contains,
    insertText,
    setupChatHub,
    start,
    startServer,
    triggerHotkey,
} from "@mail/../tests/mail_test_helpers";

import {
    Command,
    getService,
    makeServerError,
    MockServer,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";

export { defineLivechatModels as defineWidgetModels };

export const MESSAGE = ".o-mail-Message";
export const NOTICE = ".o-mail-NotificationMessage";

export const NOBODY_AVAILABLE =
    "odoo.addons.livechat_info_panel.controllers.leave_message.NobodyAvailable";

export const MESSAGE_TOO_LONG =
    "odoo.addons.livechat_info_panel.models.visitor.message_length.MessageTooLong";

/** Start the widget for a new guest, with an agent who is available. */
export async function startWidget({ authenticateAs = false } = {}) {
    const pyEnv = await startServer();
    const livechatChannelId = await loadDefaultEmbedConfig();
    await start({ authenticateAs });
    return { pyEnv, livechatChannelId };
}

/**
 * Start the widget with the chat window of a conversation that a guest began.
 *
 * @param {Object} [options]
 * @param {boolean} [options.isLoggedIn] whether the guest has logged in since
 * @param {Object} [options.values] values of the conversation
 */
export async function startWidgetWithConversation({ isLoggedIn = false, values } = {}) {
    const pyEnv = await startServer();
    const livechatChannelId = await loadDefaultEmbedConfig();
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #20" });
    const agentId = pyEnv["res.partner"].create({ name: "Ada", user_livechat_username: "Ada A." });
    const customer = isLoggedIn ? { partner_id: serverState.partnerId } : { guest_id: guestId };
    const channelId = pyEnv["discuss.channel"].create({
        channel_member_ids: [
            Command.create({ partner_id: agentId, livechat_member_type: "agent" }),
            Command.create({ ...customer, livechat_member_type: "visitor" }),
        ],
        channel_type: "livechat",
        livechat_channel_id: livechatChannelId,
        livechat_operator_id: agentId,
        ...values,
    });
    setupChatHub({ opened: [channelId] });
    const [guest] = pyEnv["mail.guest"].read(guestId);
    await start(isLoggedIn ? {} : { authenticateAs: { ...guest, _name: "mail.guest" } });
    await contains(".o-mail-ChatWindow .o-mail-Composer");
    const thread = getThread(channelId);
    await thread.isLoadedDeferred;
    return { pyEnv, agentId, channelId, guestId, thread };
}

/** Change a conversation as the server does, which tells the widget. */
export function sendToWidget(channelId, data) {
    const { env } = MockServer;
    const [channel] = env["discuss.channel"].browse(channelId);
    env["bus.bus"]._sendone(channel, "mail.record/insert", data);
}

/** Open the chat window of a conversation that is not on the server yet. */
export async function openChat() {
    await click(".o-livechat-LivechatButton");
    await contains(".o-mail-ChatWindow .o-mail-Composer-input");
}

export async function write(text) {
    await insertText(".o-mail-Composer-input", text);
    await triggerHotkey("Enter");
}

/** The agent goes after the chat window was opened. */
export function letNobodyBeAvailable() {
    onRpc("/im_livechat/get_session", async (request) => {
        const { params } = await request.json();
        if (params.persisted) {
            throw makeServerError({ errorName: NOBODY_AVAILABLE, message: "Nobody is available." });
        }
    });
}

export const getThread = (id) =>
    getService("mail.store").Thread.get({ id, model: "discuss.channel" });

export const getThreads = () =>
    Object.values(getService("mail.store").Thread.records).filter(
        ({ channel_type }) => channel_type === "livechat"
    );
