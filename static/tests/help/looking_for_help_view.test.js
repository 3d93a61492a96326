import {
    createAgent,
    createHelpRequest,
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { RELOAD_DELAY } from "@livechat_info_panel/help/looking_for_help_view_patch";

import {
    click,
    contains,
    openKanbanView,
    openListView,
    start,
} from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { keyDown, keyUp, click as pointerClick } from "@odoo/hoot-dom";
import { advanceTime, Deferred } from "@odoo/hoot-mock";

import { onRpc, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const LIST = `
    <list js_class="im_livechat.discuss_channel_looking_for_help_list">
        <field name="name"/>
    </list>`;
const KANBAN = `
    <kanban js_class="im_livechat.discuss_channel_looking_for_help_kanban">
        <templates><t t-name="card"><field name="name"/></t></templates>
    </kanban>`;
const DOMAIN = [["livechat_status", "=", "need_help"]];

/** Show two conversations that look for help. */
async function openLookingForHelp(openView, arch) {
    const pyEnv = await startAgentServer();
    const agent = createAgent(pyEnv, "Ada");
    createHelpRequest(pyEnv, { agent }, { name: "Visitor #1" });
    createHelpRequest(pyEnv, { agent }, { name: "Visitor #2" });
    await start();
    await openView("discuss.channel", { arch, domain: DOMAIN });
    return { agent, pyEnv };
}

async function somebodyElseAsks({ agent, pyEnv }) {
    const id = createHelpRequest(pyEnv, { agent }, { name: "Visitor #3" });
    pyEnv["bus.bus"]._sendone(
        [pyEnv["res.groups"].browse(serverState.groupLivechatId), "LOOKING_FOR_HELP"],
        "im_livechat.looking_for_help/update",
        { added_channel_ids: [id], removed_channel_ids: [] }
    );
    await advanceTime(RELOAD_DELAY);
}

test("lines that are selected stay selected when somebody else asks for help", async () => {
    const list = await openLookingForHelp(openListView, LIST);
    await click(".o_data_row:contains(Visitor #2) .o_list_record_selector input");
    await contains(".o_data_row_selected", { count: 1 });
    await somebodyElseAsks(list);
    await contains(".o_data_row:contains(Visitor #3)");
    await contains(".o_data_row_selected", { count: 1, text: "Visitor #2" });
});

test("a line that is selected while the list is loaded again stays selected", async () => {
    const list = await openLookingForHelp(openListView, LIST);
    await contains(".o_data_row", { count: 2 });
    const answer = new Deferred();
    onRpc("discuss.channel", "web_search_read", async () => {
        expect.step("load");
        await answer;
    });
    await somebodyElseAsks(list);
    await expect.waitForSteps(["load"]);
    await click(".o_data_row:contains(Visitor #2) .o_list_record_selector input");
    await contains(".o_data_row_selected", { count: 1 });
    answer.resolve();
    await contains(".o_data_row:contains(Visitor #3)");
    await contains(".o_data_row_selected", { count: 1, text: "Visitor #2" });
});

test("cards that are selected stay selected when somebody else asks for help", async () => {
    const cards = await openLookingForHelp(openKanbanView, KANBAN);
    await contains(".o_kanban_record:contains(Visitor #1)");
    await keyDown("alt");
    await pointerClick(".o_kanban_record:contains(Visitor #1)");
    await keyUp("alt");
    await contains(".o_record_selected", { count: 1 });
    await somebodyElseAsks(cards);
    await contains(".o_kanban_record:contains(Visitor #3)");
    await contains(".o_record_selected", { count: 1, text: "Visitor #1" });
});
