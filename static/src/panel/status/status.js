import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component, useRef } from "@odoo/owl";

import { useService } from "@web/core/utils/hooks";

/** Who waits for whom in an open conversation. */
export class Status extends Component {
    static template = "livechat_info_panel.Status";
    static components = { Section };
    static props = { thread: Object };

    setup() {
        this.store = useService("mail.store");
        this.root = useRef("root");
    }

    isActive(button) {
        return this.props.thread.livechat_status === button.status;
    }

    /** One of the buttons is reached by Tab, as in any group of radio buttons. */
    getTabindex(button) {
        const buttons = this.store.livechatStatusButtons;
        const reached = buttons.find((other) => this.isActive(other)) ?? buttons[0];
        return button.status === reached.status ? 0 : -1;
    }

    /** The arrows move between the statuses without setting one: others are told of each. */
    onKeydown(ev) {
        const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[ev.key];
        if (step) {
            const buttons = [...this.root.el.querySelectorAll("button")];
            buttons.at((buttons.indexOf(ev.target) + step) % buttons.length).focus();
            ev.preventDefault();
        }
    }
}

sectionRegistry.add(
    "status",
    { component: Status, isDisplayed: (thread) => !thread.livechat_end_dt },
    { sequence: 20 }
);
