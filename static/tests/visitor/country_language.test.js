import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { Thread } from "@mail/core/common/thread_model";
import { contains } from "@mail/../tests/mail_test_helpers";

import { describe, test } from "@odoo/hoot";
import { advanceTime, Deferred, mockDate, mockTimeZone } from "@odoo/hoot-mock";

import { onRpc, patchWithCleanup, serverState } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const SECTION = ".o-livechatInfoPanel-countryLanguage";
const LANGUAGE = `${SECTION} [title='Language']`;
const TIME = `${SECTION} [data-tooltip^='Local time in']`;

test("the country, estimated or known", async () => {
    const pyEnv = await startAgentServer();
    const countryId = pyEnv["res.country"].create({ code: "MX", name: "Mexico" });
    const tabs = [];
    for (const isEstimated of [true, false]) {
        const channelId = createConversation(pyEnv, {
            country_id: countryId,
            livechat_country_is_estimated: isEstimated,
        });
        tabs.push(await startWithConversation(channelId, { asTab: true }));
    }
    for (const { selector } of tabs) {
        await contains(`${selector} ${SECTION} [title='Country']`, { text: "Mexico" });
        await contains(`${selector} ${SECTION} .o_country_flag[data-src*='/mx.png']`);
    }
    await contains(`${tabs[0].selector} ${SECTION} span`, { text: "(estimated)" });
    await contains(`${tabs[1].selector} ${SECTION} span`, { text: "(estimated)", count: 0 });
});

test("a contact's country, where the conversation has none", async () => {
    const pyEnv = await startAgentServer();
    const partnerId = pyEnv["res.partner"].create({
        name: "Carla",
        country_id: pyEnv["res.country"].create({ code: "BE", name: "Belgium" }),
    });
    const channelId = createConversation(pyEnv, {}, { partner_id: partnerId });
    await startWithConversation(channelId);
    await contains(`${SECTION} [title='Country']`, { text: "Belgium" });
});

for (const [lang, tag, name] of [
    ["en_US", "es-MX", "Mexican Spanish"],
    ["en_US", "pt-BR", "Brazilian Portuguese"],
    ["es_ES", "fr", "francés"],
    ["sr@latin", "de", "nemački"],
    ["en_US", "xx", "xx"],
    ["en_US", "not a tag", "not a tag"],
]) {
    test(`the language ${tag} for an agent who speaks ${lang}: ${name}`, async () => {
        serverState.lang = lang;
        const pyEnv = await startAgentServer();
        const channelId = createConversation(pyEnv, { livechat_visitor_lang: tag });
        await startWithConversation(channelId);
        await contains(LANGUAGE, { text: name });
    });
}

test("the website's language is not shown until the server answers", async () => {
    patchWithCleanup(Thread.prototype, {
        setup() {
            super.setup();
            this.livechat_visitor_id = { lang_id: { name: "English (US)" } };
        },
    });
    const answer = new Deferred();
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        if (params.fetch_params.some(([name]) => name === "/im_livechat/session/data")) {
            await answer;
        }
    });
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_visitor_lang: "es" });
    await startWithConversation(channelId);
    await contains(`${SECTION} .invisible [title='Language']`);
    answer.resolve();
    await contains(LANGUAGE, { text: "Spanish" });
    await contains(`${SECTION} .invisible`, { count: 0 });
});

test("the visitor's local time goes on", async () => {
    mockDate("2024-06-12 10:59:45", 0);
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_visitor_tz: "America/Mexico_City" });
    await startWithConversation(channelId);
    await contains(`${TIME}[data-tooltip='Local time in America/Mexico_City']`, {
        text: "4:59 AM local time",
    });
    await advanceTime(30_000);
    await contains(TIME, { text: "5:00 AM local time" });
    await advanceTime(3_600_000);
    await contains(TIME, { text: "6:00 AM local time" });
});

test("with the day, where it is another one", async () => {
    mockDate("2024-06-12 02:00:00", 0); // a Wednesday
    mockTimeZone("Europe/Madrid");
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, { livechat_visitor_tz: "America/Mexico_City" });
    await startWithConversation(channelId);
    await contains(TIME, { text: "Tue 8:00 PM local time" });
});

test("a time zone that nobody knows says nothing", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, {
        livechat_visitor_lang: "es",
        livechat_visitor_tz: "Atlantis/Capital",
    });
    await startWithConversation(channelId);
    await contains(LANGUAGE, { text: "Spanish" });
    await contains(TIME, { count: 0 });
    await contains(`${SECTION} .fa-clock-o`, { count: 0 });
});

test("nothing known, nothing said", async () => {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv);
    await startWithConversation(channelId);
    await contains(".o-livechatInfoPanel h6", { text: "Status" });
    await contains(SECTION, { count: 0 });
});
