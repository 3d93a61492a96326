import { useClock } from "@livechat_info_panel/core/clock_service";

import {
    deserializeDateTime,
    toLocaleDateString,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";

const { DateTime } = luxon;

/**
 * Say when something was in as few words as an agent needs: today the time, else the day. Who shows
 * the short form renders anew with each day: see `useDay`.
 *
 * @param {string|DateTime} value a text is as the server sends it, in UTC
 * @returns {{short: string, full: string}}
 */
export function formatShortDate(value) {
    const date = typeof value === "string" ? deserializeDateTime(value) : value;
    return {
        short: date.hasSame(DateTime.now(), "day") ? formatTime(date) : toLocaleDateString(date),
        full: toLocaleDateTimeString(date),
    };
}

/** Render a component again as soon as another day begins. */
export function useDay() {
    useClock(() => DateTime.now().toISODate());
}

/** @param {DateTime} date */
export function formatTime(date) {
    return toLocaleDateTimeString(date, { showDate: false, showTime: true });
}
