import {
    deserializeDateTime,
    toLocaleDateString,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";

const { DateTime } = luxon;

/**
 * Say when something was in as few words as an agent needs: today the time, else the day.
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

/** @param {DateTime} date */
export function formatTime(date) {
    return toLocaleDateTimeString(date, { showDate: false, showTime: true });
}
