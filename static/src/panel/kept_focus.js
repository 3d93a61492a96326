import { FOCUSABLE } from "@livechat_info_panel/core/watch_user";
import { getHead, getSection } from "@livechat_info_panel/panel/section_keys";

import { useEffect, useEnv, useExternalListener } from "@odoo/owl";

import { hasTouch } from "@web/core/browser/feature_detection";
import { useBus, useRefListener, useService } from "@web/core/utils/hooks";

/**
 * Keeps the focus in a panel when what has it goes, or cannot have it any more: a button that was
 * pressed, a form that was saved, what a dialog was opened by. It goes to the head of the section.
 * After a dialog that was opened elsewhere it goes to the composer, as from the command palette.
 *
 * @param {Object} params
 * @param {{el: HTMLElement}} params.ref of the panel with its head
 * @param {() => void} params.focus where to go if the section is gone, too
 * @param {() => void} params.focusComposer
 */
export function useKeptFocus({ ref, focus, focusComposer }) {
    const env = useEnv();
    const ui = useService("ui");
    let last;

    const isLost = () =>
        (!document.activeElement || document.activeElement === document.body) &&
        ui.activeElement === document &&
        ref.el?.isConnected;

    function keep() {
        if (!last || !isLost()) {
            return;
        }
        const { el, section } = last;
        const canHaveIt = el.isConnected && !el.disabled && el.checkVisibility();
        const next = canHaveIt ? el : section?.isConnected && getHead(section);
        if (next) {
            next.focus({ preventScroll: true });
        } else {
            focus();
        }
    }

    // Who clicks elsewhere, or on nothing, as to select a text in the panel, wants it there. Not who
    // clicks in a dialog, which gives it back to the panel that opened it.
    useExternalListener(
        document,
        "pointerdown",
        ({ target }) => {
            const pressed = target.closest?.(FOCUSABLE) ?? null;
            last = ref.el?.contains(pressed) || target.closest?.(".o_dialog") ? last : undefined;
        },
        { capture: true }
    );
    useExternalListener(document, "focusin", ({ target }) => {
        const isElsewhere = !ref.el?.contains(target) && !target.closest?.(".o_dialog");
        last = isElsewhere ? undefined : last;
    });
    const afterDialog = () => {
        keep();
        if (!last && env.inDiscussApp && isLost() && !hasTouch()) {
            focusComposer();
        }
    };
    useBus(ui.bus, "active-element-changed", () => setTimeout(afterDialog));
    useEffect(
        (el) => {
            if (!el) {
                return;
            }
            const observer = new MutationObserver(keep);
            observer.observe(el, {
                attributeFilter: ["class", "disabled"],
                childList: true,
                subtree: true,
            });
            return () => observer.disconnect();
        },
        () => [ref.el]
    );
    useRefListener(ref, "focusin", ({ target }) => {
        last = { el: target, section: getSection(ref.el, target) };
    });
    return { isInPanel: () => Boolean(last) };
}
