import {
    createAgent,
    createConversation,
    flushBus,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { mailDataHelpers } from "@mail/../tests/mock_server/mail_mock_server";
import { start } from "@mail/../tests/mail_test_helpers";

import { Command, getService } from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

export const ROW = ".o-livechatInfoPanel-nowRow[data-thread-id]";
export const NAMES = `${ROW} .o-livechatInfoPanel-nowCustomer button`;
export const AGENT = ".o-livechatInfoPanel-nowAgent";

export const minutesAgo = (minutes) => serializeDateTime(luxon.DateTime.now().minus({ minutes }));

/** Create an open conversation with a guest of that name, and an agent or nobody. */
export function createRow(pyEnv, name, values = {}, agent) {
    const guestId = pyEnv["mail.guest"].create({ name });
    const members = [Command.create({ guest_id: guestId, livechat_member_type: "visitor" })];
    if (agent) {
        members.unshift(
            Command.create({ partner_id: agent.partnerId, livechat_member_type: "agent" })
        );
    }
    return createConversation(pyEnv, { channel_member_ids: members, ...values });
}

export function createOperator(pyEnv, name, limit = null, status = "online") {
    const agent = createAgent(pyEnv, name);
    pyEnv["res.partner"].write([agent.partnerId], { im_status: status });
    pyEnv["res.users"].write([agent.userId], {
        livechat_limits: [{ id: 1, max_sessions: limit, sessions: 0 }],
    });
    return agent;
}

export async function openNow() {
    await start();
    await getService("action").doAction("livechat_info_panel.now");
}

/** Change a conversation, as somebody else, of which Now is told. */
export async function change(pyEnv, id, values, counts) {
    pyEnv["discuss.channel"].write([id], values);
    pyEnv["discuss.channel"]._tell_now(new mailDataHelpers.Store(), id, counts);
    await flushBus();
}
