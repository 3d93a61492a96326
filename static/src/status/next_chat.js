import { compareSince } from "@livechat_info_panel/core/compare_since";

import { compareDatetime } from "@mail/utils/common/misc";

/**
 * @param {import("models").Store} store
 * @param {import("models").Thread} [current] the conversation that the user has open, or has left
 * @returns {import("models").Thread[]} the user's other chats: those whose customers wait first, who
 *     has been waiting longest at the top; then that in which somebody wrote last
 */
function getOtherChats(store, current) {
    return Object.values(store.Thread.records)
        .filter((thread) => thread.livechatIsOwnOpen && thread.notEq(current))
        .filter((thread) => !thread.livechatIsClosing)
        .sort(
            (a, b) =>
                compareSince(
                    a.livechat_customer_waiting_since_dt,
                    b.livechat_customer_waiting_since_dt
                ) || compareDatetime(b.lastInterestDt, a.lastInterestDt)
        );
}

/**
 * @param {import("models").Thread} left a conversation that the user has left
 * @returns {import("models").Thread|undefined} the user's chat that comes next
 */
export function findNextChat(left) {
    return getOtherChats(left.store, left)[0];
}

/**
 * @param {import("models").Store} store
 * @returns {import("models").Thread|undefined} the user's chat whose customer has been waiting
 *     longest, but the one that is open
 */
export function findNextWaiting(store) {
    const [next] = getOtherChats(store, store.discuss.thread);
    return next?.livechat_customer_waiting_since_dt ? next : undefined;
}

/** @param {import("models").Store} store */
export function openNextWaiting(store) {
    findNextWaiting(store)?.open({ focus: true });
}
