/** What a press gives the focus to, or leaves it: an option of a list leaves it in its field. */
export const FOCUSABLE =
    "a[href], button, input, label, select, textarea, [contenteditable=true], [role=option], [tabindex]";

/** Keys that do nothing by themselves: Ctrl silences a screen reader. */
const IDLE_KEYS = [
    ...["Alt", "AltGraph", "Control", "Meta", "Shift", "Fn"],
    ...["CapsLock", "NumLock", "ScrollLock"],
];

/**
 * Wait for an answer, and whether the user still waits for it, too. Who types or presses something
 * else by then goes on there: the answer may not take the focus away.
 *
 * @template T
 * @param {Promise<T>} promise not of a service as `useService` gives it to a component: when that
 *     is gone, such a promise stays pending
 * @returns {Promise<[T, boolean]>} the answer, and whether the user did nothing else meanwhile
 */
export async function watchUser(promise) {
    const before = document.activeElement;
    const watch = new AbortController();
    const options = { capture: true, signal: watch.signal };
    const onPress = ({ target }) => {
        const pressed = target.closest?.(FOCUSABLE);
        // Who clicks twice still waits.
        if (pressed && !pressed.disabled && pressed !== before) {
            watch.abort();
        }
    };
    const onKeydown = ({ key, repeat }) => {
        if (!repeat && !IDLE_KEYS.includes(key)) {
            watch.abort();
        }
    };
    document.addEventListener("keydown", onKeydown, options);
    document.addEventListener("pointerdown", onPress, options);
    try {
        return [await promise, !watch.signal.aborted];
    } finally {
        watch.abort();
    }
}
