import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { contains } from "@mail/../tests/mail_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAll, queryOne } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";

import { onRpc } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const COMPOSER = ".o-mail-Composer-input:focus";
const HEAD = ".o-livechatInfoPanel [data-section-head]";

beforeEach(async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await contains(COMPOSER);
    await contains(`${HEAD}:contains(Send conversation)`);
    await press(["alt", "l"]);
    await animationFrame();
});

async function expectAfter(key, selector) {
    await press(key);
    await animationFrame();
    expect(selector).toBeFocused();
}

test("the arrows lead from section to section", async () => {
    expect("[aria-label='Contact']").toBeFocused();
    await expectAfter("ArrowUp", "[aria-label='Contact']");
    await expectAfter("ArrowDown", `${HEAD}:contains(Status)`);
    await expectAfter("ArrowDown", `${HEAD}:contains(Notes)`);
    await expectAfter("End", `${HEAD}:contains(Send conversation)`);
    await expectAfter("ArrowDown", `${HEAD}:contains(Send conversation)`);
    await expectAfter("ArrowUp", `${HEAD}:contains(Expertise)`);
    await expectAfter("Home", "[aria-label='Contact']");
});

test("Enter leads into a section, Escape back to its head, and then to the composer", async () => {
    await press("ArrowDown");
    await expectAfter("ArrowDown", `${HEAD}:contains(Notes)`);
    await expectAfter("Enter", "[data-section='notes'] textarea");
    await expectAfter("Escape", `${HEAD}:contains(Notes)`);
    await press("Escape");
    await contains(COMPOSER);
});

test("one comes back to where one was", async () => {
    await press("End");
    await press("Escape");
    await contains(COMPOSER);
    await press(["alt", "l"]);
    await animationFrame();
    expect(`${HEAD}:contains(Send conversation)`).toBeFocused();
});

test("Enter shows what is folded", async () => {
    await press("ArrowDown");
    await press("ArrowDown");
    document.activeElement.click(); // as the space bar does
    await contains("[data-section='notes'] [aria-expanded='false']");
    await press("Enter");
    await contains("[data-section='notes'] textarea:focus");
});

test("Enter shows at once what is folded, however long it takes to keep that", async () => {
    await contains("[data-section='notes'] textarea");
    queryOne("[data-section='notes'] [data-section-head]").click();
    await contains("[data-section='notes'] [aria-expanded='false']");
    queryOne("[data-section='notes'] [data-section-head]").focus();
    onRpc("res.users.settings", "set_res_users_settings", () => new Deferred());
    await press("Enter");
    await contains("[data-section='notes'] textarea:focus");
});

test("Escape closes a list of suggestions first", async () => {
    queryOne("[data-section='tags'] input").focus();
    await press("ArrowDown");
    await contains(".o-autocomplete--dropdown-menu");
    await press("Escape");
    await contains(".o-autocomplete--dropdown-menu", { count: 0 });
    expect("[data-section='tags'] input").toBeFocused();
    await expectAfter("Escape", `${HEAD}:contains(Tags)`);
});

test("Tab leads to one of the heads", async () => {
    const getReached = () => queryAll(HEAD).filter(({ tabIndex }) => tabIndex === 0);
    expect(getReached()).toEqual([queryOne("[aria-label='Contact']")]);
    await press("End");
    expect(getReached()).toEqual([queryOne(`${HEAD}:contains(Send conversation)`)]);
});
