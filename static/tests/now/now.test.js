import {
    createContact,
    createConversation,
    defineLivechatInfoPanelModels,
    flushBus,
    sendToAgent,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { RELOAD_DELAY } from "@livechat_info_panel/now/now_feed";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { edit, press, queryAllTexts, waitUntil } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import {
    Command,
    getService,
    makeServerError,
    mockService,
    onRpc,
    contains as webContains,
} from "@web/../tests/web_test_helpers";

import {
    AGENT,
    change,
    createOperator,
    createRow,
    minutesAgo,
    NAMES,
    openNow,
    ROW,
} from "./now_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

test("who waits longest is first, then who looks for help, then the newest", async () => {
    const pyEnv = await startAgentServer();
    createRow(pyEnv, "Old");
    createRow(pyEnv, "New");
    createRow(pyEnv, "Help", {
        livechat_looking_for_help_since_dt: minutesAgo(30),
        livechat_status: "need_help",
    });
    createRow(pyEnv, "Short", { livechat_customer_waiting_since_dt: minutesAgo(2) });
    createRow(pyEnv, "Long", {
        livechat_answer_due_dt: minutesAgo(2),
        livechat_customer_waiting_since_dt: minutesAgo(7),
    });
    await openNow();
    await contains(ROW, { count: 5 });
    expect(queryAllTexts(NAMES)).toEqual(["Long", "Short", "Help", "New", "Old"]);
    expect(`${ROW}:first .text-danger:contains(7 min)`).toHaveCount(1);
    expect(`${ROW}:contains(Help) .o-livechatInfoPanel-nowAgents`).toHaveText("Nobody");
});

test("what happens shows at once", async () => {
    const pyEnv = await startAgentServer();
    const ada = createOperator(pyEnv, "Ada");
    const first = createRow(pyEnv, "First", {}, ada);
    createRow(pyEnv, "Second", { livechat_customer_waiting_since_dt: minutesAgo(2) }, ada);
    await openNow();
    await contains(`${NAMES}:eq(0)`, { text: "Second" });
    await change(pyEnv, first, { livechat_customer_waiting_since_dt: minutesAgo(4) });
    await contains(`${NAMES}:eq(0)`, { text: "First" });
    await contains(`${AGENT}:contains(2 waiting)`);
    await change(
        pyEnv,
        first,
        { livechat_end_dt: minutesAgo(0), livechat_status: false },
        { begun: 0, create_date: minutesAgo(0), livechat_channel_id: false, missed: 1, rated: 0 }
    );
    await contains(ROW, { count: 1 });
    await contains(`${AGENT}:contains(1 open)`);
    await contains(".o-livechatInfoPanel-nowFigures button", { text: "3Missed today" });
});

test("what was told before it was loaded is not counted again", async () => {
    const pyEnv = await startAgentServer();
    const id = createRow(pyEnv, "First");
    await openNow();
    await contains(ROW);
    getService("mail.store").livechat_now_totals.bus_id = 1000;
    await change(pyEnv, id, {}, { begun: 1, create_date: minutesAgo(0), missed: 0, rated: 0 });
    await contains(".o-livechatInfoPanel-nowFigures button", { text: "1Begun today" });
});

test("an old conversation that is deleted lowers no figure of today", async () => {
    const pyEnv = await startAgentServer();
    const id = createRow(pyEnv, "First");
    await openNow();
    await contains(ROW);
    const old = { create_date: "2000-01-01 00:00:00", missed: 0, rated: 0 };
    await change(pyEnv, id, {}, { ...old, begun: -1 });
    await contains(".o-livechatInfoPanel-nowFigures button", { text: "1Begun today" });
});

test("it loads again when it is outdated", async () => {
    const pyEnv = await startAgentServer();
    await openNow();
    await contains("p", { text: "No open conversations" });
    createRow(pyEnv, "First");
    sendToAgent("now", { is_outdated: true });
    await flushBus();
    await advanceTime(RELOAD_DELAY);
    await contains(NAMES, { text: "First" });
});

test("a country of which nobody knows the name is asked for, in the user's language", async () => {
    const pyEnv = await startAgentServer();
    const gina = { livechat_customer_name: "Gina" };
    const id = createRow(pyEnv, "Gina", gina);
    createRow(pyEnv, "Gina", gina);
    await openNow();
    await contains(NAMES, { text: `Gina (#${id})` });
    const countryId = pyEnv["res.country"].create({ code: "BE", name: "Belgium" });
    pyEnv["discuss.channel"].write([id], { country_id: countryId });
    const data = { "discuss.channel": [{ id, country_id: countryId }] };
    sendToAgent("now", { channel_ids: [id], counts: {}, data });
    await flushBus();
    await advanceTime(RELOAD_DELAY);
    await contains(NAMES, { text: "Gina (Belgium)" });
});

test("a country that stays unknown is asked for once", async () => {
    const pyEnv = await startAgentServer();
    const id = createRow(pyEnv, "Gina");
    await openNow();
    await contains(NAMES, { text: "Gina" });
    onRpc("/mail/data", () => expect.step("asked"));
    for (let i = 0; i < 3; i++) {
        const data = { "discuss.channel": [{ id, country_id: 4242 }] };
        sendToAgent("now", { channel_ids: [id], counts: {}, data });
        await flushBus();
        await advanceTime(RELOAD_DELAY);
        await animationFrame();
    }
    expect.verifySteps(["asked"]);
});

test("it says that it could not be loaded, and tries again", async () => {
    const pyEnv = await startAgentServer();
    createRow(pyEnv, "First");
    expect.errors(1); // of what the client asks for together with it
    let isBroken = true;
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        if (isBroken && JSON.stringify(params.fetch_params).includes("livechat_info_panel/now")) {
            throw makeServerError();
        }
    });
    await openNow();
    await contains("p", { text: "The conversations could not be loaded." });
    await expect.waitForErrors(["Odoo Server Error"]);
    isBroken = false;
    await click("button", { text: "Try again" });
    await contains(NAMES, { text: "First" });
});

