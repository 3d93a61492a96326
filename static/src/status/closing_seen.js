/**
 * What of a conversation the user has seen, for the server to know what happened since.
 *
 * @param {import("models").Thread} thread
 * @returns {number[]} ids of the last message of the customer and of the last handover, as
 *     `livechat_close` takes them; 0 for no such message, `null` for a handover not known here
 */
export function getSeen(thread) {
    const { livechat_last_handover: handover } = thread;
    return [getSeenMessageId(thread), handover === undefined ? null : handover ? handover.id : 0];
}

/** As `getSeen`, of a conversation whose messages may not be there yet, or be under way. */
export async function loadSeen(thread) {
    try {
        await thread.fetchNewMessages(); // nothing, if they are under way
        await thread.isLoadedDeferred;
    } catch (error) {
        console.warn("What was seen is not known", error);
    }
    return getSeen(thread);
}

function getSeenMessageId(thread) {
    const { hasLoadingFailed, isLoaded, loadNewer } = thread;
    const { newestPersistentAllMessages: messages } = thread;
    const isComplete = isLoaded && !hasLoadingFailed && !loadNewer;
    const ofCustomer = messages.find((message) => isOfCustomer(thread, message));
    // Of what is not loaded, all that was there before is older.
    const id = ofCustomer?.id ?? messages.at(-1)?.id ?? 0;
    const readId = isComplete ? 0 : thread.self_member_id?.seen_message_id?.id;
    return Math.max(id, readId || 0);
}

function isOfCustomer(thread, message) {
    if (message.isNotification || message.isSelfAuthored) {
        return false;
    }
    const author = thread.channel_member_ids.find(({ persona }) => persona?.eq(message.author));
    return !["agent", "bot"].includes(author?.livechat_member_type);
}
