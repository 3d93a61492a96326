import {
    createContact,
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, insertText, setupChatHub, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryFirst } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";

import {
    contains as locate,
    getService,
    makeServerError,
    mockService,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const CONTACT = ".o-livechatInfoPanel-contact";
const LINK = `${CONTACT} button[aria-label='Link Carla']`;
const LINKED = `${CONTACT} span[dir='auto']:contains(Linked by Ada Agent)`;
const VIEW = `${CONTACT} a.btn`;

/** Start with the conversation of a guest who may be Carla. */
async function startWithGuest({ values } = {}) {
    const pyEnv = await startAgentServer();
    const email = "carla@example.com";
    const partnerId = createContact(pyEnv, { name: "Carla", email });
    const channelId = createConversation(pyEnv, {
        livechat_match_ids: [partnerId],
        livechat_visitor_email: email,
        ...values?.(partnerId),
    });
    await startWithConversation(channelId);
    return { pyEnv, channelId, partnerId };
}

const asLinked = (count) => (id) => ({
    livechat_contact_id: id,
    livechat_is_linked: true,
    livechat_match_ids: [],
    livechat_unlinked_count: count,
});

function stepNotifications() {
    mockService("notification", {
        add: (message, { type }) => {
            expect.step(`${type} - ${message}`);
            return () => {};
        },
    });
}

test("a contact that matches is linked, and unlinked again, by keyboard", async () => {
    await startWithGuest();
    await contains(LINK);
    queryFirst(LINK).focus();
    await press("Enter");
    await contains(VIEW, { text: "View Contact" });
    await contains(LINKED);
    await contains(`${CONTACT}:focus`);
    queryFirst(VIEW).focus();
    await press("Tab");
    await contains(`${CONTACT} button:focus`, { text: "Unlink" });
    await press("Enter");
    await contains(LINK);
    await contains(VIEW, { count: 0 });
    await contains(`${CONTACT} li:contains(Carla: unlinked by Ada Agent)`);
    await contains(`${CONTACT}:focus`);
});

test("nothing else can be clicked meanwhile", async () => {
    const linked = new Deferred();
    onRpc("discuss.channel", "livechat_link_contact", async ({ args }) => {
        expect.step(args);
        await linked;
    });
    const { channelId, partnerId } = await startWithGuest();
    await contains(`${CONTACT} button:enabled`, { count: 3 });
    await click(LINK);
    await contains(`${CONTACT}[aria-busy='true']`);
    await contains(`${CONTACT} button:disabled`, { count: 3 });
    linked.resolve();
    await contains(VIEW, { text: "View Contact" });
    await contains(`${CONTACT}[aria-busy='false'] button:enabled`, { text: "Unlink" });
    expect.verifySteps([[[channelId], partnerId]]);
});

test("who was slower is told, and sees what is so", async () => {
    stepNotifications();
    const { pyEnv, channelId } = await startWithGuest();
    onRpc("discuss.channel", "livechat_link_contact", () => {
        pyEnv["discuss.channel"].write(channelId, {
            livechat_contact_id: createContact(pyEnv, { name: "Carlo" }),
            livechat_is_linked: true,
        });
        throw makeServerError({ message: "Linked to another contact already." });
    });
    await click(LINK);
    await contains(`${CONTACT} span`, { text: "Carlo" });
    await contains(`${CONTACT} button:enabled`, { text: "Unlink" });
    expect.verifySteps(["danger - Linked to another contact already."]);
});

test("what is linked late is shown without the panel that did it, which may have gone", async () => {
    const linked = new Deferred();
    onRpc("discuss.channel", "livechat_link_contact", () => linked);
    const { channelId } = await startWithGuest();
    await click(LINK);
    await contains(`${CONTACT}[aria-busy='true']`);
    const reads = [];
    patchWithCleanup(getService("livechat_info_panel.session_data"), {
        fetch: (thread) => reads.push(thread),
    });
    linked.resolve();
    await contains(`${CONTACT}[aria-busy='false']`);
    expect(reads).toEqual([{ id: channelId }]);
});

test("what went wrong leaves all as it was", async () => {
    stepNotifications();
    await startWithGuest();
    onRpc("discuss.channel", "livechat_link_contact", () => {
        throw makeServerError({ message: "No such luck" });
    });
    await click(LINK);
    await contains(`${LINK}:enabled`);
    await contains(`${CONTACT} button:enabled`, { count: 3 });
    expect.verifySteps(["danger - No such luck"]);
});

for (const [count, label] of [
    [1, "Also link 1 other conversation of this visitor"],
    [3, "Also link 3 other conversations of this visitor"],
]) {
    test(`the guest's other conversations are linked on demand: ${count}`, async () => {
        onRpc("discuss.channel", "livechat_link_guest_conversations", ({ args }) => {
            expect.step(args);
        });
        const { channelId } = await startWithGuest({ values: asLinked(count) });
        await click(`${CONTACT} button`, { text: label });
        await contains(`${CONTACT} button`, { text: label, count: 0 });
        await contains(`${CONTACT} button:enabled`, { text: "Unlink" });
        expect.verifySteps([[[channelId]]]);
    });
}

test("any contact can be chosen, and none created there", async () => {
    const { pyEnv } = await startWithGuest();
    pyEnv["res.partner"]._views["list,false"] = `<list><field name="name"/></list>`;
    pyEnv["res.partner"].create({ name: "Dora" });
    await click(`${CONTACT} button`, { text: "Link another contact…" });
    await contains(".modal .modal-title", { text: "Link a contact" });
    await contains(".modal .o_create_button", { count: 0 });
    await contains(".modal .o_list_record_selector", { count: 0 });
    await click(".modal .o_data_cell", { text: "Dora" });
    await contains(".modal", { count: 0 });
    await contains(`${CONTACT} span`, { text: "Dora" });
    await contains(LINKED);
});

test("a new contact is created from what is known, and linked", async () => {
    onRpc("discuss.channel", "livechat_get_contact_defaults", () => ({ default_name: "Erna" }));
    const { pyEnv } = await startWithGuest();
    await click(`${CONTACT} button`, { text: "Create contact" });
    await contains(".modal .modal-title", { text: "Create contact" });
    await contains(".modal [name='name'] input", { value: "Erna" });
    await insertText(".modal [name='name'] input", "Erna Example", { replace: true });
    await click(".modal .o_form_button_save");
    await contains(".modal", { count: 0 });
    await contains(`${CONTACT} span`, { text: "Erna Example" });
    await contains(LINKED);
    expect(pyEnv["res.partner"].search([["name", "=", "Erna Example"]])).toHaveLength(1);
});

test("the focus comes back from the dialog, also by mouse and in a chat window", async () => {
    const pyEnv = await startAgentServer();
    pyEnv["res.partner"]._views["list,false"] = `<list><field name="name"/></list>`;
    pyEnv["res.partner"].create({ name: "Dora" });
    setupChatHub({ opened: [createConversation(pyEnv)] });
    await start();
    await click(".o-mail-ChatWindow-header [title='Open Actions Menu']");
    await click(".o-dropdown-item", { text: "Information" });
    await contains(`${CONTACT} button`, { text: "Link a contact…" });
    await locate(`${CONTACT} button:contains(Link a contact…)`).click();
    await contains(".modal .o_data_cell", { text: "Dora" });
    await locate(".modal .o_data_cell:contains(Dora)").click();
    await contains(LINKED);
    await contains(`${CONTACT}:has(:focus), ${CONTACT}:focus`);
});

test("a new contact that is not saved is not linked", async () => {
    onRpc("discuss.channel", "livechat_link_contact", () => expect.step("linked"));
    await startWithGuest();
    await click(`${CONTACT} button`, { text: "Create contact" });
    await click(".modal .o_form_button_cancel");
    await contains(".modal", { count: 0 });
    await animationFrame();
    await contains(LINK);
    expect.verifySteps([]);
});

test("linked by a colleague, while the panel is open", async () => {
    const { pyEnv, channelId } = await startWithGuest();
    await contains(LINK);
    pyEnv["discuss.channel"].livechat_link_contact([channelId], serverState.partnerId);
    await contains(VIEW, { text: "View Contact" });
    await contains(LINK, { count: 0 });
});
