import { Component, onError, useState, xml } from "@odoo/owl";

/** Where a part of the panel would stand that failed, which may be another addon's. */
export class BrokenPart extends Component {
    static template = xml`
        <div class="o-livechatInfoPanel-broken d-flex align-items-baseline gap-2 pt-3 text-muted" role="status">
            <i class="fa fa-fw fa-exclamation-triangle" role="presentation"/>This part cannot be shown.
        </div>`;
    static props = { "*": true };
}

/**
 * Has the parts of a panel fail without the panel: something else stands in for one that failed, as
 * long as the conversation is the one beside the panel.
 *
 * It is the panel that renders again without it, so the panel has to be the one to handle the
 * error: if it stopped at the ErrorHandler, OWL would give up the whole conversation that is being
 * opened.
 */
export function useBrokenParts() {
    /** @type {Set<string>} keys of the parts that failed, each for one conversation */
    const keys = useState(new Set());
    let failing = null;

    onError((error) => {
        if (!failing) {
            throw error;
        }
        keys.add(failing);
        failing = null;
        Promise.reject(error);
    });

    return {
        has: (key) => keys.has(key),
        onError(key, error) {
            failing = key;
            throw error;
        },
    };
}
