import { catchFocus } from "@livechat_info_panel/core/common/catch_focus";

import { useEffect } from "@odoo/owl";

/**
 * Give the focus to the field of a form that the user opens, and to the button that opens it when it
 * closes: at first not, when nobody has opened it; and not away from where the user is by then. The
 * whole form is brought into sight when it has the focus, and again when it has an error.
 *
 * @param {{isOpen: boolean, error?: string}} state where an error opens the form again, the user may
 *   be elsewhere
 * @param {{form?: {el: HTMLElement}, field?: {el: HTMLElement}, button?: {el: HTMLElement}}} refs
 */
export function useFormFocus(state, { form, field, button }) {
    let isFirst = true;
    useEffect(
        (isOpen) => {
            if (isOpen && !isFirst && !state.error) {
                field?.el?.focus();
            } else if (!isFirst) {
                catchFocus((isOpen ? field : button)?.el);
            }
        },
        () => [state.isOpen]
    );
    useEffect(
        () => {
            const { activeElement, body } = document;
            const isHere = activeElement === body || form?.el?.contains(activeElement);
            if (isHere && !isFirst) {
                form?.el?.scrollIntoView({ block: "nearest" });
            }
            isFirst = false;
        },
        () => [state.isOpen, state.error]
    );
}
