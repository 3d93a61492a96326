import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryFirst } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";

import { getService, onRpc, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const BRIEF = ".o-mail-ActionPanel .o-livechatInfoPanel-brief";
const TEXT = `${BRIEF} .o-livechatInfoPanel-briefText`;
const HANDOVER = ".o-livechatInfoPanel-handover";
const CALL = { kind: "need_help", name: "Ada", text: "Invoice of May is wrong" };
const GIVEN = { kind: "reassigned", name: "Ada", text: "A regular.\nWants <b>Otto</b>." };

async function openWithBrief(livechat_brief, values) {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_brief,
        livechat_visitor_lang: "es",
        ...values,
    });
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel [title='Language']", { text: "Spanish" });
    return channelId;
}

/** What the server sends the agent. */
function receive(id, values) {
    getService("mail.store").insert({ "discuss.channel": [{ id, ...values }] });
}

test("who joined on a call sees what it said", async () => {
    const pyEnv = await startAgentServer();
    const [expertiseId] = pyEnv["im_livechat.expertise"].create([{ name: "Billing" }]);
    const channelId = createConversation(pyEnv, {
        livechat_brief: CALL,
        livechat_expertise_ids: [expertiseId],
    });
    await startWithConversation(channelId);
    await contains(`${BRIEF}:contains(Ada asked for help:)`);
    await contains(TEXT, { text: "Invoice of May is wrong" });
    await contains(`${BRIEF}:contains(Expertise: Billing)`);
    // A colleague who hands it over asks for nothing of it.
    receive(channelId, { livechat_brief: GIVEN });
    await contains(TEXT, { text: GIVEN.text });
    await contains(`${BRIEF}:contains(Expertise)`, { count: 0 });
});

test("who got it sees what was said, in one place", async () => {
    await openWithBrief(GIVEN, {
        livechat_last_handover: {
            id: 1,
            kind: "reassigned",
            from_name: "Ada",
            to_user_id: serverState.userId,
            to_name: "Mitchell Admin",
            comment: GIVEN.text,
            date: "2026-03-01 10:00:00",
        },
    });
    await contains(`${BRIEF}:contains(Ada handed it over:)`);
    await contains(TEXT, { text: GIVEN.text });
    await contains(HANDOVER, { count: 0 });
    await click(`${BRIEF} button`, { text: "Hide" });
    await contains(BRIEF, { count: 0 });
    await contains(HANDOVER);
});

test("nobody said it: a rule, or the user", async () => {
    const channelId = await openWithBrief({ ...CALL, name: false });
    await contains(`${BRIEF}:contains(Call for help:)`);
    receive(channelId, { livechat_brief: { ...GIVEN, name: false } });
    await contains(`${BRIEF}:contains(Handed over:)`);
});

test("hidden by keyboard, on the server, and the focus is not lost", async () => {
    onRpc("discuss.channel", "livechat_hide_brief", ({ args }) => {
        expect.step(`hidden: ${args[0]}`);
        return true;
    });
    const channelId = await openWithBrief(CALL);
    await contains(TEXT);
    queryFirst(`${BRIEF} button`).focus();
    await press("Enter");
    await contains(BRIEF, { count: 0 });
    await expect.waitForSteps([`hidden: ${channelId}`]);
    await contains(".o-livechatInfoPanel :focus");
});

test("where it cannot be hidden, it stays", async () => {
    expect.errors(1);
    onRpc("discuss.channel", "livechat_hide_brief", () => {
        throw new Error("no connection");
    });
    await openWithBrief(CALL);
    await click(`${BRIEF} button`, { text: "Hide" });
    await expect.waitForErrors(["no connection"]);
    await contains(TEXT);
});

test("where it cannot be hidden, what was told meanwhile stays", async () => {
    expect.errors(1);
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_hide_brief", () => answer);
    const channelId = await openWithBrief(CALL);
    await click(`${BRIEF} button`, { text: "Hide" });
    await contains(BRIEF, { count: 0 });
    receive(channelId, { livechat_brief: GIVEN });
    await contains(TEXT, { text: GIVEN.text });
    answer.reject(new Error("no connection"));
    await expect.waitForErrors(["no connection"]);
    await animationFrame();
    await contains(TEXT, { text: GIVEN.text });
});

test("hidden in another tab, and gone with the end", async () => {
    const channelId = await openWithBrief(CALL);
    await contains(TEXT);
    receive(channelId, { livechat_brief: false });
    await contains(BRIEF, { count: 0 });
    receive(channelId, { livechat_brief: CALL });
    await contains(TEXT);
    receive(channelId, { livechat_end_dt: "2026-03-01 10:00:00" });
    await contains(BRIEF, { count: 0 });
});

test("a long text is scrolled by keyboard, a short one is no stop of Tab", async () => {
    const channelId = await openWithBrief(CALL);
    await contains(`${TEXT}:not([tabindex])`);
    receive(channelId, { livechat_brief: { ...GIVEN, text: "Wants Otto. ".repeat(60) } });
    await contains(`${TEXT}[tabindex='0'][role='group'][aria-labelledby]`);
    expect(queryFirst(TEXT).scrollHeight).toBeGreaterThan(queryFirst(TEXT).clientHeight);
});
