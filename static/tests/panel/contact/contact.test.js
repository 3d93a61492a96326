import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains, setupChatHub, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { click as hootClick, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";

import { getService } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const CONTACT = ".o-livechatInfoPanel-contact";
const BUTTON = `${CONTACT} a:contains(View Contact)`;

function createCustomer(pyEnv) {
    return pyEnv["res.partner"].create({ name: "Carla" });
}

/** Write in steps the forms that are opened. */
function stepForms() {
    const { doAction } = getService("action");
    getService("action").doAction = (action, ...args) => {
        if (action.type === "ir.actions.act_window") {
            expect.step([action.res_model, action.res_id]);
        }
        return doAction(action, ...args);
    };
}

test("view contact opens the form, and the conversation stays as a chat window", async () => {
    const pyEnv = await startAgentServer();
    const partnerId = createCustomer(pyEnv);
    const channelId = createConversation(pyEnv, {}, { partner_id: partnerId });
    await startWithConversation(channelId);
    stepForms();
    await contains(`${CONTACT} span`, { text: "Carla" });
    await contains(`${CONTACT} img[data-src*='/web/image/res.partner/${partnerId}/avatar_128']`);
    expect(BUTTON).toHaveAttribute("href", new RegExp(`/odoo/res\\.partner/${partnerId}$`));
    await contains(".o-mail-ChatWindow", { count: 0 });
    await hootClick(BUTTON);
    await contains(".o_form_view");
    await contains(".o-mail-ChatWindow", { text: "Carla" });
    await contains(".o-mail-Discuss", { count: 0 });
    expect.verifySteps([["res.partner", partnerId]]);
});

test("from a chat window, which stays", async () => {
    const pyEnv = await startAgentServer();
    const partnerId = createCustomer(pyEnv);
    const channelId = createConversation(pyEnv, {}, { partner_id: partnerId });
    setupChatHub({ opened: [channelId] });
    await start();
    await click(".o-mail-ChatWindow-header [title='Open Actions Menu']");
    await click(".o-dropdown-item", { text: "Information" });
    await contains(`.o-mail-ChatWindow ${CONTACT}`);
    await hootClick(BUTTON);
    await contains(".o_form_view");
    await contains(".o-mail-ChatWindow");
});

for (const key of ["ctrlKey", "metaKey", "shiftKey"]) {
    test(`${key} leaves the link to the browser`, async () => {
        const pyEnv = await startAgentServer();
        const partnerId = createCustomer(pyEnv);
        const channelId = createConversation(pyEnv, {}, { partner_id: partnerId });
        await startWithConversation(channelId);
        stepForms();
        await contains(CONTACT);
        const link = queryOne(BUTTON);
        link.removeAttribute("href"); // so that no test leaves the page
        const click = new MouseEvent("click", { bubbles: true, cancelable: true, [key]: true });
        link.dispatchEvent(click);
        expect(click.defaultPrevented).toBe(false);
        await animationFrame();
        await contains(".o-mail-Discuss");
        await contains(".o-mail-ChatWindow", { count: 0 });
        expect.verifySteps([]);
    });
}

test("a guest is no contact", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel h6", { text: "Status" });
    await contains(CONTACT, { count: 0 });
});
