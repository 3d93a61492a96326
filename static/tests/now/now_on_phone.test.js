import {
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";

import { AGENT, createOperator, createRow, NAMES, openNow, ROW } from "./now_test_helpers";

describe.current.tags("mobile");
defineLivechatInfoPanelModels();

test("conversations or agents", async () => {
    const pyEnv = await startAgentServer();
    const ada = createOperator(pyEnv, "Ada");
    createRow(pyEnv, "First", {}, ada);
    await openNow();
    await contains(NAMES, { text: "First" });
    await contains(AGENT, { count: 0 });
    await click("button[aria-pressed='false']", { text: "Agents" });
    await contains(AGENT, { text: "Ada" });
    await contains(ROW, { count: 0 });
    expect(document.documentElement.scrollWidth).toBe(document.documentElement.clientWidth);
});
