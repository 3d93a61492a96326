import { useClock } from "@livechat_info_panel/core/clock_service";
import { formatMinutes, getMinutesSince } from "@livechat_info_panel/core/elapsed_time";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/** From which part of the time within which customers are answered on it is nearly over. */
const NEARLY = 0.75;

/** How long the customer has been waiting for an answer by now, and if that is too long. It ticks. */
export class CustomerWait extends Component {
    static template = "livechat_info_panel.CustomerWait";
    static props = {
        thread: Object,
        /** Where there is room for the time only, and for that from a minute on. */
        isShort: { type: Boolean, optional: true },
    };

    setup() {
        useClock(() => this.text);
    }

    get minutes() {
        const since = this.props.thread.livechat_customer_waiting_since_dt;
        return since ? getMinutesSince(since) : 0;
    }

    get duration() {
        return this.minutes < 1 ? "" : formatMinutes(this.minutes);
    }

    /** @returns {boolean} whether that part of the time is over, where there is one */
    isOver(part) {
        const limit = this.props.thread.livechat_answer_within_minutes;
        return Boolean(limit) && this.minutes >= limit * part;
    }

    get colorClass() {
        if (this.isOver(1)) {
            return "text-danger fw-bold";
        }
        return this.isOver(NEARLY) ? "text-warning" : "text-muted";
    }

    get text() {
        const { duration } = this;
        if (!duration) {
            return _t("Customer waiting for an answer");
        }
        return this.isOver(1)
            ? _t("Late: customer waiting for %(duration)s", { duration })
            : _t("Customer waiting for %(duration)s", { duration });
    }
}
