/**
 * Replace the text of a field which somebody may be typing into: the caret, and what is selected,
 * stay with the letters where they were.
 *
 * @param {HTMLTextAreaElement} el
 * @param {string} text
 */
export function replaceText(el, text) {
    const { selectionStart, selectionEnd, selectionDirection, scrollTop, value } = el;
    el.value = text;
    if (el.ownerDocument.activeElement === el) {
        el.setSelectionRange(
            mapOffset(selectionStart, value, text),
            mapOffset(selectionEnd, value, text),
            selectionDirection
        );
        el.scrollTop = scrollTop;
    }
}

/**
 * Find the place of a text in what that text became, by what both have in common: the lines at the
 * start, and all that follows the last change.
 *
 * @param {number} offset
 * @param {string} from
 * @param {string} to
 * @returns {number}
 */
export function mapOffset(offset, from, to) {
    const [before, after] = [`${from}\n`, `${to}\n`]; // the last line ends like all others
    const shortest = Math.min(before.length, after.length);
    let start = 0;
    while (start < shortest && before[start] === after[start]) {
        start++;
    }
    start = before.slice(0, start).lastIndexOf("\n") + 1;
    let end = 0;
    while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) {
        end++;
    }
    if (offset >= before.length - end) {
        return offset + after.length - before.length;
    }
    return Math.min(offset, after.length - Math.max(end, 1));
}
