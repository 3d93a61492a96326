import { useLayout } from "@livechat_info_panel/panel/layout";

import { Component, useEffect, useRef, useState } from "@odoo/owl";

/**
 * What an agent must not overlook in a section of the panel: at the panel's head as long as the
 * section is folded or out of sight, with the way there.
 */
export class SectionAlert extends Component {
    static template = "livechat_info_panel.SectionAlert";
    static props = {
        section: String,
        text: [String, Object], // also with names in it that are isolated
        /** colour of the alert, as Bootstrap names it */
        type: String,
    };

    setup() {
        this.layout = useLayout();
        this.root = useRef("root");
        this.state = useState({ isSeen: false });
        useEffect(
            (isFolded) => {
                if (!isFolded) {
                    return this.observe();
                }
                this.state.isSeen = false;
            },
            () => [this.layout.isFolded(this.props.section)]
        );
    }

    get panel() {
        return this.root.el.closest(".o-mail-ActionPanel");
    }

    observe() {
        const observer = new IntersectionObserver(([{ isIntersecting }]) => {
            this.state.isSeen = isIntersecting;
        });
        const target = this.panel.querySelector(`[data-section="${this.props.section}"]`);
        if (target) {
            observer.observe(target);
        }
        return () => observer.disconnect();
    }

    show() {
        return this.layout.goTo(this.panel, this.props.section);
    }
}
