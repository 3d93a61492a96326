import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { headRegistry } from "@livechat_info_panel/panel/head_registry";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import {
    click,
    contains,
    openDiscuss,
    scroll,
    setupChatHub,
    start,
} from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { Component, xml } from "@odoo/owl";

import { patchWithCleanup } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const PANEL = ".o-mail-ActionPanel";
const TITLE = ".o-livechatInfoPanel h6";

class Invoices extends Component {
    static components = { Section };
    static props = { thread: Object };
    static template = xml`
        <Section title="'Invoices'" class="'test-invoices'">
            <span t-esc="props.thread.displayName"/>
        </Section>`;
}

class Tall extends Component {
    static props = { thread: Object };
    static template = xml`<div style="height: 5000px;"/>`;
}

class BrokenInRender extends Component {
    static props = { thread: Object };
    static template = xml`<span t-esc="props.thread.there.is.none"/>`;
}

class BrokenInSetup extends Component {
    static props = { thread: Object };
    static template = xml`<span/>`;
    setup() {
        throw new Error("There is none.");
    }
}

class BrokenByData extends Component {
    static props = { thread: Object };
    static template = xml`<span t-esc="text"/>`;
    get text() {
        return this.props.thread.livechat_visitor_lang && this.there.is.none;
    }
}

/** Register a section as another addon does. (Hoot restores the registry after each test.) */
function addSection(name, section, sequence) {
    sectionRegistry.add(name, { isDisplayed: () => true, ...section }, { sequence });
}

function createVisitor(pyEnv, name) {
    return { guest_id: pyEnv["mail.guest"].create({ name }) };
}

test("sections with nothing to say are absent", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel section", { count: 6 }); // the guest's has no title
    expect(queryAllTexts(TITLE)).toEqual([
        "Status",
        "Notes",
        "Tags",
        "Expertise",
        "Send conversation",
    ]);
});

test("all sections, in their order", async () => {
    const pyEnv = await startAgentServer();
    const partnerId = pyEnv["res.partner"].create({ name: "Carla" });
    const channelId = createConversation(
        pyEnv,
        {
            livechat_chatbot_answers: [{ question: "How are you?", answer: "Fine" }],
            livechat_end_dt: "2024-01-01 10:00:00",
            livechat_outcome: "no_failure",
            livechat_status: false,
            livechat_visited_pages: [{ name: "Home", url: false, date: "2024-01-01 09:00:00" }],
            livechat_visitor_lang: "es-MX",
        },
        { partner_id: partnerId }
    );
    await startWithConversation(channelId);
    await contains(TITLE, { count: 8 });
    expect(queryAllTexts(TITLE)).toEqual([
        "Outcome",
        "Notes",
        "Tags",
        "Chatbot answers",
        "Expertise",
        "Country & Language",
        "Recent page views",
        "Send conversation",
    ]);
    await contains(".o-livechatInfoPanel section:first.o-livechatInfoPanel-contact");
});

test("another addon's section stands at its sequence", async () => {
    addSection("test.invoices", { component: Invoices }, 35);
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(".test-invoices span", { text: "Visitor #20" });
    await contains(TITLE, { text: "Send conversation" });
    expect(queryAllTexts(TITLE)).toEqual([
        "Status",
        "Notes",
        "Invoices",
        "Tags",
        "Expertise",
        "Send conversation",
    ]);
});

test("another addon's section decides by the conversation whether it has anything to say", async () => {
    addSection(
        "test.invoices",
        { component: Invoices, isDisplayed: (thread) => thread.displayName === "Visitor #21" },
        35
    );
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    createConversation(pyEnv, {}, createVisitor(pyEnv, "Visitor #21"));
    await startWithConversation(channelId);
    await contains(TITLE, { count: 5 });
    await contains(".test-invoices", { count: 0 });
    await click(".o-mail-DiscussSidebarChannel", { text: "Visitor #21" });
    await contains(".test-invoices span", { text: "Visitor #21" });
});

test("a section has to say when it is displayed", async () => {
    patchWithCleanup(odoo, { debug: "1" });
    expect(() => sectionRegistry.add("test.incomplete", { component: Invoices })).toThrow(
        /isDisplayed/
    );
});

for (const component of [BrokenInRender, BrokenInSetup, BrokenByData]) {
    test(`a section that fails leaves the others standing, and says so: ${component.name}`, async () => {
        expect.errors(1);
        addSection("test.broken", { component }, 35);
        addSection("test.invoices", { component: Invoices }, 37);
        const pyEnv = await startAgentServer();
        const channelId = createConversation(pyEnv, { livechat_visitor_lang: "es" });
        await start();
        await openDiscuss(channelId);
        await contains(TITLE, { text: "Country & Language" });
        await contains(TITLE, { text: "Send conversation" });
        expect(queryAllTexts(TITLE)).toEqual([
            "Status",
            "Notes",
            "Invoices",
            "Tags",
            "Expertise",
            "Country & Language",
            "Send conversation",
        ]);
        await contains(".o-livechatInfoPanel-broken", { text: "This part cannot be shown." });
        await contains(".o-mail-Discuss .o-mail-Composer-input");
        await expect.waitForErrors([/owl lifecycle/]);
    });
}

