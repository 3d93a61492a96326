import { useClock } from "@livechat_info_panel/core/clock_service";
import {
    formatTimeLeft,
    getUrgency,
    getUrgencyClass,
    URGENCY_ICONS,
} from "@livechat_info_panel/core/due";
import { formatMinutes, getMinutesSince } from "@livechat_info_panel/core/elapsed_time";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/** How long the customer has been waiting for an answer by now, and if that is too long. It ticks. */
export class CustomerWait extends Component {
    static template = "livechat_info_panel.CustomerWait";
    static props = {
        thread: Object,
        /** Where there is room for the time only, and for that from a minute on. */
        isShort: { type: Boolean, optional: true },
    };

    setup() {
        this.clock = useClock(() => this.text);
    }

    get due() {
        return this.props.thread.livechat_answer_due_dt;
    }

    get duration() {
        const since = this.props.thread.livechat_customer_waiting_since_dt;
        const minutes = since ? getMinutesSince(since) : 0;
        return minutes < 1 ? "" : formatMinutes(minutes);
    }

    get urgency() {
        return getUrgency(this.due, this.props.thread.livechat_answer_warn_dt);
    }

    get colorClass() {
        return getUrgencyClass(this.urgency);
    }

    get urgencyIcon() {
        return URGENCY_ICONS[this.urgency];
    }

    get text() {
        const { duration, urgency } = this;
        if (urgency === "soon") {
            const left = formatTimeLeft(this.due);
            return duration
                ? _t("Customer waiting for %(duration)s. Due in %(left)s", { duration, left })
                : _t("Customer waiting for an answer. Due in %(left)s", { left });
        }
        if (!duration) {
            return _t("Customer waiting for an answer");
        }
        return urgency
            ? _t("Late: customer waiting for %(duration)s", { duration })
            : _t("Customer waiting for %(duration)s", { duration });
    }
}
