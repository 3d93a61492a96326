const toMillis = (date) => (date ? date.toMillis() : undefined);

/**
 * @param {import("models").Thread} left a conversation that the user has left
 * @returns {import("models").Thread|undefined} the user's chat that comes next: whose customer has
 *     been waiting longest; if none waits, the one in which somebody wrote last
 */
export function findNextChat(left) {
    const { store } = left;
    const closing = store.env.services["livechat_info_panel.closing"];
    const waits = (thread) => toMillis(thread.livechat_customer_waiting_since_dt) ?? Infinity;
    const wrote = (thread) => toMillis(thread.lastInterestDt) ?? 0;
    return store.discuss.livechats
        .filter((thread) => thread.livechatIsOwnOpen && thread.notEq(left) && !closing.has(thread))
        .sort((a, b) => (waits(a) === waits(b) ? wrote(b) - wrote(a) : waits(a) - waits(b)))[0];
}