test("filters", async () => {
    const pyEnv = await startAgentServer();
    const channelId = pyEnv["im_livechat.channel"].create({ name: "Sales" });
    const expertiseId = pyEnv["im_livechat.expertise"].create({ name: "Parcels" });
    createRow(pyEnv, "Of sales", { livechat_channel_id: channelId });
    createRow(pyEnv, "Of parcels", {
        livechat_expertise_ids: [expertiseId],
        livechat_status: "waiting",
    });
    createRow(pyEnv, "Of a bot", { livechat_status: false });
    await openNow();
    await contains(ROW, { count: 3 });
    for (const [label, value, expected] of [
        ["Live chat channel", channelId, "Of sales"],
        ["Expertise", expertiseId, "Of parcels"],
        ["Status", "waiting", "Of parcels"],
        ["Status", "chatbot", "Of a bot"],
    ]) {
        const select = document.querySelector(`select[aria-label='${label}']`);
        const before = select.value;
        select.value = value;
        select.dispatchEvent(new Event("change"));
        await animationFrame();
        expect(queryAllTexts(NAMES)).toEqual([expected]);
        select.value = before;
        select.dispatchEvent(new Event("change"));
        await animationFrame();
    }
});

test("agents: who is there first, what they have to do, and how much they can", async () => {
    const pyEnv = await startAgentServer();
    createOperator(pyEnv, "Away", null, "away");
    const busy = createOperator(pyEnv, "Full", 1, "busy");
    createOperator(pyEnv, "Off", null, "offline");
    const ada = createOperator(pyEnv, "Zoe");
    createRow(pyEnv, "First", { livechat_customer_waiting_since_dt: minutesAgo(6) }, busy);
    createRow(pyEnv, "Second", {}, ada);
    await openNow();
    await contains(AGENT, { count: 4 });
    expect(queryAllTexts(`${AGENT} .fw-bold.text-truncate`)).toEqual([
        "Zoe",
        "Away",
        "Full",
        "Off",
    ]);
    expect(`${AGENT}:contains(Full) .text-danger:contains(1 of 1 open)`).toHaveCount(1);
    expect(`${AGENT}:contains(Full) .o-livechatInfoPanel-customerWait:contains(6 min)`).toHaveCount(
        1
    );
    expect(`${AGENT}:contains(Zoe)`).not.toHaveText(/waiting/);
    expect(`${AGENT}:contains(Zoe) .fa-language + span:contains(English)`).toHaveCount(1);
});

