import {
    defineLivechatInfoPanelModels,
    flushBus,
    sendToAgent,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { RELOAD_DELAY } from "@livechat_info_panel/now/now_feed";

import { contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";

import { getService, patchWithCleanup } from "@web/../tests/web_test_helpers";

import { createRow, NAMES, openNow } from "./now_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const DATA = "/livechat_info_panel/now";

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
    expect.verifySteps([]); // as soon as that is there
    answer.resolve();
    await contains(NAMES, { text: "Second" });
    await expect.waitForSteps(["asked"]);
    expect(queryAllTexts(NAMES)).toEqual(["Second"]);
});
