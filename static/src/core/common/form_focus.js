import { catchFocus } from "@livechat_info_panel/core/common/catch_focus";

import { useEffect } from "@odoo/owl";

/**
 * Give the focus to the field of a form that the user opens, and as it closes to the button that
 * opens it. Not at first, when nobody has opened it, nor from where the user is by now. All of the
 * form is in sight, with its error.
 *
 * @param {{isOpen: boolean, error: string}} state the error may have opened it again
 * @param {{form: {el: HTMLElement}, field: {el: HTMLElement}, button: {el: HTMLElement}}} refs each
 *   optional
 */
export function useFormFocus(state, { form, field, button }) {
    let isFirst = true;
    useEffect(
        () => {
            if (!isFirst) {
                form?.el?.scrollIntoView({ block: "nearest" });
            }
        },
        () => [state.isOpen, state.error]
    );
    useEffect(
        (isOpen) => {
            if (isOpen && !isFirst && !state.error) {
                field?.el?.focus();
            } else if (!isFirst) {
                catchFocus((isOpen ? field : button)?.el);
            }
            isFirst = false;
        },
        () => [state.isOpen]
    );
}
