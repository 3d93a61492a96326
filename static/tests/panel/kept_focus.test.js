import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { pointerDown, press, queryOne } from "@odoo/hoot-dom";
import { Component, useState, xml } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { useService } from "@web/core/utils/hooks";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const HEAD = ".o-livechatInfoPanel [data-section-head]:contains(Invoices):focus";

class Asked extends Component {
    static components = { Dialog };
    static props = { "*": true };
    static template = xml`<Dialog title="'Asked'">Really?</Dialog>`;
}

/** A section of another addon, with buttons that go in all ways. */
class Invoices extends Component {
    static components = { Section };
    static props = { thread: Object };
    static template = xml`
        <Section title="'Invoices'" class="'test-invoices'">
            <button t-if="state.isThere" t-att-disabled="state.isDisabled" t-att-class="state.isHidden ? 'd-none' : ''" class="test-button">Do</button>
            <p class="test-text">Paid in March</p>
            <button class="test-ask" t-on-click="() => this.ask()">Ask</button>
        </Section>`;
    setup() {
        this.dialog = useService("dialog");
        this.state = useState({ isDisabled: false, isHidden: false, isThere: true });
        Invoices.current = this;
    }
    ask() {
        this.dialog.add(Asked);
    }
}

beforeEach(async () => {
    sectionRegistry.add(
        "test.invoices",
        { component: Invoices, isDisplayed: () => true },
        { sequence: 35 }
    );
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await contains(".test-button");
});

for (const change of [{ isThere: false }, { isDisabled: true }, { isHidden: true }]) {
    test(`the focus goes to the section's head: ${Object.keys(change)}`, async () => {
        queryOne(".test-button").focus();
        Object.assign(Invoices.current.state, change);
        await contains(HEAD);
    });
}

test("after a dialog it is where the dialog was opened", async () => {
    queryOne(".test-ask").focus();
    await click(".test-ask");
    await contains(".modal");
    await press("Escape");
    await contains(".modal", { count: 0 });
    await contains(".test-ask:focus");
});

test("what never had the focus does not take it", async () => {
    queryOne(".o-mail-Composer-input").focus();
    Invoices.current.state.isThere = false;
    await contains(".test-button", { count: 0 });
    expect(".o-mail-Composer-input").toBeFocused();
});

test("who selects a text in the panel keeps it selected", async () => {
    queryOne(".test-button").focus();
    await pointerDown(".test-text");
    document.activeElement.blur(); // as browsers do
    document.getSelection().selectAllChildren(queryOne(".test-text"));
    Invoices.current.state.isDisabled = true;
    await contains(".test-button:disabled");
    Invoices.current.state.isDisabled = false;
    await contains(".test-button:enabled");
    expect(document.body).toBeFocused();
    expect(document.getSelection().toString()).toBe("Paid in March");
});
