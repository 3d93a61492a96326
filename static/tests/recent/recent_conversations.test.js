import {
    createContact,
    createConversation,
    defineLivechatInfoPanelModels,
    makeRecent,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, openDiscuss } from "@mail/../tests/mail_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";

import { makeServerError, MockServer, mockService, onRpc } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();
beforeEach(() => mockDate("2025-06-10 12:00:00", +2));

const SECTION = ".o-livechatInfoPanel-recentConversations";
const ROW = `${SECTION} li:has(button)`;
const TITLE = `${SECTION} h6`;
const [CONTACT, COMPANY] = ["contact", "company"].map((name) => `${SECTION} label[for$='${name}']`);

/** Start with a conversation whose customer had these other ones. */
async function startWithRecent(
    items,
    { count = items.length, hasCompany = false, hasMore: has_more = false } = {}
) {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_contact_id: createContact(pyEnv, { name: "Carla", is_company: hasCompany }),
        livechat_recent_conversations: { count, has_more, items },
    });
    await startWithConversation(channelId);
    return { pyEnv, channelId };
}

/** Answer with these conversations when those of the company are asked for, or not at all. */
function mockCompany(...answers) {
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        const asked = params.fetch_params.find(
            ([name]) => name === "/livechat_info_panel/company_conversations"
        );
        if (!asked) {
            return;
        }
        expect.step("company");
        const answer = await answers.shift();
        if (!answer) {
            throw makeServerError({ message: "No such luck" });
        }
        MockServer.env["discuss.channel"].write(asked[1].channel_id, {
            livechat_company_conversations: answer,
        });
    });
}

function stepNotifications() {
    mockService("notification", {
        add: (message, { type }) => {
            expect.step(`${type} - ${message}`);
            return () => {};
        },
    });
}

test("how it ended, when, where, with whom, about what", async () => {
    await startWithRecent(
        [
            makeRecent({ id: 901, date: "2025-06-10 08:15:00", rating: "ko", outcome: "missed" }),
            makeRecent({
                agents: ["Otto", "Ada Agent"],
                note: "Sent twice",
                rating: "top",
                tags: [
                    { id: 1, name: "Bug", color: 2 },
                    { id: 2, name: "C++", color: 0 },
                ],
            }),
            makeRecent({ id: 902, date: "2024-02-03 08:15:00", rating: "ok", outcome: false }),
        ],
        { count: 12 }
    );
    await contains(TITLE, { text: "Recent conversations (12)" });
    expect(queryAllTexts(`${ROW} button`).map((text) => text.split(/\s*\n\s*/))).toEqual([
        ["10:15 AM", "Support", "Missed", "·", "Otto"],
        ["Jun 3", "Support", "Success", "·", "Otto, Ada Agent", "Bug", "C++", "Sent twice"],
        ["Feb 3, 2024", "Support", "Closed", "·", "Otto"],
    ]);
    await contains(`${ROW} [title='Jun 3, 12:20 PM']`);
    await contains(
        `${ROW}:eq(1) img[alt='Happy'][data-src$='/rating/static/src/img/rating_5.png']`
    );
    await contains(`${ROW}:eq(0) img[alt='Unhappy'][data-src$='rating_1.png']`);
    await contains(`${ROW}:eq(2) img[alt='Neutral'][data-src$='rating_3.png']`);
    await contains(`${ROW} .o_tag_color_2`, { text: "Bug" });
    await contains(`${SECTION} .btn-check`, { count: 0 });
});

for (const [status, label] of [
    ["in_progress", "In progress"],
    ["waiting", "Waiting for customer"],
    ["need_help", "Looking for help"],
    [false, "Ongoing"],
]) {
    test(`that it is open: ${label}`, async () => {
        await startWithRecent([makeRecent({ end_date: false, outcome: false, status })]);
        await contains(ROW, { text: label });
        await contains(`${ROW} .o-livechat-LivechatStatusLabel`, { count: status ? 1 : 0 });
        await contains(`${ROW} .fa-flag-checkered`, { count: 0 });
    });
}

test("perhaps somebody else's", async () => {
    await startWithRecent([
        makeRecent({ id: 902, match: "email" }),
        makeRecent({ id: 901, match: "guest" }),
        makeRecent(),
    ]);
    await contains(ROW, { count: 3 });
    await contains(`${ROW}:eq(0)`, { text: "perhaps the same person" });
    await contains(ROW, { text: "perhaps the same person", count: 1 });
});

test("opens in a new tab", async () => {
    await startWithRecent([makeRecent()]);
    await contains(
        `${ROW} a[target='_blank'][href$='/odoo/action-im_livechat.discuss_channel_action/900']`
    );
    await contains(`${ROW} a[aria-label='Open the conversation of Jun 3, 12:20 PM in a new tab']`);
});

test("no others, no section", async () => {
    await startWithRecent([]);
    await contains(".o-livechatInfoPanel h6", { text: "Tags" });
    await contains(SECTION, { count: 0 });
});

