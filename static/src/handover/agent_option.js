import { useClock } from "@livechat_info_panel/core/clock_service";
import { formatMinutes, getMinutesSince } from "@livechat_info_panel/core/elapsed_time";
import { getLanguageName } from "@livechat_info_panel/core/language_name";

import { ImStatus } from "@mail/core/common/im_status";

import { Component } from "@odoo/owl";

import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const PRESENCES = {
    away: _t("Away"),
    busy: _t("Busy"),
    offline: _t("Offline"),
    online: _t("Online"),
};

/** One of the agents whom a conversation can be handed over to, or why it cannot. */
export class AgentOption extends Component {
    static template = "livechat_info_panel.AgentOption";
    static components = { ImStatus };
    static props = { agent: Object };

    setup() {
        this.store = useService("mail.store");
        useClock(() => this.load);
    }

    get partner() {
        return this.store["res.partner"].get(this.props.agent.partner_id);
    }

    /** @returns {string} how much they have to do */
    get load() {
        const { open, waiting, waiting_since: since } = this.props.agent;
        const minutes = since ? getMinutesSince(deserializeDateTime(since)) : 0;
        const parts = [_t("%(count)s open", { count: open ?? 0 })];
        if (waiting && minutes >= 1) {
            const duration = formatMinutes(minutes);
            parts.push(_t("%(count)s waiting for %(duration)s", { count: waiting, duration }));
        } else if (waiting) {
            parts.push(_t("%(count)s waiting", { count: waiting }));
        }
        return parts.join(", ");
    }

    /** @returns {string} what they can, and how much they have to do */
    get details() {
        const { expertises, languages, presence } = this.props.agent;
        const names = languages.map((code) => getLanguageName(code));
        return [PRESENCES[presence], ...expertises, ...names, this.load].join(" · ");
    }
}
