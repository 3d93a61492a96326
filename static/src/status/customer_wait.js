import { useClock } from "@livechat_info_panel/core/clock_service";
import { formatMinutes, getMinutesSince } from "@livechat_info_panel/core/elapsed_time";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

/** How long the customer has been waiting for an answer by now. It ticks. */
export class CustomerWait extends Component {
    static template = "livechat_info_panel.CustomerWait";
    static props = {
        since: DateTime,
        /** Where there is room for the time only, and for that from a minute on. */
        isShort: { type: Boolean, optional: true },
    };

    setup() {
        useClock(() => this.text);
    }

    get duration() {
        const minutes = getMinutesSince(this.props.since);
        return minutes < 1 ? "" : formatMinutes(minutes);
    }

    get text() {
        const { duration } = this;
        return duration
            ? _t("The customer has been waiting for %(duration)s", { duration })
            : _t("The customer waits for an answer");
    }
}
