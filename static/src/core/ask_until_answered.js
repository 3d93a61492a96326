import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";

/** When to ask again a server that does not answer, at first and at most, in milliseconds. */
export const RETRY_DELAY = 5000;
export const MAX_RETRY_DELAY = 60_000;

/** Odoo's name for it depends on whether the browser knew that it was offline. */
export const CONNECT_EVENTS = ["BUS:CONNECT", "BUS:RECONNECT"];

/** Ask a server that may not answer yet until it does, more and more seldom. */
export async function askUntilAnswered(ask, delay = RETRY_DELAY) {
    try {
        return await ask();
    } catch (error) {
        if (!(error instanceof ConnectionLostError)) {
            throw error;
        }
    }
    // Not all tabs of all agents at once.
    const wait = delay * (1 + Math.random() / 2);
    await new Promise((resolve) => browser.setTimeout(resolve, wait));
    return askUntilAnswered(ask, Math.min(delay * 1.5, MAX_RETRY_DELAY));
}