test("all of them are viewed beside the conversation, which stays as a chat window", async () => {
    const { channelId } = await startWithRecent([makeRecent()]);
    onRpc("discuss.channel", "action_livechat_open_recent", ({ args, kwargs }) => {
        expect.step([...args[0], kwargs.by_company]);
    });
    await click(`${SECTION} button`, { text: "View all" });
    await contains(".o_list_view");
    await contains(".o-mail-ChatWindow");
    await contains(".o-mail-Discuss", { count: 0 });
    expect.verifySteps([[channelId, false]]);
});

test("the list could not be opened", async () => {
    stepNotifications();
    onRpc("discuss.channel", "action_livechat_open_recent", () => {
        throw makeServerError({ message: "No such luck" });
    });
    await startWithRecent([makeRecent()]);
    await click(`${SECTION} button`, { text: "View all" });
    await expect.waitForSteps(["danger - No such luck"]);
    await contains(`${SECTION} button:enabled`, { text: "View all" });
    await contains(".o-mail-Discuss");
});

test("of the whole company, and of the contact again", async () => {
    const item = makeRecent({ id: 901, name: "Anna", channel_name: "Sales" });
    const ofCompany = { count: 7, items: [item] };
    mockCompany(ofCompany);
    const { channelId } = await startWithRecent([makeRecent()], { hasCompany: true });
    await contains(TITLE, { text: "Recent conversations (1)" });
    await contains(`${SECTION} .btn-check:checked + label`, { text: "This contact" });
    await click(COMPANY);
    await contains(TITLE, { text: "Recent conversations (7)" });
    await contains(ROW, { text: "Sales" });
    await contains(ROW, { text: "Anna" });
    await contains(`${SECTION} .btn-check:checked + label`, { text: "Whole company" });
    onRpc("discuss.channel", "action_livechat_open_recent", ({ args, kwargs }) => {
        expect.step([...args[0], kwargs.by_company]);
    });
    await click(CONTACT);
    await contains(TITLE, { text: "Recent conversations (1)" });
    await contains(ROW, { text: "Support" });
    await contains(ROW, { text: "Visitor #20", count: 0 }); // it is the contact's
    await click(COMPANY);
    await contains(TITLE, { text: "Recent conversations (7)" });
    await expect.waitForSteps(["company"]);
    await click(`${SECTION} button`, { text: "View all" });
    await contains(".o_list_view");
    expect.verifySteps([[channelId, true]]);
});

test("what the contact had stays until the company's are there", async () => {
    const answer = new Deferred();
    mockCompany(answer);
    await startWithRecent([makeRecent()], { hasCompany: true });
    await click(COMPANY);
    await contains(`${SECTION} [aria-busy='true'] li`, { text: "Support" });
    answer.resolve({ count: 1, items: [makeRecent({ id: 901, channel_name: "Sales" })] });
    await contains(`${SECTION} [aria-busy='false'] li`, { text: "Sales" });
    expect.verifySteps(["company"]);
});

test("nothing of the contact, but maybe of the company", async () => {
    mockCompany({ count: 0, items: [] });
    await startWithRecent([], { hasCompany: true });
    await contains(SECTION, { text: "No other conversation with this contact." });
    await contains(`${SECTION} button:not(.o-livechatInfoPanel-sectionHead *)`, { count: 0 });
    await click(COMPANY);
    await contains(SECTION, { text: "No other conversation with this company." });
    await expect.waitForSteps(["company"]);
});

test("the company's could not be loaded", async () => {
    stepNotifications();
    mockCompany(null);
    await startWithRecent([makeRecent()], { hasCompany: true });
    await click(COMPANY);
    await expect.waitForSteps(["company", "danger - No such luck"]);
    await contains(`${SECTION} .btn-check:checked + label`, { text: "This contact" });
    await contains(ROW, { text: "Support" });
    await contains(CONTACT);
});

test("new ones are there as soon as the server says so, of the company as well", async () => {
    mockCompany(
        { count: 2, items: [makeRecent()] },
        { count: 3, items: [makeRecent({ channel_name: "Sales" })] }
    );
    const { pyEnv, channelId } = await startWithRecent([makeRecent()], { hasCompany: true });
    await click(COMPANY);
    await contains(TITLE, { text: "Recent conversations (2)" });
    pyEnv["discuss.channel"].write(channelId, {
        livechat_recent_conversations: { count: 2, items: [makeRecent()] },
    });
    pyEnv["discuss.channel"]._outdate_livechat_session_data([channelId]);
    await contains(TITLE, { text: "Recent conversations (3)" });
    await contains(ROW, { text: "Sales" });
    await click(CONTACT);
    await contains(TITLE, { text: "Recent conversations (2)" });
    expect.verifySteps(["company", "company"]);
});

/** The customer is another one, mostly of another company. */
function becomeSomebodyElse(pyEnv, channelId, { hasCompany = true } = {}) {
    pyEnv["discuss.channel"].write(channelId, {
        livechat_contact_id: createContact(pyEnv, { name: "Dora", is_company: hasCompany }),
        livechat_recent_conversations: {
            count: 1,
            items: [makeRecent({ id: 950, channel_name: "Of Dora" })],
        },
    });
    pyEnv["discuss.channel"]._outdate_livechat_session_data([channelId]);
}

