import {
    getStatusRefusal,
    isActiveStatus,
    isRefusedStatus,
    selectStatus,
} from "@livechat_info_panel/status/status_choices";

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

    get refusal() {
        return getStatusRefusal(this.props.thread);
    }

    /** All of one size. */
    getIcon({ icon }) {
        return icon.replace("fa-lg ", "");
    }

    isActive(choice) {
        return isActiveStatus(this.props.thread, choice);
    }

    getAttrs(choice) {
        return {
            "aria-checked": this.isActive(choice) ? "true" : "false",
            "aria-disabled": isRefusedStatus(this.props.thread, choice) ? "true" : "false",
            role: "menuitemradio",
            type: "button",
        };
    }

    getClass(choice) {
        return {
            "d-flex align-items-center gap-2 py-2": true,
            "fw-bold": this.isActive(choice),
            "text-muted": isRefusedStatus(this.props.thread, choice),
        };
    }

    select(choice) {
        selectStatus(this.props.thread, choice);
    }
}