test("a row is dropped onto an agent", async () => {
    const pyEnv = await startAgentServer();
    const ada = createOperator(pyEnv, "Ada");
    const id = createRow(pyEnv, "First");
    onRpc("discuss.channel", "livechat_reassign", ({ args, kwargs }) => {
        expect.step([args[0], kwargs.user_id, kwargs.base]);
        return { name: "Ada", user_id: ada.userId };
    });
    await openNow();
    await contains(ROW);
    const { drop, moveTo } = await webContains(ROW).drag();
    await moveTo(AGENT);
    await animationFrame();
    expect(`${AGENT}.bg-primary-subtle`).toHaveCount(1);
    expect(".o-livechatInfoPanel-nowDragged").toHaveText("First");
    await drop();
    await contains(".o_notification", { text: "Ada has the conversation with First now." });
    expect.verifySteps([[[id], ada.userId, 0]]);
    await contains(".o-livechatInfoPanel-nowDragged", { count: 0 });
    await contains(".o-mail-ChatWindow", { count: 0 });
});

test("who cannot have a conversation does not get it, and why is said", async () => {
    const pyEnv = await startAgentServer();
    createOperator(pyEnv, "Ada");
    createRow(pyEnv, "First");
    onRpc("discuss.channel", "livechat_reassign", () => {
        throw makeServerError({ message: "Ada is offline.", type: "UserError" });
    });
    await openNow();
    await contains(ROW);
    await webContains(ROW).dragAndDrop(AGENT);
    await contains(".o_notification", { text: "Ada is offline." });
});

test("by the keyboard: open, join, reassign, close", async () => {
    const pyEnv = await startAgentServer();
    const id = createRow(pyEnv, "First", { livechat_note: "Ordered twice" });
    mockService("action", {
        doAction(action, options) {
            if (action === "livechat_info_panel.livechat_reassign_wizard_action") {
                expect.step(`reassign ${options.additionalContext.active_id}`);
                return undefined;
            }
            if (action.res_model === "livechat.confirm.wizard") {
                return expect.step("confirm");
            }
            return super.doAction(...arguments);
        },
    });
    onRpc("discuss.channel", "livechat_join", ({ args }) => expect.step(`join ${args[0]}`));
    onRpc("discuss.channel", "action_livechat_confirm", ({ args }) => {
        expect.step(args);
        return { type: "ir.actions.act_window", res_model: "livechat.confirm.wizard" };
    });
    await openNow();
    await contains(`${ROW} .small`, { text: "Ordered twice" });
    await contains(NAMES, { setFocus: true });
    await press("Enter");
    await contains(".o-mail-ChatWindow", { text: "First" });
    expect.verifySteps([]); // reads without joining
    for (const [item, steps] of [
        ["Join", [`join ${id}`]],
        ["Reassign", [`reassign ${id}`]],
        ["Close", [[[id], "close"], "confirm"]],
    ]) {
        await contains(`${ROW} [aria-label='Actions: First']`, { setFocus: true });
        await press("Enter");
        await contains(".o-dropdown-item", { text: item, setFocus: true });
        await press("Enter");
        await animationFrame();
        await expect.waitForSteps(steps);
    }
});

test("a note is written from a row", async () => {
    const pyEnv = await startAgentServer();
    const id = createRow(pyEnv, "First");
    await openNow();
    await click(`${ROW} [aria-label='Actions: First']`);
    await click(".o-dropdown-item", { text: "Write a note" });
    await contains(".o_dialog .modal-title", { text: "Note: First" });
    await contains(".o_dialog textarea:focus");
    await edit("Ordered twice");
    await click(".o_dialog footer .btn-primary", { text: "Done" });
    await contains(".o_dialog", { count: 0 });
    await waitUntil(() => pyEnv["discuss.channel"].read(id)[0].livechat_note);
    expect(pyEnv["discuss.channel"].read(id)[0].livechat_note).toMatch(/Ordered twice/);
});

