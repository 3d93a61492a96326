import { openSessions } from "@livechat_info_panel/now/open_sessions";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** How many conversations there are now, and what became of those of today. */
export class NowFigures extends Component {
    static template = "livechat_info_panel.NowFigures";
    static props = { channelId: Number, threads: Array };

    setup() {
        this.action = useService("action");
        this.store = useService("mail.store");
    }

    get now() {
        const open = [["livechat_end_dt", "=", false]];
        const { threads } = this.props;
        const count = (condition) => threads.filter(condition).length;
        return [
            { name: _t("Open now"), count: threads.length, domain: open },
            {
                name: _t("Customer waits"),
                count: count((thread) => thread.livechat_customer_waiting_since_dt),
                domain: [...open, ["livechat_customer_waiting_since_dt", "!=", false]],
            },
            {
                name: _t("Looking for help"),
                count: count((thread) => thread.livechatIsLookingForHelp),
                domain: [...open, ["livechat_status", "=", "need_help"]],
            },
        ];
    }

    get today() {
        const begun = [["create_date", ">=", this.store.livechat_now_totals.since]];
        return [
            { name: _t("Begun today"), count: this.sum("begun"), domain: begun },
            {
                name: _t("Missed today"),
                count: this.sum("missed"),
                domain: [...begun, ["livechat_outcome", "=", "missed"]],
            },
            {
                name: _t("Rated"),
                count: this.sum("rated"),
                domain: [...begun, ["rating_ids", "!=", false]],
            },
        ];
    }

    sum(name) {
        const { channelId } = this.props;
        return this.store.livechat_now_totals.counts
            .filter((figures) => !channelId || figures.livechat_channel_id === channelId)
            .reduce((sum, figures) => sum + figures[name], 0);
    }

    open(figure) {
        return openSessions(this.action, { ...figure, channelId: this.props.channelId });
    }
}
