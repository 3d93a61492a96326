import {
    defineLivechatInfoPanelModels,
    flushBus,
    sendToAgent,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { RELOAD_DELAY } from "@livechat_info_panel/now/now_feed";

import { click, contains, openFormView } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";

import {
    getService,
    makeServerError,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";

import { letTheBusForget, OUT_OF_DATE, tell } from "../core/catch_up_test_helpers";
import { change, createRow, minutesAgo, NAMES, openNow, ROW } from "./now_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const DATA = "/livechat_info_panel/now";
const LOST = "[role=alert]:contains(The connection is lost)";

/** Have it loaded again as soon as something made it outdated. */
async function outdate() {
    sendToAgent("now", { is_outdated: true });
    await flushBus();
    await advanceTime(RELOAD_DELAY);
    await animationFrame();
}

/** Have what Now asks for next arrive as late as that. */
function delayAnswer(until) {
    const delays = [until];
    patchWithCleanup(getService("mail.store"), {
        async _fetchStoreDataRpc(params) {
            if (!params.includes(DATA)) {
                return super._fetchStoreDataRpc(params);
            }
            expect.step("asked");
            const delay = delays.shift();
            const data = await super._fetchStoreDataRpc(params);
            await delay;
            return data;
        },
    });
}

test("what is asked for last is what is shown, however late the answers come", async () => {
    const pyEnv = await startAgentServer();
    const first = createRow(pyEnv, "First");
    await openNow();
    await contains(NAMES, { text: "First" });
    const answer = new Deferred();
    delayAnswer(answer);
    await outdate();
    await expect.waitForSteps(["asked"]);
    createRow(pyEnv, "Second");
    pyEnv["discuss.channel"].unlink(first);
    await outdate();
    await outdate();
    expect.verifySteps([]); // once that is there, and after a pause
    answer.resolve();
    await flushBus();
    expect.verifySteps([]);
    await advanceTime(RELOAD_DELAY);
    await contains(NAMES, { text: "Second" });
    expect.verifySteps(["asked"]);
    expect(queryAllTexts(NAMES)).toEqual(["Second"]);
});

test("after a short loss nothing is fetched that the bus still delivers", async () => {
    const pyEnv = await startAgentServer();
    const id = createRow(pyEnv, "First");
    await openNow();
    await contains(NAMES, { text: "First" });
    getService("legacy_multi_tab").setSharedValue("last_notification_id", 1);
    onRpc("/mail/data", () => expect.step("asked"));
    await tell("CONNECT", "DISCONNECT");
    await contains(LOST);
    await tell("RECONNECT");
    await contains(LOST, { count: 0 });
    await change(pyEnv, id, { livechat_end_dt: minutesAgo(0), livechat_status: false });
    await contains(ROW, { count: 0 });
    await advanceTime(RELOAD_DELAY);
    await animationFrame();
    expect.verifySteps([]);
});

test("what the bus has forgotten after a long loss is loaded, without a notice", async () => {
    const pyEnv = await startAgentServer();
    const id = createRow(pyEnv, "First");
    await openNow();
    await contains(NAMES, { text: "First" });
    letTheBusForget();
    createRow(pyEnv, "Second");
    pyEnv["discuss.channel"].unlink(id);
    await tell("DISCONNECT", "RECONNECT");
    await contains(NAMES, { text: "Second" });
    expect(queryAllTexts(NAMES)).toEqual(["Second"]);
    expect(OUT_OF_DATE).toHaveCount(0);
});

test("the page is out of date if Now cannot be loaded, or once it is left", async () => {
    const pyEnv = await startAgentServer();
    createRow(pyEnv, "First");
    await openNow();
    await contains(NAMES, { text: "First" });
    letTheBusForget();
    let isBroken = true;
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        if (isBroken && params.fetch_params.includes(DATA)) {
            throw makeServerError();
        }
    });
    expect.errors(1);
    await tell("DISCONNECT", "RECONNECT");
    await contains(LOST);
    await contains(OUT_OF_DATE);
    await expect.waitForErrors(["Odoo Server Error"]);
    isBroken = false;
    await click(`${OUT_OF_DATE} .o_notification_close`);
    await openFormView("res.partner", serverState.partnerId);
    await contains(OUT_OF_DATE, { count: 0 });
    await tell("DISCONNECT", "RECONNECT");
    await contains(OUT_OF_DATE);
});
