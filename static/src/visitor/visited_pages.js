import { Moment } from "@livechat_info_panel/panel/moment";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

/** The pages of the website on which the customer was before, where there is a website. */
export class VisitedPages extends Component {
    static template = "livechat_info_panel.VisitedPages";
    static components = { Moment, Section };
    static props = { thread: Object };

    get visitor() {
        return this.props.thread.livechat_visitor_id;
    }

    get pages() {
        const { livechat_visited_pages: pages } = this.props.thread;
        return pages.length
            ? pages
            : this.visitor.page_visit_history.map(([name, date]) => ({ name, date, url: false }));
    }
}

sectionRegistry.add(
    "visited_pages",
    {
        component: VisitedPages,
        isDisplayed: (thread) =>
            thread.livechat_visited_pages.length > 0 ||
            thread.livechat_visitor_id?.page_visit_history?.length > 0,
    },
    { sequence: 75 }
);
