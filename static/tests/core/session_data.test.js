import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { MAX_AGE, REFRESH_DELAY } from "@livechat_info_panel/core/session_data_service";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";

import { getService, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const LANGUAGE = "[title='Language']";

/** Start with one of two conversations, and write in steps which is asked for. */
async function startWithTwo() {
    const pyEnv = await startAgentServer();
    const [first, second] = ["Visitor #20", "Visitor #21"].map((name) =>
        createConversation(
            pyEnv,
            { livechat_visitor_lang: "es" },
            { guest_id: pyEnv["mail.guest"].create({ name }) }
        )
    );
    onRpc("/mail/data", async (request) => {
        const { params } = await request.json();
        const ids = params.fetch_params
            .filter(([name]) => name === "/im_livechat/session/data")
            .map(([, { channel_id }]) => channel_id);
        if (ids.length) {
            expect.step(ids);
        }
    });
    await startWithConversation(first);
    await contains(LANGUAGE, { text: "Spanish" });
    expect.verifySteps([[first]]);
    const outdate = (...ids) => pyEnv["discuss.channel"]._outdate_livechat_session_data(ids);
    const speak = (id, lang) => pyEnv["discuss.channel"].write(id, { livechat_visitor_lang: lang });
    return { first, second, outdate, speak };
}

async function open(name) {
    await click(".o-mail-DiscussSidebarChannel", { text: name });
    await contains(`.o-mail-DiscussContent-threadName[title='${name}']`);
}

/** Let what is on its way arrive. */
async function settle() {
    await advanceTime(REFRESH_DELAY + 1000);
    await animationFrame();
}

test("what is shown is fetched again, once for many messages", async () => {
    const { first, second, outdate, speak } = await startWithTwo();
    speak(first, "fr");
    outdate(first);
    outdate(first, second);
    outdate(first);
    await contains(LANGUAGE, { text: "French" });
    await settle();
    expect.verifySteps([[first]]);
});

test("what is not shown is fetched when it is", async () => {
    const { first, second, outdate, speak } = await startWithTwo();
    await open("Visitor #21");
    await contains(LANGUAGE, { text: "Spanish" });
    await settle();
    expect.verifySteps([[second]]);
    speak(first, "fr");
    outdate(first, 987654);
    await settle();
    expect.verifySteps([]);
    await open("Visitor #20");
    await contains(LANGUAGE, { text: "French" });
    await settle();
    expect.verifySteps([[first]]);
});

test("what is left before it is fetched again waits until it is shown", async () => {
    const { first, second, outdate } = await startWithTwo();
    outdate(first);
    await open("Visitor #21");
    await settle();
    await open("Visitor #20");
    await expect.waitForSteps([[second], [first]]);
});

test("what is old is fetched again when it is shown, and stays meanwhile", async () => {
    const { first, second, speak } = await startWithTwo();
    await open("Visitor #21");
    await settle();
    await open("Visitor #20");
    await settle();
    expect.verifySteps([[second]]);
    await open("Visitor #21");
    await settle();
    speak(first, "fr");
    await advanceTime(MAX_AGE);
    await click(".o-mail-DiscussSidebarChannel", { text: "Visitor #20" });
    await contains(LANGUAGE, { text: "Spanish" });
    await contains(LANGUAGE, { text: "French" });
    await settle();
    expect.verifySteps([[first]]);
});

test("what changes while it is fetched is fetched again afterwards", async () => {
    const { first, outdate, speak } = await startWithTwo();
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
    outdate(first);
    await expect.waitForSteps(["asked"]);
    speak(first, "fr");
    outdate(first);
    outdate(first);
    await settle();
    await contains(LANGUAGE, { text: "Spanish" });
    answer.resolve();
    await contains(LANGUAGE, { text: "French" });
    await settle();
    expect.verifySteps([[first]]);
});

test("what changes all the time is fetched now and then", async () => {
    const { first, outdate } = await startWithTwo();
    for (let i = 0; i < 4; i++) {
        outdate(first);
        await advanceTime(REFRESH_DELAY / 2);
        await animationFrame();
    }
    await expect.waitForSteps([[first]]);
});
