import { livechatModels } from "@im_livechat/../tests/livechat_test_helpers";

import { click, contains, openDiscuss, start, startServer } from "@mail/../tests/mail_test_helpers";

import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import {
    Command,
    defineModels,
    MockServer,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

export { createContact } from "./mock_server/mock_models/customer";
import { DiscussChannel } from "./mock_server/mock_models/discuss_channel";
import { Im_LivechatConversationTag } from "./mock_server/mock_models/im_livechat_conversation_tag";
import { Im_LivechatExpertise } from "./mock_server/mock_models/im_livechat_expertise";
import { ResPartner } from "./mock_server/mock_models/res_partner";
import { ResUsers } from "./mock_server/mock_models/res_users";

export { makeRecent } from "./mock_server/mock_models/recent";
export { makeSending } from "./mock_server/mock_models/transcript";

/** How long after the last key a field asks for suggestions, in milliseconds. */
export const SUGGESTION_DELAY = 250;

export const livechatInfoPanelModels = {
    ...livechatModels,
    DiscussChannel,
    Im_LivechatConversationTag,
    Im_LivechatExpertise,
    ResPartner,
    ResUsers,
};

export function defineLivechatInfoPanelModels() {
    return defineModels(livechatInfoPanelModels);
}

/**
 * Start the server for an agent: a user with Live Chat rights.
 *
 * @param {{isManager?: boolean}} [options]
 */
export async function startAgentServer({ isManager = false } = {}) {
    const pyEnv = await startServer();
    const groupIds = [serverState.groupId, serverState.groupLivechatId];
    if (isManager) {
        groupIds.push(serverState.groupLivechatManagerId);
    }
    pyEnv["res.users"].write([serverState.userId], { group_ids: groupIds });
    onRpc("res.users.settings", "set_res_users_settings", ({ kwargs }) => kwargs.new_settings);
    return pyEnv;
}

/**
 * Create a conversation of the agent with a guest, or with a contact.
 *
 * @param {Object} [values] values of the conversation
 * @param {Object} [customer] values of the visitor as member: `partner_id`, or `guest_id`
 * @returns {number} its id
 */
export function createConversation(pyEnv, values = {}, customer = {}) {
    if (!customer.partner_id && !customer.guest_id) {
        customer = { guest_id: pyEnv["mail.guest"].create({ name: "Visitor #20" }) };
    }
    return pyEnv["discuss.channel"].create({
        channel_member_ids: [
            Command.create({ partner_id: serverState.partnerId, livechat_member_type: "agent" }),
            Command.create({ ...customer, livechat_member_type: "visitor" }),
        ],
        channel_type: "livechat",
        livechat_operator_id: serverState.partnerId,
        livechat_status: "in_progress",
        ...values,
    });
}

/** Start the web client with a conversation and the panel: beside it, on a phone in its place. */
export async function startWithConversation(channelId, options) {
    const env = await start(options);
    await openDiscuss(channelId, options?.asTab ? { target: env } : undefined);
    if (env.services.ui.isSmall) {
        await openPanelOnPhone();
    }
    await contains(`${env.selector ?? ""} .o-livechatInfoPanel`);
    return env;
}

/** Open the panel of the conversation that a phone shows. */
export async function openPanelOnPhone() {
    await contains(".o-mail-ChatWindow-moreActions"); // the menu listens after that
    await click(".o-mail-ChatWindow-moreActions");
    await click(".o-dropdown-item", { text: "Information" });
}

/** Create a contact who is a user as well, and so could be an agent. */
export function createAgent(pyEnv, name) {
    const partnerId = pyEnv["res.partner"].create({ name });
    const userId = pyEnv["res.users"].create({ name, partner_id: partnerId });
    return { partnerId, userId };
}

/**
 * Create a conversation that looks for help, of another agent.
 *
 * @param {{name?: string, minutes?: number, agent?: {partnerId: number, userId: number}}} options
 *     the visitor's name, how long it has been waiting, and who asked: without, it has no agent
 * @param {Object} [values] values of the conversation
 * @returns {number} its id
 */
export function createHelpRequest(pyEnv, { name = "Visitor #20", minutes = 0, agent }, values) {
    const since = serializeDateTime(luxon.DateTime.now().minus({ minutes }));
    const members = [
        Command.create({
            guest_id: pyEnv["mail.guest"].create({ name }),
            livechat_member_type: "visitor",
        }),
    ];
    if (agent) {
        members.unshift(
            Command.create({ partner_id: agent.partnerId, livechat_member_type: "agent" })
        );
    }
    return createConversation(pyEnv, {
        channel_member_ids: members,
        livechat_help_user_id: agent?.userId,
        livechat_is_unattended: !agent,
        livechat_looking_for_help_since_dt: since,
        livechat_operator_id: agent?.partnerId ?? serverState.odoobotId,
        livechat_status: "need_help",
        livechat_status_since_dt: since,
        ...values,
    });
}

/**
 * Send the agent a notification of the addon over the bus.
 *
 * @param {string} type its type, without the addon's name
 * @param {Object} payload
 */
export function sendToAgent(type, payload) {
    const { env } = MockServer;
    const [partner] = env["res.partner"].read(serverState.partnerId);
    env["bus.bus"]._sendone(partner, `livechat_info_panel/${type}`, payload);
}

/** Let what was sent over the bus have its effect. */
export async function flushBus() {
    await advanceTime(100);
    await animationFrame();
}
