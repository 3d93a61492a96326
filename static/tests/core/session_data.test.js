import {
    createConversation,
    createHelpRequest,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import {
    MAX_AGE,
    PRELOAD_DELAY,
    REFRESH_DELAY,
    SessionData,
} from "@livechat_info_panel/core/session_data_service";
import { Notes } from "@livechat_info_panel/notes/notes";
import { LivechatInfoPanel } from "@livechat_info_panel/panel/panel";
import { CountryLanguage } from "@livechat_info_panel/visitor/country_language";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { App, onMounted } from "@odoo/owl";

import { after, describe, expect, getFixture, test } from "@odoo/hoot";
import { queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";

import {
    getMockEnv,
    getService,
    MockServer,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";
import { getTemplate } from "@web/core/templates";

import { STATUS, type } from "../notes/notes_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const LANGUAGE = "[title='Language']";

/**
 * Start with one of three open chats, and write in steps which are asked for. A closed one, and one
 * of another agent, are there as well.
 */
async function startWithChats() {
    const pyEnv = await startAgentServer();
    const create = (name, values) =>
        createConversation(
            pyEnv,
            { livechat_visitor_lang: "es", ...values },
            { guest_id: pyEnv["mail.guest"].create({ name }) }
        );
    const [first, second, third] = ["Visitor #20", "Visitor #21", "Visitor #22"].map((name) =>
        create(name)
    );
    create("Visitor #23", { livechat_end_dt: "2026-01-01 10:00:00" });
    createHelpRequest(pyEnv, { name: "Visitor #24" });
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        const ids = params.fetch_params
            .filter(([name]) => name === "/im_livechat/session/data")
            .flatMap(([, { channel_ids }]) => channel_ids);
        if (ids.length) {
            expect.step(ids.sort());
        }
    });
    await startWithConversation(first);
    await contains(LANGUAGE, { text: "Spanish" });
    const outdate = async (...ids) => {
        const heard = new Deferred();
        getService("bus_service").subscribe("livechat_info_panel/session_data_outdated", () =>
            heard.resolve()
        );
        pyEnv["discuss.channel"]._outdate_livechat_session_data(ids);
        await heard;
    };
    const speak = (id, lang) => pyEnv["discuss.channel"].write(id, { livechat_visitor_lang: lang });
    return { first, second, third, outdate, speak };
}

/** Start as `startWithChats`, and wait until all of them are fetched. */
async function startAtRest() {
    const chats = await startWithChats();
    await settle();
    expect.verifySteps([[chats.first], [chats.second, chats.third]]);
    return chats;
}

async function open(name) {
    await click(".o-mail-DiscussSidebarChannel", { text: name });
    await contains(`.o-mail-DiscussContent-threadName[title='${name}']`);
}

/** Let what is on its way arrive. */
async function settle() {
    await advanceTime(PRELOAD_DELAY);
    await animationFrame();
}

test("the open chats are fetched together, before their panels are opened", async () => {
    await startAtRest();
    await open("Visitor #21");
    await contains(LANGUAGE, { text: "Spanish" });
    await settle();
    expect.verifySteps([]);
});

test("nothing is fetched before what the user waits for is there", async () => {
    const messages = new Deferred();
    onRpc("/discuss/channel/messages", () => messages);
    const { first, second, third } = await startWithChats();
    await settle();
    await settle();
    expect.verifySteps([[first]]);
    messages.resolve();
    await settle();
    await settle();
    expect.verifySteps([[second, third]]);
});

test("a panel that was fetched before is whole as soon as it is there", async () => {
    await startAtRest();
    const changes = [];
    const observer = new MutationObserver((records) => changes.push(records));
    after(() => observer.disconnect());
    observer.observe(queryOne(".o-livechatInfoPanel"), {
        attributes: true,
        characterData: true,
        childList: true,
        subtree: true,
    });
    await open("Visitor #21");
    await contains(LANGUAGE, { text: "Spanish" });
    await settle();
    expect(changes.length).toBe(1); // all of it at once
});

test("a panel asks for what could not be fetched before", async () => {
    let isDown = false;
    patchWithCleanup(SessionData.prototype, {
        async request(ids) {
            if (isDown) {
                expect.step("down");
                throw new ConnectionLostError("/");
            }
            return super.request(ids);
        },
    });
    const { first, second } = await startWithChats();
    isDown = true;
    await settle();
    await settle();
    expect.verifySteps([[first], "down"]);
    isDown = false;
    await open("Visitor #21");
    await contains(LANGUAGE, { text: "Spanish" });
    expect.verifySteps([[second]]);
});

test("what changes while it is fetched before is fetched again, too", async () => {
    const { second, third, outdate } = await startAtRest();
    const answer = new Deferred();
    patchWithCleanup(SessionData.prototype, {
        async request() {
            await super.request(...arguments);
            await answer;
        },
    });
    await outdate(second);
    await settle();
    expect.verifySteps([[second]]);
    await outdate(second, third);
    await settle();
    expect.verifySteps([]);
    answer.resolve();
    await settle();
    await settle();
    expect.verifySteps([[second, third]]);
});

test("what is shown is fetched again, once for many messages", async () => {
    const { first, second, outdate, speak } = await startAtRest();
    speak(first, "fr");
    // Said in a row: on a slow machine, more than the delay would pass between one and the next.
    await Promise.all([outdate(first), outdate(first, second), outdate(first)]);
    await contains(LANGUAGE, { text: "French" });
    await settle();
    expect.verifySteps([[first], [second]]);
});

test("what is not shown is fetched before it is", async () => {
    const { first, outdate, speak } = await startAtRest();
    await open("Visitor #21");
    await contains(LANGUAGE, { text: "Spanish" });
    speak(first, "fr");
    await outdate(first, 987654);
    await settle();
    expect.verifySteps([[first]]);
    await open("Visitor #20");
    await contains(LANGUAGE, { text: "French" });
    await settle();
    expect.verifySteps([]);
});

test("what is left before it is fetched again waits until it is shown", async () => {
    const { first, outdate } = await startAtRest();
    await outdate(first);
    await open("Visitor #21");
    await open("Visitor #20");
    await expect.waitForSteps([[first]]);
});

test("what is old is fetched again when it is shown, and stays meanwhile", async () => {
    const { first, speak } = await startAtRest();
    await open("Visitor #21");
    await settle();
    expect.verifySteps([]);
    speak(first, "fr");
    await advanceTime(MAX_AGE);
    await click(".o-mail-DiscussSidebarChannel", { text: "Visitor #20" });
    await contains(LANGUAGE, { text: "Spanish" });
    await contains(LANGUAGE, { text: "French" });
    await settle();
    expect.verifySteps([[first]]);
});

test("what changes while it is fetched is fetched again afterwards", async () => {
    const { first, outdate, speak } = await startAtRest();
    const answer = new Deferred();
    let isFirst = true;
    patchWithCleanup(getService("mail.store"), {
        async fetchStoreData(name) {
            if (name !== "/im_livechat/session/data" || !isFirst) {
                return super.fetchStoreData(...arguments);
            }
            // The first answer comes late, with what was so when it was asked.
            isFirst = false;
            expect.step("asked");
            await answer;
            this.Thread.get({ id: first, model: "discuss.channel" }).livechat_visitor_lang = "de";
        },
    });
    await outdate(first);
    await expect.waitForSteps(["asked"]);
    speak(first, "fr");
    await outdate(first);
    await outdate(first);
    await settle();
    await contains(LANGUAGE, { text: "Spanish" });
    answer.resolve();
    await contains(LANGUAGE, { text: "French" });
    await settle();
    expect.verifySteps([[first]]);
});

/** Tell of conversations over the bus: @param {...{id: number}} told */
async function tell(...told) {
    const { env } = MockServer;
    const heard = new Deferred();
    getService("bus_service").subscribe("mail.record/insert", () => heard.resolve());
    const [partner] = env["res.partner"].read(serverState.partnerId);
    env["bus.bus"]._sendone(partner, "mail.record/insert", { "discuss.channel": told });
    await heard;
}

/** Have a chat fetched, and do something before the answer comes, which is older. */
async function doMeanwhile({ id, outdate }, act) {
    const answer = new Deferred();
    let isFirst = true;
    patchWithCleanup(getService("mail.store"), {
        async _fetchStoreDataRpc() {
            const data = await super._fetchStoreDataRpc(...arguments);
            if (isFirst) {
                isFirst = false;
                expect.step("read");
                await answer;
            }
            return data;
        },
    });
    await outdate(id);
    await settle();
    await expect.waitForSteps([[id], "read"]);
    await act();
    answer.resolve();
    await settle();
    await settle();
}

test("what is told while older data is under way stays", async () => {
    const { first, outdate, speak } = await startAtRest();
    await doMeanwhile({ id: first, outdate }, () => {
        speak(first, "fr");
        return tell({ id: first, livechat_visitor_lang: "fr" });
    });
    await expect.waitForSteps([[first]]);
    await contains(LANGUAGE, { text: "French" });
});

test("what is told while data is fetched before a panel shows it stays, too", async () => {
    const { second, outdate, speak } = await startAtRest();
    await doMeanwhile({ id: second, outdate }, () => {
        speak(second, "fr");
        return tell({ id: second, livechat_visitor_lang: "fr" });
    });
    await expect.waitForSteps([[second]]);
    await open("Visitor #21");
    await contains(LANGUAGE, { text: "French" });
    expect.verifySteps([]);
});

test("what is told of others, or with each message, is no reason to ask again", async () => {
    const { first, second, outdate } = await startAtRest();
    await doMeanwhile({ id: first, outdate }, () =>
        tell(
            { id: first, last_interest_dt: "2026-01-01 10:00:00" },
            { id: second, livechat_visitor_lang: "fr" }
        )
    );
    expect.verifySteps([]);
});

test("what changes all the time is fetched now and then", async () => {
    const { first, outdate } = await startAtRest();
    for (let i = 0; i < 2; i++) {
        await outdate(first);
        await advanceTime(REFRESH_DELAY / 2);
        await animationFrame();
    }
    await expect.waitForSteps([[first]]);
});

test("a panel that never came to be is none, and its sections hold nothing", async () => {
    const { first } = await startAtRest();
    await type("Mine"); // into the one that is there
    const { panels } = getService("livechat_info_panel.session_data");
    const clock = getService("livechat_info_panel.clock");
    const commands = getService("livechat_info_panel.commands");
    const notes = getService("livechat_info_panel.notes");
    const count = () => ({
        clock: clock.callbacks.size,
        commands: commands.all.size,
        goes: notes.goCount,
        panels: panels.counts.get(first),
    });
    const before = count();
    const components = [LivechatInfoPanel, Notes, CountryLanguage];
    const areSetUp = components.map((component) => {
        const isSetUp = new Deferred();
        patchWithCleanup(component.prototype, {
            setup() {
                super.setup();
                isSetUp.resolve();
                onMounted(() => expect.step("mounted"));
            },
        });
        return isSetUp;
    });
    const thread = getService("mail.store").Thread.get({ model: "discuss.channel", id: first });
    const app = new App(LivechatInfoPanel, {
        env: getMockEnv(),
        getTemplate,
        props: { thread },
    });
    app.mount(getFixture());
    await Promise.all(areSetUp);
    app.destroy();
    await animationFrame();
    expect(count()).toEqual(before);
    expect(before.panels).toBe(1);
    clock.tick();
    await animationFrame();
    expect(STATUS).not.toHaveText("Saved"); // who types goes on
    expect.verifySteps([]);
});
