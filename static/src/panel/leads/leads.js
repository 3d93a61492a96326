import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

const getLeads = (thread) => thread.livechatVisitorMember?.partner_id?.opportunity_ids ?? [];

/** The customer's open leads, where there is a CRM. */
export class Leads extends Component {
    static template = "livechat_info_panel.Leads";
    static components = { Section };
    static props = { thread: Object };

    get leads() {
        return getLeads(this.props.thread);
    }
}

sectionRegistry.add(
    "leads",
    { component: Leads, isDisplayed: (thread) => getLeads(thread).length > 0 },
    { sequence: 90 }
);
