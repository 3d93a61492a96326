import { isolate } from "@livechat_info_panel/core/common/isolate";
import { ElapsedTime } from "@livechat_info_panel/core/elapsed_time";
import { getSince } from "@livechat_info_panel/help/call";

import { Component, useEffect, useRef, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** Tells of all calls for help that wait for the agent: one toast, however many there are. */
export class HelpToast extends Component {
    static template = "livechat_info_panel.HelpToast";
    static components = { ElapsedTime };
    static props = {};

    getSince = getSince;

    setup() {
        this.help = useState(useService("livechat_info_panel.help_notification"));
        this.ui = useState(useService("ui"));
        this.root = useRef("root");
        /** What had the focus before it came into the toast. */
        this.focusedBefore = undefined;
        /** Only with another call there is something to say, not as calls go. */
        this.state = useState({ announcement: "" });
        useEffect(
            () => {
                this.state.announcement = this.count ? this.announcement : "";
            },
            () => [this.help.addedCount, !this.count]
        );
        useEffect(
            () => this.keepFocus(),
            () => [this.count]
        );
    }

    get count() {
        return this.help.calls.size;
    }

    /** What is read out: the time, within it, would be read out each minute. */
    get announcement() {
        const names = this.help.named.filter((call) => call.customer || call.thread);
        return formatList([this.title, ...names.map((call) => this.getName(call))], {
            style: "unit",
        });
    }

    get title() {
        const { count } = this;
        return count === 1 ? _t("1 call for help") : _t("%(count)s calls for help", { count });
    }

    get viewAllLabel() {
        return _t("View all (%(count)s)", { count: this.count });
    }

    getName({ customer, id, thread }) {
        return thread?.displayName || customer || _t("Conversation #%(id)s", { id });
    }

    getText({ text, thread }) {
        return text || thread?.livechat_help_text;
    }

    /** Why it looks for help, if nobody said what is needed. */
    getReason({ asker, customer }) {
        if (asker) {
            return isolate(_t("%(name)s asks for help", { name: isolate(asker) }));
        }
        return customer ? _t("No agent is in this conversation") : "";
    }

    getLabel(verb, call) {
        return verb === "join"
            ? _t("Join the conversation with %(name)s", { name: this.getName(call) })
            : _t("Open the conversation with %(name)s", { name: this.getName(call) });
    }

    onFocusin({ relatedTarget }) {
        if (relatedTarget && !this.root.el.contains(relatedTarget)) {
            this.focusedBefore = relatedTarget;
        }
    }

    /** What had the focus may be gone. */
    keepFocus() {
        if (!this.focusedBefore || document.activeElement !== document.body) {
            return;
        }
        const next = this.root.el?.querySelector("button") ?? this.focusedBefore;
        next.focus();
        if (!this.root.el) {
            this.focusedBefore = undefined;
        }
    }
}

registry.category("main_components").add("livechat_info_panel.HelpToast", { Component: HelpToast });
