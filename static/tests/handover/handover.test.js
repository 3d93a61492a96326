import {
    createAgent,
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryFirst } from "@odoo/hoot-dom";

import { Command, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const PANEL = ".o-livechatInfoPanel";
const HANDOVER = `${PANEL} .o-livechatInfoPanel-handover`;

async function openWithHandover(values) {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_visitor_lang: "es",
        livechat_last_handover: {
            id: 1,
            kind: "reassigned",
            from_name: "Ada",
            to_user_id: serverState.userId,
            to_name: "Mitchell Admin",
            comment: "A regular.\nWants <b>Otto</b>.",
            date: "2026-03-01 10:00:00",
            ...values,
        },
    });
    await startWithConversation(channelId);
}

test("who gets it and has hidden what was said can read it again", async () => {
    await openWithHandover();
    await contains(`${HANDOVER}:contains(Ada handed this over to you)`);
    await contains(`${HANDOVER}:contains(11:00)`);
    expect(queryFirst(`${PANEL} section`)).toHaveClass("o-livechatInfoPanel-handover");
    await contains(`${HANDOVER} details:not([open])`);
    await click(`${HANDOVER} summary`, { text: "What was said" });
    await contains(`${HANDOVER} details[open]`, { text: "A regular.\nWants <b>Otto</b>." });
});

test("for the others", async () => {
    await openWithHandover({ to_user_id: serverState.userId + 1000, to_name: "Otto" });
    await contains(`${HANDOVER}:contains(Handed over by Ada to Otto)`);
    await contains(`${HANDOVER}:contains(Wants <b>Otto</b>.)`);
    await contains(`${HANDOVER} details`, { count: 0 });
});

test("who joined to help, for the others", async () => {
    await openWithHandover({
        kind: "joined",
        to_user_id: serverState.userId + 1000,
        to_name: "Otto",
        comment: false,
    });
    await contains(HANDOVER, { text: "Otto joined to help Ada" });
});

test("not what the agent did just now, and nothing where nothing was handed over", async () => {
    await openWithHandover({ kind: "joined", comment: false });
    await contains(`${PANEL} [title='Language']`, { text: "Spanish" }); // it has its data
    expect(queryAllTexts(`${PANEL} h6`)).not.toInclude("Handover");
});

test("where the former agent stays, it is still named after the visitor", async () => {
    const pyEnv = await startAgentServer();
    const eve = createAgent(pyEnv, "Eve");
    const channelId = createConversation(pyEnv, { livechat_operator_id: eve.partnerId });
    await startWithConversation(channelId);
    await contains(".o-mail-DiscussContent-threadName[title='Visitor #20']");
    await contains(".o-mail-DiscussSidebarChannel", { text: "Visitor #20" });
});

test("as in Odoo: where nobody says who is what, the visitor is who is not the operator", async () => {
    const pyEnv = await startAgentServer();
    const guest_id = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    const channelId = createConversation(pyEnv, {
        channel_member_ids: [
            Command.create({ partner_id: serverState.partnerId, livechat_member_type: false }),
            Command.create({ guest_id, livechat_member_type: false }),
        ],
    });
    await startWithConversation(channelId);
    await contains(".o-mail-DiscussContent-threadName[title='Visitor #21']");
});
