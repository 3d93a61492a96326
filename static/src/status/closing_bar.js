import { catchFocus } from "@livechat_info_panel/core/common/catch_focus";
import { isolate } from "@livechat_info_panel/core/common/isolate";
import { headRegistry } from "@livechat_info_panel/panel/head_registry";

import { Component, onPatched, onWillPatch, useEffect, useRef, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** The conversations that the user just closed, and the way to leave them open. */
export class ClosingBar extends Component {
    static template = "livechat_info_panel.ClosingBar";
    static props = { thread: Object };

    setup() {
        this.closing = useState(useService("livechat_info_panel.closing"));
        this.root = useRef("root");
        useEffect(
            () => {
                this.closing.countBar(1);
                return () => this.closing.countBar(-1);
            },
            () => []
        );
        let hadFocus;
        onWillPatch(() => {
            hadFocus = this.root.el.contains(document.activeElement);
        });
        onPatched(() => {
            if (hadFocus) {
                // The time of its button may be over, and that of the next one goes on.
                catchFocus(this.root.el.querySelector("button"));
            }
        });
        useEffect(
            (isClosing) => {
                if (isClosing) {
                    // The button of the panel that was clicked can be clicked no more.
                    const { el } = this.root;
                    catchFocus(el.querySelector("button"), el.closest(".o-mail-ActionPanel"));
                }
            },
            () => [this.props.thread.livechatIsClosing]
        );
    }

    getText(thread) {
        return _t("Closed: %(name)s", { name: isolate(thread.displayName) });
    }
}

headRegistry.add("closing", ClosingBar);
