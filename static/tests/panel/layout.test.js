import {
    createConversation,
    defineLivechatInfoPanelModels,
    flushBus,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { arrange } from "@livechat_info_panel/panel/layout";

import { click, contains, focus, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";

import { contains as locate, getService, onRpc, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const NOTES = "[data-section='notes']";
const TAGS = "[data-section='tags']";
const FOLDED = ":is([data-section='notes'], [data-section='tags']) h6 [aria-expanded='false']";
const TITLE = ".o-livechatInfoPanel h6";

/** Write in steps how the user's settings are changed. */
function stepLayouts() {
    onRpc("res.users.settings", "set_res_users_settings", ({ kwargs }) => {
        const { folded, order } = kwargs.new_settings.livechat_panel_layout;
        expect.step([folded, order.slice(0, 3)]);
        return kwargs.new_settings;
    });
}

test("what is not arranged stands behind what usually comes before it", () => {
    const names = ["a", "b", "c", "d"];
    expect(arrange(names, [])).toEqual(names);
    expect(arrange(names, ["d", "a"])).toEqual(["d", "a", "b", "c"]);
    expect(arrange(names, ["c", "gone", "b"])).toEqual(["a", "c", "d", "b"]);
});

test("a section is folded by its title, for all conversations", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepLayouts();
    await startWithConversation(channelId);
    await contains(`${NOTES} textarea:visible`);
    await click(`${NOTES} h6 button[aria-expanded='true']`);
    await contains(`${NOTES} textarea:visible`, { count: 0 });
    await contains(`${NOTES} h6 button[aria-expanded='false']`);
    await click(`${NOTES} h6 button`);
    await contains(`${NOTES} textarea:visible`);
    expect.verifySteps([
        [["notes"], []],
        [[], []],
    ]);
});

test("status and contact are neither folded nor moved", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(`${TITLE}:contains(Status)`);
    await contains(`${TITLE}:contains(Status) button`, { count: 0 });
    await contains(".o-livechatInfoPanel-grip", { count: 4 });
});

test("a section is moved by the arrow keys, which keep the focus", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    stepLayouts();
    await startWithConversation(channelId);
    await contains(TITLE, { count: 5 });
    await focus(`${NOTES} .o-livechatInfoPanel-grip`);
    await press("ArrowDown");
    await animationFrame();
    expect(queryAllTexts(TITLE)).toEqual([
        "Status",
        "Tags",
        "Notes",
        "Expertise",
        "Send conversation",
    ]);
    expect(`${NOTES} .o-livechatInfoPanel-grip`).toBeFocused();
    expect(".o-livechatInfoPanel > [role='status']").toHaveText("2 of 4");
    await press("ArrowUp");
    await animationFrame();
    await press("ArrowUp"); // it is the first already
    await animationFrame();
    expect(queryAllTexts(TITLE)[1]).toBe("Notes");
    expect.verifySteps([
        [[], ["tags", "notes", "chatbot_answers"]],
        [[], ["notes", "tags", "chatbot_answers"]],
    ]);
});

test("a section is dragged by its grip", async () => {
    const pyEnv = await startAgentServer();
    stepLayouts();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel-grip", { count: 4 });
    await locate("[data-section='expertise'] .o-livechatInfoPanel-grip").dragAndDrop(NOTES);
    await animationFrame();
    expect(queryAllTexts(TITLE).slice(1)).toEqual([
        "Expertise",
        "Notes",
        "Tags",
        "Send conversation",
    ]);
    expect.verifySteps([[[], ["expertise", "notes", "tags"]]]);
});

test("a folded note is there again", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    pyEnv["discuss.channel"]._write_note(channelId, "First");
    await startWithConversation(channelId);
    await contains(`${NOTES} textarea:visible`, { value: "First" });
    await click(`${NOTES} h6 button`);
    await contains(`${NOTES} textarea:visible`, { count: 0 });
    await click(`${NOTES} h6 button`);
    await contains(`${NOTES} textarea:visible`, { value: "First" });
});

test("a command leads at once into what is folded, however long it takes to keep that", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await click(`${NOTES} h6 button`);
    await contains(`${NOTES} textarea:visible`, { count: 0 });
    onRpc("res.users.settings", "set_res_users_settings", () => new Deferred());
    await press(["control", "k"]);
    await click(".o_command_name", { text: "Live chat: write a note" });
    await contains(`${NOTES} textarea:focus`);
});

test("what cannot be kept is as it was", async () => {
    expect.errors(1);
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    onRpc("res.users.settings", "set_res_users_settings", () => {
        throw new Error("There is no space left.");
    });
    await startWithConversation(channelId);
    await click(`${NOTES} h6 button`);
    await contains(`${NOTES} textarea:visible`);
    await animationFrame();
    expect.verifyErrors(["There is no space left."]);
});

