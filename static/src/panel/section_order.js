import { useLayout } from "@livechat_info_panel/panel/layout";

import { useEffect, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useSortable } from "@web/core/utils/sortable_owl";

const ELEMENT = ".o-livechatInfoPanel-section[data-section]";

/**
 * Has users move the sections of a panel, by drag or by keyboard.
 *
 * @param {Object} params
 * @param {{el: HTMLElement}} params.ref of the element that holds the sections
 * @param {() => string[]} params.getNames names of all sections that can be moved, in usual order
 */
export function useSectionOrder({ ref, getNames }) {
    const layout = useLayout();
    const state = useState({ text: "" });
    let movedName;

    const getElements = () => [...ref.el.querySelectorAll(ELEMENT)];
    const focusGrip = () => {
        const element = getElements().find(({ dataset }) => dataset.section === movedName);
        element?.querySelector(".o-livechatInfoPanel-grip").focus();
        movedName = undefined;
    };

    useSortable({
        elements: ELEMENT,
        enable: true,
        handle: ".o-livechatInfoPanel-grip",
        ref,
        cursor: "grabbing",
        onDrop: ({ element, previous }) =>
            layout.move(getNames(), element.dataset.section, previous?.dataset.section),
    });
    useEffect(focusGrip, () => [layout.current.order.join()]);

    return {
        layout,
        state,
        goTo: (name) => layout.goTo(ref.el, name),
        /** Move a section over the next one that is shown, up (-1) or down (1). */
        move(name, step) {
            const elements = getElements();
            const shown = elements.map(({ dataset }) => dataset.section);
            const index = shown.indexOf(name) + step;
            if (index < 0 || index >= shown.length) {
                return;
            }
            movedName = name;
            state.text = _t("%(position)s of %(count)s", {
                position: index + 1,
                count: shown.length,
            });
            return layout.move(getNames(), name, shown[step < 0 ? index - 1 : index]);
        },
    };
}
