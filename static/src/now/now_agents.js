import { openSessions } from "@livechat_info_panel/now/open_sessions";
import { CustomerWait } from "@livechat_info_panel/status/customer_wait";

import { ImStatus } from "@mail/core/common/im_status";

import { Component, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** In which order they stand: who can answer comes first. */
const PRESENCES = ["online", "away", "busy"];

function getRank({ im_status: status }) {
    const rank = PRESENCES.findIndex((presence) => status?.includes(presence));
    return rank < 0 ? PRESENCES.length : rank;
}

/** The agents: who is there, what they have to do now, and what they can. */
export class NowAgents extends Component {
    static template = "livechat_info_panel.NowAgents";
    static components = { CustomerWait, ImStatus };
    static props = { channelId: Number, drag: Object, threads: Array };

    setup() {
        this.action = useService("action");
        this.store = useService("mail.store");
        this.drag = useState(this.props.drag);
    }

    get agents() {
        const { channelId } = this.props;
        return this.store.livechat_now_agents
            .map((user) => this.getAgent(user))
            .filter(
                ({ user, threads }) => !channelId || threads.length || this.getLimits(user).length
            )
            .sort(
                (a, b) => getRank(a.partner) - getRank(b.partner) || a.name.localeCompare(b.name)
            );
    }

    /** @returns {Object} what is shown of a user, in the order of the conversations */
    getAgent(user) {
        const partner = user.partner_id;
        const threads = this.props.threads.filter((thread) =>
            partner.in(thread.livechat_present_agent_ids)
        );
        const waiting = threads.filter((thread) => thread.livechat_customer_waiting_since_dt);
        return {
            expertises: user.livechat_expertise_ids.map(({ name }) => name).join(", "),
            helping: threads.filter((thread) => partner.eq(thread.livechat_helper_id)).length,
            languages: (user.livechat_languages ?? []).join(", "),
            limit: this.getLimit(user),
            longest: waiting[0],
            name: partner.name ?? "",
            partner,
            threads,
            user,
            waiting: waiting.length,
        };
    }

    getLimits(user) {
        const { channelId } = this.props;
        return (user.livechat_limits ?? []).filter(({ id }) => !channelId || id === channelId);
    }

    /** @returns {number} how many conversations Odoo gives them at most, 0 for any number */
    getLimit(user) {
        const limits = this.getLimits(user).map((limit) => limit.max_sessions);
        return limits.every(Boolean) ? limits.reduce((sum, limit) => sum + limit, 0) : 0;
    }

    getOpenText({ threads: { length: count }, limit }) {
        if (limit) {
            return _t("%(count)s of %(limit)s open", { count, limit });
        }
        return count === 1 ? _t("1 open") : _t("%(count)s open", { count });
    }

    getWaitingText({ waiting: count }) {
        return _t("%(count)s waiting", { count });
    }

    /** Show which conversations an agent is in now, or of these, where the customer waits. */
    open({ name, partner }, isWaiting) {
        const present = [
            ["partner_id", "=", partner.id],
            ["livechat_member_type", "=", "agent"],
            ["member_id", "!=", false],
        ];
        const domain = [
            ["livechat_end_dt", "=", false],
            ["livechat_channel_member_history_ids", "any", present],
        ];
        if (isWaiting) {
            domain.push(["livechat_customer_waiting_since_dt", "!=", false]);
        }
        return openSessions(this.action, { channelId: this.props.channelId, domain, name });
    }
}
