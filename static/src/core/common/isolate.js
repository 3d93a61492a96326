import { markup } from "@odoo/owl";

/**
 * Let a name, or what else people wrote, be part of a sentence: it is read in its own direction,
 * from left to right or from right to left, and leaves the order of the other parts alone. So does
 * a sentence that is isolated; of what is isolated within it, its direction does not depend.
 *
 * @param {string|ReturnType<markup>} text
 * @returns {ReturnType<markup>} to be shown by `t-out`
 */
export function isolate(text) {
    return markup`<bdi>${text}</bdi>`;
}
