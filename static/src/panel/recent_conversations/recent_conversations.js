import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { compareDatetime } from "@mail/utils/common/misc";

import { Component } from "@odoo/owl";

import { toLocaleDateTimeString } from "@web/core/l10n/dates";

const getRecentConversations = (thread) =>
    (thread.livechat_visitor_id?.discuss_channel_ids ?? []).filter((other) => other.notEq(thread));

/** What the same website visitor chatted before, where there is a website. */
export class RecentConversations extends Component {
    static template = "livechat_info_panel.RecentConversations";
    static components = { Section };
    static props = { thread: Object };

    get conversations() {
        return getRecentConversations(this.props.thread).sort(
            (a, b) => compareDatetime(b.last_interest_dt, a.last_interest_dt) || b.id - a.id
        );
    }

    getEndDate(thread) {
        return toLocaleDateTimeString(thread.livechat_end_dt);
    }
}

sectionRegistry.add(
    "recent_conversations",
    {
        component: RecentConversations,
        isDisplayed: (thread) => getRecentConversations(thread).length > 0,
    },
    { sequence: 80 }
);
