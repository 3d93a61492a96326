import {
    createAgent,
    createHelpRequest,
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { ElapsedTime } from "@livechat_info_panel/core/elapsed_time";

import { contains, openDiscuss, start } from "@mail/../tests/mail_test_helpers";

import { onRendered } from "@odoo/owl";

import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import { getService, patchWithCleanup } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const TIME = ".o-livechatInfoPanel-helpEntry time";

async function openListOfOne() {
    const pyEnv = await startAgentServer();
    createHelpRequest(pyEnv, { agent: createAgent(pyEnv, "Ada"), minutes: 3 });
    patchWithCleanup(ElapsedTime.prototype, {
        setup() {
            super.setup();
            onRendered(() => expect.step(this.text));
        },
    });
    await start();
    await openDiscuss();
    await contains(TIME, { text: "3 min" });
    await animationFrame();
}

test("renders when it says something else, and only then", async () => {
    await openListOfOne();
    expect.verifySteps(["3 min"]);
    await advanceTime(30_000);
    await animationFrame();
    expect.verifySteps([]);
    await advanceTime(35_000);
    await contains(TIME, { text: "4 min" });
    expect.verifySteps(["4 min"]);
});

test("does not tick where nobody looks", async () => {
    await openListOfOne();
    const clock = getService("livechat_info_panel.clock");
    let visibility = "hidden";
    patchWithCleanup(document, {
        get visibilityState() {
            return visibility;
        },
    });
    document.dispatchEvent(new Event("visibilitychange"));
    expect(clock.timer).toBe(undefined);
    await advanceTime(65_000);
    await contains(TIME, { text: "3 min" });
    visibility = "visible";
    document.dispatchEvent(new Event("visibilitychange"));
    await contains(TIME, { text: "4 min" });
    expect.verifySteps(["3 min", "4 min"]);
});
