import { headRegistry } from "@livechat_info_panel/panel/head_registry";

import { Component, useEffect, useRef, useState } from "@odoo/owl";

import { useService } from "@web/core/utils/hooks";

/** The conversations that the user just closed, and the way to leave them open. */
export class ClosingBar extends Component {
    static template = "livechat_info_panel.ClosingBar";
    static props = { thread: Object };

    setup() {
        this.closing = useState(useService("livechat_info_panel.closing"));
        this.root = useRef("root");
        useEffect(
            (isClosing) => isClosing && this.keepFocus(),
            () => [this.closing.has(this.props.thread)]
        );
    }

    /** The button of the panel that was clicked can be clicked no more. */
    keepFocus() {
        const { activeElement } = document;
        const panel = this.root.el.closest(".o-mail-ActionPanel");
        if (!activeElement || activeElement === document.body || panel.contains(activeElement)) {
            this.root.el.querySelector("button").focus();
        }
    }
}

headRegistry.add("closing", ClosingBar);
