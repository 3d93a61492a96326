import { isolate } from "@livechat_info_panel/core/common/isolate";
import { headRegistry } from "@livechat_info_panel/panel/head_registry";

import {
    Component,
    onMounted,
    onPatched,
    onWillPatch,
    onWillUnmount,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const FOCUSABLE = ".o-livechatInfoPanel :is(a[href], button:enabled, textarea:enabled)";

/** The conversations that the user just closed, and the way to leave them open. */
export class ClosingBar extends Component {
    static template = "livechat_info_panel.ClosingBar";
    static props = { thread: Object };

    setup() {
        this.closing = useState(useService("livechat_info_panel.closing"));
        this.root = useRef("root");
        this.hadFocus = false;
        onMounted(() => this.closing.countBar(1));
        onWillUnmount(() => this.closing.countBar(-1));
        onWillPatch(() => {
            this.hadFocus = this.root.el.contains(document.activeElement);
        });
        onPatched(() => this.passFocusOn());
        useEffect(
            (isClosing) => isClosing && this.keepFocus(),
            () => [this.props.thread.livechatIsClosing]
        );
    }

    get panel() {
        return this.root.el.closest(".o-mail-ActionPanel");
    }

    getText(thread) {
        return _t("Closed: %(name)s", { name: isolate(thread.displayName) });
    }

    /** The button of the panel that was clicked can be clicked no more. */
    keepFocus() {
        const { activeElement } = document;
        if (
            !activeElement ||
            activeElement === document.body ||
            this.panel.contains(activeElement)
        ) {
            this.root.el.querySelector("button")?.focus();
        }
    }

    /** The button that had it is gone, as the time to undo is over. */
    passFocusOn() {
        if (this.hadFocus && document.activeElement === document.body) {
            const { el } = this.root;
            (el.querySelector("button") ?? this.panel.querySelector(FOCUSABLE))?.focus();
        }
    }
}

headRegistry.add("closing", ClosingBar);
