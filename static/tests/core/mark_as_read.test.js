import {
    createConversation,
    defineLivechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { TOLD_WITHIN } from "@livechat_info_panel/core/mark_as_read_patch";

import { click, contains } from "@mail/../tests/mail_test_helpers";
import { withGuest } from "@mail/../tests/mock_server/mail_mock_server";

import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, Deferred } from "@odoo/hoot-mock";

import { getService, onRpc } from "@web/../tests/web_test_helpers";
import { rpc } from "@web/core/network/rpc";

describe.current.tags("desktop");
defineLivechatInfoPanelModels();

const ROUTE = "/discuss/channel/mark_as_read";

/**
 * Start with a chat whose last message is not read.
 *
 * @param {() => any} answer to a request to mark it as read. Without, the bus tells what is read.
 */
async function startWithUnread(answer) {
    const pyEnv = await startAgentServer();
    const guestId = pyEnv["mail.guest"].create({ name: "Visitor #20" });
    const channelId = createConversation(pyEnv, {}, { guest_id: guestId });
    const messageId = pyEnv["mail.message"].create({
        author_guest_id: guestId,
        body: "Hello",
        model: "discuss.channel",
        res_id: channelId,
    });
    onRpc(ROUTE, async (request) => {
        const { params } = await request.json();
        expect.step(params.last_message_id === messageId ? "Hello" : "Later");
        return answer?.();
    });
    await startWithConversation(channelId);
    await contains(".o-mail-Message", { text: "Hello" });
    const thread = getService("mail.store").Thread.get({ id: channelId, model: "discuss.channel" });
    const markAsRead = async () => {
        thread.markAsRead();
        await advanceTime(100);
    };
    const write = (body) =>
        withGuest(guestId, () =>
            rpc("/mail/message/post", {
                post_data: { body, message_type: "comment", subtype_xmlid: "mail.mt_comment" },
                thread_id: channelId,
                thread_model: "discuss.channel",
            })
        );
    return { markAsRead, write };
}

test("a message is marked as read once, also before the bus tells of it", async () => {
    const { markAsRead, write } = await startWithUnread(() => true);
    expect.verifySteps(["Hello"]); // on opening
    await markAsRead();
    await markAsRead();
    expect.verifySteps([]);
    await write("Later");
    await contains(".o-mail-Message", { text: "Later" });
    await markAsRead();
    await markAsRead();
    expect.verifySteps(["Later"]);
    await advanceTime(TOLD_WITHIN); // nothing will tell of it
    await markAsRead();
    expect.verifySteps(["Later"]);
});

test("it is not asked for again while a request is under way", async () => {
    const answer = new Deferred();
    const { markAsRead } = await startWithUnread(() => answer);
    await markAsRead();
    await advanceTime(2 * TOLD_WITHIN);
    await markAsRead();
    answer.resolve(true);
    await markAsRead();
    expect.verifySteps(["Hello"]);
});

test("a request that failed is made again", async () => {
    expect.errors(1);
    let fails = true;
    const { markAsRead } = await startWithUnread(() => {
        if (fails) {
            throw new Error("Not now");
        }
        return true;
    });
    await markAsRead();
    expect.verifyErrors(["Not now"]);
    fails = false;
    await markAsRead();
    await markAsRead();
    expect.verifySteps(["Hello", "Hello"]);
});

test("what is marked as unread is marked as read again", async () => {
    const { markAsRead } = await startWithUnread();
    await markAsRead();
    await markAsRead();
    expect.verifySteps(["Hello"]);
    await click(".o-mail-Message [title='Expand']");
    await click(".o-dropdown-item", { text: "Mark as Unread" });
    await markAsRead();
    expect.verifySteps(["Hello"]);
});
