import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { contains, openDiscuss, start } from "@mail/../tests/mail_test_helpers";

import { describe, test } from "@odoo/hoot";

import { getService, serverState } from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const NAME = ".o-mail-DiscussContent-threadName";

const at = (minutes) => serializeDateTime(luxon.DateTime.now().minus({ minutes }));

/** Start with the agent's chats, and #general, in the first of them; and leave that. */
async function startAndLeave(...chats) {
    const pyEnv = await startAgentServer();
    pyEnv["discuss.channel"].create({ name: "general", channel_type: "channel" });
    const ids = chats.map((values, index) =>
        createConversation(pyEnv, values, {
            guest_id: pyEnv["mail.guest"].create({ name: `Visitor #${index}` }),
        })
    );
    await start();
    await openDiscuss(ids[0]);
    await contains(`${NAME}[title='Visitor #0']`);
    await getService("orm").call("discuss.channel", "action_unfollow", [[ids[0]]]);
}

test("whose customer waits longest", async () => {
    await startAndLeave(
        { livechat_customer_waiting_since_dt: at(9) },
        { last_interest_dt: at(0), livechat_customer_waiting_since_dt: at(2) },
        { last_interest_dt: at(1), livechat_customer_waiting_since_dt: at(3) }
    );
    await contains(`${NAME}[title='Visitor #2']`);
});

test("if nobody waits, the one in which somebody wrote last", async () => {
    await startAndLeave({}, { last_interest_dt: at(7) }, { last_interest_dt: at(5) });
    await contains(`${NAME}[title='Visitor #2']`);
});

test("if there is none, the first channel, as in Odoo", async () => {
    await startAndLeave({ livechat_operator_id: serverState.partnerId });
    await contains(`${NAME}[title='general']`);
});
