import { Component } from "@odoo/owl";

import { uniqueId } from "@web/core/utils/functions";

/**
 * The frame of a section of the information panel: its title, and what it says.
 *
 * Buttons that stand beside the title go into the slot `actions`.
 */
export class Section extends Component {
    static template = "livechat_info_panel.Section";
    static props = {
        title: String,
        class: { type: String, optional: true },
        slots: Object,
    };

    setup() {
        this.titleId = uniqueId("o-livechatInfoPanel-section-");
    }
}
