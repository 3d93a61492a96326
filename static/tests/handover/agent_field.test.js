import {
    createAgent,
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { edit, press, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";

import { defineModels, fields, getService, models, onRpc } from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

class ReassignWizard extends models.Model {
    _name = "livechat.reassign.wizard";
    channel_id = fields.Many2one({ relation: "discuss.channel" });
    expertise_ids = fields.Many2many({ relation: "im_livechat.expertise" });
    user_id = fields.Many2one({ relation: "res.users" });
    _views = {
        form: /* xml */ `
            <form>
                <field name="channel_id" invisible="1"/>
                <label for="user_id" string="Agent"/>
                <field name="user_id" widget="livechat_agent" placeholder="The best expert" options="{'conversations': 'channel_id', 'expertises': 'expertise_ids'}"/>
                <field name="expertise_ids" widget="many2many_tags"/>
                <footer><button name="action_reassign" type="object" string="Reassign" class="btn-primary"/></footer>
            </form>`,
    };
}

const FIELD = ".o_field_widget[name='user_id']";
const INPUT = `${FIELD} input[role='combobox']`;
const OPTION = `${FIELD} [role='option']`;
const SELECTED = `${OPTION}[aria-selected='true']`;

describe.current.tags("desktop");
defineLivechatInfoPanelModels();
defineModels([ReassignWizard]);

/** Open the dialog, and let the server say what it says of two agents, and of one more. */
async function openDialog(getReason = () => "", isReady = Promise.resolve()) {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    const [eve, otto, gus] = ["Eve", "Otto Éxpert", "Gus"].map((name) => createAgent(pyEnv, name));
    const make = ({ userId: id, partnerId: partner_id }, values) => ({
        ...{ id, partner_id, presence: "online", expertises: [], languages: ["en"], reason: "" },
        ...{ open: 0, waiting: 0, waiting_since: false },
        ...values,
    });
    const waiting_since = serializeDateTime(luxon.DateTime.now().minus({ minutes: 2, seconds: 5 }));
    onRpc("discuss.channel", "livechat_get_agent_choices", async ({ args }) => {
        expect.step(["asked", ...args]);
        await isReady;
        return [
            make(eve, {
                ...{ name: "Eve", expertises: ["Billing"], languages: ["es"] },
                ...{ open: 3, waiting: 1, waiting_since, reason: getReason() },
            }),
            make(otto, { name: "Otto Éxpert", presence: "away", open: 1 }),
            make(gus, { name: "Gus", presence: "offline", reason: "Gus is offline." }),
        ];
    });
    onRpc("livechat.reassign.wizard", "web_save", ({ args }) => {
        expect.step(["saved", args[1].user_id]);
    });
    await start();
    await getService("action").doAction({
        context: { default_channel_id: channelId },
        res_model: "livechat.reassign.wizard",
        target: "new",
        type: "ir.actions.act_window",
        views: [[false, "form"]],
    });
    await contains(OPTION, { count: 4 });
    expect.verifySteps([["asked", [channelId], []]]);
    return { channelId, eve, gus, otto };
}

test("what is said of each agent, and why one cannot have it", async () => {
    await openDialog();
    expect(queryAllTexts(OPTION)).toEqual([
        "The best expert",
        "Eve\nOnline · Billing · Spanish · 3 open, 1 waiting for 2 min",
        "Otto Éxpert\nAway · English · 1 open",
        "Gus\nGus is offline.",
    ]);
    await contains(SELECTED, { text: "The best expert" });
    await contains(`${OPTION}[aria-disabled='true']`, { count: 1 });
    expect(queryFirst("label").getAttribute("for")).toBe(queryFirst(INPUT).id);
    expect(queryFirst(INPUT).getAttribute("aria-controls")).toBe(
        queryFirst(`${FIELD} [role='listbox']`).id
    );
    await click(OPTION, { text: "Gus" });
    await contains(SELECTED, { text: "The best expert" });
    await click(OPTION, { text: "Eve" });
    await contains(SELECTED, { text: "Eve" });
    await contains(SELECTED);
});

test("by keyboard: arrows, typing, Enter", async () => {
    const { otto } = await openDialog();
    onRpc("livechat.reassign.wizard", "action_reassign", () => false);
    await contains(INPUT, { setFocus: true });
    const activeText = () => {
        const id = queryFirst(INPUT).getAttribute("aria-activedescendant");
        return id && queryFirst(`#${id}`).textContent;
    };
    await press("ArrowDown");
    await press("ArrowDown");
    await animationFrame();
    expect(activeText()).toMatch(/Eve/);
    await press("ArrowUp");
    await press("ArrowUp");
    await animationFrame();
    expect(activeText()).toMatch(/Gus is offline/);
    await press("Enter");
    await animationFrame();
    await contains(SELECTED, { text: "The best expert" });
    await edit("bill");
    await contains(OPTION, { count: 1, text: "Eve" });
    await edit("expert");
    await contains(OPTION, { count: 1, text: "Otto Éxpert" });
    await press("Enter");
    await contains(SELECTED, { text: "Otto Éxpert" });
    await contains(OPTION, { count: 4 });
    await contains(INPUT, { value: "" });
    await edit("nobody");
    await contains(`${FIELD} [role='status']`, { text: "No such agent" });
    await press("Escape");
    await contains(OPTION, { count: 4 });
    await click(".o_dialog footer .btn-primary");
    await expect.waitForSteps([["saved", otto.userId]]);
    await contains(".o_dialog", { count: 0 });
});

test("typed before the agents are known", async () => {
    const isReady = new Deferred();
    const opened = openDialog(() => "", isReady);
    await contains(INPUT, { setFocus: true });
    await edit("bill");
    await contains(OPTION, { count: 0 });
    isReady.resolve();
    await contains(`${OPTION}.active:contains(Eve)`);
    await press("Enter");
    await contains(`${SELECTED}:contains(Eve)`);
    await opened;
});

test("who cannot have it any more stays chosen, with the reason", async () => {
    let reason = "";
    const { channelId, eve } = await openDialog(() => reason);
    onRpc("livechat.reassign.wizard", "action_reassign", () => ({
        type: "ir.actions.client",
        tag: "display_notification",
        params: { message: "Refused" },
    }));
    await click(OPTION, { text: "Eve" });
    reason = "Eve is offline.";
    await click(".o_dialog footer .btn-primary");
    // What is said after it was refused is new.
    await contains(`${SELECTED}[aria-disabled='true']`, { text: "Eve is offline." });
    await expect.waitForSteps([
        ["saved", eve.userId],
        ["asked", [channelId], []],
    ]);
});

test("who was walked to and is not there any more is named no more", async () => {
    await openDialog();
    await contains(INPUT, { setFocus: true });
    await press("ArrowDown");
    await press("ArrowDown");
    await contains(`${OPTION}.active:contains(Eve)`);
    onRpc("discuss.channel", "livechat_get_agent_choices", () => {
        expect.step("asked");
        return [];
    });
    onRpc("livechat.reassign.wizard", "action_reassign", () => ({
        type: "ir.actions.client",
        tag: "display_notification",
        params: { message: "Refused" },
    }));
    await click(".o_dialog footer .btn-primary");
    await expect.waitForSteps([["saved", false], "asked"]);
    await contains(OPTION, { count: 1, text: "The best expert" });
    await contains(`${INPUT}:not([aria-activedescendant])`);
});

test("agents that could not be loaded can be asked for again", async () => {
    await startAgentServer();
    let hasFailed = true;
    onRpc("discuss.channel", "livechat_get_agent_choices", () => {
        if (hasFailed) {
            throw new Error("No connection");
        }
        return [];
    });
    await start();
    await getService("action").doAction({
        res_model: "livechat.reassign.wizard",
        target: "new",
        type: "ir.actions.act_window",
        views: [[false, "form"]],
    });
    await contains(`${FIELD} [role='status']`, {
        text: "The agents could not be loaded. Try again",
    });
    hasFailed = false;
    await click(`${FIELD} button`, { text: "Try again" });
    await contains(`${FIELD} [role='status']`, { text: "" });
});
