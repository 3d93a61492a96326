import { Component } from "@odoo/owl";

import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useService } from "@web/core/utils/hooks";

/** The three choices of the status, below the control in the header of a conversation. */
export class StatusMenu extends Component {
    static template = "livechat_info_panel.StatusMenu";
    static components = { DropdownItem };
    static props = { thread: Object };

    setup() {
        this.store = useService("mail.store");
    }

    /** All of one size. */
    getIcon({ icon }) {
        return icon.replace("fa-lg ", "");
    }

    isActive({ status }) {
        return this.props.thread.livechat_status === status;
    }

    isRefused({ status }) {
        return this.props.thread.livechatRefusesStatus(status);
    }

    getAttrs(choice) {
        return {
            "aria-checked": this.isActive(choice) ? "true" : "false",
            "aria-disabled": this.isRefused(choice) ? "true" : "false",
            role: "menuitemradio",
            type: "button",
        };
    }

    getClass(choice) {
        return {
            "d-flex align-items-center gap-2 py-2": true,
            "fw-bold": this.isActive(choice),
            "text-muted": this.isRefused(choice),
        };
    }
}