test("the figures of an agent open their lists", async () => {
    const pyEnv = await startAgentServer();
    const ada = createOperator(pyEnv, "Ada");
    createRow(pyEnv, "First", { livechat_customer_waiting_since_dt: minutesAgo(7) }, ada);
    mockService("action", {
        doAction(action) {
            if (action.domain) {
                return expect.step([action.name, action.domain.length]);
            }
            return super.doAction(...arguments);
        },
        loadAction: () => ({ res_model: "discuss.channel", type: "ir.actions.act_window" }),
    });
    await openNow();
    await click(`${AGENT} button`, { text: "1 open" });
    await click(`${AGENT} button`, { text: "1 waiting" });
    await expect.waitForSteps([
        ["Ada", 3],
        ["Ada", 4],
    ]);
});

test("a customer who logged in is renamed, but no record that Odoo would suggest", async () => {
    const pyEnv = await startAgentServer();
    const agent = createOperator(pyEnv, "Ada");
    const [carla, dora] = ["Carla", "Dora"].map((name) => createContact(pyEnv, { name }));
    const [first] = [carla, dora].map((partner_id) =>
        createConversation(pyEnv, {
            channel_member_ids: [
                Command.create({ partner_id: agent.partnerId, livechat_member_type: "agent" }),
                Command.create({ partner_id, livechat_member_type: "visitor" }),
            ],
        })
    );
    await openNow();
    await contains(`${NAMES}:contains(Carla)`);
    await contains(`${NAMES}:contains(Dora)`);
    const store = getService("mail.store");
    expect(store["res.partner"].get(carla)).toBe(undefined);
    // As once the panel was there.
    store.insert({ "res.partner": [{ id: carla, email_normalized: false, name: "Carla" }] });
    store.insert({ "discuss.channel": [{ id: first, livechat_contact_id: carla }] });
    pyEnv["res.partner"].write([carla], { name: "Carla Meyer" });
    await change(pyEnv, first, {});
    await contains(`${NAMES}:contains(Carla Meyer)`);
    expect(store["res.partner"].get(carla).name).toBe("Carla Meyer");
    expect(store["res.partner"].get(carla).livechatIsOnlyContact).toBe(true);
    expect(store["res.partner"].get(dora)).toBe(undefined);
});

test("every figure opens its list", async () => {
    const pyEnv = await startAgentServer();
    createRow(pyEnv, "First");
    mockService("action", {
        doAction(action) {
            if (action.domain) {
                return expect.step(action.domain);
            }
            return super.doAction(...arguments);
        },
        loadAction: () => ({ res_model: "discuss.channel", type: "ir.actions.act_window" }),
    });
    await openNow();
    await contains(ROW);
    const { since } = getService("mail.store").livechat_now_totals;
    for (const [text, domain] of [
        ["1Open now", [["livechat_end_dt", "=", false]]],
        [
            "0Customer waits",
            [
                ["livechat_end_dt", "=", false],
                ["livechat_customer_waiting_since_dt", "!=", false],
            ],
        ],
        [
            "2Missed today",
            [
                ["create_date", ">=", since],
                ["livechat_outcome", "=", "missed"],
            ],
        ],
    ]) {
        await click(".o-livechatInfoPanel-nowFigures button", { text });
        await expect.waitForSteps([[["channel_type", "=", "livechat"], ...domain]]);
    }
});

test("the note of one of several with the same name says which one", async () => {
    const pyEnv = await startAgentServer();
    const gina = { livechat_customer_name: "Gina" };
    createRow(pyEnv, "Gina", gina);
    const id = createRow(pyEnv, "Gina", gina);
    await openNow();
    await click(`${ROW} [aria-label='Actions: Gina (#${id})']`);
    await click(".o-dropdown-item", { text: "Write a note" });
    await contains(".o_dialog .modal-title", { text: `Note: Gina (#${id})` });
});
