/**
 * Show in Live Chat, Sessions, which conversations a figure of Now is of.
 *
 * @param {Object} action the service
 * @param {{channelId: number, domain: Array[], name: string}} figure of a live chat channel, or 0;
 *     which they are; what the list is called
 */
export async function openSessions(action, { channelId, domain, name }) {
    const sessions = await action.loadAction("im_livechat.discuss_channel_action");
    return action.doAction({
        ...sessions,
        context: {},
        domain: [
            ["channel_type", "=", "livechat"],
            ...(channelId ? [["livechat_channel_id", "=", channelId]] : []),
            ...domain,
        ],
        name,
    });
}
