/**
 * @param {luxon.DateTime|false|undefined} first
 * @param {luxon.DateTime|false|undefined} second
 * @returns {number} below zero if the first is earlier; a missing date comes after all others
 */
export function compareSince(first, second) {
    const [a, b] = [first, second].map((date) => (date ? date.toMillis() : Infinity));
    return a === b ? 0 : a - b;
}
