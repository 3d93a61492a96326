import { CATCH_UP_RETRY_DELAY, CatchUp } from "@livechat_info_panel/core/catch_up_service";
import {
    createAgent,
    createConversation,
    createHelpRequest,
    defineLivechatInfoPanelModels,
    flushBus,
    sendToAgent,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { REFRESH_DELAY } from "@livechat_info_panel/core/session_data_service";

import { contains, openFormView, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import { getService, onRpc, patchWithCleanup, serverState } from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const CALL = ".o-mail-DiscussSidebarCategory-livechatNeedHelp ~ * .o-livechatInfoPanel-helpEntry";
const LANGUAGE = "[title='Language']";

/** Start with a conversation of the agent, and a colleague's which looks for help. */
async function startWithBoth() {
    const pyEnv = await startAgentServer();
    const own = createConversation(pyEnv, { livechat_visitor_lang: "es" });
    const other = createHelpRequest(pyEnv, {
        agent: createAgent(pyEnv, "Ada"),
        minutes: 1,
        name: "Visitor #21",
    });
    await startWithConversation(own);
    await contains(LANGUAGE, { text: "Spanish" });
    await contains(CALL);
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        expect.step(params.fetch_params.map((param) => [param].flat()[0]).join(" "));
    });
    pyEnv["discuss.channel"].write(own, { livechat_visitor_lang: "fr" });
    pyEnv["discuss.channel"].unlink(other);
}

/** @param {...string} events what the bus says of its connection */
async function tell(...events) {
    events.forEach((event) => getService("bus_service").trigger(`BUS:${event}`));
    await advanceTime(REFRESH_DELAY);
    await animationFrame();
}

const EVERYTHING = ["discuss.channel /im_livechat/looking_for_help", "/im_livechat/session/data"];

for (const event of ["CONNECT", "RECONNECT"]) {
    test(`what happened meanwhile is shown after a ${event}`, async () => {
        await startWithBoth();
        await contains(CALL);
        await tell("DISCONNECT", event);
        await contains(LANGUAGE, { text: "French" });
        await contains(CALL, { count: 0 });
        expect.verifySteps(EVERYTHING, { ignoreOrder: true });
    });
}

test("nothing is fetched when nothing was lost", async () => {
    await startWithBoth();
    await tell("CONNECT");
    await tell("RECONNECT");
    expect.verifySteps([]);
});

test("a server that does not answer yet is asked again", async () => {
    let isDown = true;
    patchWithCleanup(CatchUp.prototype, {
        async fetchConversations() {
            if (isDown) {
                throw new ConnectionLostError("/");
            }
            return super.fetchConversations();
        },
    });
    await startWithBoth();
    await tell("DISCONNECT", "RECONNECT");
    expect.verifySteps([]);
    isDown = false;
    await advanceTime(CATCH_UP_RETRY_DELAY);
    await contains(LANGUAGE, { text: "French" });
    expect.verifySteps(EVERYTHING, { ignoreOrder: true });
});

test("calls that ended meanwhile leave the toast, what tells who came stays", async () => {
    const pyEnv = await startAgentServer();
    const agent = createAgent(pyEnv, "Ada");
    const names = ["Carla", "Gina", "Otto"];
    const ids = names.map((name) => createHelpRequest(pyEnv, { agent, name }));
    await start();
    await openFormView("res.partner", serverState.partnerId);
    ids.forEach((id, i) =>
        sendToAgent("help_requested", {
            channel_id: id,
            customer: names[i],
            user_ids: [serverState.userId],
        })
    );
    const own = createConversation(pyEnv);
    sendToAgent("help_came", { channel_id: own, customer: "Mia", agent: "Pablo" });
    const toast = ".o-livechatInfoPanel-helpToast";
    await contains(`${toast} li`, { count: 3 });
    await contains(".o_notification", { text: "Pablo joined Mia" });
    getService("bus_service").trigger("BUS:DISCONNECT");
    // Of which nobody is told: the bus has forgotten it.
    patchWithCleanup(pyEnv["bus.bus"], { _sendone() {} });
    pyEnv["discuss.channel"].write([ids[0]], { livechat_status: "in_progress" });
    pyEnv["discuss.channel"].unlink(ids[1]);
    await tell("RECONNECT");
    await contains(`${toast}[aria-label='1 call for help'] li:contains(Otto)`);
    await flushBus();
    await contains(".o_notification", { text: "Pablo joined Mia" });
});
