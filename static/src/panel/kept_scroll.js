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
    let shown = {};
    useEffect(
        (panel, localId) => {
            const top = scrollTops[localId] ?? 0;
            const topNow = panel === shown.panel ? (scrollTops[shown.localId] ?? 0) : 0;
            if (top !== topNow) {
                panel.scrollTop = top; // the browser works out the page's layout for that
            }
            shown = { panel, localId };
            const onScroll = () => {
                scrollTops[localId] = panel.scrollTop;
            };
            panel.addEventListener("scroll", onScroll);
            return () => panel.removeEventListener("scroll", onScroll);
        },
        () => [getPanel(), getLocalId()]
    );
}
