import { compareSince } from "@livechat_info_panel/core/compare_since";

/**
 * @typedef {Object} Call what the agent is told of a conversation that looks for help
 * @property {number} id id of the conversation
 * @property {string|undefined} customer none of many at once: of those, the server tells the ids
 * @property {string|false|undefined} asker
 * @property {string|false|undefined} text
 * @property {import("luxon").DateTime|undefined} since
 * @property {import("luxon").DateTime|undefined} sinceAtLatest of many at once
 * @property {boolean} isUnknown whether its conversation has to be fetched to name it
 * @property {boolean} isOverdue
 * @property {import("models").Thread|undefined} thread
 */

/** @returns {import("luxon").DateTime|false|undefined} since when it looks for help */
export function getSince({ since, thread }) {
    return since || thread?.livechat_looking_for_help_since_dt;
}

/** Those that are late first, then those that wait longest. */
export function compareCalls(a, b) {
    const since = (call) => getSince(call) || call.sinceAtLatest;
    return b.isOverdue - a.isOverdue || compareSince(since(a), since(b)) || a.id - b.id;
}
