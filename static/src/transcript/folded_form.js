import { catchFocus } from "@livechat_info_panel/core/common/catch_focus";

import { useEffect, useRef } from "@odoo/owl";

/**
 * A form that is folded until it is wanted: it has the focus then, and all of it is in sight; the
 * button that opens it has the focus when it goes. Refs: `form`, `field`, and `toggle`, the button.
 *
 * @param {{isOpen: boolean, error: string}} state
 */
export function useFoldedForm(state) {
    const form = useRef("form");
    const field = useRef("field");
    const toggle = useRef("toggle");
    let isFirst = true;
    useEffect(
        () => {
            if (!isFirst) {
                form.el?.scrollIntoView({ block: "nearest" });
            }
        },
        () => [state.isOpen, state.error]
    );
    useEffect(
        (isOpen) => {
            if (isOpen && !isFirst && !state.error) {
                field.el?.focus(); // the user opened it
            } else if (!isFirst) {
                catchFocus((isOpen ? field : toggle).el);
            }
            isFirst = false;
        },
        () => [state.isOpen]
    );
}
