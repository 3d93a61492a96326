import { useClock } from "@livechat_info_panel/core/clock_service";

import { Component, xml } from "@odoo/owl";

import { toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

const { DateTime, Duration } = luxon;

export const MINUTE = 60 * 1000;
/** @type {Map<number, string>} what is said of so many minutes: all that ticks asks for it again */
const said = new Map();

/**
 * Say in words how much time has passed, in two units at most.
 *
 * @param {number} minutes at least one
 * @returns {string}
 */
export function formatMinutes(minutes) {
    if (!said.has(minutes)) {
        const duration = Duration.fromObject({ minutes }).shiftTo("days", "hours", "minutes");
        const units = Object.entries(duration.toObject()).filter(([, count]) => count);
        const shown = Duration.fromObject(Object.fromEntries(units.slice(0, 2)));
        said.set(minutes, shown.toHuman({ listStyle: "narrow", unitDisplay: "short" }));
    }
    return said.get(minutes);
}

/** @returns {number} how many whole minutes have passed; below zero by a clock that is slow */
export function getMinutesSince(since) {
    return Math.floor((Date.now() - since.toMillis()) / MINUTE);
}

/** How long something lasts by now. It ticks. */
export class ElapsedTime extends Component {
    static template = xml`<time t-att-datetime="props.since.toISO()" t-att-title="title" t-esc="clock.text"/>`;
    static props = { since: DateTime };

    setup() {
        this.clock = useClock(() => this.text);
    }

    get text() {
        const minutes = getMinutesSince(this.props.since);
        return minutes < 1 ? _t("just now") : formatMinutes(minutes);
    }

    get title() {
        return _t("Since %(date)s", { date: toLocaleDateTimeString(this.props.since) });
    }
}
