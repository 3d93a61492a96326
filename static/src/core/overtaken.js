/** What Odoo tells of a conversation with each message, and no panel shows. */
const OF_EACH_MESSAGE = ["id", "last_interest_dt"];

/**
 * The bus tells of conversations. An answer that is awaited for one of them may be older, and would
 * undo that.
 *
 * @param {Object} told what Odoo's store inserts
 * @param {Map<number, Promise>} running the requests under way, by id of the conversation
 * @returns {number[]} ids of those of which the answer may be older
 */
export function getOvertaken({ "discuss.channel": told = [] }, running) {
    return [told]
        .flat()
        .filter(({ id }) => running.has(id))
        .filter((values) => Object.keys(values).some((name) => !OF_EACH_MESSAGE.includes(name)))
        .map(({ id }) => id);
}
