import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
    SUGGESTION_DELAY,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { edit, press, queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime } from "@odoo/hoot-mock";

import { makeServerError, onRpc } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const EXPERTISE = ".o-livechatInfoPanel [role='group'][aria-label='Expertise']";
const INPUT = `${EXPERTISE} input`;
const OPTION = `${EXPERTISE} .o-autocomplete--dropdown-item`;

async function typeAndWait(text) {
    await contains(INPUT, { setFocus: true });
    await edit(text);
    await advanceTime(SUGGESTION_DELAY);
    await contains(`${OPTION}:not(:has(.fa-spin)):first`);
}

test("several are picked and removed, by keyboard", async () => {
    const pyEnv = await startAgentServer();
    const expertiseIds = pyEnv["im_livechat.expertise"].create([
        { name: "Accounting" },
        { name: "Pricing" },
    ]);
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(`${INPUT}[placeholder='Add expertise']`);
    await typeAndWait("pri");
    await press("Enter");
    await contains(`${EXPERTISE} .o_tag`, { text: "Pricing" });
    await edit("Accounting");
    await press("Enter");
    await contains(`${EXPERTISE} .o_tag`, { text: "Accounting" });
    const getExpertise = () => pyEnv["discuss.channel"].browse(channelId)[0].livechat_expertise_ids;
    expect(getExpertise().sort()).toEqual(expertiseIds);
    await press("Backspace");
    await contains(`${EXPERTISE} .o_tag`, { count: 1 });
    await press("Backspace");
    await contains(`${EXPERTISE} .o_tag`, { count: 0 });
    expect(getExpertise()).toEqual([]);
});

test("a manager creates one", async () => {
    const pyEnv = await startAgentServer({ isManager: true });
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await typeAndWait("Events");
    await click(`${OPTION} a`, { text: 'Create "Events"' });
    await contains(`${EXPERTISE} .o_tag`, { text: "Events" });
});

test("who is no manager is not offered to create one", async () => {
    const pyEnv = await startAgentServer();
    pyEnv["im_livechat.expertise"].create([{ name: "Evening shift" }]);
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await typeAndWait("Eve");
    expect(queryAllTexts(OPTION)).toEqual(["Evening shift"]);
    await typeAndWait("Events");
    expect(queryAllTexts(OPTION)).toEqual(["Unknown. Live Chat administrators can add it."]);
});

test("enter of who may not create one takes the suggestion, and else keeps the text", async () => {
    const pyEnv = await startAgentServer();
    pyEnv["im_livechat.expertise"].create([{ name: "Evening shift" }]);
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(INPUT, { setFocus: true });
    await edit("Eve");
    await press("Enter"); // before it is suggested
    await contains(`${EXPERTISE} .o_tag`, { text: "Evening shift" });
    await contains(INPUT, { value: "" });
    await typeAndWait("Events");
    await press("Enter");
    await contains(OPTION, { text: "Unknown. Live Chat administrators can add it." });
    await contains(INPUT, { value: "Events" });
    await contains(`${EXPERTISE} .o_tag`, { count: 1 });
});

test("who may no longer create one is told so, and keeps what was typed", async () => {
    expect.errors(1);
    const pyEnv = await startAgentServer({ isManager: true });
    const channelId = createConversation(pyEnv);
    const message = "Only Live Chat administrators can add one.";
    onRpc("discuss.channel", "livechat_add_expertise", () => {
        throw makeServerError({ type: "AccessError", message });
    });
    await startWithConversation(channelId);
    await contains(INPUT, { setFocus: true });
    await edit("Events");
    await press("Enter");
    await contains(".modal-body", { text: message });
    await contains(`${INPUT}:value(Events)`);
    expect.verifyErrors([message]);
});

test("two agents: what one asks for is seen by the other", async () => {
    const pyEnv = await startAgentServer();
    pyEnv["im_livechat.expertise"].create([{ name: "Pricing" }]);
    const channelId = createConversation(pyEnv);
    const tab1 = await startWithConversation(channelId, { asTab: true });
    const tab2 = await startWithConversation(channelId, { asTab: true });
    await contains(`${tab1.selector} ${INPUT}`, { setFocus: true });
    await edit("Pricing");
    await advanceTime(SUGGESTION_DELAY);
    await contains(`${tab1.selector} ${OPTION} .ui-state-active`, { text: "Pricing" });
    await press("Enter");
    await contains(`${tab2.selector} ${EXPERTISE} .o_tag`, { text: "Pricing" });
    await click(`${tab2.selector} ${EXPERTISE} .o_tag .o_delete`);
    await contains(`${tab1.selector} ${EXPERTISE} .o_tag`, { count: 0 });
});
