/** What a press gives the focus to, or leaves it: an option of a list leaves it in its field. */
export const FOCUSABLE =
    "a[href], button, input, label, select, textarea, [contenteditable=true], [role=option], [tabindex]";

/**
 * Wait for an answer, and whether the user still waits for it, too. Who types or presses something
 * else by then goes on there: the answer may not take the focus away.
 *
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<[T, boolean]>} the answer, and whether the user did nothing else meanwhile
 */
export async function watchUser(promise) {
    const before = document.activeElement;
    let isWaiting = true;
    const onPress = ({ target }) => {
        const pressed = target.closest?.(FOCUSABLE);
        // Who clicks twice still waits.
        isWaiting &&= !pressed || pressed.disabled || pressed === before;
    };
    const onKeydown = ({ repeat }) => (isWaiting &&= repeat);
    document.addEventListener("keydown", onKeydown, { capture: true });
    document.addEventListener("pointerdown", onPress, { capture: true });
    try {
        return [await promise, isWaiting];
    } finally {
        document.removeEventListener("keydown", onKeydown, { capture: true });
        document.removeEventListener("pointerdown", onPress, { capture: true });
    }
}
