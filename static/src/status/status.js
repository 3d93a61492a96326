import { ElapsedTime } from "@livechat_info_panel/core/elapsed_time";
import { HelpRequest } from "@livechat_info_panel/help/help_request";
import { JoinButton } from "@livechat_info_panel/help/join_button";
import { useLivechatCommand } from "@livechat_info_panel/panel/command_provider";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";
import { CustomerWait } from "@livechat_info_panel/status/customer_wait";
import { findNextWaiting, openNextWaiting } from "@livechat_info_panel/status/next_chat";

import { Component, useRef } from "@odoo/owl";

import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { uniqueId } from "@web/core/utils/functions";
import { useService } from "@web/core/utils/hooks";

/** Who waits for whom in an open conversation, and since when. */
export class Status extends Component {
    static template = "livechat_info_panel.Status";
    static components = { CustomerWait, ElapsedTime, HelpRequest, JoinButton, Section };
    static props = { thread: Object };

    setup() {
        this.store = useService("mail.store");
        this.closing = useService("livechat_info_panel.closing");
        this.root = useRef("root");
        const buttons = this.store.livechatStatusButtons;
        for (const { label, status } of buttons.filter(({ status }) => status !== "need_help")) {
            const name = _t("Live chat: set status %(status)s", { status: label });
            useLivechatCommand(name, () => this.props.thread.livechatSelectStatus(status), {
                isAvailable: () => !this.isActive(status) && !this.isRefused(status),
            });
        }
        const isAvailable = () => !this.props.thread.livechatIsClosing;
        const askHelp = () => this.props.thread.livechatAskHelp();
        useLivechatCommand(_t("Live chat: ask for help"), askHelp, { isAvailable });
        useLivechatCommand(_t("Live chat: reassign"), () => this.reassign(), { isAvailable });
        useLivechatCommand(_t("Live chat: close"), () => this.closing.close(this.props.thread), {
            isAvailable,
        });
        const openNext = () => openNextWaiting(this.store);
        useLivechatCommand(_t("Live chat: next waiting customer"), openNext, {
            isAvailable: () => Boolean(findNextWaiting(this.store)),
            isCommon: true,
        });
        this.refusalId = uniqueId("o-livechatInfoPanel-refusal-");
    }

    isActive(status) {
        return this.props.thread.livechat_status === status;
    }

    isRefused(status) {
        return this.props.thread.livechatRefusesStatus(status);
    }

    reassign() {
        this.props.thread.openLivechatDialog("livechat_info_panel.livechat_reassign_wizard_action");
    }

    /** One of the buttons is reached by Tab, as in any group of radio buttons. */
    getTabindex(status) {
        const statuses = this.store.livechatStatusButtons.map((button) => button.status);
        const reached =
            statuses.find((other) => this.isActive(other)) ??
            statuses.find((other) => !this.isRefused(other));
        return status === reached ? 0 : -1;
    }

    /** The arrows move between the statuses without setting one: others are told of each. */
    onKeydown(ev) {
        const right = localization.direction === "rtl" ? -1 : 1;
        const steps = { ArrowDown: 1, ArrowRight: right, ArrowUp: -1, ArrowLeft: -right };
        const step = steps[ev.key];
        if (step) {
            const buttons = [...this.root.el.querySelectorAll("button:enabled")];
            buttons.at((buttons.indexOf(ev.target) + step) % buttons.length).focus();
            ev.preventDefault();
        }
    }
}

sectionRegistry.add(
    "status",
    { component: Status, isDisplayed: (thread) => !thread.livechat_end_dt, isFixed: true },
    { sequence: 20 }
);
