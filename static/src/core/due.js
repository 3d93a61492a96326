import { useClock } from "@livechat_info_panel/core/clock_service";
import { formatMinutes, MINUTE } from "@livechat_info_panel/core/elapsed_time";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

const CLASSES = { late: "text-danger fw-bold", soon: "text-warning" };
export const URGENCY_ICONS = { late: "fa-exclamation-circle", soon: "fa-hourglass-end" };

/**
 * @param {DateTime|false|undefined} due when something has to be done
 * @param {DateTime|false|undefined} warning from when on that is soon
 * @returns {"late"|"soon"|""}
 */
export function getUrgency(due, warning) {
    const now = Date.now();
    if (due && due.toMillis() <= now) {
        return "late";
    }
    return due && warning && warning.toMillis() <= now ? "soon" : "";
}

/** @returns {string} how it is shown, which is never all that says so */
export function getUrgencyClass(urgency) {
    return CLASSES[urgency] ?? "text-muted";
}

/** @returns {string} how much time is left, in whole minutes that have begun */
export function formatTimeLeft(due) {
    return formatMinutes(Math.max(1, Math.ceil((due.toMillis() - Date.now()) / MINUTE)));
}

/** Says that something is late, or soon will be; nothing before. It ticks. */
export class Due extends Component {
    static template = "livechat_info_panel.Due";
    static props = {
        due: { type: [DateTime, Boolean], optional: true },
        warning: { type: [DateTime, Boolean], optional: true },
        /** Where there is no room for words. */
        isIcon: { type: Boolean, optional: true },
    };

    setup() {
        this.clock = useClock(() => this.text);
    }

    get urgency() {
        return getUrgency(this.props.due, this.props.warning);
    }

    get class() {
        return getUrgencyClass(this.urgency);
    }

    get icon() {
        return URGENCY_ICONS[this.urgency];
    }

    get text() {
        if (this.urgency === "late") {
            return _t("Late");
        }
        return this.urgency
            ? _t("Due in %(duration)s", { duration: formatTimeLeft(this.props.due) })
            : "";
    }
}
