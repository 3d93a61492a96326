import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

import { startUrl } from "@web/core/browser/router";
import { useService } from "@web/core/utils/hooks";
import { url } from "@web/core/utils/urls";

/** Who the customer is, where it is a known contact, and the way to that contact. */
export class Contact extends Component {
    static template = "livechat_info_panel.Contact";
    static props = { thread: Object };

    setup() {
        this.action = useService("action");
        this.store = useService("mail.store");
        this.ui = useService("ui");
    }

    get partner() {
        return this.props.thread.livechat_customer_partner_ids[0];
    }

    get contactUrl() {
        return url(`/${startUrl()}/res.partner/${this.partner.id}`);
    }

    /** Open the contact, and keep the conversation beside it. */
    onClickViewContact(ev) {
        if (ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return; // a new tab or window, as with any link
        }
        ev.preventDefault();
        if (this.ui.isSmall) {
            this.store.ChatWindow.get({ thread: this.props.thread })?.fold();
        } else {
            this.props.thread.openChatWindow({ focus: true });
        }
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: this.partner.id,
            views: [[false, "form"]],
            target: "current",
        });
    }
}

sectionRegistry.add(
    "contact",
    {
        component: Contact,
        isDisplayed: (thread) => thread.livechat_customer_partner_ids.length > 0,
    },
    { sequence: 10 }
);
