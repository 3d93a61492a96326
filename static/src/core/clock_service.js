import { onMounted, onWillRender, onWillUnmount, useComponent } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

export const CLOCK_PERIOD = 5000;

/** The clock by which everything ticks: one timer, and none while nobody sees it. */
export class Clock {
    /** @type {Set<() => void>} */
    callbacks = new Set();

    constructor() {
        document.addEventListener("visibilitychange", () => this.update());
    }

    /**
     * @param {() => void} callback called as time passes
     * @returns {() => void} to be called when that is no longer wanted
     */
    subscribe(callback) {
        this.callbacks.add(callback);
        this.update();
        return () => {
            this.callbacks.delete(callback);
            this.update();
        };
    }

    /** Start or stop the timer; who comes back to the tab sees what time it is now. */
    update() {
        const isSeen = this.callbacks.size && document.visibilityState === "visible";
        if (isSeen && !this.timer) {
            this.tick();
            this.timer = browser.setInterval(() => this.tick(), CLOCK_PERIOD);
        } else if (!isSeen) {
            browser.clearInterval(this.timer);
            this.timer = undefined;
        }
    }

    tick() {
        this.callbacks.forEach((callback) => callback());
    }
}

/**
 * Render a component again as soon as, by the time that passes, it says something else.
 *
 * @param {() => string} getText what it says now
 * @returns {{text: string}} what it says as it was rendered last
 */
export function useClock(getText) {
    const clock = useService("livechat_info_panel.clock");
    const component = useComponent();
    const shown = { text: "" };
    let stop;
    onWillRender(() => (shown.text = getText()));
    onMounted(() => (stop = clock.subscribe(() => getText() !== shown.text && component.render())));
    onWillUnmount(() => stop());
    return shown;
}

export const clockService = { start: () => new Clock() };

registry.category("services").add("livechat_info_panel.clock", clockService);
