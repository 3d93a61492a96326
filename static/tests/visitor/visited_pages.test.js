import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { Moment } from "@livechat_info_panel/panel/moment";

import { contains } from "@mail/../tests/mail_test_helpers";

import { onRendered } from "@odoo/owl";

import { describe, expect, test } from "@odoo/hoot";
import { queryAll, queryAllTexts, queryFirst, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate, mockTimeZone } from "@odoo/hoot-mock";

import { patchWithCleanup } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const MINUTE = 60_000;
const PAGES = ".o-livechatInfoPanel-visitedPages";

test("the pages, as links where there is a link", async () => {
    mockTimeZone(+11);
    mockDate("2025-07-16 12:00:00");
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_visited_pages: [
            { name: "Home", url: "https://example.com/", date: "2025-07-14 10:00:20" },
            { name: "javascript:alert(1)", url: false, date: "2025-07-16 10:20:20" },
            { name: "Contact", url: "https://example.com/contact", date: "2025-07-16 10:21:00" },
        ],
    });
    await startWithConversation(channelId);
    await contains(`${PAGES} a`, { count: 2 });
    expect(queryAllTexts(`${PAGES} time`)).toEqual(["Jul 14", "9:20 PM", "9:21 PM"]);
    expect(queryFirst(`${PAGES} [data-tooltip]`).dataset.tooltip).toBe("Jul 14, 9:00 PM");
    // What screen readers read:
    const text = queryOne(`${PAGES} .text-break:has(a)`).cloneNode(true);
    text.querySelectorAll("[aria-hidden]").forEach((el) => el.remove());
    expect(text.textContent).toBe(
        "Home (Jul 14, 9:00 PM) → javascript:alert(1) (Jul 16, 9:20 PM) → Contact (Jul 16, 9:21 PM)"
    );
    expect(queryAll(`${PAGES} a`).map((link) => [link.textContent, link.href])).toEqual([
        ["Home", "https://example.com/"],
        ["Contact", "https://example.com/contact"],
    ]);
    await contains(`${PAGES} a[target='_blank'][rel='noopener noreferrer']`, { count: 2 });
});

test("no pages, no section", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel h6", { text: "Status" });
    await contains(PAGES, { count: 0 });
});

test("a time becomes a day at midnight by itself, and is not rendered before", async () => {
    mockTimeZone(+2);
    mockDate("2025-07-16 21:55:00");
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_visited_pages: [{ name: "Home", url: false, date: "2025-07-16 21:52:00" }],
    });
    patchWithCleanup(Moment.prototype, {
        setup() {
            super.setup();
            onRendered(() => expect.step(this.date.short));
        },
    });
    await startWithConversation(channelId);
    await contains(`${PAGES} time`, { text: "11:52 PM" });
    expect.verifySteps(["11:52 PM"]);
    await advanceTime(4 * MINUTE);
    await animationFrame();
    expect.verifySteps([]);
    await advanceTime(2 * MINUTE);
    await contains(`${PAGES} time`, { text: "Jul 16" });
    expect.verifySteps(["Jul 16"]);
});
