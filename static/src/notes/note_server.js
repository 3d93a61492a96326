import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

const MODEL = "discuss.channel";

/** What the notes of conversations ask of the server. */
export class NoteServer {
    constructor(orm) {
        this.orm = orm;
    }

    /** @param {number} channelId the conversation of which a method is called */
    async call(channelId, method, ...args) {
        return this.orm.silent.call(MODEL, method, [[channelId], ...args]);
    }

    /** As `call`, as the page goes: nobody hears the answer. */
    callAtLast(channelId, method, ...args) {
        const params = {
            model: MODEL,
            method,
            args: [[channelId], ...args],
            kwargs: { context: user.context },
        };
        const body = JSON.stringify({ jsonrpc: "2.0", method: "call", params });
        browser.navigator.sendBeacon?.(
            `/web/dataset/call_kw/${MODEL}/${method}`,
            new Blob([body], { type: "application/json" })
        );
    }
}
