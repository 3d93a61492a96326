/**
 * @param {import("models").Store} store
 * @returns {import("models").Thread|undefined} the user's chat whose customer has been waiting
 *     longest, but the one that is open
 */
export function findNextWaiting(store) {
    const since = ({ livechat_customer_waiting_since_dt: date }) => date;
    const current = store.discuss.thread;
    return Object.values(store.Thread.records)
        .filter((thread) => thread.livechatIsOwnOpen && since(thread))
        .filter((thread) => thread.notEq(current) && !thread.livechatIsClosing)
        .sort((a, b) => since(a) - since(b))[0];
}

/** @param {import("models").Store} store */
export function openNextWaiting(store) {
    findNextWaiting(store)?.open({ focus: true });
}
