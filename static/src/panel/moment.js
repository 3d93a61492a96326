import { Hint } from "@livechat_info_panel/core/hint";
import { formatShortDate, useDay } from "@livechat_info_panel/panel/short_date";

import { Component, xml } from "@odoo/owl";

/** When something was, in as few words as there is room for, and the whole of it as a hint. */
export class Moment extends Component {
    static template = xml`<Hint text="date.full"><time aria-hidden="true" t-esc="date.short"/></Hint>`;
    static components = { Hint };
    static props = {
        /** as the server sends it */
        date: String,
    };

    setup() {
        useDay();
    }

    get date() {
        return formatShortDate(this.props.date);
    }
}
