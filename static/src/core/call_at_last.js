import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

/**
 * Call a method of a conversation as the page goes: nobody hears the answer.
 *
 * @param {number} id id of the conversation
 * @param {string} method
 * @param {...any} args
 */
export function callAtLast(id, method, ...args) {
    const model = "discuss.channel";
    const params = { model, method, args: [[id], ...args], kwargs: { context: user.context } };
    const body = JSON.stringify({ jsonrpc: "2.0", method: "call", params });
    browser.navigator.sendBeacon?.(
        `/web/dataset/call_kw/${model}/${method}`,
        new Blob([body], { type: "application/json" })
    );
}