test("another contact's company has another list, also where it cannot be loaded", async () => {
    stepNotifications();
    mockCompany({ count: 7, items: [makeRecent({ id: 901, channel_name: "Sales" })] }, null);
    const { pyEnv, channelId } = await startWithRecent([makeRecent()], { hasCompany: true });
    await click(COMPANY);
    await contains(ROW, { text: "Sales" });
    becomeSomebodyElse(pyEnv, channelId);
    await contains(ROW, { text: "Of Dora" });
    await contains(ROW, { text: "Sales", count: 0 });
    await contains(`${SECTION} .btn-check:checked + label`, { text: "This contact" });
    await expect.waitForSteps(["company", "company", "danger - No such luck"]);
});

test("of two loads the later one counts: they are asked for one after the other", async () => {
    const answer = new Deferred();
    mockCompany(answer, { count: 1, items: [makeRecent({ id: 902, channel_name: "Newer" })] });
    const { pyEnv, channelId } = await startWithRecent([makeRecent()], { hasCompany: true });
    await click(COMPANY);
    await expect.waitForSteps(["company"]);
    becomeSomebodyElse(pyEnv, channelId);
    await contains(ROW, { text: "Of Dora" });
    answer.resolve({
        contact_id: 42,
        count: 7,
        items: [makeRecent({ id: 901, channel_name: "Older" })],
    });
    await contains(ROW, { text: "Newer" });
    await contains(ROW, { text: "Older", count: 0 });
    expect.verifySteps(["company"]);
});

test("what was asked of another customer is of no use, also when it comes later", async () => {
    const answer = new Deferred();
    mockCompany(answer, { count: 0, items: [] });
    const { pyEnv, channelId } = await startWithRecent([makeRecent()], { hasCompany: true });
    await click(COMPANY);
    await expect.waitForSteps(["company"]);
    becomeSomebodyElse(pyEnv, channelId, { hasCompany: false });
    await contains(ROW, { text: "Of Dora" });
    await contains(COMPANY, { count: 0 });
    answer.resolve({
        contact_id: 42,
        count: 7,
        items: [makeRecent({ id: 901, channel_name: "Of another" })],
    });
    await animationFrame();
    becomeSomebodyElse(pyEnv, channelId);
    await expect.waitForSteps(["company"]);
    await contains(COMPANY);
    await animationFrame();
    await contains(ROW, { text: "Of another", count: 0 });
});

test("it is busy until the last of two loads is there, and tells what they are of then", async () => {
    const answers = [new Deferred(), new Deferred()];
    mockCompany(...answers);
    const { pyEnv, channelId } = await startWithRecent([makeRecent()], { hasCompany: true });
    await click(COMPANY);
    await expect.waitForSteps(["company"]);
    await contains(`${SECTION} [aria-busy='true'] .fa-user-o`, { count: 0 }); // still the contact's
    becomeSomebodyElse(pyEnv, channelId);
    await contains(ROW, { text: "Of Dora" });
    answers[0].resolve({ contact_id: 42, count: 1, items: [makeRecent({ id: 901 })] });
    await expect.waitForSteps(["company"]);
    await animationFrame();
    await contains(`${SECTION} [aria-busy='true']`);
    answers[1].resolve({ count: 1, items: [makeRecent({ id: 902, channel_name: "Newer" })] });
    await contains(`${SECTION} [aria-busy='false'] li`, { text: "Newer" });
    await contains(`${ROW} .fa-user-o`);
});

test("none of the contact's is not said of the company before it is known", async () => {
    const answer = new Deferred();
    mockCompany(answer);
    await startWithRecent([], { hasCompany: true });
    await click(COMPANY);
    await expect.waitForSteps(["company"]);
    await contains(`${SECTION} [aria-busy='true']`);
    await contains(SECTION, { text: "No other conversation with this company.", count: 0 });
    answer.resolve({ count: 0, items: [] });
    await contains(SECTION, { text: "No other conversation with this company." });
});

test("a load that fails is told to nobody who is elsewhere by then", async () => {
    stepNotifications();
    const answer = new Deferred();
    mockCompany(answer);
    const { pyEnv } = await startWithRecent([makeRecent()], { hasCompany: true });
    const guest_id = pyEnv["mail.guest"].create({ name: "Visitor #21" });
    const otherId = createConversation(pyEnv, {}, { guest_id });
    await click(COMPANY);
    await expect.waitForSteps(["company"]);
    await openDiscuss(otherId);
    await contains(SECTION, { count: 0 });
    answer.resolve(null);
    await animationFrame();
    await animationFrame();
    expect.verifySteps([]);
});

test("more than are counted", async () => {
    const items = [makeRecent()];
    mockCompany({ count: 10, has_more: true, items });
    await startWithRecent(items, { count: 10, hasMore: true, hasCompany: true });
    await contains(TITLE, { text: "Recent conversations (10+)" });
    await click(COMPANY);
    await contains(`${SECTION} .btn-check:checked + label`, { text: "Whole company" });
    await contains(TITLE, { text: "Recent conversations (10+)" });
    await expect.waitForSteps(["company"]);
});
