/** When a save that failed is tried again, and at most where nobody sees it, in milliseconds. */
export const RETRY_DELAY = 30_000;
export const MAX_RETRY_DELAY = 10 * 60_000;

/**
 * @param {Error} error why a save failed, other than that it was refused
 * @param {number} [last] what was returned the last time
 * @returns {number|undefined} when to try again: more and more seldom in a tab that nobody sees; not
 *     there where the session is over, until the agent is back
 */
export function getRetryDelay(error, last = RETRY_DELAY / 2) {
    if (document.visibilityState === "visible") {
        return RETRY_DELAY;
    }
    const isOver = error.exceptionName === "odoo.http.SessionExpiredException";
    return isOver ? undefined : Math.min(2 * last, MAX_RETRY_DELAY);
}
