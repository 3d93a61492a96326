import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

import { toLocaleDateTimeString } from "@web/core/l10n/dates";

/** How a closed conversation ended, and when. */
export class Outcome extends Component {
    static template = "livechat_info_panel.Outcome";
    static components = { Section };
    static props = { thread: Object };

    get endDate() {
        return toLocaleDateTimeString(this.props.thread.livechat_end_dt);
    }
}

sectionRegistry.add(
    "outcome",
    { component: Outcome, isDisplayed: (thread) => Boolean(thread.livechat_end_dt) },
    { sequence: 20 }
);
