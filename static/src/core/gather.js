import { browser } from "@web/core/browser/browser";

/**
 * Have something done once, some time after it is wanted first. Unlike Odoo's `debounce` it is done
 * also while it is wanted again and again.
 *
 * @param {() => void} callback
 * @param {number} delay in milliseconds
 * @returns {() => void}
 */
export function gather(callback, delay) {
    let timeout;
    return () => {
        timeout ??= browser.setTimeout(() => {
            timeout = undefined;
            callback();
        }, delay);
    };
}
