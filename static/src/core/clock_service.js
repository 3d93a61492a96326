import { reactive } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

export const CLOCK_PERIOD = 5000;

/** The clock that everything which ticks reads: one timer, and none while nobody reads it. */
export class Clock {
    /** `now` is in milliseconds, as of `Date.now()`. */
    state = reactive({ now: Date.now() });
    readers = 0;

    start() {
        this.tick();
        if (!this.readers++) {
            this.timer = browser.setInterval(() => this.tick(), CLOCK_PERIOD);
        }
    }

    stop() {
        if (!--this.readers) {
            browser.clearInterval(this.timer);
        }
    }

    tick() {
        this.state.now = Date.now();
    }
}

export const clockService = { start: () => new Clock() };

registry.category("services").add("livechat_info_panel.clock", clockService);
