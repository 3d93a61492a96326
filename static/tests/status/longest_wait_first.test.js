import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, openDiscuss, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { hover, queryAllTexts } from "@odoo/hoot-dom";

import { onRpc } from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const NAMES = ".o-mail-DiscussSidebarChannel-itemName";
const CATEGORY = ".o-mail-DiscussSidebarCategory-livechat";

test("own chats: by the last message, or by how long their customers wait", async () => {
    const pyEnv = await startAgentServer();
    onRpc("res.users.settings", "set_res_users_settings", ({ kwargs }) => {
        expect.step(kwargs.new_settings);
        return kwargs.new_settings;
    });
    const create = (number, values) => {
        const guestId = pyEnv["mail.guest"].create({ name: `Visitor #${number}` });
        const at = (minutes) => serializeDateTime(luxon.DateTime.now().minus({ minutes }));
        createConversation(
            pyEnv,
            {
                last_interest_dt: at(values.said),
                livechat_customer_waiting_since_dt: values.waits ? at(values.waits) : false,
            },
            { guest_id: guestId }
        );
    };
    create(1, { said: 1 });
    create(2, { said: 2, waits: 2 });
    create(3, { said: 3, waits: 9 });
    await start();
    await openDiscuss();
    await contains(NAMES, { count: 3 });
    const byMessage = ["Visitor #1", "Visitor #2", "Visitor #3"];
    expect(queryAllTexts(NAMES)).toEqual(byMessage);
    await hover(CATEGORY);
    await click(`${CATEGORY} button[title='Longest waiting customer first']`);
    await contains(`${NAMES}:eq(0)`, { text: "Visitor #3" });
    expect(queryAllTexts(NAMES)).toEqual(["Visitor #3", "Visitor #2", "Visitor #1"]);
    await click(`${CATEGORY} button[title='Sort by the last message']`);
    await contains(`${NAMES}:eq(0)`, { text: "Visitor #1" });
    expect(queryAllTexts(NAMES)).toEqual(byMessage);
    expect.verifySteps([
        { livechat_longest_wait_first: true },
        { livechat_longest_wait_first: false },
    ]);
});
