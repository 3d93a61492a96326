/**
 * What of a conversation the user has seen, for the server to know what happened since.
 *
 * @param {import("models").Thread} thread
 * @returns {number[]} ids of the last message of the customer and of the last handover, as
 *     `livechat_close` takes them; `null` for what is not known here
 */
export function getSeen(thread) {
    const { livechat_last_handover: handover } = thread;
    return [getSeenMessageId(thread), handover === undefined ? null : handover ? handover.id : 0];
}

/** As `getSeen`, of a conversation whose messages may not be there yet. */
export async function loadSeen(thread) {
    if (!thread.isLoaded) {
        await thread.fetchNewMessages();
    }
    return getSeen(thread);
}

function getSeenMessageId(thread) {
    const { isLoaded, loadNewer, newestPersistentAllMessages: messages } = thread;
    if (!isLoaded) {
        return null;
    }
    const ofCustomer = messages.find((message) => isOfCustomer(thread, message));
    // Of what is not loaded, all that was there before is older.
    const id = ofCustomer?.id ?? messages.at(-1)?.id ?? 0;
    const readId = loadNewer ? thread.self_member_id?.seen_message_id?.id : 0;
    return Math.max(id, readId || 0);
}

function isOfCustomer(thread, message) {
    if (message.isNotification || message.isSelfAuthored) {
        return false;
    }
    const author = thread.channel_member_ids.find(({ persona }) => persona?.eq(message.author));
    return !["agent", "bot"].includes(author?.livechat_member_type);
}
