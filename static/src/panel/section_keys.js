import { useEffect, useEnv, useExternalListener } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { useRefListener } from "@web/core/utils/hooks";
import { getTabableElements } from "@web/core/utils/ui";

/** The heads of sections: what names one, whether users may fold it or not. */
export const HEAD = "[data-section-head]";
/** Where one begins in a section: at a field, or at what opens a form that is folded. */
export const START = "input, textarea, select, [data-section-start]";
const GRIP = ".o-livechatInfoPanel-grip";
const SECTION = "section";
/** What closes something of its own on Escape. */
const CLOSES = "[aria-expanded='true']:is(input, .o-dropdown), .o-dropdown--menu";

/** The section in which an element stands, of those in the panel. */
export function getSection(root, el) {
    return [...root.querySelectorAll(SECTION)].find((section) => section.contains(el));
}

const nextFrame = () => new Promise((resolve) => browser.requestAnimationFrame(resolve));

/** Wait until what is unfolded is shown; whether that could be saved is told later. */
export async function whenShown() {
    await nextFrame();
    await nextFrame();
}

export function getHead(section) {
    return section?.matches(HEAD) ? section : section?.querySelector(HEAD);
}

/**
 * Has users walk through a panel by keyboard: by arrow from section to section, by Enter into one,
 * by Escape back to its head, and from there to what they write. Tab leads to one head only.
 *
 * @param {Object} params
 * @param {{el: HTMLElement}} params.ref of the panel with its head
 * @param {() => import("models").Thread} params.getThread
 * @param {() => void} params.focusComposer
 * @param {(name: string) => void} params.unfold shows what is in a section
 * @param {() => boolean} params.isInPanel whether the focus is there, or was before a dialog
 */
export function useSectionKeys({ ref, getThread, focusComposer, unfold, isInPanel }) {
    const env = useEnv();
    let current;
    let visited; // where the user was last

    const getHeads = () => [...ref.el.querySelectorAll(HEAD)];
    const goTo = (head) => {
        head?.focus();
        head?.scrollIntoView({ block: "nearest" });
    };

    /** Of the heads, and the grips beside them, only the current one is reached by Tab. */
    function rove() {
        const heads = getHeads();
        current = heads.includes(visited) ? visited : heads[0];
        for (const head of heads) {
            head.tabIndex = head === current ? 0 : -1;
            const grip = getSection(ref.el, head)?.querySelector(GRIP);
            if (grip) {
                grip.tabIndex = head.tabIndex;
            }
        }
    }

    async function enter(head) {
        const section = getSection(ref.el, head);
        if (head.ariaExpanded === "false") {
            unfold(section.dataset.section);
            await whenShown();
        }
        const inside = getTabableElements(section).filter((el) => !el.matches(`${HEAD}, ${GRIP}`));
        const field = inside.find((el) => el.matches(START));
        (field ?? inside[0])?.focus();
    }

    /** Back to the head of the section, or from a head to the composer. */
    function leave(target) {
        const head = getHead(getSection(ref.el, target));
        if (!head || head === target) {
            focusComposer();
        } else {
            goTo(head);
        }
    }

    function walk(head, hotkey) {
        const heads = getHeads();
        const index = heads.indexOf(head);
        const next = { arrowdown: index + 1, arrowup: index - 1, home: 0, end: heads.length - 1 };
        goTo(heads[Math.max(0, Math.min(next[hotkey], heads.length - 1))]);
    }

    function onKeydown(ev) {
        const hotkey = getActiveHotkey(ev);
        const isHead = ev.target.matches(HEAD);
        if (ev.defaultPrevented || ev.isComposing) {
            return;
        }
        if (hotkey === "escape" && !ev.target.closest(CLOSES)) {
            leave(ev.target);
        } else if (isHead && hotkey === "enter") {
            enter(ev.target);
        } else if (isHead && ["arrowdown", "arrowup", "home", "end"].includes(hotkey)) {
            walk(ev.target, hotkey);
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation(); // a chat window would close
    }

    // On Escape, Discuss goes to its composer wherever one is: from a field, and from a dialog.
    useExternalListener(
        document,
        "keydown",
        (ev) => {
            const isHere = ref.el?.contains(ev.target);
            const isFromHere = isHere || (ev.target.closest?.(".o_dialog") && isInPanel());
            if (getActiveHotkey(ev) === "escape" && env.inDiscussApp && isFromHere) {
                const { composer } = getThread();
                if (!composer.isFocused) {
                    composer.autofocus--;
                }
            }
        },
        { capture: true }
    );
    useRefListener(ref, "focusin", ({ target }) => {
        const head = getHead(getSection(ref.el, target));
        if (head) {
            visited = head;
            rove();
        }
    });
    useEffect(rove);

    return {
        onKeydown,
        /** Go to where the user was last. */
        focus() {
            rove();
            goTo(current);
        },
    };
}
