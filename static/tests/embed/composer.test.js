import { click, contains, insertText, triggerHotkey } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";

import { makeServerError, onRpc } from "@web/../tests/web_test_helpers";

import {
    defineWidgetModels,
    MESSAGE,
    MESSAGE_TOO_LONG,
    startWidgetWithConversation,
    write,
} from "./widget_test_helpers";

describe.current.tags("desktop");
defineWidgetModels();

const EDITED = `${MESSAGE} .o-mail-Composer-input`;

test("what is too long can be corrected, and the server says why", async () => {
    await startWidgetWithConversation();
    await write("Hello");
    onRpc("/mail/message/update_content", async (request) => {
        const { params } = await request.json();
        expect.step(params.update_data.body);
        if (params.update_data.body.includes("long")) {
            throw makeServerError({ errorName: MESSAGE_TOO_LONG, message: "Too long: 5 at most." });
        }
    });
    await click(`${MESSAGE}:contains(Hello) [title='Edit']`);
    await insertText(EDITED, "Much too long", { replace: true });
    await triggerHotkey("Enter");
    await contains(".o_notification:has(.bg-warning)", { text: "Too long: 5 at most." });
    await contains(EDITED, { value: "Much too long" });
    expect.verifySteps(["Much too long"]);
    await insertText(EDITED, "Short", { replace: true });
    await triggerHotkey("Enter");
    await contains(`${MESSAGE}:contains(Short)`);
    await contains(EDITED, { count: 0 });
    expect.verifySteps(["Short"]);
});

test("a change that failed can be made again", async () => {
    expect.errors(1);
    await startWidgetWithConversation();
    await write("Hello");
    let isConnected = false;
    onRpc("/mail/message/update_content", () => {
        if (!isConnected) {
            throw makeServerError({ type: "OperationalError", message: "No connection" });
        }
    });
    await click(`${MESSAGE}:contains(Hello) [title='Edit']`);
    await insertText(EDITED, "Hello again", { replace: true });
    await triggerHotkey("Enter");
    await expect.waitForErrors([/No connection/]);
    await contains(EDITED, { value: "Hello again" });
    isConnected = true;
    await triggerHotkey("Enter");
    await contains(EDITED, { count: 0 });
    await contains(`${MESSAGE}:contains(Hello again)`);
});
