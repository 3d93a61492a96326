import { RETRY_DELAY } from "@livechat_info_panel/core/ask_until_answered";
import { CatchUp } from "@livechat_info_panel/core/catch_up";
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

import { contains, insertText, openFormView, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import {
    getService,
    MockServer,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";

import { letTheBusForget, OUT_OF_DATE, tell } from "./catch_up_test_helpers";

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

/** Have somebody write, of which nobody is told. */
function say(channelId, body) {
    MockServer.env["mail.message"].create({
        author_id: serverState.odoobotId,
        body,
        message_type: "comment",
        model: "discuss.channel",
        res_id: channelId,
    });
}

const DISCUSS = [
    "failures",
    "systray_get_activities",
    "init_messaging",
    "channels_as_member",
    "discuss.channel",
    "/im_livechat/looking_for_help",
].join(" ");
const EVERYTHING = [DISCUSS, "/im_livechat/session/data"];

for (const event of ["CONNECT", "RECONNECT"]) {
    test(`what the bus has forgotten is shown after a ${event}`, async () => {
        await startWithBoth();
        await contains(CALL);
        await tell("CONNECT"); // the first one loses nothing
        letTheBusForget();
        await tell("DISCONNECT", event);
        await contains(LANGUAGE, { text: "French" });
        await contains(CALL, { count: 0 });
        expect.verifySteps(EVERYTHING, { ignoreOrder: true });
        expect(OUT_OF_DATE).toHaveCount(0);
    });
}

test("nothing is fetched that the bus still delivers", async () => {
    await startWithBoth();
    getService("legacy_multi_tab").setSharedValue("last_notification_id", 1);
    await tell("CONNECT", "DISCONNECT", "CONNECT", "DISCONNECT", "RECONNECT");
    await tell();
    expect.verifySteps([]);
});

test("what happened is fetched if the bus has told nothing before", async () => {
    await startWithBoth();
    await tell("CONNECT");
    await tell("DISCONNECT", "RECONNECT");
    await contains(LANGUAGE, { text: "French" });
    expect.verifySteps(EVERYTHING, { ignoreOrder: true });
});

test("messages of which the bus has forgotten are shown, what could not be sent stays", async () => {
    const pyEnv = await startAgentServer();
    const id = createConversation(pyEnv);
    say(id, "From before");
    const other = createConversation(pyEnv, { name: "Another" });
    await startWithConversation(other);
    await getService("mail.store").Thread.get({ model: "discuss.channel", id }).open();
    await contains(".o-mail-Message", { text: "From before" });
    let isDown = true;
    onRpc("/mail/message/post", () => {
        if (isDown) {
            throw new ConnectionLostError("/");
        }
    });
    await insertText(".o-mail-Composer-input", "Not sent");
    await press("Enter");
    await contains(".o-mail-Message", { text: "Not sent" });
    letTheBusForget();
    say(id, "From meanwhile");
    await tell("DISCONNECT", "RECONNECT");
    await contains(".o-mail-Message", { text: "From meanwhile" });
    expect(queryAllTexts(".o-mail-Message-content")).toEqual([
        "From before",
        "From meanwhile",
        "Not sent",
    ]);
    isDown = false;
});

test("where messages cannot be fetched, those that were there stay, and it is tried again", async () => {
    const pyEnv = await startAgentServer();
    const id = createConversation(pyEnv);
    say(id, "From before");
    await startWithConversation(id);
    await contains(".o-mail-Message", { text: "From before" });
    letTheBusForget();
    say(id, "From meanwhile");
    let isDown = true;
    onRpc("/discuss/channel/messages", () => {
        if (isDown) {
            expect.step("down");
            return new Response("", { status: 502 });
        }
    });
    await tell("DISCONNECT", "RECONNECT");
    await expect.waitForSteps(["down"]);
    await contains(".o-mail-Message", { count: 1, text: "From before" });
    isDown = false;
    await animationFrame();
    await advanceTime(RETRY_DELAY * 1.5);
    await contains(".o-mail-Message", { text: "From meanwhile" });
    await contains(".o-mail-Message", { count: 2 });
});

test("if it cannot be caught up, the page is out of date", async () => {
    expect.errors(1);
    await startWithBoth();
    letTheBusForget();
    patchWithCleanup(CatchUp.prototype, {
        fetch: () => Promise.reject(new Error("Not today")),
    });
    await tell("DISCONNECT", "RECONNECT");
    await contains(OUT_OF_DATE);
    await expect.waitForErrors(["Not today"]);
    expect.verifySteps([]);
});

test("a conversation that is gone is closed", async () => {
    const pyEnv = await startAgentServer();
    const id = createConversation(pyEnv);
    await startWithConversation(id);
    await contains(".o-mail-DiscussSidebarChannel");
    letTheBusForget();
    pyEnv["discuss.channel"].unlink([id]);
    await tell("DISCONNECT", "RECONNECT");
    await contains(".o-mail-DiscussSidebarChannel", { count: 0 });
    await contains(".o-livechatInfoPanel", { count: 0 });
});

test("in another app the page is out of date", async () => {
    const pyEnv = await startAgentServer();
    createConversation(pyEnv);
    await start();
    await openFormView("res.partner", serverState.partnerId);
    letTheBusForget();
    await tell("DISCONNECT", "RECONNECT");
    await contains(OUT_OF_DATE);
});

test("a server that does not answer yet is asked again", async () => {
    let isDown = true;
    patchWithCleanup(CatchUp.prototype, {
        async fetch() {
            if (isDown) {
                throw new ConnectionLostError("/");
            }
            return super.fetch();
        },
    });
    await startWithBoth();
    letTheBusForget();
    await tell("DISCONNECT", "RECONNECT");
    expect.verifySteps([]);
    isDown = false;
    await advanceTime(RETRY_DELAY * 1.5);
    await contains(LANGUAGE, { text: "French" });
    expect.verifySteps(EVERYTHING, { ignoreOrder: true });
});

test("whether the bus has forgotten something is asked again", async () => {
    await startWithBoth();
    letTheBusForget();
    let isDown = true;
    onRpc("/bus/has_missed_notifications", () => {
        if (isDown) {
            throw new ConnectionLostError("/");
        }
        return true;
    });
    await tell("DISCONNECT", "RECONNECT");
    expect.verifySteps([]);
    isDown = false;
    await advanceTime(RETRY_DELAY * 1.5);
    await contains(LANGUAGE, { text: "French" });
    expect.verifySteps(EVERYTHING, { ignoreOrder: true });
});

test("a panel that opened without a connection is filled as soon as there is one", async () => {
    expect.errors(1);
    const pyEnv = await startAgentServer();
    const id = createConversation(pyEnv, { livechat_visitor_lang: "es" });
    let isDown = true;
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        const names = params.fetch_params.map((param) => [param].flat()[0]);
        if (isDown && names.includes("/im_livechat/session/data")) {
            return new Response("", { status: 502 });
        }
    });
    await startWithConversation(id);
    await animationFrame();
    expect(LANGUAGE).toHaveCount(0);
    await expect.waitForErrors(["established"]);
    isDown = false;
    await tell("RECONNECT");
    await contains(LANGUAGE, { text: "Spanish" });
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
    letTheBusForget();
    pyEnv["discuss.channel"].write([ids[0]], { livechat_status: "in_progress" });
    pyEnv["discuss.channel"].unlink(ids[1]);
    await tell("DISCONNECT", "RECONNECT");
    await contains(`${toast}[aria-label='1 call for help'] li:contains(Otto)`);
    await flushBus();
    await contains(".o_notification", { text: "Pablo joined Mia" });
});
