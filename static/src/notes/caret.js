/** More comparisons of lines than this are not worth a caret that stays. */
const MAX_COMPARISONS = 1_000_000;

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
 * Find the place of a text in what that text became.
 *
 * @param {number} offset
 * @param {string} from
 * @param {string} to
 * @returns {number}
 */
export function mapOffset(offset, from, to) {
    const [fromLines, toLines] = [from.split("\n"), to.split("\n")];
    const before = from.slice(0, offset).split("\n");
    const row = findLine(before.length - 1, fromLines, toLines);
    if (row !== undefined) {
        return toLines.slice(0, row).join("\n").length + (row && 1) + before.at(-1).length;
    }
    // The line itself changed.
    const shortest = Math.min(from.length, to.length);
    let start = 0;
    while (start < shortest && from[start] === to[start]) {
        start++;
    }
    let end = 0;
    while (end < shortest - start && from.at(-1 - end) === to.at(-1 - end)) {
        end++;
    }
    if (offset <= start) {
        return offset;
    }
    return offset >= from.length - end ? offset + to.length - from.length : to.length - end;
}

/** Find in `to` the line that stands in `from` in this row, by the most lines both have in common. */
function findLine(row, from, to) {
    const shortest = Math.min(from.length, to.length);
    let start = 0;
    while (start < shortest && from[start] === to[start]) {
        start++;
    }
    let end = 0;
    while (end < shortest - start && from.at(-1 - end) === to.at(-1 - end)) {
        end++;
    }
    if (row < start) {
        return row;
    }
    if (row >= from.length - end) {
        return row + to.length - from.length;
    }
    const match = matchLines(
        from.slice(start, from.length - end),
        to.slice(start, to.length - end)
    );
    const found = match.get(row - start);
    return found === undefined ? undefined : found + start;
}

/** @returns {Map<number, number>} rows of the lines that two texts have in common, in their order */
function matchLines(from, to) {
    const match = new Map();
    if (from.length * to.length > MAX_COMPARISONS) {
        return match;
    }
    // How many lines are in common from a row of the one and a row of the other on.
    const counts = Array.from({ length: from.length + 1 }, () => new Array(to.length + 1).fill(0));
    for (let i = from.length - 1; i >= 0; i--) {
        for (let j = to.length - 1; j >= 0; j--) {
            counts[i][j] =
                from[i] === to[j]
                    ? counts[i + 1][j + 1] + 1
                    : Math.max(counts[i + 1][j], counts[i][j + 1]);
        }
    }
    for (let i = 0, j = 0; i < from.length && j < to.length; ) {
        if (from[i] === to[j]) {
            match.set(i++, j++);
        } else if (counts[i + 1][j] >= counts[i][j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    return match;
}