test("what fails at the head of the panel leaves the panel standing", async () => {
    expect.errors(1);
    headRegistry.add("test.broken", BrokenInRender);
    const pyEnv = await startAgentServer();
    await start();
    await openDiscuss(createConversation(pyEnv));
    await contains(".o-livechatInfoPanel-broken", { text: "This part cannot be shown." });
    await contains(TITLE, { text: "Send conversation" });
    await expect.waitForErrors([/owl lifecycle/]);
});

test("a section that fails to say whether it is displayed is not", async () => {
    let isLogged = false;
    patchWithCleanup(console, { error: () => (isLogged = true) });
    addSection(
        "test.broken",
        { component: Invoices, isDisplayed: (thread) => thread.there.is.none },
        35
    );
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv));
    await contains(TITLE, { text: "Expertise" });
    await contains(TITLE, { text: "Invoices", count: 0 });
    expect(isLogged).toBe(true);
});

test("each section is labelled by its title", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    for (const section of document.querySelectorAll(".o-livechatInfoPanel section")) {
        if (section.matches("[aria-label='Contact']")) {
            continue; // the customer's name is its title
        }
        const label = document.getElementById(section.getAttribute("aria-labelledby"));
        expect(section.contains(label)).toBe(true);
    }
});

test("the (i) button opens and closes it, as remembered for the next conversation", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    createConversation(pyEnv, {}, createVisitor(pyEnv, "Visitor #21"));
    await startWithConversation(channelId);
    await click("button[name='livechat-info']");
    await contains(".o-livechatInfoPanel", { count: 0 });
    await click(".o-mail-DiscussSidebarChannel", { text: "Visitor #21" });
    await contains(".o-mail-DiscussContent-threadName[title='Visitor #21']");
    await contains(".o-livechatInfoPanel", { count: 0 });
    await click("button[name='livechat-info']");
    await contains(".o-livechatInfoPanel");
    await click(".o-mail-DiscussSidebarChannel", { text: "Visitor #20" });
    await contains(".o-mail-DiscussContent-threadName[title='Visitor #20']");
    await contains(".o-livechatInfoPanel");
});

test("in a chat window", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_note: "<p>First</p>" });
    setupChatHub({ opened: [channelId] });
    await start();
    await contains(".o-mail-ChatWindow");
    await contains(".o-livechatInfoPanel", { count: 0 });
    await click(".o-mail-ChatWindow-header [title='Open Actions Menu']");
    await click(".o-dropdown-item", { text: "Information" });
    await contains(".o-mail-ChatWindow .o-livechatInfoPanel");
    await contains(".o-mail-ChatWindow .o-livechatInfoPanel-notes textarea", { value: "First" });
});

test("each conversation is shown where it was left, at first from the top", async () => {
    addSection("test.tall", { component: Tall }, 35);
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    createConversation(pyEnv, {}, createVisitor(pyEnv, "Visitor #21"));
    await startWithConversation(channelId);
    const open = async (name) => {
        await click(".o-mail-DiscussSidebarChannel", { text: name });
        await contains(`.o-mail-DiscussContent-threadName[title='${name}']`);
    };
    await contains(PANEL, { scroll: 0 });
    await scroll(PANEL, 700);
    await open("Visitor #21");
    await contains(PANEL, { scroll: 0 });
    await scroll(PANEL, 200);
    await open("Visitor #20");
    await contains(PANEL, { scroll: 700 });
    await open("Visitor #21");
    await contains(PANEL, { scroll: 200 });
});

test("not beside conversations that are no live chats", async () => {
    const pyEnv = await startAgentServer();
    createConversation(pyEnv);
    const channelId = pyEnv["discuss.channel"].create({ name: "General", channel_type: "channel" });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-DiscussContent-threadName[title='General']");
    await contains("button[name='livechat-info']", { count: 0 });
    await contains(".o-livechatInfoPanel", { count: 0 });
});

test("tab leads through the panel of a chat window, which does not hear of it", async () => {
    const pyEnv = await startAgentServer();
    setupChatHub({ opened: [createConversation(pyEnv)] });
    await start();
    await click(".o-mail-ChatWindow-header [title='Open Actions Menu']");
    await click(".o-dropdown-item", { text: "Information" });
    await contains(".o-livechatInfoPanel textarea", { setFocus: true });
    queryOne(".o-mail-ChatWindow").addEventListener("keydown", ({ key }) => expect.step(key));
    await press("Tab");
    await contains(".o-livechatInfoPanel textarea", { setFocus: true });
    await press("Shift");
    expect.verifySteps(["Shift"]); // with Tab, it would go to the next chat window
});
