/**
 * Give an element the focus, unless somebody has it elsewhere by now, where they may be typing.
 *
 * @param {HTMLElement} [el]
 * @param {HTMLElement} [around] what may have had it until now
 */
export function catchFocus(el, around = el) {
    const { activeElement: outer, body } = document;
    const focused = outer?.shadowRoot?.activeElement ?? outer; // a visitor's chat is in a shadow
    if (el && (!focused || focused === body || focused.contains(el) || around.contains(focused))) {
        el.focus();
    }
}
