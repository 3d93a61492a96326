import { Hint } from "@livechat_info_panel/core/hint";

import { Component } from "@odoo/owl";

const NOTHING = { value: false };

/** The ways to reach the customer. */
export class ContactDetails extends Component {
    static template = "livechat_info_panel.ContactDetails";
    static components = { Hint };
    static props = {
        email: [String, NOTHING],
        phone: [String, NOTHING],
        /** Whether this is the contact's, and not what a visitor typed. */
        isVerified: { type: Boolean, optional: true },
    };

    get phoneUrl() {
        return `tel:${this.props.phone.replace(/\s+/g, "")}`;
    }
}
