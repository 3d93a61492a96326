import {
    defineLivechatInfoPanelModels,
    startAgentServer,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { contains, start } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { edit, press } from "@odoo/hoot-dom";

import { defineModels, fields, getService, models, onRpc } from "@web/../tests/web_test_helpers";

class HelpWizard extends models.Model {
    _name = "livechat.help.wizard";
    text = fields.Char();
    note = fields.Char();
    _views = {
        form: /* xml */ `
            <form js_class="livechat_info_panel.help_wizard">
                <field name="text"/>
                <field name="note"/>
                <footer><button name="action_ask_help" type="object" string="Ask" class="btn-primary"/></footer>
            </form>`,
    };
}

describe.current.tags("desktop");
defineLivechatInfoPanelModels();
defineModels([HelpWizard]);

test("one Enter in the line of text asks", async () => {
    await startAgentServer();
    onRpc("livechat.help.wizard", "action_ask_help", ({ args }) => {
        expect.step("asked");
        expect(args[0]).toHaveLength(1);
        return { type: "ir.actions.act_window_close" };
    });
    onRpc("livechat.help.wizard", "web_save", ({ args }) => {
        expect.step(args[1].text);
    });
    await start();
    await getService("action").doAction({
        res_model: "livechat.help.wizard",
        target: "new",
        type: "ir.actions.act_window",
        views: [[false, "form"]],
    });
    await contains(".o_dialog [name='note'] input", { setFocus: true });
    await press("Enter");
    await animationFrame();
    expect.verifySteps([]);
    await contains(".o_dialog [name='text'] input", { setFocus: true });
    await edit("A refund");
    await press("Enter");
    await contains(".o_dialog", { count: 0 });
    expect.verifySteps(["A refund", "asked"]);
});