/** Fold notes and tags, one after the other, on a slow line. */
async function foldBoth(...answers) {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    onRpc("res.users.settings", "set_res_users_settings", async ({ kwargs }) => {
        expect.step(kwargs.new_settings.livechat_panel_layout.folded);
        await answers.shift();
        return kwargs.new_settings;
    });
    await startWithConversation(channelId);
    await click(`${NOTES} h6 button`);
    await click(`${TAGS} h6 button`);
    await contains(`${TAGS} [aria-expanded='false']`);
    return (folded) => {
        const [partner] = pyEnv["res.partner"].read(serverState.partnerId);
        const livechat_panel_layout = { folded, order: [] };
        pyEnv["bus.bus"]._sendone(partner, "res.users.settings", { livechat_panel_layout });
        return flushBus();
    };
}

test("what the server tells of the first of two changes does not undo the second", async () => {
    const answers = [new Deferred(), new Deferred()];
    const tell = await foldBoth(...answers);
    await tell(["notes"]);
    expect(FOLDED).toHaveCount(2);
    answers[0].resolve();
    await expect.waitForSteps([["notes"], ["notes", "tags"]]);
    expect(FOLDED).toHaveCount(2);
    answers[1].resolve();
    await flushBus();
    expect(FOLDED).toHaveCount(2);
    await tell(["notes", "tags"]);
    expect(FOLDED).toHaveCount(2);
    await tell([]); // of another tab
    await contains(FOLDED, { count: 0 });
});

test("what the server tells late of the first change does not undo the second", async () => {
    const tell = await foldBoth();
    await expect.waitForSteps([["notes"], ["notes", "tags"]]);
    await flushBus();
    await tell(["notes"]);
    expect(FOLDED).toHaveCount(2);
});

test("a change that cannot be kept takes no other one back", async () => {
    expect.errors(1);
    const answer = new Deferred();
    await foldBoth(answer);
    answer.reject(new Error("There is no space left."));
    await expect.waitForErrors(["There is no space left."]);
    await contains(`${NOTES} [aria-expanded='true']`);
    await expect.waitForSteps([["notes"], ["tags"]]);
    expect(`${TAGS} [aria-expanded='false']`).toHaveCount(1);
});

for (const [what, error, steps] of [
    ["", undefined, ["shared", "reset"]],
    [" not", "There is no space left.", []],
]) {
    test(`what is shown is${what} shared if the last change of it is${what} kept`, async () => {
        expect.errors(error ? 1 : 0);
        const pyEnv = await startAgentServer();
        const answer = new Deferred();
        const answers = [undefined, answer];
        onRpc("res.users.settings", "set_res_users_settings", async ({ kwargs }) => {
            const isReset = !answers.length;
            await answers.shift();
            expect.step(isReset ? "reset" : "changed");
            return kwargs.new_settings;
        });
        onRpc("res.users.settings", "livechat_share_panel_layout", () => {
            expect.step("shared");
            return true;
        });
        await startWithConversation(createConversation(pyEnv));
        const { self_partner } = getService("mail.store");
        self_partner.main_user_id.is_livechat_manager = true;
        await click(`${NOTES} h6 button`);
        await expect.waitForSteps(["changed"]);
        await click(`${TAGS} h6 button`);
        await click("button", { text: "Arrange it so for everyone" });
        if (error) {
            answer.reject(new Error(error));
            await expect.waitForErrors([error]);
            await contains(`${TAGS} [aria-expanded='true']`);
            await animationFrame();
            expect.verifySteps([]);
        } else {
            answer.resolve();
            await expect.waitForSteps(["changed", ...steps]);
        }
        expect(`${NOTES} [aria-expanded='false']`).toHaveCount(1);
    });
}

test("a switch that cannot be kept leaves the others that were sent", async () => {
    const pyEnv = await startAgentServer();
    const answers = [undefined, undefined, new Error("There is no space left.")];
    onRpc("res.users.settings", "set_res_users_settings", ({ kwargs }) => {
        const error = answers.shift();
        if (error) {
            throw error;
        }
        return kwargs.new_settings;
    });
    await start();
    const name = "livechat_longest_wait_first";
    const { settings } = getService("mail.store");
    await settings.livechatSave(name, () => true);
    await settings.livechatSave(name, () => false);
    await expect(settings.livechatSave(name, () => true)).rejects.toThrow();
    expect(settings[name]).toBe(false);
    const [partner] = pyEnv["res.partner"].read(serverState.partnerId);
    getService("bus_service").subscribe("res.users.settings", () => expect.step("told"));
    pyEnv["bus.bus"]._sendone(partner, "res.users.settings", { [name]: true });
    await expect.waitForSteps(["told"]);
    expect(settings[name]).toBe(false); // it tells late of the first
});

test("all of a title is seen, also where it is long", async () => {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await contains(".o-livechatInfoPanel-section[data-section='notes']");
    const section = document.querySelector(".o-livechatInfoPanel-section[data-section='notes']");
    section.style.width = "70px";
    const title = section.querySelector("h6 span");
    title.textContent = "Notes of several (50+)";
    expect(title.scrollWidth).toBeLessThan(title.clientWidth + 1);
    expect(title.getBoundingClientRect().right).toBeLessThan(
        section.getBoundingClientRect().right + 1
    );
});
