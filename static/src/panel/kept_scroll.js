import { useEffect } from "@odoo/owl";

/**
 * Shows each conversation where its panel was left, at first from the top.
 *
 * @param {() => HTMLElement} getPanel
 * @param {() => string} getLocalId of the conversation
 */
export function useKeptScroll(getPanel, getLocalId) {
    /** How far each conversation is scrolled, by its local id. */
    const scrollTops = {};
    useEffect(
        (panel, localId) => {
            const onScroll = () => {
                scrollTops[localId] = panel.scrollTop;
            };
            panel.scrollTop = scrollTops[localId] ?? 0;
            panel.addEventListener("scroll", onScroll);
            return () => panel.removeEventListener("scroll", onScroll);
        },
        () => [getPanel(), getLocalId()]
    );
}
