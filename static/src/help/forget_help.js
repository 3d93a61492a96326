/**
 * Nobody tells the user when the call for help of a conversation ends which they are not in and do
 * not look at: where it may have ended, it counts as ended, or Discuss would go on listing it.
 *
 * @param {import("models").Thread|undefined} thread
 * @param {{isGone?: boolean}} [options] whether the user may not see it any more in any case
 */
export function forgetHelp(thread, { isGone = false } = {}) {
    if (
        thread?.livechat_status === "need_help" &&
        (isGone || (!thread.self_member_id && !thread.shouldSubscribeToBusChannel))
    ) {
        thread.livechat_status = undefined;
    }
}
